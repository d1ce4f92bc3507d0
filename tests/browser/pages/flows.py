"""서로 도운 부서: the maps of who helped whom, of bureaus and of one bureau, on the first day too."""

from zoneinfo import ZoneInfo

from collabpoints import clock
from collabpoints.domain.periods import Month
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.agencies import a_department
from tests.factories.flows import a_month_of_flows, flows_between

PAGES = (
    Entry("/flows/{flow_month}"),
    Entry("/flows/{flow_month}/FB1", "a bureau"),
    Entry("/flows", "first day", "founder"),
    Entry("/flows", "nothing yet", "founder"),
    Entry("/flows/2019-01", "a month without a tree"),
    refused("/flows/{flow_month}", "main form.card button"),
)
MONTHS_BACK = 6


def prepare(cast: Cast) -> dict[str, object]:
    """Three bureaus with two departments each, in a month of which nothing else is told."""
    agency_id = cast.world.agency_id
    month = str(Month.of(clock.now(), ZoneInfo("Asia/Seoul")).shifted(-MONTHS_BACK))
    offices = {}
    for number, name in enumerate(("안전관리실", "문화체육관광국", "농림축산식품국"), start=1):
        bureau = a_department(agency_id, name, code=f"FB{number}", level=1)
        for at in range(2):
            offices[a_department(agency_id, f"{name} {at + 1}과", parent_id=bureau)] = bureau
    a_month_of_flows(agency_id, month, flows_between(offices), told=offices, totals=(180, 120))
    return {"flow_month": month}
