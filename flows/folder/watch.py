"""The watcher: sees what is finished in the inbox and claims it. Events are a hint, the scan is the truth.

Nothing depends on an event: a folder moved in, a share without events, files from before the start are all found by
the next scan. One watcher owns a folder at a time.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.document import Struct
from extractors.errors import StorageFailure
from flows.folder.claim import Claim, printable
from flows.folder.drops import Drop, Inventory, take_stock
from flows.folder.folder import INBOX, Folder, Gone, NotClaimable
from flows.folder.stability import Ready, Refuse, Stability, Wait, signature_of

SCAN_SECONDS = 10.0  # between two scans when no event says otherwise: 10,000 files are stat'ed in .1 s
SHORTEST_WAIT = 0.2  # between two scans however many events come
POLL_MS = 2000  # of watchfiles on shares without events
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "afs",
                                  "fuse.s3fs", "fuse.davfs", "davfs", "vboxsf", "fuse.vmhgfs-fuse", "virtiofs"})


class Sighting(Struct):
    """What a scan came to. next_scan: seconds; waiting: what is not finished yet, with why; problems: for people."""

    claimed: tuple[Claim, ...] = ()
    settled: int = 0
    next_scan: float = SCAN_SECONDS
    waiting: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    ignored: int = 0


class Watcher:
    """Scans one folder. room: how many more claims may be taken now (the rest waits in the inbox)."""

    def __init__(self, folder: Folder, *, stability: Stability | None = None,
                 scan_seconds: float = SCAN_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self.stability = stability or Stability()
        self._scan_seconds = scan_seconds
        self._clock = clock

    def scan(self, *, in_hand: Collection[str] = (), room: int = 1_000_000) -> Sighting:
        """Claim what is finished, refuse what will never be, and find what came back into processing/."""
        scan = _Scan(self._scan_seconds)
        try:
            scan.claimed = self.folder.waiting(known=in_hand)
        except StorageFailure as error:
            scan.problems.append(f"{error.message} {error.hint}")
        stock = take_stock(self.folder.root / INBOX)
        self._look_at_all(stock, scan, room)
        self.stability.keep_only({str(self._path(drop)) for drop in stock.drops})
        problems = tuple(dict.fromkeys([*scan.problems, *filter(None, [stock.problem])]))
        return Sighting(claimed=tuple(scan.claimed), settled=scan.settled, next_scan=scan.next_scan,
                        waiting=tuple(scan.waiting), problems=problems, ignored=stock.ignored)

    def _look_at_all(self, stock: Inventory, scan: _Scan, room: int) -> None:
        for drop in stock.drops:
            try:
                self._look_at(drop, scan, room)
            except (Gone, FileNotFoundError):
                continue  # somebody took it away again
            except (NotClaimable, StorageFailure) as error:
                scan.problems.append(f"{error.message} {error.hint}")
            except OSError as error:
                scan.problems.append(f"{printable(drop.dropped_as)} cannot be looked at: {error.strerror}.")

    def _look_at(self, drop: Drop, scan: _Scan, room: int) -> None:
        if drop.refusal:
            self.folder.settle(self.folder.claim(drop.dropped_as, tags=drop.tags), drop.verdict)
            scan.settled += 1
            return
        path = self._path(drop)
        match self.stability.judge(path, self._clock()):
            case Wait(seconds=seconds, why=why):
                scan.next_scan = min(scan.next_scan, seconds)
                scan.waiting.append((printable(drop.dropped_as), why))
            case Refuse(verdict=verdict):
                self.folder.settle(self.folder.claim(drop.dropped_as, tags=drop.tags), verdict)
                scan.settled += 1
            case Ready() as ready:
                if len(scan.claimed) < room:
                    scan.claimed += self._take(drop, ready)
                else:
                    scan.waiting.append((printable(drop.dropped_as), "others are before it"))

    def _take(self, drop: Drop, ready: Ready) -> list[Claim]:
        """The claim, or nothing when the file was changed between the look and the claim: then it goes back."""
        claim = self.folder.claim(drop.dropped_as, tags=drop.tags)
        self.stability.forget(self._path(drop))
        if signature_of(self.folder.payload(claim)) != ready.signature:
            self.folder.release(claim)
            return []
        return [claim]

    def _path(self, drop: Drop) -> Path:
        return self.folder.root / INBOX / drop.dropped_as


class _Scan:
    """What one scan gathers."""

    def __init__(self, next_scan: float) -> None:
        self.claimed: list[Claim] = []
        self.settled = 0
        self.next_scan = next_scan
        self.waiting: list[tuple[str, str]] = []
        self.problems: list[str] = []


class Hints:
    """Wakes the scan when something happens in the inbox. A thread that may die or miss things without harm."""

    def __init__(self, inbox: Path, wake: Callable[[], None], *, polling: bool | None = None) -> None:
        self._inbox = inbox
        self._wake = wake
        self._stop = threading.Event()
        self._polling = is_network_share(inbox) if polling is None else polling
        self._thread = threading.Thread(target=self._run, name="inbox-events", daemon=True)

    def __enter__(self) -> Hints:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        from watchfiles import watch

        while not self._stop.is_set():
            try:
                for _ in watch(self._inbox, stop_event=self._stop, force_polling=self._polling, debounce=100, step=50,
                               poll_delay_ms=POLL_MS, watch_filter=None, rust_timeout=1000, raise_interrupt=False,
                               ignore_permission_denied=True):
                    self._wake()
            except (OSError, RuntimeError):  # the inbox is away, or no inotify watches are left: the scan goes on
                self._stop.wait(SCAN_SECONDS)


def is_network_share(path: Path) -> bool:
    """Does the path lie on a file system that gives no events for what others change? By Linux's table of mounts."""
    try:
        mounts = Path("/proc/self/mounts").read_text(errors="replace").splitlines()
    except OSError:
        return False
    fields = [line.split(" ") for line in mounts if line.count(" ") >= 3]
    real = str(path.resolve())
    above = [(_unescaped(field[1]), field[2]) for field in fields if _contains(_unescaped(field[1]), real)]
    return bool(above) and max(above, key=lambda mount: len(mount[0]))[1] in NETWORK_FILE_SYSTEMS


def _contains(mount: str, path: str) -> bool:
    return mount == "/" or path == mount or path.startswith(mount + "/")


def _unescaped(field: str) -> str:
    """A mount point as the kernel writes it, its octal escapes undone."""
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")


@contextmanager
def ownership(folder: Folder) -> Iterator[None]:
    """Hold the folder for as long as a watcher lives. Raises StorageFailure when another one has it."""
    with open(folder.root / ".watcher", "a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            stream.seek(0)
            raise StorageFailure(f"Another watcher has this folder (process {stream.read().strip() or 'unknown'}).",
                                 stage="watch", hint="Stop it, or watch another folder.") from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def next_wait(sighting: Sighting) -> float:
    """Seconds until the next scan: never longer than asked for, never so short that scans do nothing else."""
    return max(SHORTEST_WAIT, sighting.next_scan)


