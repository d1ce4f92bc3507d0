"""서로 도운 부서: the maps of who helped whom, of bureaus and of one bureau, on the first day too."""

from itertools import product
from zoneinfo import ZoneInfo

from collabpoints import clock
from collabpoints.domain.flows import Flow, FlowLevel
from collabpoints.domain.periods import Month
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.agencies import a_department
from tests.factories.flows import a_month_of_flows

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


def flows_between(offices: dict[int, int]) -> list[Flow]:
    """Five notes from each department to each, of five people on both sides; at all levels."""
    sums: dict[tuple[FlowLevel, int, int], int] = {}
    for sender, recipient in product(offices, offices):
        above, below = offices[sender], offices[recipient]
        keys = [(FlowLevel.DEPARTMENT, sender, recipient), (FlowLevel.BUREAU, above, below)]
        if above != below:
            keys += [(FlowLevel.OUTWARD, sender, below), (FlowLevel.INWARD, above, recipient)]
        for key in keys:
            sums[key] = sums.get(key, 0) + 5
    return [Flow(*key, notes, 5, 5) for key, notes in sums.items()]
