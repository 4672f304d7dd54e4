"""Join bench/results/*.md into bench/RESULTS.md: `python bench/join.py`. Each bench writes its own part."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ORDER = ("demo", "ingest", "documents", "documents_speed", "faults", "postings", "skills", "speech_speakers", "speech_words",
         "speech", "ops", "ops_chaos", "ops_latency")
HEAD = """# Results

Every table below was written by the command named above it, on 2 cores (x86-64 with AVX-512) and 24 GB, without a GPU.
Peers were measured beside ours in the same run. What falls short of its aim says so.
"""


def main() -> None:
    parts = {path.stem: path.read_text(encoding="utf-8").strip() for path in (HERE / "results").glob("*.md")}
    names = [name for name in ORDER if name in parts] + sorted(set(parts) - set(ORDER))
    (HERE / "RESULTS.md").write_text("\n\n".join([HEAD.strip(), *(parts[name] for name in names)]) + "\n",
                                     encoding="utf-8")


if __name__ == "__main__":
    main()
