"""All of the recordings' figures: `python bench/speech.py --data FOLDER --samples FOLDER --work FOLDER`.

Runs bench/speech_speakers.py, bench/speech_words.py and bench/speech_faults.py one after the other; each writes its
own part of bench/results. What an earlier run left in the work folder is not computed again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    beside = HERE.parents[1] / "shared"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ROLESCAN_DATA", beside / "data")))
    parser.add_argument("--samples", type=Path, default=beside / "samples")
    parser.add_argument("--work", type=Path, required=True)
    told = parser.parse_args()
    folders = ["--data", told.data, "--samples", told.samples, "--work", told.work]
    for script in (["speech_speakers.py", "accuracy", "hour", "memory", *folders], ["speech_words.py", *folders],
                   ["speech_faults.py"]):
        subprocess.run([sys.executable, HERE / script[0], *script[1:]], check=True)


if __name__ == "__main__":
    main()
