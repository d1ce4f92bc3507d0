"""검토, reports and requests for another look."""

from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.reviews import review_scene

PAGES = (
    Entry("/reviews"),
    Entry("/reviews", "empty", "founder"),
    Entry("/reviews/{reported}"),
    refused("/reviews/{reported}", "button[value=reclaim]"),
    Entry("/reviews/{reported_private}", "closed"),
    refused("/reviews/{reported_private}", "form[action$=open] button"),
    Entry("/appeals"),
    Entry("/appeals", "empty", "founder"),
    Entry("/appeals/{appeal}", "closed"),
    refused("/appeals/{appeal}", "form[action$=open] button"),
    Entry("/notes/{reported}/report"),
    refused("/notes/{reported}/report"),
    Entry("/notes/{reclaimed}", "reclaimed"),
    Entry("/notes/{reclaimed}/appeal"),
    refused("/notes/{reclaimed}/appeal"),
)


def prepare(cast: Cast) -> dict[str, object]:
    return dict(review_scene(cast.world, cast.office))
