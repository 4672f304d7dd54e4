"""Pictures of the Prefect UI for docs/, by a headless Chromium: `python bench/screens.py [CHROMIUM]`.

A `rolescan up` of its own takes samples, a file that fails and a small flood; then the pages are looked at.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from ops_material import OPTIONS, SAMPLES, drop
from service import Service, running

DOCS = Path(__file__).parents[1] / "docs"
DROPPED = ("zh_page.html", "en_page.html", "zh_posting.md", "en_posting.txt", "zh_digital.pdf", "en_digital.pdf")
SIZE = "1440,1000"
RENDER_MS = 12_000  # of virtual time: the pages ask several times for their data


def flow_runs(service: Service) -> list[dict[str, object]]:
    request = urllib.request.Request(f"{service.api()}/flow_runs/filter",
                                     json.dumps({"sort": "START_TIME_DESC", "limit": 100}).encode(),
                                     {"Content-Type": "application/json"})
    return list(json.loads(urllib.request.urlopen(request, timeout=30).read()))


def artifact_of(service: Service, run: dict[str, object]) -> str:
    """The id of the run's page."""
    body = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}, "type": {"any_": ["markdown", "table"]}}}
    request = urllib.request.Request(f"{service.api()}/artifacts/filter", json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    return str(json.loads(urllib.request.urlopen(request, timeout=30).read())[0]["id"])


def picture(chromium: str, url: str, target: Path) -> None:
    """One page as PNG. Chromium's own profile is a folder that goes again."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                        f"--user-data-dir={profile}", f"--window-size={SIZE}", f"--virtual-time-budget={RENDER_MS}",
                        "--timeout=30000", f"--screenshot={target}", url],
                       check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(target.name, target.stat().st_size)


def main() -> None:
    chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium"
    DOCS.mkdir(exist_ok=True)
    with running(*OPTIONS) as service:
        drop(service, range(40))
        service.wait_until_settled(400)
        for name in DROPPED:
            shutil.copy(SAMPLES / name, service.home / name)
            (service.home / name).rename(service.inbox() / name)
        (service.inbox() / "损坏的职位.pdf").write_bytes(b"%PDF-1.4\nbroken\n%%EOF\n")
        service.wait_until_settled(400)
        time.sleep(6)
        runs = flow_runs(service)
        ui = service.api().removesuffix("/api")
        done = next(run for run in runs if run["name"] == "zh_page.html")
        failed = next(run for run in runs if run["state_type"] == "FAILED")
        many = next(run for run in runs if "files:" in str(run["name"]))
        for target, page in (("ui-runs.png", "/runs"), ("ui-run.png", f"/runs/flow-run/{done['id']}"),
                             ("ui-report.png", f"/artifacts/artifact/{artifact_of(service, done)}"),
                             ("ui-many.png", f"/artifacts/artifact/{artifact_of(service, many)}"),
                             ("ui-failed.png", f"/runs/flow-run/{failed['id']}"), ("ui-events.png", "/events"),
                             ("ui-deployments.png", "/deployments")):
            picture(chromium, ui + page, DOCS / target)


if __name__ == "__main__":
    main()
