"""The list of all spans is kept for the next reader: never another one than would be written anew for him."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import refresh

from collabpoints.domain.spans import Span
from collabpoints.queries.board_views import SpanSeen
from collabpoints.views import board_spans
from collabpoints.views.board_ways import Ways, ways

SPANS = [Span.parse(spelled) for spelled in ("2026-11", "2026", "2026-10", "2025-12")]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    board_spans.written.cache_clear()
    yield
    board_spans.written.cache_clear()


def of(*, unconfirmed: int = 1, spans: list[Span] = SPANS, opened: Span = SPANS[0]) -> Ways:
    seen = [SpanSeen(span, is_confirmed=at >= unconfirmed) for at, span in enumerate(spans)]
    return ways(seen, opened)


def listed(
    app: Flask,
    found: Ways,
    opened: Span = SPANS[0],
    *,
    endpoint: str = "boards.persons",
    language: str = "ko",
    root: str = "",
) -> str:
    """The list, after it was held against one that is written anew."""
    cookie = {"Cookie": f"language={language}"}
    with app.test_request_context("/", headers=cookie, environ_overrides={"SCRIPT_NAME": root}):
        refresh()  # the test's own context remembers the language of the request before
        kept = board_spans.all_spans(found, opened, endpoint)
        board_spans.written.cache_clear()
        assert board_spans.all_spans(found, opened, endpoint) == kept
    return str(kept)


def test_every_span_is_a_link_under_its_year(app: Flask) -> None:
    told = listed(app, of())
    assert [told.index(f'href="/boards/{span}/persons"') for span in SPANS] == sorted(
        told.index(f'href="/boards/{span}/persons"') for span in SPANS
    )
    assert told.index("2026년</h3>") < told.index("/boards/2026-10/") < told.index("2025년</h3>")
    assert told.count("aria-current") == 1
    assert told.count("잠정") == 1


def test_a_span_that_comes_to_be_confirmed_is_no_longer_called_provisional(app: Flask) -> None:
    assert "잠정" in listed(app, of())
    assert "잠정" not in listed(app, of(unconfirmed=0))


def test_a_new_span_is_there_at_once(app: Flask) -> None:
    assert "2026-12" not in listed(app, of())
    assert "/boards/2026-12/persons" in listed(app, of(spans=[Span.parse("2026-12"), *SPANS]))


def test_the_one_that_is_open_is_marked(app: Flask) -> None:
    for opened in SPANS:
        marked = listed(app, of(opened=opened), opened).partition("aria-current")[0]
        assert f"/boards/{opened}/persons" in marked[marked.rindex("<a") :]


def test_the_same_spelling_of_other_months_is_not_the_one_that_is_open(app: Flask) -> None:
    other = replace(SPANS[1], first=SPANS[1].first.shifted(3))
    assert "aria-current" in listed(app, of(), SPANS[1])
    assert "aria-current" not in listed(app, of(), other)


def test_each_page_leads_to_its_own(app: Flask) -> None:
    assert "/boards/2026-10/persons" in listed(app, of())
    departments = listed(app, of(), endpoint="boards.departments")
    assert "/boards/2026-10/departments" in departments
    assert "persons" not in departments


def test_each_reader_gets_his_language(app: Flask) -> None:
    assert "2026년 10월" in listed(app, of())
    english = listed(app, of(), language="en")
    assert "October 2026" in english
    assert "년" not in english
    assert "2026년 10월" in listed(app, of())


def test_under_a_path_of_its_own_the_addresses_begin_with_it(app: Flask) -> None:
    assert 'href="/boards/2026-10/persons"' in listed(app, of())
    assert 'href="/~points/boards/2026-10/persons"' in listed(app, of(), root="/~points")
