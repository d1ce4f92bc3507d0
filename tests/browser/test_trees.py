"""The collaboration tree in a real browser: with the keyboard, with a finger, at every width, on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.factories.groves import Grove, a_grove

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
WIDTHS = (320, 768, 1440)
LIMBS = ".limb[data-place]:not([aria-hidden])"

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.names text')]
    .map(name => [name.textContent, name.getBoundingClientRect()]).filter(([_, box]) => box.width);
  const touching = boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
    .filter(([_, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map(([other]) => one + ' / ' + other));
  return [boxes.length, touching];
}"""
LETTERS = """() => {
  const drawn = document.querySelector('[data-tree] svg');
  const scale = drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width;
  return [...document.querySelectorAll('.names text')].filter(name => name.getBoundingClientRect().width)
    .map(name => parseFloat(getComputedStyle(name).fontSize) * scale);
}"""
HEIGHTS = f"""() => {{
  const caption = document.querySelector('[data-caption]');
  return [...document.querySelectorAll('{LIMBS}')].map(limb => {{
    limb.focus();
    return caption.getBoundingClientRect().height;
  }});
}}"""


@pytest.fixture(scope="module")
def grove(attacked: Site) -> Grove:
    """On a server of its own an agency whose tree has grown."""
    with attacked.app.app_context():
        return a_grove(code="grove")


@pytest.fixture
def tree(attacked: Site, grove: Grove, opened: Open) -> Page:
    page = opened(attacked, grove.reader, viewport={"width": 1440, "height": 900})
    page.goto(grove.address)
    return page


def heard(page: Page) -> str:
    """What a reader of screens says of what has the focus."""
    return page.locator(":focus").get_attribute("aria-label") or page.locator(":focus").inner_text()


def test_the_keyboard_walks_the_branches_and_the_tree_is_one_stop(tree: Page, grove: Grove) -> None:
    whole = tree.get_by_role("group", name=re.compile("협업나무 고마움 20건이 오갔고"))
    links = whole.get_by_role("link")
    expect(links.first).to_have_accessible_name(re.compile("^기획실: 부서 4곳, 16명이 함께하는 큰 가지입니다"))
    assert tree.locator("[data-tree] svg [tabindex='0']").count() == 1
    tree.locator(".tree-spans a").last.focus()
    tree.keyboard.press("Tab")
    steps = (
        ("", "기획실"),
        ("ArrowRight", "건설국"),
        ("End", "함께 모은 부서 2곳"),
        ("ArrowRight", "함께 모은 부서 2곳"),
        ("Home", "기획실"),
        ("ArrowUp", "기획담당관"),
        ("ArrowRight", "복지정책과"),
        ("ArrowDown", "기획실"),
        ("ArrowUp", "기획담당관"),
    )
    for key, name in steps:
        if key:
            tree.keyboard.press(key)
        assert heard(tree).startswith(f"{name}: "), (key, heard(tree))
        assert tree.locator("[data-caption] [data-part=name]").inner_text() == name
    tree.keyboard.press("Tab")
    expect(tree.locator(":focus")).to_have_text("이 가지의 나무 보기")
    tree.keyboard.press("Shift+Tab")
    assert heard(tree).startswith("기획담당관: ")
    tree.keyboard.press("Escape")
    expect(tree.locator(":focus")).to_have_text("이 가지의 나무 보기")
    tree.keyboard.press("Enter")
    expect(tree.get_by_role("heading", level=1)).to_have_text(re.compile("^기획담당관의 "))


def test_a_leaf_is_walked_to_from_its_branch_and_opens_its_note(tree: Page, grove: Grove) -> None:
    tree.goto(f"{grove.address}/D1")
    leaf = tree.locator("a.leaf").first
    leaf.focus()
    tree.keyboard.press("ArrowRight")
    expect(tree.locator("a.leaf").nth(1)).to_be_focused()
    assert tree.locator("[data-tree] svg [tabindex='0']").count() == 1 or leaf.get_attribute("tabindex") == "-1"
    tree.keyboard.press("Enter")
    expect(tree).to_have_url(re.compile(r"/notes/\d+$"))


def test_pointing_at_a_row_marks_its_limb_and_the_other_way_round(tree: Page) -> None:
    row = tree.get_by_role("row").filter(has=tree.get_by_role("rowheader", name="복지정책과"))
    row.hover()
    expect(tree.locator(".limb.is-shown")).to_have_attribute("aria-label", re.compile("^복지정책과: "))
    tree.locator("a.limb", has=tree.locator("xpath=self::*[starts-with(@aria-label, '도로과')]")).locator(
        ".touch"
    ).hover()
    expect(tree.locator("tr.is-shown th")).to_have_text("도로과")
    expect(tree.locator("[data-caption] [data-part=name]")).to_have_text("도로과")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_names_touch_they_can_be_read_and_nothing_moves(
    attacked: Site, grove: Grove, opened: Open, width: int
) -> None:
    page = opened(attacked, grove.reader, viewport={"width": width, "height": 900})
    page.goto(grove.address)
    names, touching = page.evaluate(OVERLAPS)
    assert names >= 3
    assert touching == []
    assert min(page.evaluate(LETTERS)) >= 11
    assert len(set(page.evaluate(HEIGHTS))) == 1
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_first_tap_names_a_limb_and_the_second_opens_it(attacked: Site, grove: Grove, opened: Open) -> None:
    page = opened(attacked, grove.reader, viewport={"width": 320, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(grove.address)
    limb = page.locator("a.limb[aria-label^='하천과'] .touch")
    limb.tap()
    expect(page.locator("[data-caption]")).to_contain_text("6명이 함께하는 가지입니다.")
    expect(page.locator("[data-caption]")).to_have_attribute("aria-live", "polite")
    expect(page).to_have_url(re.compile(f"{grove.address}$"))
    limb.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^하천과의 "))


def test_without_scripts_a_limb_is_a_link_and_the_caption_keeps_its_place(
    attacked: Site, grove: Grove, opened: Open
) -> None:
    page = opened(attacked, grove.reader, java_script_enabled=False)
    page.goto(f"{grove.address}?mine=1")
    expect(page.locator("[data-caption]")).to_contain_text("내가 보낸 잎 1장")
    page.locator("a.limb[aria-label^='하천과']").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^하천과의 "))


@pytest.mark.parametrize(("wish", "moving"), [("reduce", 0), ("no-preference", 1)])
def test_leaves_settle_once_and_not_where_motion_is_unwelcome(
    attacked: Site, grove: Grove, opened: Open, wish: str, moving: int
) -> None:
    page = opened(attacked, grove.reader, reduced_motion=wish)
    page.goto(grove.address)
    told = page.evaluate(
        """() => { const seen = getComputedStyle(document.querySelector('[data-tree] .limb'));
                   return [seen.animationName, seen.animationIterationCount, parseFloat(seen.animationDuration)]; }"""
    )
    assert (told[0] != "none") is bool(moving)
    assert told[1] == "1"
    assert told[2] <= 1


def test_the_picture_and_its_table_print_on_two_sheets(tree: Page) -> None:
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
    sheets = tree.pdf(format="A4", margin=margin)  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) <= 2
