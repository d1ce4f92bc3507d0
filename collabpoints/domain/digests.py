"""Digests: how the ledger names a text without holding it."""

import hashlib


def text_digest(salt: str, text: str) -> str:
    """The SHA-256 of salt and text, hex: proves a text that is there, tells nothing of one that was redacted."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
