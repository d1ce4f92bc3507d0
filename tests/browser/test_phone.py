"""With one thumb on the smallest telephone: what one came to press stays in reach above the keyboard of the screen."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Site
from tests.browser.test_thanking import TEXT, Open, sent_texts, somebody

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
ABOVE_THE_KEYBOARD: ViewportSize = {"width": 320, "height": 318}  # what a keyboard of 250 px leaves

# In sight, and nothing lies over its middle.
_IN_REACH = """at => {
  const box = at.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const hit = document.elementFromPoint(x, y);
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && (at === hit || at.contains(hit));
}"""
_IS_COVERED = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const points = [0.25, 0.5, 0.75].map((part) => [box.left + box.width / 2, box.top + box.height * part]);
  const clickable = at.closest("label") ?? at;
  return points.every(([x, y]) => { const hit = document.elementFromPoint(x, y); return !(hit && (clickable.contains(hit) || hit.contains(at))); });
}"""


def assert_in_reach(page: Page, what: str) -> None:
    expect(page.locator(what).first).to_be_visible()
    assert page.locator(what).first.evaluate(_IN_REACH), what


def test_finding_writing_and_sending_stay_above_the_keyboard(site: Site, opened: Open) -> None:
    sender = somebody(site, "소나무", site.world.planning)
    for name in ("가문비", "가문산", "가문재"):
        somebody(site, name)
    page = opened(site, sender, **PHONE)
    page.goto("/")
    page.locator("#q").tap()
    page.set_viewport_size(ABOVE_THE_KEYBOARD)
    page.keyboard.type("가문", delay=20)
    expect(page.get_by_role("option")).to_have_count(3)
    assert_in_reach(page, "[role=option]")
    page.get_by_role("option").first.tap()
    page.keyboard.type(TEXT)
    assert_in_reach(page, "button[value=send]")
    page.keyboard.type("\n그 덕분에 회의가 제때 끝났습니다." * 3)
    assert_in_reach(page, "button[value=send]")
    page.locator("button[value=send]").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    assert len(sent_texts(site, sender)) == 1


def test_nothing_that_has_the_focus_lies_behind_the_button_that_sends(site: Site, opened: Open) -> None:
    to = somebody(site, "자작숲")
    page = opened(site, somebody(site, "전나무", site.world.planning), **PHONE)
    page.goto(f"/notes/new?to={to.number}")
    page.locator("#text").focus()
    covered = []
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(_IS_COVERED):
            covered.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
        if page.evaluate("document.activeElement.closest('footer') !== null"):
            break
    assert covered == []


def test_a_reply_is_sent_without_looking_for_the_button(site: Site, opened: Open) -> None:
    sender, recipient = somebody(site, "참나무", site.world.planning), somebody(site, "느티골")
    with site.app.app_context():
        (note_id,) = site.world.send(sender, recipient).note_ids
    page = opened(site, recipient, **PHONE)
    page.goto(f"/notes/{note_id}")
    page.set_viewport_size(ABOVE_THE_KEYBOARD)
    page.locator("#text").focus()
    page.keyboard.type("저야말로 고맙습니다.")
    assert_in_reach(page, ".reply-form button")
    page.locator(".reply-form button").tap()
    expect(page.locator(".flashes")).to_contain_text("답례를 전했습니다.")


@pytest.mark.parametrize("where", ["give-back", "account"])
def test_what_one_came_to_press_is_as_wide_as_a_thumb(site: Site, opened: Open, where: str) -> None:
    sender, recipient = somebody(site, f"버드{where[0]}", site.world.planning), somebody(site, f"오리{where[0]}")
    with site.app.app_context():
        (note_id,) = site.world.send(sender, recipient).note_ids
    page = opened(site, recipient, **PHONE)
    page.goto(f"/notes/{note_id}/give-back" if where == "give-back" else "/account")
    buttons = page.locator("main button, main .button")
    sizes = [box for button in buttons.all() if (box := button.bounding_box())]
    assert sizes
    assert [box for box in sizes if box["height"] < 44 or box["x"] + box["width"] > 320] == []
