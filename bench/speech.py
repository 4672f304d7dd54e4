"""All of the recordings' figures: `python bench/speech.py --data FOLDER --samples FOLDER --work FOLDER`.

Runs bench/speech_speakers.py, bench/speech_words.py and bench/speech_faults.py one after the other; each writes its
own part of bench/results. What an earlier run left in the work folder is not computed again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.speech_material import folders  # noqa: E402

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    folders(parser)
    told = parser.parse_args()
    given = ["--data", told.data, "--samples", told.samples, "--work", told.work]
    for script in (["speech_speakers.py", "accuracy", "hour", "memory", *given], ["speech_words.py", *given],
                   ["speech_faults.py"]):
        subprocess.run([sys.executable, HERE / script[0], *script[1:]], check=True)


if __name__ == "__main__":
    main()
