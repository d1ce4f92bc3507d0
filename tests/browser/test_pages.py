"""Every page of the register (tests/browser/pages), looked at by the browser: readable by everybody, on every screen and on
paper, quick, still, and from this host alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.gallery import Gallery
from tests.browser.looks import look
from tests.browser.pages import EVERYTHING, prepared
from tests.browser.pages.cast import a_cast
from tests.browser.pages.entry import Entry
from tests.browser.test_thanking import Open

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(attacked: Site, chromium: Browser) -> Iterator[Gallery]:
    with attacked.app.app_context():
        cast = a_cast(attacked.world)
        names = prepared(cast)
    made = Gallery(attacked, cast, names, chromium)
    yield made
    made.close()


@pytest.mark.parametrize("entry", EVERYTHING, ids=str)
def test_a_page_is_for_everybody(gallery: Gallery, entry: Entry) -> None:
    window = gallery.show(entry)
    found = [*look(window.page, window.tools, entry), *window.watched.complaints]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_an_open_list(gallery: Gallery, opened: Open) -> None:
    page = opened(gallery.site, gallery.cast.office)
    page.goto("/")
    page.keyboard.type("김민수")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page) == []


def test_the_font_that_is_drawn_has_hangul(site: Site, opened: Open) -> None:
    page = opened(site)
    page.goto("/sign-in")
    page.evaluate("document.fonts.ready")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    heading = tools.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert fonts
    drawn = {font["familyName"] for font in fonts}
    assert any(word in name for name in drawn for word in ("Pretendard", "CJK", "Nanum", "Malgun", "Gothic")), drawn
