"""What a command costs as people see it: wall seconds, and the most memory its whole process tree held at once."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_LOOK_EVERY = 0.2  # seconds between looks at the process tree ...
_LOOKING = 20  # ... and so many times what a look takes at least: a process that is looked at stands still


@dataclass(frozen=True)
class Cost:
    """seconds: wall time. peak_mb: sum over the tree of memory not shared (USS), in MiB, the highest look."""

    seconds: float
    peak_mb: float
    status: int
    output: str


def cost(command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Cost:
    """Run the command to its end and watch it from outside."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    root, peak, lines = psutil.Process(process.pid), 0, []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()), daemon=True)
    reader.start()
    while process.poll() is None:
        looked = time.perf_counter()
        peak = max(peak, tree_memory(root))
        time.sleep(max(_LOOK_EVERY, _LOOKING * (time.perf_counter() - looked)))
    seconds = time.perf_counter() - started
    reader.join(timeout=10)
    return Cost(seconds=seconds, peak_mb=peak / 2**20, status=process.returncode, output="".join(lines))


def tree_memory(root: psutil.Process) -> int:
    """Unshared memory of the process and all below it, in bytes."""
    total = 0
    try:
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0
    for member in family:
        try:
            total += member.memory_full_info().uss
        except psutil.Error:
            continue
    return total
