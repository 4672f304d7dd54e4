"""The store's tables, the same on SQLite and PostgreSQL. Times are ISO 8601 text in UTC, bodies are JSON text.

    sources      one row for each content (sha256)          arrivals     each time a file of that content came
    results      stage results by key, so nothing is redone  documents    one row for each Document (body in files)
    notes        what was dropped, doubted, corrected        postings     structured posting and schema.org JSON-LD
    reports      one row for each report (files beside)      outcomes     every outcome; the highest id is in force
    corrections  what people set right, and when             acceptances  doubts that people accepted
    identities   what a posting is recognised by             bands        its signature in parts, for finding likes
    links        postings that repeat or update earlier ones
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
_SHA = String(64)
_KEY = String(32)
_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only plain INTEGER keys


def _id() -> Column[int]:
    return Column("id", _ID, primary_key=True, autoincrement=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


schema_info = Table("schema_info", metadata, Column("version", Integer, primary_key=True), _text("at"))

sources = Table(
    "sources", metadata,
    Column("sha256", _SHA, primary_key=True), _text("name"), _text("media_type"),
    Column("size", BigInteger, nullable=False), _text("origin"), _text("tags"), _text("received_at"))

arrivals = Table(
    "arrivals", metadata, _id(),
    Column("source", _SHA, nullable=False, index=True), _text("name"), _text("origin"), _text("at"))

results = Table(
    "results", metadata,
    Column("key", _KEY, primary_key=True), Column("source", _SHA, nullable=False, index=True), _text("stage"),
    _text("version"), _text("keys"), Column("seconds", Float, nullable=False), _text("at"))

documents = Table(
    "documents", metadata,
    Column("key", _KEY, primary_key=True), Column("source", _SHA, nullable=False, index=True), _text("media_type"),
    _text("language"), Column("pages", Integer, nullable=False), Column("seconds", Float, nullable=False),
    Column("characters", Integer, nullable=False), _text("file"), _text("at"))

notes = Table(
    "notes", metadata, _id(),
    Column("document", _KEY, nullable=False, index=True), Column("position", Integer, nullable=False),
    _text("action"), _text("stage"), _text("place"), _text("reason"), _text("before"), _text("after"),
    Column("characters", Integer, nullable=False),
    UniqueConstraint("document", "position"))

postings = Table(
    "postings", metadata,
    Column("key", _KEY, primary_key=True), Column("source", _SHA, nullable=False, index=True),
    Column("document", _KEY, nullable=False), Column("position", Integer, nullable=False), _text("language"),
    _text("title"), _text("employer"), _text("body"), _text("jsonld"), _text("at"))

reports = Table(
    "reports", metadata,
    Column("key", _KEY, primary_key=True), Column("source", _SHA, nullable=False, index=True),
    Column("posting", _KEY, nullable=False), _text("language"), _text("markdown"), _text("html"), _text("body"),
    _text("at"))

outcomes = Table(
    "outcomes", metadata, _id(),
    Column("source", _SHA, nullable=False), _text("name"), Column("became", String(16), nullable=False),
    _text("category"), _text("walk"), _text("body"), _text("at"),
    Index("outcomes_of_source", "source", "id"), Index("outcomes_by_kind", "became", "id"))

corrections = Table(
    "corrections", metadata, _id(),
    Column("source", _SHA, nullable=False, index=True), Column("position", Integer, nullable=False), _text("field"),
    _text("value"), _text("who"), _text("at"))

acceptances = Table(
    "acceptances", metadata, _id(),
    Column("source", _SHA, nullable=False, index=True), _text("reason"), _text("who"), _text("at"))

identities = Table(
    "identities", metadata,
    Column("posting", _KEY, primary_key=True), Column("source", _SHA, nullable=False), _text("body"))

bands = Table(
    "bands", metadata, _id(),
    Column("band", _KEY, nullable=False, index=True), Column("posting", _KEY, nullable=False))

links = Table(
    "links", metadata,
    Column("posting", _KEY, primary_key=True), Column("earlier", _KEY, nullable=False, index=True),
    Column("relation", String(16), nullable=False), Column("similarity", Float, nullable=False), _text("changed"),
    _text("at"))

VERSION = 1
