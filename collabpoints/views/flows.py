"""누가 누구를 도왔나: the maps of who helped whom, between bureaus and within one, for the officer and for heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.cells import LEAST
from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.spans import Span
from collabpoints.formats.exports import csv_file
from collabpoints.formats.heat_maps import HeatMap, Pair, heat_map, ranges
from collabpoints.forms.downloads import DownloadForm
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.board_views import SpanSeen
from collabpoints.queries.flows import FlowMap, Unit, bureau_map, crossed_months, flow_map, headed_bureaus
from collabpoints.queries.trees import tree_spans
from collabpoints.views import access, downloads, flow_words, kept
from collabpoints.views.attachments import attach
from collabpoints.views.board_ways import newest, ways
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field

flows = Blueprint("flows", __name__, url_prefix="/flows")

_SEERS = (Role.OFFICER, Role.DEPARTMENT_HEAD)


@dataclass(frozen=True, slots=True)
class Opened:
    """A map as this reader may see it. `bureau` None: that of the agency. `own` bureaus and departments stand first in
    `heat`, then the `others`. `may_open` are the codes of the bureaus whose maps this reader may see."""

    span: Span
    agency: FlowMap | None
    bureau: Unit | None
    own: tuple[Unit, ...]
    others: tuple[Unit, ...]
    heat: HeatMap
    may_open: frozenset[str]

    def unit(self, department_id: int) -> Unit:
        return next(one for one in (*self.own, *self.others) if one.department_id == department_id)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of a map: whom it helped, and who helped it, in official order."""

    unit: Unit
    helped: tuple[tuple[Unit, int], ...]
    helpers: tuple[tuple[Unit, int], ...]


@flows.get("")
@access.only(*_SEERS)
def page() -> ResponseReturnValue:
    """The map of the newest month that has ended."""
    span = newest(_spans(), today())
    if span is None:
        return render_template("flows/none.html", span=None, ways=None, words=flow_words)
    return redirect(url_for("flows.agency", span=span))


@flows.get("/<span>")
@access.only(*_SEERS, record="flows.agency")
def agency(span: str) -> str:
    return _page(_opened(span))


@flows.get("/<span>/<code:code>")
@access.only(*_SEERS, record="flows.bureau")
def bureau(span: str, code: str) -> str:
    """Of one bureau; 404 for a head who heads nothing there."""
    return _page(_opened(span, code))


@flows.post("/<span>/file")
@kept.keeps_typed
@access.only(*_SEERS, record="flows.take")
def take(span: str) -> ResponseReturnValue:
    return _file(_opened(span))


@flows.post("/<span>/<code:code>/file")
@kept.keeps_typed
@access.only(*_SEERS, record="flows.take")
def take_bureau(span: str, code: str) -> ResponseReturnValue:
    return _file(_opened(span, code))


def _spans() -> tuple[SpanSeen, ...]:
    return tuple(SpanSeen(one.span, one.is_confirmed) for one in tree_spans(who().agency_id))


def _opened(spelled: str, code: str = "") -> Opened:
    """What an address names; 404 for what is no span, and for a bureau that this reader may not see."""
    agency_id = who().agency_id
    known = next((one.span for one in _spans() if str(one.span) == spelled), None)
    span = known or span_named(agency_id, spelled) or abort(404)
    shown = flow_map(agency_id, span, today=today())
    bureaus = shown.bureaus if shown else ()
    is_officer = who().has(Role.OFFICER)
    headed = headed_bureaus(agency_id, who().person_id)
    may_open = frozenset(one.code for one in bureaus if is_officer or one.code in headed)
    if not code:
        ids = [one.department_id for one in bureaus]
        return Opened(span, shown, None, bureaus, (), heat_map(ids, (), shown.cells if shown else {}), may_open)
    found = bureau_map(agency_id, span, code, today=today()) if code in may_open else None
    if found is None:
        abort(404)
    cells: dict[Pair, int] = {**found.flows.among, **found.flows.outward, **found.flows.inward}
    heat = heat_map(_ids(found.departments), _ids(found.others), cells)
    return Opened(span, shown, found.bureau, found.departments, found.others, heat, may_open)


