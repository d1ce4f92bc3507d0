"""The register of pages: every page of the site, in every state worth looking at.

tests/browser/test_pages.py opens each entry in a real browser and looks at it in light, dark, forced colours, on paper, on
the smallest screen and with large text. tests/house/test_page_register.py holds the register against the URL map, so that
a page without an entry fails.

A new page wants one line in the `PAGES` of its noun's module here:

    Entry("/trees/{month}"),                       # as it usually is, opened by somebody with every role
    Entry("/trees/{month}", "empty", "founder"),   # on the agency's first day
    refused("/trees/links", "button[value=make]"), # its form, pressed and refused (422)

and, where its address names something, one name in that module's `prepare`, which makes it (pages/cast.py says who is
there). A new module is one more name in `MODULES`. Where a GET answers with something else than a page (a file, JSON, a
redirect), it stands in `NO_PAGE` with the reason.
"""

from types import ModuleType

from tests.browser.pages import (
    accounts,
    boards,
    exports,
    flows,
    held,
    months,
    notes,
    offices,
    own_trees,
    patterns,
    posters,
    prizes,
    records,
    reorganisations,
    reviews,
    schemes,
    special_grants,
    submissions,
    trees,
)
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry
from tests.browser.pages.errors import ERRORS

MODULES: tuple[ModuleType, ...] = (
    accounts,
    notes,
    reviews,
    special_grants,
    schemes,
    prizes,
    reorganisations,
    offices,
    months,
    records,
    own_trees,
    held,
    exports,
    submissions,
    patterns,
    boards,
    flows,
    trees,
    posters,
)
"""In the order in which their pages are prepared; boards last, since they count what was given."""

NO_PAGE = {
    "static": "files",
    "health.live": "text for machines",
    "health.ready": "text for machines",
    "health.jobs": "text for machines",
    "metrics.page": "numbers for machines",
    "people.search": "JSON for the search box",
    "notices.open_one": "a redirect to what the notice is about",
    "scheme_books.file": "a file to keep",
    "special_grants.evidence": "a file to keep",
    "own_trees.picture": "a file to keep",
    "trees.agency_picture": "a file to keep",
    "trees.root_picture": "a file to keep",
    "trees.agency_table": "a file to keep",
    "trees.root_table": "a file to keep",
    "trees.seasons": "the colours of the months, as a style sheet",
    "posters.seasons": "the colours of one theme, as a style sheet",
}
"""GET endpoints that show no page, and what they answer instead."""

REGISTER: tuple[Entry, ...] = tuple(entry for module in MODULES for entry in module.PAGES)
EVERYTHING: tuple[Entry, ...] = (*REGISTER, *ERRORS)


def prepared(cast: Cast) -> dict[str, object]:
    """Make what the addresses speak of; answers with the names that stand in their braces."""
    names: dict[str, object] = {}
    for module in MODULES:
        made = module.prepare(cast)
        twice = names.keys() & made.keys()
        assert not twice, f"{module.__name__} names {twice}, which another module names already"
        names.update(made)
    return names
