"""순위 설명 and 우리 부서 in a real browser: on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from collabpoints.domain.roles import Role
from tests.browser.conftest import Site
from tests.browser.test_boards import Open, ranked  # noqa: F401  (a fixture)
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import newest_month

pytestmark = pytest.mark.browser

A4 = {"width": 726, "height": 1032}
"""What is left of a sheet of A4 within the page's own margins, in CSS pixels."""


@pytest.fixture
def chief(ranked: Site) -> Colleague:  # noqa: F811
    """The head of the department that was thanked. All its people are among the first ten, so that it is a small cell: as
    the officer she sees its figures all the same."""
    with ranked.app.app_context():
        return a_colleague(
            ranked.world.agency_id,
            "한아름",
            ranked.world.welfare,
            position="과장",
            roles=(Role.DEPARTMENT_HEAD, Role.OFFICER),
        )


def explained(site: Site) -> list[str]:
    with site.app.app_context():
        month = str(newest_month(site.world.agency_id))
    return [f"/boards/{span}/departments/{site.world.welfare}/explanation" for span in (month, month[:4])] + [
        f"/boards/{month[:4]}/department"
    ]


def pages_of(page: Page, to: Path) -> int:
    page.pdf(path=to, format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", to.read_bytes()))


def test_each_fits_on_one_sheet(ranked: Site, chief: Colleague, opened: Open, tmp_path: Path) -> None:  # noqa: F811
    page = opened(ranked, chief)
    for number, address in enumerate(explained(ranked)):
        page.goto(address)
        assert pages_of(page, tmp_path / f"{number}.pdf") == 1, address


def test_on_paper_tables_stay_tables_and_what_one_presses_is_gone(
    ranked: Site,  # noqa: F811
    chief: Colleague,
    opened: Open,
) -> None:
    page = opened(ranked, chief, viewport=A4)
    page.emulate_media(media="print")
    page.goto(explained(ranked)[1])
    assert page.locator("thead").first.is_visible()
    assert page.get_by_role("row", name="합계").is_visible()
    assert not page.locator(".site-header").is_visible()
    assert not page.get_by_role("link", name="순위로 돌아가기").is_visible()
