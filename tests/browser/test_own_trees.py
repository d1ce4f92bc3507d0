"""One's own leaf and one's own tree in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.factories.agencies import Colleague, a_colleague

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

MOVING = "document.getAnimations().filter(one => one.animationName === 'arrives').length"


def a_thankful_one(site: Site) -> tuple[Colleague, int]:
    """Somebody who has sent a note and received one; and the batch of the first."""
    with site.app.app_context():
        one = a_colleague(site.world.agency_id, "고마리", site.world.planning)
        batch = site.world.send(one, site.world.kim, points=0).batch_id
        site.world.send(site.world.park, one, points=0)
    return one, batch


def test_my_leaf_arrives_where_motion_is_welcome_and_stands_there_at_once_where_it_is_not(
    sqlite_site: Site, opened: Open
) -> None:
    one, batch = a_thankful_one(sqlite_site)
    page = opened(sqlite_site, one)
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"/notes/done/{batch}")
    assert page.evaluate(MOVING) == 1
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    assert page.evaluate(MOVING) == 0
    expect(page.locator(".arriving")).to_be_visible()
    expect(page.locator(".new-leaf")).to_contain_text("복지정책과 가지에 꽃이 한 송이 피었습니다.")


def test_a_limb_of_my_tree_says_what_came_and_went_and_a_blossom_opens_the_note(
    sqlite_site: Site, opened: Open
) -> None:
    one, _batch = a_thankful_one(sqlite_site)
    page = opened(sqlite_site, one)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/trees/mine")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    limb = page.get_by_role("link", name="고마움 1건을 받고 1건을 보냈습니다.")
    limb.focus()
    expect(page.locator("[data-part=sentence]")).to_contain_text("고마움 1건을 받고 1건을 보냈습니다.")
    page.locator("a.leaf").press("Enter")
    expect(page.get_by_text("박서연").first).to_be_visible()
