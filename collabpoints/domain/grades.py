"""Grades (직급) in their order: 고위공무원, 1급 to 9급 however they are written, then what is in no order known here."""

import re

_NUMBERED = re.compile(r"([1-9])\s*급")
# The longer name first: a 주사보 is no 주사, and a 서기관 no 서기.
_NAMED = (
    ("고위공무원", 0),
    ("부이사관", 3),
    ("이사관", 2),
    ("관리관", 1),
    ("서기관", 4),
    ("사무관", 5),
    ("주사보", 7),
    ("주사", 6),
    ("서기보", 9),
    ("서기", 8),
    ("연구관", 5),
    ("지도관", 5),
    ("연구사", 7),
    ("지도사", 7),
)
UNKNOWN = 99


def grade_place(grade: str) -> int:
    """Where people of a grade stand among their department's: the lower the earlier; UNKNOWN comes last."""
    numbered = _NUMBERED.search(grade)
    if numbered:
        return int(numbered[1])
    return next((place for name, place in _NAMED if name in grade), UNKNOWN)