def _page(opened: Opened, form: DownloadForm | None = None, refusals: Sequence[Refusal] = ()) -> str:
    seen = _spans()
    if opened.agency is None:
        return render_template("flows/none.html", span=opened.span, ways=ways(seen, opened.span), words=flow_words)
    last = min(opened.span.last, Month(today().year, today().month))
    return render_template(
        "flows/page.html",
        opened=opened,
        shown=opened.agency,
        here=_address,
        ways=ways(seen, opened.span),
        ranges=_legend(opened.heat),
        chosen=_chosen(opened),
        months=crossed_months(who().agency_id, last) if opened.bureau is None else (),
        form=form or DownloadForm(),
        errors=sentences_by_field(refusals),
        words=flow_words,
    )


def _legend(heat: HeatMap) -> list[tuple[int, tuple[int, int]]]:
    """The steps that a cell can have, with what they stand for: no cell of fewer notes than people is shown."""
    found = [(at, (max(low, LEAST), high)) for at, (low, high) in enumerate(ranges(heat.most), start=1)]
    return [(at, one) for at, one in found if one[0] <= one[1]]


def _address(opened: Opened, span: Span) -> str:
    """The same map of another span."""
    if opened.bureau is None:
        return url_for("flows.agency", span=span)
    return url_for("flows.bureau", span=span, code=opened.bureau.code)


def _chosen(opened: Opened) -> Chosen | None:
    """Of which the lists are: the one that the address asks for, else the first that this reader may open, else the first."""
    asked = request.args.get("of", "")
    first = [one for one in opened.own if one.code == asked] or [
        one for one in opened.own if one.code in opened.may_open
    ]
    unit = next(iter(first or opened.own), None)
    if unit is None:
        return None
    at = opened.heat.columns.index(unit.department_id)
    row = next(row for row in opened.heat.rows if row.helper == unit.department_id)
    return Chosen(
        unit,
        helped=tuple(
            (opened.unit(helped), cell.value)
            for helped, cell in zip(opened.heat.columns, row.cells, strict=False)
            if cell.value is not None
        ),
        helpers=tuple(
            (opened.unit(other.helper), other.cells[at].value or 0)
            for other in opened.heat.rows
            if other.cells[at].value is not None
        ),
    )


def _file(opened: Opened) -> ResponseReturnValue:
    """The table as CSV, a line for each cell that is shown, for a reason that stands in the access record."""
    form, role = DownloadForm(), Role.OFFICER if who().has(Role.OFFICER) else Role.DEPARTMENT_HEAD
    if form.action.data == "edit":
        access.acts_as(role, "flows.bureau" if opened.bureau else "flows.agency", ())
        return _page(opened, form)
    try:
        reason = downloads.judged(form)
    except Refused as refused:
        return _page(opened, form, refused.refusals), downloads.status_of(refused.refusals)
    rows = [
        [opened.unit(row.helper).name, opened.unit(helped).name, str(cell.value)]
        for row in opened.heat.rows
        for helped, cell in zip(opened.heat.columns, row.cells, strict=False)
        if cell.value is not None
    ]
    content = csv_file([_("도움 준 부서"), _("도움 받은 부서"), _("메시지")], rows)
    downloads.record("flows.take", role, reason, months=opened.span.months, rows=len(rows), content=content)
    response = Response(content, mimetype="text/csv")
    name = "-".join(filter(None, ("flows", str(opened.span), opened.bureau.code if opened.bureau else "")))
    attach(response, f"{name}.csv")
    return response


def _ids(units: Sequence[Unit]) -> list[int]:
    return [one.department_id for one in units]
