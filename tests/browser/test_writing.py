"""Writing in a real browser: the hint that appears while one writes, the questions that become a text, a number that is held."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.drafts import kept_draft
from tests.browser.test_thanking import TEXT, Open, sent_texts, somebody

pytestmark = pytest.mark.browser

BARE = "항상 도와주셔서 감사합니다^^"


def begin(site: Site, opened: Open, sender: str, recipient: str, **settings: object) -> Page:
    """The form of a sender for one recipient, in a window of its own."""
    to = somebody(site, recipient)
    page = opened(site, somebody(site, sender, site.world.planning), **settings)
    page.goto(f"/notes/new?to={to.number}")
    return page


def test_a_hint_appears_while_one_writes_and_goes_when_it_is_no_longer_true(site: Site, opened: Open) -> None:
    page = begin(site, opened, "강물결", "조약돌")
    hints = page.get_by_role("status").filter(has_text="무엇이 고마웠는지")
    page.locator("#text").press_sequentially(BARE)
    expect(hints).to_be_visible()
    expect(page.locator(".hints")).to_have_attribute("aria-live", "polite")
    expect(page.locator("#text")).to_be_focused()
    page.locator("#text").press_sequentially(" 어제 추경 자료를 같이 맞춰 주셔서 제때 냈습니다.")
    expect(page.locator(".hint")).to_have_count(0)


def test_a_hint_does_not_keep_one_from_sending(site: Site, opened: Open) -> None:
    page = begin(site, opened, "고드름", "나뭇잎")
    page.locator("#text").fill(BARE)
    expect(page.locator(".hint")).to_be_visible()
    page.locator("button[value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    expect(page.get_by_text("무엇이 고마웠는지")).to_have_count(0)


def test_without_scripts_the_hint_stands_with_what_was_sent(site: Site, opened: Open) -> None:
    page = begin(site, opened, "단풍길", "라일락", java_script_enabled=False)
    page.locator("#text").fill(BARE)
    page.locator("button[value=send]").click()
    expect(page.locator("noscript .message")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_answers_become_a_text_that_is_changed_and_sent(site: Site, opened: Open, scripts: bool) -> None:
    sender, recipient = somebody(site, "마중물", site.world.planning), somebody(site, "바람꽃")
    page = opened(site, sender, java_script_enabled=scripts)
    page.goto(f"/notes/new?to={recipient.number}")
    page.get_by_text("육하원칙으로 쓰기").click()
    expect(page.locator("[data-guide-who]")).to_have_text("바람꽃 주무관")
    page.get_by_label("무엇을 도와주었나요?").fill("추경 자료 취합")
    page.get_by_label("어떻게 도와주었고 무엇이 달라졌나요?").fill("표를 함께 맞춰 주셔서 제때 냈습니다")
    page.get_by_role("button", name="글로 옮기기").click()
    text = page.locator("#text")
    expect(text).to_have_value(f"{page.locator('#guide_when').input_value()} 바람꽃 주무관님이 추경 자료 취합을 도와주셨습니다. 표를 함께 맞춰 주셔서 제때 냈습니다.")  # fmt: skip
    text.fill(f"{text.input_value()} 고맙습니다.")
    page.locator("button[value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    (sent,) = sent_texts(site, sender)
    assert sent.endswith(
        "바람꽃 주무관님이 추경 자료 취합을 도와주셨습니다. 표를 함께 맞춰 주셔서 제때 냈습니다. 고맙습니다."
    )


def test_the_questions_know_whom_one_chooses(site: Site, opened: Open) -> None:
    page = begin(site, opened, "사슴벌", "아지랑")
    somebody(site, "자작나")
    page.get_by_text("육하원칙으로 쓰기").click()
    page.locator("#q").fill("자작나")
    page.get_by_role("option").filter(has_text="자작나").click()
    expect(page.locator("[data-guide-who]")).to_have_text("아지랑 주무관, 자작나 주무관")
    page.get_by_role("button", name="아지랑 주무관 빼기").click()
    expect(page.locator("[data-guide-who]")).to_have_text("자작나 주무관")


def test_enter_in_an_answer_neither_searches_nor_sends(site: Site, opened: Open) -> None:
    page = begin(site, opened, "차오름", "카네이")
    address = page.url
    page.get_by_text("육하원칙으로 쓰기").click()
    page.get_by_label("어디서").fill("본관 3층")
    page.get_by_label("어디서").press("Enter")
    expect(page.get_by_label("어디서")).to_be_focused()
    assert page.url == address


def test_answers_survive_leaving_the_page(site: Site, opened: Open) -> None:
    page = begin(site, opened, "타래난", "파랑새")
    page.get_by_text("육하원칙으로 쓰기").click()
    page.get_by_label("무엇을 도와주었나요?").fill("현장 사진 정리")
    page.goto("/notes/feed")
    kept_draft(page).click()
    assert "파랑새 주무관님이 현장 사진 정리를 도와주셨습니다." in page.locator("#text").input_value()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_telephone_number_is_held_once_and_sent_by_the_next_press(site: Site, opened: Open, scripts: bool) -> None:
    sender, recipient = somebody(site, "하늘땅", site.world.planning), somebody(site, "갈대밭")
    page = opened(site, sender, java_script_enabled=scripts)
    page.goto(f"/notes/new?to={recipient.number}")
    page.locator("#text").fill(f"{TEXT} 010.1234.5678")
    if scripts:
        expect(page.locator(".hint")).to_contain_text("010.1234.5678")
    page.locator("button[value=send]").click()
    notice = page.locator(".held")
    expect(notice).to_contain_text("010.1234.5678")
    if scripts:
        expect(notice).to_be_focused()
    assert sent_texts(site, sender) == []
    page.get_by_role("button", name="이대로 보내기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    assert sent_texts(site, sender) == [f"{TEXT} 010.1234.5678"]


def test_thanks_alone_is_offered_by_the_script_only_where_it_can_go(site: Site, opened: Open) -> None:
    page = begin(site, opened, "너울춤", "도라지")
    beside = somebody(site, "루비콘", site.world.planning)
    alone = page.get_by_role("button", name="고마운 마음만 전하기")
    expect(alone).to_be_hidden()
    page.locator("#q").fill(beside.name)
    page.get_by_role("option").filter(has_text=beside.name).click()
    expect(alone).to_be_visible()
    page.get_by_role("button", name=f"{beside.name} 주무관 빼기").click()
    expect(alone).to_be_hidden()
    page.locator("#q").fill(site.world.choi.name)
    page.get_by_role("option").filter(has_text=site.world.choi.name).click()
    expect(alone).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_hints_questions_and_notices_fit_and_are_readable_by_everybody(site: Site, opened: Open, width: int) -> None:
    page = begin(
        site, opened, f"머루{width}", f"솔잎{width}", viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page.get_by_text("육하원칙으로 쓰기").click()
    page.locator("#text").fill("감사합니다" * 6 + " 010-1234-5678")
    expect(page.locator(".hint")).to_have_count(2)
    found = look(page, f"{width}-hint")
    page.locator("button[value=send]").click()
    expect(page.locator(".held")).to_be_visible()
    found += look(page, f"{width}-held")
    page.get_by_text("육하원칙으로 쓰기").click()
    page.get_by_label("무엇을 도와주었나요?").fill("추경 자료 취합")
    page.get_by_role("button", name="글로 옮기기").click()
    expect(page.locator(".composed")).to_be_visible()
    found += look(page, f"{width}-composed")
    assert found == []


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, in light and dark."""
    found = ["it scrolls sideways"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{name} ({scheme}): {fault}" for fault in faults(page)]
    return found
