"""Leaderboards (순위): the standings of a span, of departments or of persons, as far as the scheme shows them."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from collabpoints.domain.board_sights import Sight, sight_of
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order, Subject
from collabpoints.domain.spans import Span
from collabpoints.queries import board_pages, board_views
from collabpoints.queries.board_cells import hidden_departments
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.boards import BoardHead, DepartmentRow, board_of, person
from collabpoints.views import access, board_words
from collabpoints.views.board_rows import person_rows
from collabpoints.views.board_spans import all_spans
from collabpoints.views.board_ways import Ways, newest, ways
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.paging import number

boards = Blueprint("boards", __name__, url_prefix="/boards")

PAGE = 100
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A board as this reader may see it. `head` None: the span has no board yet."""

    span: Span
    subject: Subject
    head: BoardHead | None
    sight: Sight
    ways: Ways
    today: date


@boards.get("")
@access.signed_in
def page() -> str | Response:
    """The board of departments of the newest month that has ended."""
    span = newest(board_views.spans_seen(who().agency_id), today())
    if span is None:
        return render_template("boards/none.html", opened=None, words=board_words)
    return redirect(url_for("boards.departments", span=span))


@boards.get("/<span>/departments")
@access.signed_in
def departments(span: str) -> str:
    opened = _opened(span, Subject.DEPARTMENTS)
    head = opened.head
    if head is None or not opened.sight.is_open:
        return _nothing_to_see(opened)
    by, is_official = _order(head), request.args.get("order") == "official"
    hidden = hidden_departments(head)
    divisions = board_views.departments_seen(head, opened.sight, by=by, is_official=is_official, hidden=hidden)
    rows = [row for division in divisions for row in division.rows]
    return render_template(
        "boards/departments.html",
        **_around(opened, head, by),
        is_official=is_official,
        divisions=divisions,
        hidden=hidden,
        most=max((board_views.figure(row, by) for row in rows if row.department_id not in hidden), default=0),
        is_mine_asked=_is_mine_asked(),
        mine=_own_department(opened, head) if _is_mine_asked() else None,
    )


@boards.get("/<span>/persons")
@access.signed_in
def persons(span: str) -> str:
    opened = _opened(span, Subject.PERSONS)
    head = opened.head
    if head is None or not opened.sight.is_open:
        return _nothing_to_see(opened)
    by, at = _order(head), max(number(request.args.get("page", "")) or 1, 1)
    if at > _LAST_PAGE:
        abort(404)
    seen = board_pages.persons_seen(head, opened.sight, by=by, page=at, size=PAGE)
    if opened.sight.role is not None:
        access.acts_as(opened.sight.role, "boards.persons", [row.person_id for row in seen.rows])
    return render_template(
        "boards/persons.html",
        **_around(opened, head, by),
        seen=seen,
        at=at,
        rows=person_rows(seen.rows, head, by, has_bars=at == 1),
        is_mine_asked=_is_mine_asked(),
        mine=person(head.id, who().person_id) if _is_mine_asked() else None,
    )


def _opened(spelled: str, subject: Subject) -> Opened:
    """The board that an address names, for this reader; 404 for what is no span."""
    seen = board_views.spans_seen(who().agency_id)
    known = next((one.span for one in seen if str(one.span) == spelled), None)
    span = known or span_named(who().agency_id, spelled) or abort(404)
    head = board_of(who().agency_id, span, subject) if known else None
    sight = sight_of(head.scheme.ranking_viewers, who().roles) if head else Sight(is_open=True)
    return Opened(span, subject, head, sight, ways(seen, span), today())


def _around(opened: Opened, head: BoardHead, by: Order) -> dict[str, object]:
    """What the pages of both subjects show around their tables."""
    around = board_views.around(head, min(head.span.last, Month(opened.today.year, opened.today.month)))
    return {
        "opened": opened,
        "head": head,
        "by": by,
        "state": board_words.state_of(head, opened.today),
        "confirmed": around.confirmed,
        "months": around.months,
        "words": board_words,
        "all_spans": all_spans,
    }


def _nothing_to_see(opened: Opened) -> str:
    """Kindly: there is no board yet, or the scheme shows it to others only."""
    if opened.head is None:
        return render_template("boards/none.html", opened=opened, words=board_words, all_spans=all_spans)
    return render_template("boards/closed.html", opened=opened, words=board_words, all_spans=all_spans)


def _order(head: BoardHead) -> Order:
    """The order that the address asks for; the board's own for anything else."""
    asked = request.args.get("by", "")
    return next((order for order in board_words.orders(head) if order.value == asked), head.order)


def _own_department(opened: Opened, head: BoardHead) -> DepartmentRow | None:
    home = board_views.home_department(who().person_id, opened.today)
    return board_views.department_seen(head, opened.sight, home) if home is not None else None


def _is_mine_asked() -> bool:
    return request.args.get("mine") == "1"
