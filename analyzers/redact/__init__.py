"""Masks what identifies people: names, phones, mails, identity numbers, WeChat and QQ accounts.

    redact(document, postings)   a document and its postings, the evidence of these moved with the text
    redact_text(text)            a text that stands alone
    redact_document(document)    a document whose postings are not known
    redact_name(name)            the name of a file

Every masked stretch becomes a label such as "[phone]" or "[电话]". What was masked is told by kind and count, never by
content. Employers' and products' names are no personal data and stay.
"""

from __future__ import annotations

from analyzers.redact.apply import Masking, Redacted, redact, redact_document, redact_name, redact_text
from analyzers.redact.postings import KINDS, ORIGINAL

__all__ = ["KINDS", "ORIGINAL", "Masking", "Redacted", "redact", "redact_document", "redact_name", "redact_text"]
