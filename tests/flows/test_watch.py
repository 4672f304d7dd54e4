"""What the watcher sees and takes: litter, tags, folders, links, names; with and without events."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from extractors.errors import StorageFailure
from flows.folder.claim import Claim
from flows.folder.drops import is_litter, tag_of, take_stock
from flows.folder.folder import INBOX, Folder, NotClaimable
from flows.folder.stability import Stability
from flows.folder.watch import Hints, Watcher, is_network_share, ownership


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watched(tmp_path: Path) -> tuple[Folder, Watcher, Clock]:
    folder = Folder(tmp_path / "watched")
    folder.create()
    clock = Clock()
    return folder, Watcher(folder, stability=Stability(quiet=1.0, give_up=30.0), clock=clock), clock


def taken(watcher: Watcher, clock: Clock) -> list[Claim]:
    """What two scans, the quiet time apart, claim."""
    first = watcher.scan().claimed
    clock.now += 1.0
    known = {claim.id for claim in first}
    return [*first, *watcher.scan(in_hand=known).claimed]


def put(folder: Folder, name: str, content: bytes = b"text") -> Path:
    path = folder.root / INBOX / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", [
    "offer.pdf.part", "招聘.pdf.crdownload", "~$offer.docx", ".DS_Store", "Thumbs.db", "desktop.ini", "._offer.pdf",
    ".offer.pdf.swp", ".syncthing.offer.pdf.tmp", "offer.pdf.tmp", "offer.pdf~", ".~lock.offer.odt#", "offer.!sync",
    "OFFER.PDF.PART", ".offer.pdf.icloud", "@eaDir", "offer.pdf.download"])
def test_litter_is_left_alone(watched: tuple[Folder, Watcher, Clock], name: str) -> None:
    folder, watcher, clock = watched
    put(folder, name)
    assert is_litter(name) and taken(watcher, clock) == []
    assert watcher.scan().ignored == 1 and (folder.root / INBOX / name).exists()


@pytest.mark.parametrize("name", ["offer.pdf", "招聘启事.PDF", "part.pdf", "tmp.html", "a~b.txt", "职位 (副本).docx"])
def test_what_only_looks_like_litter_is_taken(watched: tuple[Folder, Watcher, Clock], name: str) -> None:
    folder, watcher, clock = watched
    put(folder, name)
    assert [claim.name for claim in taken(watcher, clock)] == [name]


@pytest.mark.parametrize(("name", "tags"), [
    ("a.txt", ()), ("zh/a.txt", ("language=zh",)), ("中文/紧急/a.txt", ("language=zh", "priority=high")),
    ("English/low/a.txt", ("language=en", "priority=low")), ("source=lagou/a.txt", ("source=lagou",)),
    ("拉勾/zh/a.txt", ("source=拉勾", "language=zh")), ("client=Acme Ltd/high/a.txt", ("client=Acme Ltd", "priority=high"))])
def test_nested_folders_are_tags(watched: tuple[Folder, Watcher, Clock], name: str, tags: tuple[str, ...]) -> None:
    folder, watcher, clock = watched
    path = put(folder, name)
    claims = taken(watcher, clock)
    assert [(claim.name, claim.tags) for claim in claims] == [("a.txt", tags)]
    assert path.parent.is_dir()  # the folder of tags stays for the next drop


def test_tag_of_says_nothing_of_ordinary_names() -> None:
    assert [tag_of(name) for name in ("photos", "2024", "=", "a=", "=b", "zhang")] == [""] * 6


def test_a_moved_in_folder_is_one_case(watched: tuple[Folder, Watcher, Clock], tmp_path: Path) -> None:
    folder, watcher, clock = watched
    (tmp_path / "五张截图").mkdir()
    for number in range(5):
        (tmp_path / "五张截图" / f"{number}.txt").write_text("x")
    (tmp_path / "五张截图").rename(folder.root / INBOX / "五张截图")
    claims = taken(watcher, clock)
    assert [claim.name for claim in claims] == ["五张截图"]
    assert len(list(folder.payload(claims[0]).iterdir())) == 5


def test_an_empty_folder_is_left_for_who_made_it(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder, watcher, clock = watched
    (folder.root / INBOX / "later").mkdir()
    (folder.root / INBOX / "zh").mkdir()
    assert taken(watcher, clock) == []


@pytest.mark.parametrize("inside", ["", "photos/"])
def test_links_are_refused_with_a_reason_and_never_followed(watched: tuple[Folder, Watcher, Clock], tmp_path: Path,
                                                            inside: str) -> None:
    folder, watcher, clock = watched
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    link = folder.root / INBOX / f"{inside}link.txt"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret)
    assert taken(watcher, clock) == []
    reasons = list((folder.root / "failed").glob("*.reason.txt"))
    assert len(reasons) == 1 and "symbolic link" in reasons[0].read_text()
    assert secret.read_text() == "secret" and take_stock(folder.root / INBOX).drops == ()


def test_a_pipe_is_refused_and_nobody_waits_on_it(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder, watcher, _ = watched
    os.mkfifo(folder.root / INBOX / "pipe.pdf")
    assert watcher.scan().settled == 1
    assert "pipe" in (folder.root / "failed" / "pipe.pdf.reason.txt").read_text()


def test_a_name_that_is_not_utf8_is_taken(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder, watcher, clock = watched
    put(folder, os.fsdecode(b"caf\xe9.txt"))
    assert [claim.name for claim in taken(watcher, clock)] == ["caf%E9.txt"]


def test_the_same_name_dropped_twice_is_two_claims(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder, watcher, clock = watched
    put(folder, "a.txt", b"one")
    first = taken(watcher, clock)
    put(folder, "a.txt", b"two")
    second = [claim for claim in taken(watcher, clock) if claim.id != first[0].id]
    assert len(second) == 1 and folder.payload(first[0]).read_bytes() == b"one"


def test_files_from_before_the_start_are_taken_and_room_is_kept(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder, watcher, clock = watched
    for number in range(10):
        put(folder, f"{number}.txt")
    watcher.scan()
    clock.now += 1
    sighting = watcher.scan(room=4)
    assert len(sighting.claimed) == 4 and len(sighting.waiting) == 6
    assert len(watcher.scan(in_hand={claim.id for claim in sighting.claimed}, room=100).claimed) == 6


def test_a_file_that_changes_while_it_is_taken_goes_back(watched: tuple[Folder, Watcher, Clock],
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    folder, watcher, clock = watched
    path = put(folder, "a.txt")
    claim = folder.claim

    def late_writer(dropped_as: str, *, tags: tuple[str, ...] = ()) -> Claim:
        path.write_bytes(b"text and more")
        return claim(dropped_as, tags=tags)

    watcher.scan()
    clock.now += 1
    monkeypatch.setattr(folder, "claim", late_writer)
    assert watcher.scan().claimed == () and path.read_bytes() == b"text and more"
    monkeypatch.undo()
    assert len(taken(watcher, clock)) == 1


def test_a_read_only_inbox_is_a_problem_for_people_not_an_end(watched: tuple[Folder, Watcher, Clock],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    folder, watcher, clock = watched
    put(folder, "a.txt")
    real = os.rename

    def refuse(source: Path, target: Path) -> None:
        if INBOX in str(source):
            raise PermissionError(13, "Permission denied", str(source))
        real(source, target)

    watcher.scan()
    clock.now += 1
    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", refuse)
        with pytest.raises(NotClaimable):
            folder.claim("a.txt")
        sighting = watcher.scan()
    assert sighting.claimed == () and "right to move files" in sighting.problems[0]
    assert len(watcher.scan().claimed) == 1  # once it may be moved


def test_what_was_brought_back_is_found(watched: tuple[Folder, Watcher, Clock]) -> None:
    from flows.folder.claim import Verdict

    folder, watcher, clock = watched
    put(folder, "a.txt")
    claim = taken(watcher, clock)[0]
    folder.settle(claim, Verdict(place="failed", reason="once"))
    folder.retry(claim.id)
    assert [found.id for found in watcher.scan().claimed] == [claim.id]
    assert watcher.scan(in_hand={claim.id}).claimed == ()


def test_two_watchers_cannot_have_one_folder(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder = watched[0]
    with ownership(folder), pytest.raises(StorageFailure, match=str(os.getpid())), ownership(folder):
        pass
    with ownership(folder):
        pass  # free again


@pytest.mark.parametrize("polling", [False, True])
def test_events_wake_and_their_absence_harms_nothing(tmp_path: Path, polling: bool) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    woken = threading.Event()
    with Hints(inbox, woken.set, polling=polling):
        deadline = time.monotonic() + 15
        while not woken.is_set() and time.monotonic() < deadline:
            (inbox / f"{time.monotonic()}.txt").write_text("x")
            woken.wait(0.3)
    assert woken.is_set()


def test_an_inbox_that_vanishes_and_comes_back_is_watched_again(watched: tuple[Folder, Watcher, Clock]) -> None:
    folder, watcher, clock = watched
    shutil.rmtree(folder.root / INBOX)
    assert watcher.scan().claimed == ()
    put(folder, "a.txt")
    assert len(taken(watcher, clock)) == 1


def test_a_local_disk_is_no_network_share(tmp_path: Path) -> None:
    assert not is_network_share(tmp_path)
