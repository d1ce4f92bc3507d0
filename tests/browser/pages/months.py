"""달 확정: a month on every step of the way to being closed."""

from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry
from tests.factories.closings import month_scene

PAGES = (
    Entry("/months"),
    Entry("/months", "empty", "founder"),
    Entry("/months/{month}", "open"),
    Entry("/months/2025-06", "closed"),
    Entry("/months/2025-07", "stopped"),
    Entry("/months/2025-08", "asked for"),
    Entry("/months/2025-09", "ended"),
    Entry("/months/2025-07/confirm"),
)


def prepare(cast: Cast) -> dict[str, object]:
    month_scene(cast.world, cast.office)
    return {}
