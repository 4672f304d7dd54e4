"""The files that a person means by paths: files as they are, folders in depth, globs spread; litter left out."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.folder.drops import is_litter


def expand(paths: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The files, each once, in the order given and by name inside folders; and the paths that lead to none.

    Folders are gone through without following links to folders. What is named itself is taken whatever its name.
    Folders that may not be read are among the paths that lead to none, also those inside others.
    """
    files: dict[Path, None] = {}
    missing: dict[str, None] = {}
    for path in paths:
        closed: list[str] = []
        found = list(_files(path, closed))
        missing.update(dict.fromkeys(closed or ([] if found else [path])))
        files.update(dict.fromkeys(found))
    return list(files), list(missing)


def why_missing(path: str) -> tuple[str, str]:
    """A sentence on a path that leads to no file, and a hint."""
    if not os.path.isdir(path):
        return "There is no such file.", "Check the path."
    if not os.access(path, os.R_OK | os.X_OK):
        return "The folder may not be read.", "Let this user read it."
    return "There is no file to read in the folder.", "Hidden files and litter are left out; name such a file itself."


def _files(path: str, closed: list[str]) -> Iterator[Path]:
    """closed: folders that may not be read are added to it."""
    if os.path.isdir(path):
        yield from _inside(path, closed)
    elif os.path.isfile(path):
        yield Path(path)
    else:
        for match in sorted(glob.glob(os.path.expanduser(path), recursive=True)):
            if os.path.isfile(match):
                yield Path(match)
            elif not glob.has_magic(os.path.basename(path)) or "**" not in path:
                yield from _inside(match, closed)


def _inside(folder: str, closed: list[str]) -> Iterator[Path]:
    for here, folders, names in os.walk(folder, onerror=lambda error: closed.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            whole = Path(here) / name
            if not name.startswith(".") and not is_litter(name) and whole.is_file():
                yield whole
