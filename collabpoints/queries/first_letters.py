"""Terms in which a range lies behind a first letter that begins with a consonant (ㄱ숙: 강숙, 김숙 …), as SQL: one short
range for each first letter that there is, whatever else the consonant has."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, bindparam, func, literal_column, select, true
from sqlalchemy.orm import aliased

from collabpoints.domain.hangul import initial_range
from collabpoints.domain.people_search import TermRange
from collabpoints.models import SearchTerm


def values_of(scan: TermRange, n: int) -> dict[str, Any]:
    """What the Nth scan of a statement fills in for it."""
    if not scan.behind:
        return {}
    low, high = initial_range(scan.behind)
    return {f"scan{n}_consonant": scan.behind, f"scan{n}_first": low, f"scan{n}_last": high}


def holders(n: int, kind: str, low: str, high: str, database: str) -> Select[*tuple[Any, ...]]:
    """Who has a term whose first letter begins with the consonant and whose rest lies in the range: one short range for
    each first letter that there is."""
    text = SearchTerm.term.type
    letters = _first_letters(n, kind, database)
    narrow = aliased(SearchTerm)
    within = select(narrow.employee_id).where(
        narrow.agency_id == bindparam("agency"),
        narrow.kind == bindparam(kind),
        narrow.term >= letters.c.letter.concat(bindparam(low, type_=text)),
        narrow.term < letters.c.letter.concat(bindparam(high, type_=text)),
    )
    if database == "sqlite":
        return within
    # Without a limit PostgreSQL would read all terms and hold each against the letters.
    each = within.correlate(letters).limit(literal_column("1000", Integer)).lateral()
    return select(each.c.employee_id).select_from(letters).join(each, true())


def _first_letters(n: int, kind: str, database: str) -> Subquery:
    """The first letters of terms that begin with the consonant, each read from the index behind the one before it; and the
    consonant itself, as which a name may begin too."""
    text = SearchTerm.term.type
    first, last = bindparam(f"scan{n}_first", type_=text), bindparam(f"scan{n}_last", type_=text)

    def next_from(low: ColumnElement[str]) -> ColumnElement[str]:
        terms = aliased(SearchTerm)
        least = select(func.substr(func.min(terms.term), 1, 1, type_=text)).where(
            terms.agency_id == bindparam("agency"), terms.kind == bindparam(kind), terms.term >= low, terms.term < last
        )
        return least.scalar_subquery()

    to_code, to_letter = (func.unicode, func.char) if database == "sqlite" else (func.ascii, func.chr)
    found = select(next_from(first).label("letter")).cte(f"letters{n}", recursive=True)
    behind = to_letter(to_code(found.c.letter) + literal_column("1", Integer), type_=text)
    found = found.union_all(select(next_from(behind)).where(found.c.letter.is_not(None)))
    itself = select(bindparam(f"scan{n}_consonant", type_=text).label("letter"))
    return select(found.c.letter).where(found.c.letter.is_not(None)).union_all(itself).subquery()
