"""With the keyboard alone, and heard as a screen reader is told it: search, write, send, read, answer, the ranking, the
tree.

Nothing but Tab, Enter, arrows, Escape and letters is pressed; at each step the focus has the role, the name and the state
that the accessibility tree tells.
"""

import pytest
from playwright.sync_api import Page, expect

from collabpoints.services.trees import grow_span
from tests.browser.conftest import Site, Watched
from tests.browser.readers import Reader
from tests.browser.test_thanking import TEXT, Open, somebody
from tests.factories.boards import boards_of

pytestmark = pytest.mark.browser
STILL = {"reduced_motion": "reduce"}


def arrive(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_the_first_stop_leads_past_the_menu(site: Site, opened: Open) -> None:
    page = opened(site, somebody(site, "가람휘", site.world.planning), **STILL)
    page.goto("/notes/feed")
    reader = Reader(page)
    skip = reader.tab()
    assert (skip.role, skip.name) == ("link", "본문으로 바로가기")
    page.keyboard.press("Enter")
    assert reader.heard().role == "main"
    reader.tab()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_list_of_colleagues_is_heard_and_escape_closes_it(site: Site, opened: Open) -> None:
    page = opened(site, somebody(site, "나래솔", site.world.planning), **STILL)
    somebody(site, "구름산")
    page.goto("/")
    reader = Reader(page)
    box = reader.heard()
    assert (box.role, box.name, box.states["expanded"]) == ("combobox", "누구에게 고마우신가요?", False)
    assert "초성" in box.description
    page.keyboard.type("ㄱㄹㅅ", delay=20)
    expect(page.get_by_role("option").filter(has_text="구름산")).to_be_visible()
    box = reader.heard()
    assert (box.role, box.value, box.states["expanded"], box.active) == ("combobox", "ㄱㄹㅅ", True, None)
    assert reader.live() == ["1명을 찾았습니다. 화살표로 고를 수 있습니다."]
    page.keyboard.press("ArrowDown")
    option = reader.heard().active
    assert option
    assert (option.role, option.states["selected"]) == ("option", True)
    assert option.name.startswith("구름산 주무관 복지정책과")
    page.keyboard.press("Escape")
    box = reader.heard()
    assert (box.role, box.value, box.states["expanded"], box.active) == ("combobox", "ㄱㄹㅅ", False, None)


def test_from_the_search_to_the_tree_without_a_mouse(site: Site, opened: Open, watched: Watched) -> None:
    watched.expected = ("status of 422",)
    sender, recipient = somebody(site, "마루빛", site.world.planning), somebody(site, "바다별")
    page = opened(site, sender, **STILL)
    reader = Reader(page)
    page.goto("/")
    choose(page, reader, "ㅂㄷㅂ", "바다별 주무관")
    refuse(page, reader)
    send(page, reader)

    theirs = opened(site, recipient, **STILL)
    theirs.goto("/notices")
    listener = Reader(theirs)
    read(theirs, listener)
    answer(theirs, listener)
    rank(site, theirs, listener)
    climb(theirs, listener)

    page.goto("/notes/sent")
    reader.tab_to("link", "답례가 왔습니다")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="답례가 도착했습니다")).to_be_visible()


def choose(page: Page, reader: Reader, typed: str, called: str) -> None:
    """A colleague is searched for and chosen; the next thing is to write."""
    page.keyboard.type(typed, delay=20)
    expect(page.get_by_role("option").filter(has_text=called.split(maxsplit=1)[0])).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    text = reader.heard()
    assert (text.role, text.name, text.states["multiline"]) == ("textbox", "어떤 도움을 받으셨나요?", True)
    assert "한두 문장이면 충분합니다" in text.description
    assert f"{called} 님을 골랐습니다." in reader.live()
    remove = reader.tab_to("button", f"{called} 빼기", back=True)
    assert remove.name == f"{called} 빼기"
    reader.tab_to("textbox", "어떤 도움을 받으셨나요?")


