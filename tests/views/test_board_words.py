"""Figures of a board in words, and the ways from one board to another."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order, Subject
from collabpoints.domain.scheme_words import Level, Measure
from collabpoints.domain.schemes import Scheme, parse_scheme, preset_text
from collabpoints.domain.spans import Span, spans_around
from collabpoints.queries.board_views import SpanSeen
from collabpoints.queries.boards import BoardHead, DepartmentRow, Figures
from collabpoints.views import board_words
from collabpoints.views.board_ways import newest, ways

SCHEME = parse_scheme(preset_text("directive-2016"))
WEIGHTED = replace(SCHEME, received_basis_points=10_000, sent_basis_points=5_000)
NOTHING = Figures(0, 0, 0, 0, 0, 0, 0, 0, 0)


def figures(received: int = 0, sent: int = 0, special: int = 0, crossed: int = 0, scheme: Scheme = WEIGHTED) -> Figures:
    score = scheme.score(received=received, sent=sent, special=special)
    return replace(
        NOTHING, received_points=received, sent_points=sent, special_points=special, score=score, crossed_points=crossed
    )


def head(scheme: Scheme = SCHEME, subject: Subject = Subject.DEPARTMENTS, spelled: str = "2026-10") -> BoardHead:
    span = Span.parse(spelled)
    return BoardHead(1, 1, span, subject, False, str(span.first), str(span.last), span.days, scheme, 0,
                     datetime(2026, 11, 2, tzinfo=UTC), "")  # fmt: skip


def department(person_days: int, per_head: int | None = None) -> DepartmentRow:
    return DepartmentRow(1, "도로과", 1, 0, 1, 1, NOTHING, person_days, per_head)


@pytest.mark.parametrize(
    ("ten_thousandths", "shown"),
    [(0, "0"), (6_435_000, "643.5"), (12_340_000_000, "1,234,000"), (333_333, "33.3333"), (1, "0.0001")],
)
def test_points_are_shown_exactly(ten_thousandths: int, shown: str) -> None:
    assert board_words.points(ten_thousandths) == shown


@pytest.mark.parametrize(
    ("ten_thousandths", "places", "shown"),
    [
        (339_999, 2, "33.99"),
        (330_099, 2, "33.00"),
        (166_000, 2, "16.60"),
        (12_340_000_000, 4, "1,234,000.0000"),
        (0, 2, "0.00"),
    ],
)
def test_figures_of_a_column_have_as_many_places_and_are_never_rounded_up(
    ten_thousandths: int, places: int, shown: str
) -> None:
    assert board_words.evenly(ten_thousandths, places) == shown


@given(st.integers(0, 10**12))
def test_exact_points_read_back_as_they_were(ten_thousandths: int) -> None:
    whole, _dot, rest = board_words.points(ten_thousandths).replace(",", "").partition(".")
    assert int(whole) * 10_000 + int(rest.ljust(4, "0")) == ten_thousandths


@pytest.mark.parametrize(
    ("person_days", "shown"), [(0, "0.0"), (31 * 12, "12.0"), (31 * 12 + 2, "12.1"), (31 * 12 + 1, "12.0"), (15, "0.5")]
)
def test_a_headcount_is_told_to_the_nearest_tenth(person_days: int, shown: str) -> None:
    assert board_words.headcount(department(person_days), head()) == shown


def test_points_for_each_head_are_exact_where_they_rank() -> None:
    row = department(93, per_head=123_456)
    assert board_words.per_head(row, head()) == "12.34"
    assert board_words.per_head(row, head(replace(SCHEME, is_per_head=True))) == "12.3456"
    assert board_words.per_head(department(0), head()) == ""


@pytest.mark.parametrize(
    ("received", "crossed", "shown"), [(0, 0, ""), (200, 0, "0%"), (200, 1, "1%"), (300, 100, "33%"), (50, 50, "100%")]
)
def test_the_share_from_beyond_is_told_in_whole_percents(received: int, crossed: int, shown: str) -> None:
    assert board_words.crossed(figures(received, crossed=crossed)) == shown


@pytest.mark.parametrize(
    ("level", "shown"), [(Level.TEAM, "다른 과"), (Level.DEPARTMENT, "다른 실·국"), (Level.BUREAU, "")]
)
def test_beyond_is_one_level_above_the_same(app: Flask, level: Level, shown: str) -> None:
    with app.test_request_context("/"):
        assert board_words.crossed_words(replace(SCHEME, same_level=level)) == shown


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (figures(580, 127, 30), "받은 580×100% + 보낸 127×50% + 특별 30"),
        (figures(1_580), "받은 1,580×100%"),
        (figures(0, 20), "보낸 20×50%"),
        (figures(0, 0, 30), "특별 30"),
    ],
)
def test_a_score_shows_its_arithmetic_without_what_is_nothing(app: Flask, found: Figures, shown: str) -> None:
    with app.test_request_context("/"):
        assert board_words.arithmetic(found, WEIGHTED) == shown


def test_where_months_were_weighed_differently_no_arithmetic_is_made_up(app: Flask) -> None:
    with app.test_request_context("/"):
        assert board_words.arithmetic(replace(figures(100, 100), score=1_234), WEIGHTED) == ""


def test_the_boards_own_order_comes_first() -> None:
    assert board_words.orders(head(replace(SCHEME, departments_ranked_by=Measure.SENT)))[0] is Order.SENT
    assert board_words.orders(head(replace(SCHEME, is_per_head=True)))[0] is Order.PER_HEAD


def test_persons_have_no_order_per_head_and_no_score_that_is_only_points_received() -> None:
    shown = board_words.orders(head(replace(SCHEME, special_kinds=()), Subject.PERSONS))
    assert Order.PER_HEAD not in shown
    assert Order.SCORE not in shown
    assert Order.SCORE in board_words.orders(head(WEIGHTED, Subject.PERSONS))


def test_every_order_has_its_words() -> None:
    assert set(board_words.ORDERS_IN_WORDS) == set(Order)


@pytest.mark.parametrize(
    ("today", "is_running", "is_due"),
    [(date(2026, 10, 31), True, False), (date(2026, 11, 2), False, False), (date(2026, 11, 30), False, True)],
)
def test_a_provisional_board_says_where_its_span_stands(today: date, is_running: bool, is_due: bool) -> None:
    state = board_words.state_of(head(), today)
    assert (state.is_running, state.is_due) == (is_running, is_due)


SEEN = tuple(
    SpanSeen(span, is_confirmed=False)
    for span in sorted(
        {span for period in range(5, 12) for span in spans_around(Month(2026, period))},
        key=lambda span: (span.last, span.first),
        reverse=True,
    )
)


def spelled(*spans: Span | None) -> list[str]:
    return [str(span) for span in spans]


def test_the_neighbours_are_of_the_same_length() -> None:
    found = ways(SEEN, Span.parse("2026-Q3"))
    assert spelled(found.earlier, found.later) == ["2026-Q2", "2026-Q4"]
    assert spelled(*found.around) == ["2026-09", "2026-H2", "2026"]


def test_at_the_ends_there_is_no_way_on() -> None:
    assert ways(SEEN, Span.parse("2026-05")).earlier is None
    assert ways(SEEN, Span.parse("2026-11")).later is None


def test_a_span_without_a_board_leads_to_the_nearest_that_has_one() -> None:
    assert spelled(ways(SEEN, Span.parse("2030-01")).earlier) == ["2026-11"]
    assert spelled(ways(SEEN, Span.parse("2025-01")).later) == ["2026-05"]


def test_all_spans_are_listed_by_their_year() -> None:
    ((year, listed),) = ways(SEEN, Span.parse("2026-10")).years
    assert (year, len(listed)) == (2026, len(SEEN))


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 11, 22), "2026-10"), (date(2026, 11, 1), "2026-10"), (date(2026, 10, 31), "2026-09")],
)
def test_the_newest_month_is_the_one_that_has_ended(today: date, expected: str) -> None:
    assert str(newest(SEEN, today)) == expected


def test_before_a_month_has_ended_the_running_one_is_the_newest() -> None:
    assert str(newest(SEEN, date(2026, 5, 3))) == "2026-11"
    assert newest((), date(2026, 5, 3)) is None
