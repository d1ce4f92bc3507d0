"""특별협업포인트: proposed, decided, received."""

from collabpoints.services.special_decisions import approve
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.special_grants import a_proposal

PAGES = (
    Entry("/special-grants/mine", who="employee"),
    Entry("/special-grants/mine", "empty", "founder"),
    Entry("/special-grants/new", "nobody chosen"),
    Entry("/special-grants/new?to={park}", "somebody chosen"),
    refused("/special-grants/new?to={park}", "button[value=propose]"),
    Entry("/special-grants/proposed"),
    Entry("/special-grants/proposed", "empty", "founder"),
    Entry("/special-grants/departments"),
    Entry("/special-grants/queue"),
    Entry("/special-grants/queue", "empty", "founder"),
    Entry("/special-grants/decided"),
    Entry("/special-grants/decided", "empty", "founder"),
    Entry("/special-grants/{waiting_grant}", "waits"),
    refused("/special-grants/{waiting_grant}", "button[value=refuse]"),
    Entry("/special-grants/{approved_grant}", "approved"),
)


def prepare(cast: Cast) -> dict[str, object]:
    world = cast.world
    waiting, approved = a_proposal(world)[0], a_proposal(world)[0]
    approve(approved, agency_id=world.agency_id, person_id=cast.office.person_id)
    return {"waiting_grant": waiting, "approved_grant": approved}
