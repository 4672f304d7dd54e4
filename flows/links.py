"""The same posting again, from another file: linked to the earlier one, never merged with it or moved.

Likely ones are found by bands of the MinHash signature: two texts that share 72 % of their shingles share at least one
of 16 bands of 4 numbers with probability 1 - (1 - .72**4)**16 = .993; then they are compared whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from analyzers.identity import Identity, Relation, find_earlier, identity
from analyzers.posting import Posting
from extractors.document import Document, Origin
from extractors.keys import content_key
from flows import store_schema as schema
from flows.store import Store, now

ROWS = 4  # numbers of a band
MOST = 50  # likely ones compared: boilerplate that a whole board shares must not make this slow
WORDS = {Relation.SAME_FILE: "the same document as", Relation.SAME_TEXT: "the same text as",
         Relation.REPOST: "a repost of", Relation.UPDATE: "an update of",
         Relation.NEAR_DUPLICATE: "nearly the same text as"}
LATER = {Relation.SAME_FILE: "came again in", Relation.SAME_TEXT: "came again with the same text in",
         Relation.REPOST: "was posted again in", Relation.UPDATE: "was updated in",
         Relation.NEAR_DUPLICATE: "came again with nearly the same text in"}


def relations(store: Store, document: Document, postings: Sequence[Posting],
              sha256: str) -> list[tuple[sa.Table, Sequence[dict[str, Any]]]]:
    """Rows that make the postings findable, and link them to what came before from other files."""
    identities, bands, links = [], [], []
    recognised = any(block.origin in (Origin.OCR, Origin.ASR) for block in document.body)
    for posting in postings:
        new = identity(posting, recognised=recognised)
        marks = _marks(new)
        link = find_earlier(new, _likely(store, marks, sha256))
        identities.append({"posting": new.posting, "source": sha256, "body": msgspec.json.encode(new).decode()})
        if not _is_known(store, new.posting):
            bands += [{"band": mark, "posting": new.posting} for mark in marks]
        if link is not None:
            links.append({"posting": link.posting, "earlier": link.earlier, "relation": link.relation.value,
                          "similarity": link.similarity, "changed": ",".join(link.changed), "at": now()})
    return [(schema.identities, identities), (schema.bands, bands), (schema.links, links)]


def told(store: Store, posting: str) -> list[str]:
    """What links the posting to an earlier one, in words; empty when it is new."""
    joined = schema.links.join(schema.postings, schema.links.c.earlier == schema.postings.c.key).join(
        schema.sources, schema.postings.c.source == schema.sources.c.sha256)
    rows = store.select(sa.select(schema.links, schema.postings.c.title, schema.sources.c.name).select_from(joined)
                        .where(schema.links.c.posting == posting))
    return [f"{WORDS[Relation(row['relation'])]} {row['title'] or 'a posting'} in {row['name']}"
            + (f" (changed: {row['changed']})" if row["changed"] else "") for row in rows]


def told_later(store: Store, posting: str) -> list[str]:
    """What links later postings to this one, in words; empty while nothing repeats it."""
    joined = schema.links.join(schema.postings, schema.links.c.posting == schema.postings.c.key).join(
        schema.sources, schema.postings.c.source == schema.sources.c.sha256)
    rows = store.select(sa.select(schema.links, schema.sources.c.name).select_from(joined)
                        .where(schema.links.c.earlier == posting).order_by(schema.links.c.at))
    return [f"{LATER[Relation(row['relation'])]} {row['name']}"
            + (f" (changed: {row['changed']})" if row["changed"] else "") for row in rows]


def _marks(new: Identity) -> list[str]:
    """Keys under which likes are found: bands of the signature, and the requisition number with the employer."""
    marks = [content_key("band", at, new.signature[at : at + ROWS]) for at in range(0, len(new.signature), ROWS)]
    return marks + ([content_key("requisition", new.requisition)] if new.requisition else [])


def _likely(store: Store, marks: Sequence[str], sha256: str) -> list[Identity]:
    """The postings of other files that share most marks, the oldest first."""
    if not marks:
        return []
    query = (sa.select(schema.identities.c.body, schema.postings.c.at, sa.func.count().label("shared"))
             .join(schema.bands, schema.bands.c.posting == schema.identities.c.posting)
             .join(schema.postings, schema.postings.c.key == schema.identities.c.posting)
             .where(schema.bands.c.band.in_(marks), schema.identities.c.source != sha256)
             .group_by(schema.identities.c.posting, schema.identities.c.body, schema.postings.c.at)
             .order_by(sa.text("shared DESC")).limit(MOST))
    rows = sorted(store.select(query), key=lambda row: str(row["at"]))
    return [msgspec.json.decode(row["body"], type=Identity) for row in rows]


def _is_known(store: Store, posting: str) -> bool:
    query = sa.select(schema.identities.c.posting).where(schema.identities.c.posting == posting)
    return bool(store.select(query))
