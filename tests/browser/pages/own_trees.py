"""내 나무, one's own tree."""

from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry

PAGES = (
    Entry("/trees/mine", "many leaves"),
    Entry("/trees/mine", "a leaf and a root", "employee"),
    Entry("/trees/mine", "first day", "founder"),
)


def prepare(_cast: Cast) -> dict[str, object]:
    return {}
