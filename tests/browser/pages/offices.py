"""What administrators and officers keep: people, roles, links, jobs, the kinds of help."""

from datetime import timedelta

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import RoleGrant, StaffOrder
from collabpoints.services.job_runs import beat, record_failure
from collabpoints.services.staff_imports import keep_staff_file
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused

PAGES = (
    Entry("/help-kinds"),
    Entry("/help-kinds", "empty", "founder"),
    refused("/help-kinds", "main > * > form[action$=help-kinds] button, main form[action$='/help-kinds'] button"),
    Entry("/roles"),
    Entry("/roles?q={park}", "somebody found"),
    Entry("/roles/{grant}/revoke"),
    refused("/roles/{grant}/revoke"),
    Entry("/links"),
    Entry("/links", "a sheet of links", press="form[action='/links'] button"),
    refused("/links", "form[action$=one] button"),
    Entry("/staff"),
    Entry("/staff?q=김민수", "somebody found"),
    Entry("/staff", "nothing planned", "founder"),
    Entry("/staff/{ordered}"),
    Entry("/staff/{ordered}/transfer"),
    Entry("/staff/{ordered}/part", "what it changes", press="button[value=preview]"),
    refused("/staff/{ordered}/transfer", "button[value=preview]"),
    Entry("/people/import"),
    refused("/people/import"),
    Entry("/people/import/{import}", "a file with changes"),
    Entry("/people/import/{order_import}/orders", "a file of orders"),
    Entry("/jobs"),
    Entry("/jobs", "none ran yet", "founder"),
    Entry("/jobs/review", "failing"),
    Entry("/jobs/months", "never ran"),
    Entry("/components", "every part in every state", largest=90_000),
)

_ORDERS = """2026년 하반기 인사 발령
사번,성명,발령구분,발령일,부서코드,직위
{number},,휴직,{day},,
"""
_STAFF = """사번,성명,부서코드,부서명,직위,재직상태
900001,새사람,N100,새로운과,주무관,재직
"""


def prepare(cast: Cast) -> dict[str, object]:
    agency_id, now = cast.world.agency_id, clock.now()
    beat(agency_id, host="서버1", process=4321)
    record_failure(agency_id, "review", "2026-11-22T03Z", host="서버1", error=f"RuntimeError: {'길다' * 90}")
    with unit_of_work() as session:
        grant = RoleGrant(agency_id=agency_id, person_id=cast.world.lim.person_id, role=Role.REVIEWER, granted_at=now)
        session.add(grant)
        session.flush()
        grant_id = grant.id
    _orders(cast)
    waiting = keep_staff_file(
        agency_id, file_name="명부.csv", content=_STAFF.encode(), uploaded_by_person_id=cast.office.person_id, now=now
    )
    orders = keep_staff_file(
        agency_id,
        file_name="발령.csv",
        content=_ORDERS.format(number=cast.employee.number, day=(now + timedelta(days=40)).date()).encode(),
        uploaded_by_person_id=cast.employee.person_id,
        now=now,
    )
    return {"grant": grant_id, "import": waiting, "order_import": orders, "ordered": cast.world.kim.person_id}


def _orders(cast: Cast) -> None:
    """One that is planned, and one that could not be carried out."""
    with unit_of_work() as session:
        for act, days, fault in (("transfer", 9, ""), ("return", -1, "order_not_now")):
            session.add(
                StaffOrder(
                    agency_id=cast.world.agency_id,
                    act=act,
                    person_id=cast.world.kim.person_id,
                    department_id=cast.world.roads if act == "transfer" else None,
                    effective_on=clock.now().date() + timedelta(days=days),
                    document="인사담당관-1234",
                    fault=fault,
                    planned_by_person_id=cast.office.person_id,
                    planned_at=clock.now(),
                )
            )
