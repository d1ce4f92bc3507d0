"""Random schemes that hold: drawn from the table of fields, so that a new field is drawn without a line here."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_kinds import Choice, Code, Field, Flag, Kind, Number, Text
from collabpoints.domain.scheme_lists import Choices, Order, Points, Rows, Words
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.schemes import AllowanceUnit, Scheme
from collabpoints.domain.texts import cleaned

_LETTERS = "가나다라마바사힣ABCxyz 0189'\"\\#=[]{}.,·-_%/\u00e9"


def texts(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    """One clean line, with what TOML and SQL have to quote."""
    return (
        st.text(_LETTERS, min_size=shortest, max_size=min(longest, 20))
        .map(cleaned)
        .filter(lambda t: len(t) >= shortest)
    )


def codes() -> st.SearchStrategy[str]:
    return st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)


def points_allowed() -> st.SearchStrategy[tuple[int, ...]]:
    """A fixed amount, a list, or a range with a step."""
    listed = st.lists(st.integers(1, 1000), min_size=1, max_size=5, unique=True).map(lambda given: tuple(sorted(given)))
    ranges = st.builds(
        lambda low, step, count: tuple(range(low, low + step * count, step)),
        st.integers(1, 100), st.integers(1, 50), st.integers(1, 15),
    )  # fmt: skip
    return st.one_of(listed, ranges)


def values_of(kind: Kind) -> st.SearchStrategy[Any]:
    """Values that a kind reads; whether they fit those of other fields is another matter."""
    match kind:
        case Text():
            return texts(kind.longest, 0 if kind.may_be_empty else 1)
        case Code():
            return codes()
        case Number():
            return st.integers(kind.low, kind.high)
        case Flag():
            return st.booleans()
        case Choice():
            return st.sampled_from(kind.of)
        case Choices():
            return st.frozensets(st.sampled_from(kind.of), min_size=0 if kind.may_be_empty else 1)
        case Order():
            return st.lists(st.sampled_from(kind.of), unique=True).map(tuple)
        case Words():
            return st.lists(texts(kind.longest), min_size=0 if kind.may_be_empty else 1, max_size=3, unique=True).map(
                tuple
            )
        case Points():
            return points_allowed()
        case Rows():
            row = st.fixed_dictionaries({column.name: values_of(column.kind) for column in kind.columns})
            rows = st.lists(row.map(lambda values: kind.of(**values)), max_size=3,
                            unique_by=lambda r: " · ".join(str(getattr(r, name)) for name in kind.unique))  # fmt: skip
            return rows.map(tuple)
    raise AssertionError(f"say how to draw {kind}")


def _drawn(field: Field) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values_of(field.kind)) if field.default is None else values_of(field.kind)


_EACH = st.fixed_dictionaries({field.name: _drawn(field) for field in FIELDS})


@st.composite
def schemes(draw: st.DrawFn, /, **fixed: Any) -> Scheme:
    """A scheme without faults. `fixed` fields (by name) keep their value, unless a contradiction makes it give way."""
    values = draw(_EACH) | fixed
    values["text_minimum"], values["text_maximum"] = sorted((values["text_minimum"], values["text_maximum"]))
    _reconcile_allowance(values)
    _reconcile_prizes(values)
    for ties, by in (("persons_ties", "persons_ranked_by"), ("departments_ties", "departments_ranked_by")):
        values[ties] = tuple(tie for tie in values[ties] if tie is not values[by])
    if not values["received_basis_points"] and not values["sent_basis_points"] and not values["special_kinds"]:
        values["received_basis_points"] = 10_000
    taken: set[str] = set()
    divisions = []
    for division in values["divisions"]:
        free = tuple(code for code in division.departments if code not in taken)
        taken.update(free)
        if free:
            divisions.append(replace(division, departments=free))
    values["divisions"] = tuple(divisions)
    return Scheme(**values)


def _reconcile_allowance(values: dict[str, Any]) -> None:
    points = values["points_allowed"]
    is_points = values["allowance_unit"] is AllowanceUnit.POINTS
    values["allowance"] = max(values["allowance"], points[-1] if is_points else 1)
    if values["pair_cap"] is not None:
        values["pair_cap"] = min(values["pair_cap"], values["allowance"] // (points[0] if is_points else 1))
    if (Purpose.PERSONAL_CREDIT in values["purposes"]) != (values["credit_cap_hundredths"] is not None):
        values["credit_cap_hundredths"] = 50 if Purpose.PERSONAL_CREDIT in values["purposes"] else None


def _reconcile_prizes(values: dict[str, Any]) -> None:
    values["special_kinds"] = tuple(
        replace(kind, minimum=min(kind.minimum, kind.maximum), maximum=max(kind.minimum, kind.maximum))
        for kind in values["special_kinds"]
    )
    values["tiers"] = tuple(
        replace(tier, persons=tier.persons or (0 if tier.departments else 1)) for tier in values["tiers"]
    )
    values["prize_spans"] |= {tier.span for tier in values["tiers"]}
    if values["prize_spans"]:
        values["purposes"] |= {Purpose.PRIZES}
