"""Redaction (기한이 지난 개인정보 지우기): whose name and which texts have outlived their term, and what stands there then.

The law names no number of years for such notes; it wants personal data gone when they are not needed any more (개인정보
보호법 제21조). The terms are the agency's own (docs/operator.md, docs/adr/0029).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

NAME = "퇴직한 직원"
"""Stands where a redacted person's name stood."""

TEXT = "보관 기간이 지나 지운 글입니다."
"""Stands where a redacted text or reason stood."""

_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """Whole years that names are kept after their people left, and texts after they were sent. 0: for ever."""

    names_years: int
    texts_years: int

    def left_before(self, today: date) -> date:
        """Who left before this day has been away for longer than the term; nobody has where names stay for ever."""
        return _years_before(today, self.names_years)

    def texts_before(self, today: date) -> date:
        """What was sent before this day is older than the term; nothing is where texts stay for ever."""
        return _years_before(today, self.texts_years)


def whole_families(candidates: Collection[int], merged_into: Mapping[int, int]) -> frozenset[int]:
    """Of people who seem due, those of whom no record that is the same person is not: `merged_into` leads from a record to
    the one that it was joined with. One who still serves under another record keeps his name in all of them."""
    families: dict[int, set[int]] = {}
    for person_id in {*merged_into, *merged_into.values()}:
        families.setdefault(_root(person_id, merged_into), set()).add(person_id)
    kept = {member for family in families.values() if not family <= set(candidates) for member in family}
    return frozenset(candidates) - kept


def without_name(text: str, name: str) -> str:
    """The text with the stand-in wherever the name stands. A name of one letter is part of too many words to be found."""
    return text.replace(name, NAME) if len(name) >= _SHORTEST_NAME else text


def _root(person_id: int, merged_into: Mapping[int, int]) -> int:
    seen = {person_id}
    while (following := merged_into.get(person_id)) is not None and following not in seen:
        seen.add(following)
        person_id = following
    return person_id


def _years_before(day: date, years: int) -> date:
    if not years or years >= day.year:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)
