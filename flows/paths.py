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
    """
    files: dict[Path, None] = {}
    missing = []
    for path in paths:
        found = list(_files(path))
        if not found:
            missing.append(path)
        files.update(dict.fromkeys(found))
    return list(files), missing


def _files(path: str) -> Iterator[Path]:
    if os.path.isdir(path):
        yield from _inside(path)
    elif os.path.isfile(path):
        yield Path(path)
    else:
        for match in sorted(glob.glob(os.path.expanduser(path), recursive=True)):
            if os.path.isfile(match):
                yield Path(match)
            elif not glob.has_magic(os.path.basename(path)) or "**" not in path:
                yield from _inside(match)


def _inside(folder: str) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            whole = Path(here) / name
            if not name.startswith(".") and not is_litter(name) and whole.is_file():
                yield whole