def refuse(page: Page, reader: Reader) -> None:
    """What is too short is refused: one hears why, and the way back to the text is the next stop."""
    page.keyboard.type("고마워")
    reader.tab_to("button", "10포인트와 함께 보내기")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    summary = reader.heard()
    assert (summary.role, summary.name) == ("region", "보내지 않았습니다. 적은 글은 그대로 있습니다.")
    fault = reader.tab()
    assert fault.role == "link"
    assert fault.name.startswith("조금만 더 적어 주세요.")
    page.keyboard.press("Enter")
    text = reader.heard()
    assert (text.role, text.value, text.states["invalid"]) == ("textbox", "고마워", "true")
    assert "조금만 더 적어 주세요." in text.description


def send(page: Page, reader: Reader) -> None:
    """The press is answered where one listens: at the heading of the page that says so."""
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(TEXT)
    private = reader.tab_to("checkbox", "둘만 보기")
    assert private.states["checked"] == "false"
    assert "두 사람에게만" in private.description
    reader.tab_to("button", "10포인트와 함께 보내기")
    page.keyboard.press("Enter")
    arrive(page, "보냈습니다")
    said = reader.heard()
    assert (said.role, said.name) == ("heading", "보냈습니다")
    reader.tab_to("button", "보내기 취소")
    reader.tab_to("link", "다른 동료에게도 전하기")


def read(page: Page, reader: Reader) -> None:
    """From the menu to the note that came."""
    ways = reader.tab_to("link", "받은 메시지")
    assert ways.name == "받은 메시지 읽지 않은 메시지 1"
    page.keyboard.press("Enter")
    arrive(page, "받은 메시지")
    letter = page.locator(".letter__when a").first
    name = letter.inner_text()
    reader.tab_to("link", name)
    page.keyboard.press("Enter")
    arrive(page, "마루빛 주무관님이 전한 고마움")


def answer(page: Page, reader: Reader) -> None:
    """The reply goes, and that it went is the first thing one hears."""
    box = reader.tab_to("textbox", "답례")
    assert "200자까지" in box.description
    page.keyboard.type("저야말로 고맙습니다.")
    reader.tab_to("button", "답례 전하기")
    page.keyboard.press("Enter")
    expect(page.locator(".flashes")).to_be_focused()
    said = reader.heard()
    assert said.role == "status"
    assert "답례를 전했습니다." in reader.live()


def rank(site: Site, page: Page, reader: Reader) -> None:
    """From the answer to the ranking; where one is, is told."""
    with site.app.app_context():
        grow_span(site.world.agency_id, boards_of(site.world.agency_id)[0].span)
    reader.tab_to("link", "순위", back=True)
    page.keyboard.press("Enter")
    arrive(page, "부서 순위")
    reader.tab_to("link", "순위")
    expect(page.locator(":focus")).to_have_attribute("aria-current", "true")
    reader.tab_to("link", "부서별")
    expect(page.locator(":focus")).to_have_attribute("aria-current", "page")
    reader.tab_to("link", "개인별")
    page.keyboard.press("Enter")
    arrive(page, "개인 순위")


def climb(page: Page, reader: Reader) -> None:
    """The tree is one stop; arrows walk its branches, each says itself, and Escape comes down to where one leads."""
    reader.tab_to("link", "협업나무", back=True)
    page.keyboard.press("Enter")
    arrive(page, "협업나무")
    first = reader.tab_into("[data-tree] svg")
    passed = [first]
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        passed.append(reader.heard())
    assert {stop.role for stop in passed} <= {"link", "image"}
    assert all(stop.name for stop in passed)
    assert len({stop.name for stop in passed}) > 1, passed
    told = page.locator("[data-caption] [data-part=sentence]").inner_text()
    assert told in passed[-1].name
    page.keyboard.press("Escape")
    out = reader.heard()  # the way that the caption shows, or what it tells where nothing leads on
    assert told in out.name or out.role == "link"
    table = reader.tab_into(".tree-table")
    assert table.name == "표로 읽는 나무"
