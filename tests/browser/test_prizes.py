"""The pages of prizes, looked at by the browser."""

from pathlib import Path

import pytest

from collabpoints.domain.roles import Role
from tests.browser.conftest import Site, Watched
from tests.browser.test_pages import AXE, faults, visit
from tests.browser.test_thanking import Open
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.prizes import prize_pages

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(site: Site) -> Colleague:
    with site.app.app_context():
        return a_colleague(site.world.agency_id, "오담당", site.world.planning, roles=(Role.OFFICER,))


@pytest.fixture
def pages(site: Site, officer: Colleague) -> tuple[str, ...]:
    with site.app.app_context():
        return prize_pages(site.world, officer)


def test_no_page_of_prizes_scrolls_sideways_on_the_smallest_screen(
    site: Site, officer: Colleague, pages: tuple[str, ...], opened: Open, watched: Watched
) -> None:
    page = opened(site, officer, viewport={"width": 320, "height": 640})
    wide = []
    for address in pages:
        visit(page, address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert wide == []


def test_axe_finds_nothing_on_the_pages_of_prizes(
    site: Site, officer: Colleague, pages: tuple[str, ...], opened: Open, watched: Watched
) -> None:
    axe, found = Path(AXE).read_text(encoding="utf-8"), []
    page = opened(site, officer, reduced_motion="reduce")
    for address in pages:
        visit(page, address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{address} ({scheme}): {fault}" for fault in faults(page, axe)]
    assert found == []


def test_without_scripts_the_question_is_answered(
    site: Site, officer: Colleague, pages: tuple[str, ...], opened: Open, watched: Watched
) -> None:
    page = opened(site, officer, java_script_enabled=False)
    page.goto(next(address for address in pages if address.startswith("/prizes/asked/")))
    page.get_by_role("button", name="받겠습니다", exact=True).click()
    assert page.get_by_text("받겠다고 답하셨습니다.").is_visible()
