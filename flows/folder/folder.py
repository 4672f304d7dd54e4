"""The watched folder: inbox/ -> processing/ -> done/ | review/ | duplicates/ | failed/, in moves never half made.

Every move is one rename on one file system; what is about to happen is written to the claim before it happens, so
`recover()` can finish it after any death. Nothing here knows Prefect, stores or engines.

    processing/<id>.json    the claim
    processing/<id>/<name>  the file or folder itself, nothing else
    failed/<name>  failed/<name>.reason.txt
"""

from __future__ import annotations

import errno
import fcntl
import heapq
import logging
import os
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from extractors.errors import RolescanError, StorageFailure
from flows.folder.claim import WAITING, Claim, Verdict, decode, encode, new_claim, read_reason, reason_text, safe_name

INBOX, PROCESSING = "inbox", "processing"
SETTLED = ("done", "review", "duplicates", "failed")
PLACES = (INBOX, PROCESSING, *SETTLED)
REASON_SUFFIX = {"review": ".reason.txt", "failed": ".reason.txt", "duplicates": ".duplicate.txt"}
NUMBERED = 50  # "name (2)" to "name (49)", then the claim's id: numbering a thousand copies would be slow

log = logging.getLogger("rolescan.folder")


class NotClaimable(RolescanError):
    """The file could not be moved out of the inbox; it is still there."""

    category = "storage"
    retryable = True

    gone = False


class Gone(NotClaimable):
    """Somebody else took the file away."""

    gone = True


