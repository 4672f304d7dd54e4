"""The skills that pyresparser finds in texts: run by bench/skills.py --peer, under that peer's own Python.

Reads one JSON string a line (a posting's text) and writes one JSON list a line (the skills' words, lower-cased). It is
pyresparser 1.0.6's own `extract_skills` with its own list, on an English spaCy model's tokens and noun chunks; the
model's module is the first argument. Not part of the project's environment: spacy, pandas, nltk, pdfminer.six,
docx2txt and pyresparser (--no-deps) belong into a venv of their own. The stop words that pyresparser loads from NLTK's
data at its import serve it for people's names alone, and are left empty here: no download is needed.
"""

import importlib
import json
import sys
from types import SimpleNamespace

import nltk.corpus

nltk.corpus.stopwords = SimpleNamespace(words=lambda language: [])
from pyresparser.utils import extract_skills  # noqa: E402 - it asks for the stop words when it is imported


def main() -> None:
    model = importlib.import_module(sys.argv[1]).load()
    for line in sys.stdin:
        text = model(json.loads(line))
        print(json.dumps([word.lower() for word in extract_skills(text, list(text.noun_chunks))]), flush=True)


if __name__ == "__main__":
    main()
