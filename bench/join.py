"""Join bench/results/*.md into bench/RESULTS.md: `python bench/join.py`. Each bench writes its own part."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ORDER = ("demo", "ingest", "documents", "documents_speed", "faults", "postings", "skills", "speech_speakers",
         "speech_words", "speech", "ops", "ops_chaos", "ops_latency")
HEAD = """# Results

Every table below was written by the command named above it, on 2 cores (x86-64 with AVX-512) and 24 GB, no GPU.
What falls short of its aim says so. Rules and thresholds were worked on with the same development data that these tables
measure on: none of them is a held-out figure.

Not measured yet, and therefore claimed nowhere: `bench/speech_words.py` (CER, WER and terms beside stock recognisers,
real-time factor of a whole transcript), the speed and 300-page parts of `bench/documents_speed.py`, the flood, latency
and two-worker parts of `bench/ops.py` on a quiet machine. The tables of `ops_*` were taken on a machine under a load of 10 to 25.
"""


def main() -> None:
    parts = {path.stem: path.read_text(encoding="utf-8").strip() for path in (HERE / "results").glob("*.md")}
    names = [name for name in ORDER if name in parts] + sorted(set(parts) - set(ORDER))
    (HERE / "RESULTS.md").write_text("\n\n".join([HEAD.strip(), *(parts[name] for name in names)]) + "\n",
                                     encoding="utf-8")


if __name__ == "__main__":
    main()
