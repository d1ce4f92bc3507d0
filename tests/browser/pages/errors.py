"""Pages of errors: their addresses lead nowhere, so that they stand apart from the rest of the register."""

from tests.browser.pages.entry import Entry

ERRORS = (
    Entry("/nothing-here", "404", status=404),
    Entry("/nothing-here", "404", "nobody", status=404),
    Entry("/notices/read", "405", status=405),
)
