"""What lies in the inbox, and what it is: a file, a folder that is one case, a folder of tags, litter, or not for us.

Tags come from folder names. A folder whose name is a language, a priority or `key=value`, or that holds such a folder,
is a folder of tags and stays; what is dropped in it are cases of their own. Every other folder is one case.

    inbox/posting.pdf                 a case
    inbox/zh/high/posting.pdf         a case with the tags language=zh, priority=high
    inbox/source=lagou/posting.pdf    a case with the tag source=lagou
    inbox/lagou/zh/posting.pdf        a case with the tags source=lagou, language=zh
    inbox/photos of one posting/      one case of several files
"""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from extractors.document import Struct
from flows.folder.claim import Verdict, printable

LANGUAGES = {"zh": "zh", "中文": "zh", "chinese": "zh", "en": "en", "英文": "en", "english": "en"}
PRIORITIES = {"urgent": "high", "high": "high", "紧急": "high", "高": "high", "normal": "normal", "普通": "normal",
              "low": "low", "低": "low"}
UNFINISHED = ("*.part", "*.partial", "*.crdownload", "*.download", "*.opdownload", "*.filepart", "*.!ut", "*.!sync",
              "*.bts", ".syncthing.*", ".*.icloud", "*.tmp", "*.temp")  # names under which programs are still writing
LITTER = (*UNFINISHED, "*.swp", "~$*", "*~", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r",
          "*.sb-????????-??????", "@eadir", "#recycle", "$recycle.bin", "__macosx", "lost+found",
          ".*")  # .DS_Store, ._name, .~lock.name#, .fuse_hidden, .stfolder: none is a posting
MAX_TAG_DEPTH = 6  # of folders of tags within each other
LINK_HINT = "Put the file itself into the inbox, not a link to it."


class Drop(Struct):
    """One case to be: dropped_as is its way below the inbox. refusal: why it may never be taken; "" when it may."""

    dropped_as: str
    tags: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def verdict(self) -> Verdict:
        """Where a refused drop goes."""
        return Verdict(place="failed", category="hostile", stage="receive", reason=self.refusal, hint=LINK_HINT)


class Inventory(Struct):
    """One scan of the inbox. ignored: how many entries were litter; problem: why some could not be looked at."""

    drops: tuple[Drop, ...]
    ignored: int = 0
    problem: str = ""


def take_stock(inbox: Path) -> Inventory:
    """Everything that lies in the inbox, in the order of names."""
    scan = _Scan(inbox)
    drops = tuple(scan.below("", (), 0))
    return Inventory(drops=drops, ignored=scan.ignored, problem=scan.problem)


def is_litter(name: str) -> bool:
    """Is it something that programs leave or are still writing, by its name?"""
    lowered = name.lower()
    return any(fnmatch.fnmatchcase(lowered, pattern) for pattern in LITTER)


def is_unfinished_name(name: str) -> bool:
    """Is it a name under which a browser, a copy or a sync program is still writing?"""
    lowered = name.lower()
    return any(fnmatch.fnmatchcase(lowered, pattern) for pattern in UNFINISHED)


def tag_of(name: str) -> str:
    """The tag that a folder's name gives: "language=zh", "priority=high", "source=lagou"; "" for none."""
    lowered = name.strip().lower()
    if lowered in LANGUAGES:
        return f"language={LANGUAGES[lowered]}"
    if lowered in PRIORITIES:
        return f"priority={PRIORITIES[lowered]}"
    key, equals, value = name.partition("=")
    return f"{key.strip().lower()}={value.strip()}" if equals and key.strip().isidentifier() and value.strip() else ""


class _Scan:
    def __init__(self, inbox: Path) -> None:
        self.inbox = inbox
        self.ignored = 0
        self.problem = ""

    def below(self, folder: str, tags: tuple[str, ...], depth: int) -> Iterator[Drop]:
        for entry in self._entries(folder):
            dropped_as = os.path.join(folder, entry.name)
            if is_litter(entry.name):
                self.ignored += 1
            elif refusal := _refusal(entry):
                yield Drop(dropped_as=dropped_as, tags=tags, refusal=refusal)
            elif not entry.is_dir(follow_symlinks=False):
                yield Drop(dropped_as=dropped_as, tags=tags)
            elif tag := self._folder_tag(dropped_as, entry.name, depth):
                yield from self.below(dropped_as, (*tags, tag), depth + 1)
            elif drop := self._whole_folder(dropped_as, tags):
                yield drop

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.inbox / folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            return []  # taken away while we looked
        except OSError as error:
            self.problem = f"{printable(folder) or 'The inbox'} cannot be read: {error.strerror}."
            return []

    def _folder_tag(self, folder: str, name: str, depth: int) -> str:
        """The tag of a folder of tags; "" for a folder that is a case."""
        if depth >= MAX_TAG_DEPTH:
            return ""
        if tag := tag_of(name):
            return tag
        inner = self._entries(folder)
        holds_tags = any(tag_of(entry.name) for entry in inner if entry.is_dir(follow_symlinks=False))
        return f"source={printable(name)}" if holds_tags else ""

    def _whole_folder(self, dropped_as: str, tags: tuple[str, ...]) -> Drop | None:
        """The folder as one case; None while it holds nothing but litter."""
        path, found = self.inbox / dropped_as, False
        for folder, folders, names in os.walk(path, followlinks=False):
            for name in (*folders, *names):
                if is_litter(name):
                    continue
                inner = Path(folder) / name
                if not inner.is_symlink() and inner.is_dir():
                    continue
                if refusal := _refusal_of_mode(inner):
                    why = f"In the folder, {printable(name)}: {refusal}"
                    return Drop(dropped_as=dropped_as, tags=tags, refusal=why)
                found = True
        return Drop(dropped_as=dropped_as, tags=tags) if found else None


def _refusal(entry: os.DirEntry[str]) -> str:
    return "" if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False) \
        else _refusal_of_mode(Path(entry.path))


def _refusal_of_mode(path: Path) -> str:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(mode):
        return "It is a symbolic link, which could point outside the inbox."
    return "" if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "It is not a file but a pipe, socket or device."
