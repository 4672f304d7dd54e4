"""What travels between the watcher and a worker: units of claims out, results back. Short JSON, never documents."""

from __future__ import annotations

from extractors.document import Struct
from flows.folder.claim import Claim, Verdict


class Kept(Struct):
    """A file whose bytes the store keeps already: for workers that do not see the folder."""

    sha256: str
    name: str


class Task(Struct):
    """One claim and where its file or folder lies, or what of it the store keeps."""

    claim: Claim
    path: str
    kept: tuple[Kept, ...] = ()


class Unit(Struct):
    """Claims that are worked on together. batch: in one flow run, as many small files are; else a run of its own."""

    id: str
    tasks: tuple[Task, ...]
    batch: bool = False


class Result(Struct):
    """What became of one claim. again_in: seconds after which another try can help, 0.0 for a verdict that stands.

    waits: the trouble is not the file's (a database that is away, a full disk), so it is tried until it is over.
    """

    claim_id: str
    verdict: Verdict
    again_in: float = 0.0
    waits: bool = False
    seconds: float = 0.0
