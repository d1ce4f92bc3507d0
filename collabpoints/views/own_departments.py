"""우리 부서: what a head sees of a department of his, and of those below."""

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.spans import Span
from collabpoints.formats import charts
from collabpoints.queries import own_departments as seen
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.board_views import home_department, spans_seen
from collabpoints.queries.boards import board_of
from collabpoints.queries.headed_departments import Headed, headed_departments
from collabpoints.views import access, board_words
from collabpoints.views.board_ways import newest, ways
from collabpoints.views.days import today
from collabpoints.views.filters import number
from collabpoints.views.identity import who
from collabpoints.views.paging import number as number_of

own_departments = Blueprint("own_departments", __name__, url_prefix="/boards")


@own_departments.get("/department")
@own_departments.get("/<span>/department")
@access.only(Role.DEPARTMENT_HEAD, record="own_departments.page")
def page(span: str = "") -> str:
    """One department at a time: of several the one that the address asks for, else where one serves, else the first."""
    chosen = _span(span)
    headed = headed_departments(who().agency_id, who().person_id)
    department = _chosen(headed)
    head = board_of(who().agency_id, chosen, Subject.DEPARTMENTS) if chosen else None
    found = seen.own_department(head, department.department_id) if head and department else None
    if found and found.thanked:
        access.looks_at(row.person_id for row in found.thanked)
    return render_template(
        "own_departments/page.html",
        head=head,
        span=chosen,
        headed=headed,
        department=department,
        found=found,
        ways=ways(spans_seen(who().agency_id), chosen) if chosen else None,
        state=board_words.state_of(head, today()) if head else None,
        chart=_chart(found, head.span) if found and head else None,
        words=board_words,
    )


def _span(spelled: str) -> Span | None:
    if not spelled:
        return newest(spans_seen(who().agency_id), today())
    return span_named(who().agency_id, spelled) or abort(404)


def _chosen(headed: tuple[Headed, ...]) -> Headed | None:
    asked = request.args.get("department", "")
    if asked:
        return next((one for one in headed if one.department_id == number_of(asked)), None) or abort(404)
    home = home_department(who().person_id, today())
    return next((one for one in headed if one.department_id == home), headed[0] if headed else None)


def _chart(found: seen.OwnDepartment, marked: Span) -> Markup | None:
    """The points that the department got, month by month; months that are not shown have no column."""
    shown = [(one.month, one.received_points) for one in found.course if one.received_points is not None]
    if len(shown) < 2:
        return None
    drawn = [
        charts.Column(
            label=_("%(month)s월", month=month.month),
            value=points,
            shown=number(points),
            is_marked=marked.first <= month <= marked.last,
        )
        for month, points in shown
    ]
    told = _("우리 부서가 매월 받은 포인트입니다. 같은 수가 아래 표에 있습니다.")
    return Markup(charts.columns(drawn, name="course", title=_("월별 받은 포인트"), description=told))  # noqa: S704
