"""협업나무: the trees of agency, bureau and department, on the first day too. Prepared after the boards, beside which they grow."""

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import Department
from collabpoints.queries.board_views import spans_seen
from collabpoints.services.trees import grow_span
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry

LARGEST = 150_000

PAGES = (
    Entry("/trees/{month}", largest=LARGEST),
    Entry("/trees/{month}?mine=1", "own leaves", "employee", largest=LARGEST),
    Entry("/trees/{year}", "a year", "employee", largest=LARGEST),
    Entry("/trees/{month}/{thanked}", "a department", largest=LARGEST),
    Entry("/trees/2020-01", "a month without a tree", "employee"),
    Entry("/trees", "nothing yet", "founder"),
)


def prepare(cast: Cast) -> dict[str, object]:
    agency_id = cast.world.agency_id
    for one in spans_seen(agency_id):
        grow_span(agency_id, one.span)
    with reading() as session:
        code = session.execute(select(Department.code).where(Department.id == cast.world.planning)).scalar_one()
    return {"thanked": code}
