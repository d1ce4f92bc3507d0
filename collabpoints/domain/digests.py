"""Digests: how the ledger names a text without holding it."""

import hashlib
from collections.abc import Sequence


def text_digest(salt: str, text: str) -> str:
    """The SHA-256 of salt and text, hex: proves a text that is there, tells nothing of one that was redacted."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def content_digest(
    sender: int, recipients: Sequence[int], text: str, *, points: int | None, is_private: bool, help_kind_id: int | None
) -> str:
    """The SHA-256 of what one press of "send" carries, hex: the same form with the same content is the same press
    (promise 2). Ends are person ids; their order does not matter."""
    parts = [sender, sorted(recipients), text, points, is_private, help_kind_id]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
