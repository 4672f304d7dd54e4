"""A decision at the terminal moves the dropped file to the place it belongs to."""

from __future__ import annotations

from pathlib import Path

from flows import review, walk
from flows.folder.cases import verdict_of
from flows.folder.dropped import follow
from flows.folder.folder import Folder
from flows.settings import load
from flows.store import open_store


def test_an_accepted_case_leaves_review(tmp_path: Path) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path / "home")})
    store, folder = open_store(settings), Folder(tmp_path / "home" / "folder")
    folder.create()
    (folder.root / "inbox" / "list.txt").write_text("buy milk and eggs, fetch the parcel\n")
    claim = folder.claim("list.txt")
    doubted = walk.process(store, walk.take(store, folder.payload(claim), name=claim.name))
    folder.settle(claim, verdict_of(doubted, claim))
    assert follow(settings, doubted) == []
    assert folder.counts()["review"] == 1

    accepted = review.accept(store, doubted.source, who="li")
    assert [path.name for path in follow(settings, accepted)] == ["list.txt"]
    assert folder.counts()["review"] == 0 and folder.counts()["done"] == 1
    assert not list((folder.root / "review").iterdir())


def test_without_a_watched_folder_nothing_happens(tmp_path: Path) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path / "home")})
    store = open_store(settings)
    (tmp_path / "list.txt").write_text("buy milk\n")
    assert follow(settings, walk.process(store, walk.take(store, tmp_path / "list.txt"))) == []