class Folder:
    """The moves on one watched folder. One process at a time settles; `lock` keeps others (retry) from between.

    step: called by name between every two changes on disk; tests raise from it to die there.
    """

    def __init__(self, root: Path, *, step: Callable[[str], None] = lambda name: None) -> None:
        self.root = Path(root)
        self._step = step

    def create(self) -> None:
        """Make the six folders. Raises StorageFailure."""
        try:
            for place in PLACES:
                (self.root / place).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailure(f"The folder {self.root} cannot be made: {error.strerror}.", stage="folder") from error

    # --- claiming -------------------------------------------------------------------------------------------------

    def claim(self, dropped_as: str, *, tags: tuple[str, ...] = ()) -> Claim:
        """Take what lies at inbox/`dropped_as`. Whoever cannot rename it does not own it: raises NotClaimable."""
        claim = new_claim(dropped_as, tags=tags)
        with _storage("claim"), self.lock():
            self._write(claim)
            self._step("claim written")
            self._own(claim).mkdir()
            self._step("claim folder made")
            try:
                os.rename(self.root / INBOX / dropped_as, self.payload(claim))
            except OSError as error:
                self._forget(claim)
                raise _not_claimable(dropped_as, error) from error
        self._step("claimed")
        return claim

    def release(self, claim: Claim) -> None:
        """Put a claimed file back where it was dropped (it changed while it was taken), under a free name."""
        with _storage("release"), self.lock():
            parent = self.root / INBOX / os.path.dirname(claim.dropped_as)
            parent = parent if parent.is_dir() else self.root / INBOX
            os.rename(self.payload(claim), parent / _free_name(parent, claim, ""))
            self._step("released")
            self._forget(claim)

    def note_attempt(self, claim: Claim) -> Claim:
        """The claim with one more attempt, kept on disk."""
        changed = msgspec.structs.replace(claim, attempts=claim.attempts + 1)
        with _storage("claim"):
            self._write(changed)
        return changed

    # --- settling -------------------------------------------------------------------------------------------------

    def settle(self, claim: Claim, verdict: Verdict) -> Path:
        """Move the claim's file to the verdict's place, its reason beside it.

        Raises StorageFailure, then the file is still ours; Gone when somebody took it out of processing/.
        """
        if verdict.place not in SETTLED:
            raise ValueError(f"{verdict.place} is not one of {SETTLED}")
        with _storage("settle"), self.lock():
            if not os.path.lexists(self.payload(claim)):
                self._forget(claim)
                raise Gone(f"{claim.name} was taken out of processing/ by somebody.", stage="settle")
            return self._move(msgspec.structs.replace(claim, verdict=verdict))

    def _move(self, claim: Claim) -> Path:
        folder = self.root / claim.verdict.place
        name = _free_name(folder, claim, REASON_SUFFIX.get(claim.verdict.place, ""))
        settled = msgspec.structs.replace(claim, target=name)
        self._write(settled)
        self._step("verdict written")
        os.rename(self.payload(claim), folder / name)
        self._step("settled")
        self._finish(settled)
        return folder / name

    def _finish(self, claim: Claim) -> None:
        """What follows the move: the reason file, then the claim goes. Safe to do twice."""
        suffix = REASON_SUFFIX.get(claim.verdict.place, "")
        if suffix:
            write_whole(self.root / claim.verdict.place / (claim.target + suffix), reason_text(claim).encode())
            self._step("reason written")
        self._forget(claim)

    # --- again ----------------------------------------------------------------------------------------------------

    def retry(self, wanted: str, *, places: tuple[str, ...] = ("failed", "review")) -> Claim:
        """Bring a failed or reviewed item back into processing by its claim id or name. Raises KeyError."""
        with _storage("retry"), self.lock():
            place, item, old = self._find(wanted, places)
            reason = item.with_name(item.name + REASON_SUFFIX[place])
            claim = msgspec.structs.replace(old, attempts=0, forced=True, verdict=Verdict(place=WAITING), target="",
                                            stale=os.path.relpath(reason, self.root))
            self._write(claim)
            self._step("claim written")
            self._own(claim).mkdir(exist_ok=True)
            self._step("claim folder made")
            os.rename(item, self.payload(claim))
            self._step("brought back")
            return self._without_stale(claim)

    def _find(self, wanted: str, places: tuple[str, ...]) -> tuple[str, Path, Claim]:
        for place in places:
            for item, claim in self.explained(place):
                if wanted in (claim.id, item.name):
                    return place, item, claim
        raise KeyError(wanted)

    def _without_stale(self, claim: Claim) -> Claim:
        """The claim once the reason file of its earlier verdict is gone."""
        (self.root / claim.stale).unlink(missing_ok=True)
        self._step("old reason gone")
        changed = msgspec.structs.replace(claim, stale="")
        self._write(changed)
        return changed

    # --- after a death --------------------------------------------------------------------------------------------

    def recover(self) -> list[Claim]:
        """Finish every move that was begun. Returns the claims that wait for work, oldest first."""
        waiting = []
        with _storage("recover"), self.lock():
            for scratch in (self.root / PROCESSING).glob("*.tmp"):
                scratch.unlink(missing_ok=True)
            waiting += self._recover_all(list(self._claims()))
            waiting += self._adopt_nameless()
        return sorted(waiting, key=lambda claim: claim.id)

    def _recover_one(self, claim: Claim) -> Claim | None:
        settled = claim.verdict.place != WAITING
        if not os.path.lexists(self.payload(claim)) and (other := self._inside(claim.id)):
            claim = msgspec.structs.replace(claim, name=other)  # somebody renamed it: it is kept and tried
            self._write(claim)
        if not os.path.lexists(self.payload(claim)):
            if settled and os.path.lexists(self.root / claim.verdict.place / claim.target):
                self._finish(claim)  # moved; only the reason may be missing
            else:
                self._forget(claim)  # never taken: it is still where it was
            return None
        if settled:
            self._move(claim)
            return None
        return self._without_stale(claim) if claim.stale else claim

    def _recover_all(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims that wait, each on its own: what cannot be mended now keeps no other from its way."""
        for claim in claims:
            try:
                found = self._recover_one(claim)
            except OSError as error:
                log.warning("The claim of %s cannot be mended now: %s", claim.name, error)
                continue
            if found:
                yield found

    def _inside(self, claim_id: str) -> str:
        """The name of what lies in a claim's folder, made one that can be written down; "" for nothing."""
        folder = self.root / PROCESSING / claim_id
        try:
            found = min(os.listdir(folder), default="")
        except (FileNotFoundError, NotADirectoryError):
            return ""
        if found != safe_name(found):
            os.rename(folder / found, folder / safe_name(found))
        return safe_name(found)

    def _adopt_nameless(self, known: Container[str] = ()) -> Iterator[Claim]:
        """Claims for files in processing/ whose own claim is lost or cannot be read: they are kept and tried."""
        with os.scandir(self.root / PROCESSING) as entries:
            folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        for name in folders:
            if name in known or self._claim_file(name).exists():
                continue
            inside = self._inside(name)
            if not inside:
                (self.root / PROCESSING / name).rmdir()
                continue
            claim = msgspec.structs.replace(new_claim(inside), id=name, name=inside)
            self._write(claim)
            yield claim

    # --- looking --------------------------------------------------------------------------------------------------

    def waiting(self, *, known: Container[str] = ()) -> list[Claim]:
        """The claims in processing/ that wait for work, oldest first, without those of `known` ids.

        Claims appear there from outside too (`rolescan retry`).
        """
        with _storage("scan"), self.lock():
            found = [*self._recover_all(list(self._claims(known))), *self._adopt_nameless(known)]
        return sorted(found, key=lambda claim: claim.id)

    def explained(self, place: str, *, newest: int = 0) -> Iterator[tuple[Path, Claim]]:
        """Items of review/, failed/ or duplicates/ with the claim that their reason file holds.

        newest: only so many, the last settled first; 0 for all, in the order of names.
        """
        suffix = REASON_SUFFIX[place]
        reasons = (self.root / place).glob("*" + suffix)
        for reason in heapq.nlargest(newest, reasons, key=_changed_at) if newest else sorted(reasons):
            item = reason.with_name(reason.name.removesuffix(suffix))
            claim = read_reason(reason.read_text(encoding="utf-8", errors="replace"))
            if claim and os.path.lexists(item):
                yield item, claim

    def counts(self) -> dict[str, int]:
        """How many items lie in each settled place and in processing (files there, reason files not counted)."""
        counts = {}
        for place in (PROCESSING, *SETTLED):
            suffix = ".json" if place == PROCESSING else REASON_SUFFIX.get(place, "\0")
            with os.scandir(self.root / place) as entries:
                counts[place] = sum(1 for entry in entries if not entry.name.endswith((suffix, ".tmp")))
        return counts

    def payload(self, claim: Claim) -> Path:
        """Where the claim's file or folder lies while it is ours."""
        return self._own(claim) / claim.name

    # --- on disk --------------------------------------------------------------------------------------------------

    def _own(self, claim: Claim) -> Path:
        return self.root / PROCESSING / claim.id

    def _claim_file(self, claim_id: str) -> Path:
        return self.root / PROCESSING / f"{claim_id}.json"

    def _claims(self, known: Container[str] = ()) -> Iterator[Claim]:
        for path in sorted((self.root / PROCESSING).glob("*.json")):
            if path.stem in known:
                continue
            try:
                yield decode(path.read_bytes())
            except FileNotFoundError:
                continue  # settled while we looked
            except msgspec.DecodeError:
                path.unlink(missing_ok=True)  # not written by `_write`, which is whole or absent

    def _write(self, claim: Claim) -> None:
        write_whole(self._claim_file(claim.id), encode(claim))

    def _forget(self, claim: Claim) -> None:
        own = self._own(claim)
        if own.exists():
            own.rmdir()  # refuses while anything lies in it: nothing is ever removed with its file
        self._step("claim folder gone")
        self._claim_file(claim.id).unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The folder's lock for a short change; the system frees it when its holder dies."""
        with open(self.root / ".lock", "a") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


def _free_name(folder: Path, claim: Claim, suffix: str) -> str:
    """A name for the claim's file that nothing in `folder` has, nor its reason file: "name (2)" from the second on."""
    stem, extension = os.path.splitext(claim.name)
    tries = [claim.name] + [f"{stem} ({number}){extension}" for number in range(2, NUMBERED)]
    for name in [*tries, f"{stem} {claim.id}{extension}"]:
        if not os.path.lexists(folder / name) and not (suffix and os.path.lexists(folder / (name + suffix))):
            return name
    raise FileExistsError(errno.EEXIST, "no free name", str(folder / claim.name))


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def write_whole(path: Path, data: bytes) -> None:
    """Write so that the file is there whole or not at all."""
    scratch = path.with_name(path.name + ".tmp")
    try:
        scratch.write_bytes(data)
    except OSError:
        scratch.unlink(missing_ok=True)
        raise
    os.replace(scratch, path)


@contextmanager
def _storage(stage: str) -> Iterator[None]:
    """Trouble with the disk as a StorageFailure, whose file is kept and tried again."""
    try:
        yield
    except OSError as error:
        raise StorageFailure(f"The folder could not be changed: {error.strerror} ({error.filename}).",
                             stage=stage) from error


def _not_claimable(dropped_as: str, error: OSError) -> NotClaimable:
    name = os.path.basename(new_claim(dropped_as).dropped_as)
    if error.errno == errno.ENOENT:
        return Gone(f"{name} is gone from the inbox.", stage="claim")
    if error.errno == errno.EXDEV:
        return NotClaimable(f"{name} is on another file system than processing/.", stage="claim",
                            hint="Keep inbox/ and processing/ in one file system: mount the folder above both.")
    return NotClaimable(f"{name} cannot be taken out of the inbox: {error.strerror}.", stage="claim",
                        hint="Give the user that runs Rolescan the right to move files out of the inbox.")


