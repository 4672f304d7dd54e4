"""Work that ends its worker process, or leaves a process of its own behind: doubles for engines that do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import msgspec

from flows.folder.claim import Verdict
from flows.folder.units import Result, Unit


def work(data: bytes) -> bytes:
    """By the name of the unit's first file: "deadly" dies, "once" dies the first time, "orphan" dies with a child."""
    unit = msgspec.json.decode(data, type=Unit)
    task = unit.tasks[0]
    name = task.claim.name
    mark = task.path + ".begun"
    begun = os.path.exists(mark)
    with open(mark, "a") as stream:
        stream.write("x")
    if name.startswith("orphan") and not begun:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
        with open(mark, "w") as stream:
            stream.write(str(child.pid))
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("deadly") or (name.startswith("once") and not begun):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("slow"):
        time.sleep(1.0)
    return msgspec.json.encode([Result(claim_id=one.claim.id, verdict=Verdict(place="done")) for one in unit.tasks])
