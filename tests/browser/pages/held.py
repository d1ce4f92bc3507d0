"""내 정보 and 받은 메시지 한 권: what is held about oneself, and a book of it."""

from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry

PAGES = (
    Entry("/account/held", largest=120_000),
    Entry("/account/held", "first day", "founder", largest=120_000),
    Entry("/account/held/received"),
    Entry("/account/booklet?private=1", "with private letters", largest=150_000),
    Entry("/account/booklet", "first day", "founder"),
)


def prepare(_cast: Cast) -> dict[str, object]:
    return {}
