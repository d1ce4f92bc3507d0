"""What may stand in a file: filters as one text, columns that have headings in both languages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.export_headings import headings_of
from collabpoints.domain.exports import (
    LONGEST_FILTERS,
    ORDERED_BY,
    WHATS,
    FileFormat,
    Filters,
    Only,
    Scope,
    Wanted,
    What,
    columns_of,
)
from collabpoints.domain.periods import Month

WANTED = Wanted(
    What.TOTALS, Scope.AGENCY, None, None, "2026-Q4", Month(2026, 10), Month(2026, 12), FileFormat.CSV, Filters()
)


def _all() -> list[Wanted]:
    return [
        replace(WANTED, what=what, scope=scope, department_id=1, person_id=1, filters=Filters(is_monthly=monthly))
        for scope in Scope
        for what in WHATS[scope]
        for monthly in (False, True)
    ]


@given(
    st.builds(
        Filters,
        only=st.sampled_from(Only),
        order=st.none() | st.sampled_from(ORDERED_BY),
        is_by_rank=st.booleans(),
        division=st.none() | st.integers(0, 99),
        is_monthly=st.booleans(),
        has_corrections=st.booleans(),
        kind=st.text(st.characters(codec="ascii"), max_size=40) | st.just("혁신 과제"),
    )
)
def test_filters_are_read_back_from_their_text_as_they_were(filters: Filters) -> None:
    text = str(filters)
    assert Filters.parse(text) == filters
    assert len(text) <= LONGEST_FILTERS


def test_no_filter_is_no_text() -> None:
    assert str(Filters()) == ""
    assert Filters.parse("") == Filters()


@pytest.mark.parametrize(
    "text",
    [
        "only=nobody",
        "remaining=1",
        "is_monthly=2",
        "only=something",
        "is_monthly=1&only=ranked",
        "division=x",
        "=",
        "a",
    ],
)
def test_what_is_no_canonical_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Filters.parse(text)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_column_of_every_file_has_a_heading_of_its_own(language: str) -> None:
    for wanted in _all():
        headings = headings_of(columns_of(wanted), language)
        assert len(set(headings)) == len(headings), wanted
        assert all(headings)


def test_no_file_of_a_head_says_of_a_person_what_he_gave() -> None:
    keys = {column.key for column in columns_of(replace(WANTED, scope=Scope.DEPARTMENT, department_id=1))}
    assert not {key for key in keys if "sent" in key or "score" in key or key == "rank"}


def test_a_span_that_is_not_of_these_months_is_refused() -> None:
    with pytest.raises(ValueError, match="does not begin"):
        replace(WANTED, first=Month(2026, 11))


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    run = replace(WANTED, span="", first=Month(2026, 11), last=Month(2027, 2))
    assert [str(month) for month in run.months] == ["2026-11", "2026-12", "2027-01", "2027-02"]
