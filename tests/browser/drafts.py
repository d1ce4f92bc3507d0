"""The draft that waits at home."""

from playwright.sync_api import Locator, Page


def kept_draft(page: Page) -> Locator:
    """The link at home to what was being written. What was typed a moment ago is on its way to the server while the next
    page opens: home is opened until it is there, a few seconds at most."""
    link = page.get_by_role("link", name="이어서 쓰기")
    for _ in range(20):
        page.goto("/")
        if link.count():
            break
        page.wait_for_timeout(250)
    return link
