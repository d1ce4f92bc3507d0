"""What was typed stays text (promise 21): a cell that a spreadsheet would take for a formula begins with an apostrophe.

The same rule stands here for Python and, in parts, for SQL (queries/export_streams.py).
"""

import sys
import unicodedata
from functools import cache

from collabpoints.domain.texts import FILLERS

BEGINS_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
CONTROLS = ("\t", "\r", "\n")
HARMLESS = ((0x30, 0x39), (0x41, 0x7E), (0xAC00, 0xD7A3))
"""Digits, Latin letters and what stands between and behind them, Hangul: a cell that begins so is no formula. Code points,
first and last."""

_UNSEEN = frozenset({"Cc", "Cf", "Mn"})
"""Controls, marks of formatting, and marks that stand on no letter here."""


def guarded(cell: str) -> str:
    """What Excel and LibreOffice take for a formula begins so, also after blanks and after what nobody sees: programs
    that clean a file up would drop that."""
    first = next((place for place, letter in enumerate(cell) if not is_unseen(letter)), len(cell))
    return f"'{cell}" if cell.startswith(CONTROLS) or cell.startswith(BEGINS_FORMULAS, first) else cell


def is_unseen(letter: str) -> bool:
    """Whether nobody sees it at the beginning of a cell."""
    return letter in FILLERS or letter.isspace() or unicodedata.category(letter) in _UNSEEN


@cache
def unseen() -> str:
    """All that nobody sees, but NUL: no database holds it in a text."""
    return "".join(letter for letter in map(chr, range(1, sys.maxunicode + 1)) if is_unseen(letter))


@cache
def harmless() -> frozenset[str]:
    """How a cell may begin that is no formula; "" among them."""
    return frozenset(chr(code) for first, last in HARMLESS for code in range(first, last + 1)) | {""}
