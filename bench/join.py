"""Join bench/results/*.md into bench/RESULTS.md: `python bench/join.py`. Each bench writes its own part."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ORDER = ("demo", "ingest", "documents", "documents_made", "documents_speed", "postings", "postings_docs", "skills",
         "exports", "identity", "speech_speakers", "speech_words", "speech_faults", "ops_flood", "ops_latency",
         "ops_workers", "ops_chaos")
HEAD = """# Results

Every table below was written by the command named above it, on 2 cores (x86-64 with AVX-512) and 24 GB, no GPU.
What falls short of its aim says so. Rules and thresholds were worked on with the development data that most tables
measure on. Rows named held-out are of material that no rule was worked on with: they tell what to expect of postings,
pages and calls that nobody has seen.
"""


def main() -> None:
    parts = {path.stem: path.read_text(encoding="utf-8").strip() for path in (HERE / "results").glob("*.md")}
    names = [name for name in ORDER if name in parts] + sorted(set(parts) - set(ORDER))
    (HERE / "RESULTS.md").write_text("\n\n".join([HEAD.strip(), *(parts[name] for name in names)]) + "\n",
                                     encoding="utf-8")


if __name__ == "__main__":
    main()
