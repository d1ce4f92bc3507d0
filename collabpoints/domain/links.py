"""Links that open by a secret: short enough to type from paper, too long to guess. The database keeps its SHA-256 only.

The token of a one-time link is derived from the installation's key and the link's row, so that the mailer can write it
without its being stored anywhere; the secret of a lobby screen's link is random.
"""

import hashlib
import hmac
from datetime import UTC, datetime

# Crockford's base 32: without letters that are mistaken for digits on paper. 20 of them are 100 bits.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 20
BITS = 5 * _LENGTH
_GROUP = 4
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def token_of(key: str, link_id: int, created_at: datetime) -> str:
    """The token of a link: five groups of four, such as `7h2k-9d0e-…`. The same for the same key and row."""
    row = f"one-time link {link_id} {created_at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return spelled(int.from_bytes(hmac.new(key.encode(), row.encode(), hashlib.sha256).digest()))


def spelled(number: int) -> str:
    """The last `BITS` bits of a number as a token: five groups of four."""
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def token_digest(typed: str) -> str:
    """What stands in the database for a token, however it was typed (capitals, no dashes, O for 0)."""
    letters = "".join(letter for letter in typed[:100].lower().translate(_MISREAD) if letter in _ALPHABET)
    return hashlib.sha256(letters.encode()).hexdigest()
