"""순위, its explanations, and the head's view of her department."""

from collabpoints.domain.spans import Span
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry
from tests.factories.boards import boards_of

PAGES = (
    Entry("/boards/{month}/departments"),
    Entry("/boards/{month}/departments?mine=1", "own place"),
    Entry("/boards/{month}/departments?order=official", "in official order", "employee"),
    Entry("/boards/{month}/persons"),
    Entry("/boards/{month}/persons?mine=1", "own place"),
    Entry("/boards/{month}/persons?by=sent", "by what was given", "employee"),
    Entry("/boards/{last_month}/persons", "a month that ended"),
    Entry("/boards/2020/persons", "nothing to see"),
    Entry("/boards/{month}/persons", "nothing yet", "founder"),
    Entry("/boards", "nothing yet", "founder"),
    Entry("/boards/{month}/persons/me/explanation"),
    Entry("/boards/{month}/departments/{planning}/explanation", "a month"),
    Entry("/boards/{year}/departments/{planning}/explanation", "a year"),
    Entry("/boards/department"),
    Entry("/boards/department", "first day", "founder"),
    Entry("/boards/{year}/department", "a year"),
)


def prepare(cast: Cast) -> dict[str, object]:
    month = str(boards_of(cast.world.agency_id)[0].span)
    boards_of(cast.world.agency_id, Span.parse(cast.last_month))
    return {"month": month, "year": month[:4], "last_month": cast.last_month, "planning": cast.world.planning}
