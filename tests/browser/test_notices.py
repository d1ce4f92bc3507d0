"""The bell and what it leads to, by keyboard and by touch, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.test_thanking import Open
from tests.factories.agencies import a_colleague

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_bell_leads_to_the_note_and_falls_silent(site: Site, opened: Open, scripts: bool) -> None:
    world = site.world
    with site.app.app_context():
        reader = a_colleague(world.agency_id, "가온누리", world.roads)
        world.send(world.hong, reader)
    page = opened(site, reader, java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    page.goto("/")
    bell = page.get_by_role("link", name=re.compile("^알림"))
    expect(bell).to_have_text(re.compile("1$"))
    bell.click()
    page.get_by_role("link", name="기획담당관 홍길동 주무관님이 고마움을 전했습니다.").click()
    expect(page).to_have_url(re.compile(r"/notes/\d+$"))
    expect(bell).not_to_have_text(re.compile("[0-9]"))


def test_all_are_marked_read_with_one_press(site: Site, opened: Open) -> None:
    world = site.world
    with site.app.app_context():
        reader = a_colleague(world.agency_id, "나리꽃", world.roads)
        world.send(world.hong, reader)
        world.send(world.kim, reader)
    page = opened(site, reader)
    page.goto("/notices")
    expect(page.get_by_text("새 알림", exact=True)).to_have_count(2)
    page.get_by_role("button", name="모두 읽음으로 표시").press("Enter")
    expect(page.get_by_text("새 알림", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="모두 읽음으로 표시")).to_have_count(0)
