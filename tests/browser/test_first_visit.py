"""The first visit from an old office PC: little to fetch, words before fonts, nothing that jumps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.looks import LARGEST_SHIFT, LISTEN
from tests.factories.agencies import Colleague, a_colleague

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

LARGEST_VISIT = 100_000
"""Bytes that really travel with an empty cache, headers included: sheets, scripts and drawings compressed as the server
sends them, the page itself as it is. Fonts do not count."""
_TRAVELLED = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
  .filter(one => !one.name.includes('.woff2')).reduce((sum, one) => sum + one.transferSize, 0)"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"


@pytest.fixture
def reader(site: Site) -> Colleague:
    """Somebody with a page full of thanks."""
    with site.app.app_context():
        reader = a_colleague(site.world.agency_id, "맨처음", site.world.roads, position="행정안전정책조정담당관")
        for number in range(12):
            giver = a_colleague(site.world.agency_id, f"방문객{number}", site.world.planning)
            site.world.send(giver, reader, text=f"{number}번째로 고마움을 전합니다. " * (1 + number))
        return reader


@pytest.mark.parametrize("address", ["/sign-in", "/", "/notes/received"])
def test_a_first_visit_is_light(site: Site, reader: Colleague, opened: Open, address: str) -> None:
    page = opened(site, None if address == "/sign-in" else reader)
    page.goto(address)
    travelled = page.evaluate(_TRAVELLED)
    assert 10_000 < travelled < LARGEST_VISIT


@pytest.mark.parametrize("width", [390, 1280])
def test_words_stand_before_the_fonts_and_stay_where_they_are(
    site: Site, reader: Colleague, opened: Open, width: int
) -> None:
    """Of the pages that everybody opens first, with fonts that come when everything else is there."""
    for address in ("/sign-in", "/", "/notes/received"):
        page = opened(site, None if address == "/sign-in" else reader, viewport={"width": width, "height": 900})
        page.add_init_script(LISTEN)
        fonts = Fonts(page.context)
        page.goto(address, wait_until="domcontentloaded")
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_function(_PAINTED)
        assert fonts.held, "no font was asked for: did the fonts' sheet go missing?"
        fonts.let_come(page)
        assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
        assert page.evaluate("window.__shifted") <= LARGEST_SHIFT, f"{address} jumps when its fonts arrive"


class Fonts:
    """Fonts that a window asked for: none comes before they are let come, then all do."""

    def __init__(self, context: BrowserContext) -> None:
        self.held: list[Route] = []
        self.may_come = False
        context.route("**/*.woff2*", self._hold)

    def let_come(self, page: Page) -> None:
        self.may_come = True
        for font in self.held:
            font.continue_()
        page.evaluate("document.fonts.ready.then(() => new Promise(done => setTimeout(done, 100)))")

    def _hold(self, route: Route) -> None:
        if self.may_come:
            route.continue_()
        else:
            self.held.append(route)


def test_where_one_is_is_seen_in_forced_colours(site: Site, reader: Colleague, opened: Open) -> None:
    unseen = []
    for address in ("/sign-in", "/", "/notes/received", "/account"):
        page = opened(site, None if address == "/sign-in" else reader, forced_colors="active")
        page.goto(address)
        for _stop in range(14):
            page.keyboard.press("Tab")
            unseen += page.evaluate(
                """() => { const one = document.activeElement, style = getComputedStyle(one);
                return one === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
                  ? [] : [location.pathname + ' ' + one.outerHTML.slice(0, 100)] }"""
            )
    assert unseen == []
