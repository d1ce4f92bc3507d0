"""The thirty seconds in a real browser: find a colleague, write, send; it is read and answered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from collabpoints.db import db
from collabpoints.models import Account, Note, NoteText
from collabpoints.services.password_hashes import hash_of
from collabpoints.services.sessions import end_all_sessions
from tests.browser.conftest import Site, Watched
from tests.browser.drafts import kept_draft
from tests.factories.agencies import Colleague, a_colleague

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

TEXT = "어제 늦게까지 예산 자료를 같이 살펴봐 주셔서 제때 낼 수 있었습니다."


def somebody(site: Site, name: str, department_id: int = 0) -> Colleague:
    """A colleague of this test's own, so that no cap of an earlier test is reached."""
    with site.app.app_context():
        return a_colleague(site.world.agency_id, name, department_id or site.world.welfare)


def sent_texts(site: Site, sender: Colleague) -> list[str]:
    with site.app.app_context():
        rows = select(NoteText.text).join(Note, Note.id == NoteText.note_id)
        return list(db.session.scalars(rows.where(Note.sender_person_id == sender.person_id).order_by(Note.id)))


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request: pytest.FixtureRequest) -> Site:
    name = "sqlite_site" if request.param == "sqlite" else "postgres_site"
    found: Site = request.getfixturevalue(name)
    return found


def test_from_initials_to_the_reply_with_the_keyboard_alone(either_site: Site, opened: Open) -> None:
    site = either_site
    sender, recipient = somebody(site, "남궁하나", site.world.planning), somebody(site, "독고영재")
    page = opened(site, sender)
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("ㄷㄱㅇㅈ", delay=30)
    expect(page.get_by_role("option").filter(has_text="독고영재")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("독고영재")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type(TEXT)
    expect(page.locator("#text-count")).to_have_text(f"{len(TEXT)} / 500자")
    page.get_by_role("button", name="10포인트와 함께 보내기").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")

    arrival = opened(site, recipient)
    arrival.goto("/")
    expect(arrival.locator(".count").filter(has_text="읽지 않은 메시지")).to_contain_text("1")
    arrival.locator(".letter__when a").click()
    expect(arrival.locator(".letter__text")).to_have_text(TEXT)
    arrival.get_by_role("button", name="답례 전하기").click()
    expect(arrival.locator(".reply__text")).to_be_visible()

    page.goto("/notes/sent")
    expect(page.get_by_text("답례가 왔습니다")).to_be_visible()


def test_from_search_to_sent_without_scripts(either_site: Site, opened: Open) -> None:
    site = either_site
    sender, recipient = somebody(site, "선우진", site.world.planning), somebody(site, "황보관")
    page = opened(site, sender, java_script_enabled=False)
    page.goto("/")
    page.locator("#q").fill("황보")
    page.locator("#q").press("Enter")
    page.locator(f"button[value='choose:{recipient.number}']").click()
    page.locator("#text").fill(TEXT)
    page.locator("button[value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    assert sent_texts(site, sender) == [TEXT]


def test_it_searches_while_a_syllable_is_composed_and_enter_stays_with_the_keyboard(site: Site, opened: Open) -> None:
    sender = somebody(site, "사공일", site.world.planning)
    somebody(site, "제갈공명")
    page = opened(site, sender)
    page.goto("/")
    page.locator("#q").focus()
    keyboard = page.context.new_cdp_session(page)
    for composed in ("ㅈ", "제"):
        keyboard.send("Input.imeSetComposition", {"text": composed, "selectionStart": 1, "selectionEnd": 1})
    expect(page.get_by_role("option").filter(has_text="제갈공명")).to_be_visible()
    page.evaluate(
        """() => document.querySelector("#q").dispatchEvent(new KeyboardEvent("keydown",
             {key: "Enter", code: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(page).to_have_url(f"{site.address}/")
    expect(page.locator("[data-chips] .chip")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "제갈"})
    expect(page.locator("#q")).to_have_value("제갈")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.address}/")


def test_escape_closes_the_list_and_then_empties_the_box(site: Site, opened: Open) -> None:
    page = opened(site, somebody(site, "강남일", site.world.planning))
    page.goto("/")
    page.keyboard.type("김민수")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("김민수")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")


def test_more_than_twenty_hits_go_on(site: Site, opened: Open) -> None:
    for syllable in "가나다라마바사아자차카타파하거너더러머버서어":
        somebody(site, f"탁{syllable}람")
    page = opened(site, somebody(site, "민들레", site.world.planning))
    page.goto("/")
    page.keyboard.type("탁")
    expect(page.get_by_role("option")).to_have_count(21)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_text("다음 20명 더 보기")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(22)
    expect(page.get_by_role("option", selected=True)).to_contain_text("탁")


def test_several_are_chosen_and_one_is_taken_off_by_touch(site: Site, opened: Open) -> None:
    sender = somebody(site, "표지훈", site.world.planning)
    first, second = somebody(site, "어금니"), somebody(site, "어깨동")
    page = opened(site, sender, has_touch=True, viewport={"width": 390, "height": 800})
    page.goto("/")
    for colleague in (first, second):
        page.locator("#q").fill(colleague.name)
        page.get_by_role("option").filter(has_text=colleague.name).tap()
    expect(page.locator("[data-chips] .chip")).to_have_count(2)
    page.get_by_role("button", name=f"{first.name} 주무관 빼기").tap()
    expect(page.locator("[data-chips] .chip")).to_have_count(1)
    page.locator("#text").fill(TEXT)
    page.locator("button[value=send]").tap()
    expect(page.locator(".letter__to")).to_contain_text(second.name)
    assert sent_texts(site, sender) == [TEXT]


def test_why_points_cannot_go_stands_in_the_hit_before_anything_is_written(site: Site, opened: Open) -> None:
    sender, beside = (somebody(site, name, site.world.planning) for name in ("하품이", "호떡순"))
    page = opened(site, sender)
    page.goto("/")
    page.keyboard.type("호떡순")
    option = page.get_by_role("option").filter(has_text=beside.name)
    expect(option).to_contain_text("같은 부서 동료에게는 포인트를 보낼 수 없습니다")
    option.click()
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="고마운 마음만 전하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")


def test_a_double_click_sends_one_note(site: Site, opened: Open) -> None:
    sender, recipient = somebody(site, "계백장", site.world.planning), somebody(site, "모란꽃")
    for scripts in (True, False):
        page = opened(site, sender, java_script_enabled=scripts)
        page.goto(f"/notes/new?to={recipient.number}")
        page.locator("#text").fill(f"{TEXT} {scripts}")
        page.locator("button[value=send]").dblclick(no_wait_after=True)
        expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    assert sent_texts(site, sender) == [f"{TEXT} True", f"{TEXT} False"]


def test_the_text_survives_a_session_that_ran_out(site: Site, opened: Open, watched: Watched) -> None:
    watched.expected = ("status of 403",)
    sender, recipient = somebody(site, "반달곰", site.world.planning), somebody(site, "송골매")
    password = "gomapda-2026-autumn"
    with site.app.app_context():
        give_password(sender, password)
    page = opened(site, sender, java_script_enabled=False)
    page.goto(f"/notes/new?to={recipient.number}")
    page.locator("#text").fill(TEXT)
    with site.app.app_context():
        end_all_sessions(sender.account_id)
    page.locator("button[value=send]").click()
    expect(page.get_by_text(TEXT)).to_be_visible()
    for attempt in ("wrong-password-here", password):
        page.locator("#login").fill(sender.number)
        page.locator("#password").fill(attempt)
        page.locator("#password").press("Enter")
        watched.expected = ("status of 403", "status of 422")
    page.get_by_role("button", name="이어서 쓰기").click()
    expect(page.locator("#text")).to_have_value(TEXT)
    expect(page.locator(".chip")).to_contain_text(recipient.name)
    page.locator("button[value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보냈습니다")
    assert sent_texts(site, sender) == [TEXT]


def test_what_is_typed_is_kept_and_a_reload_finds_it(site: Site, opened: Open) -> None:
    sender, recipient = somebody(site, "연지곤", site.world.planning), somebody(site, "우산각")
    page = opened(site, sender)
    page.goto("/")
    page.keyboard.type(recipient.name)
    page.get_by_role("option").first.click()
    page.keyboard.type("쓰다 만 글")
    expect(page.get_by_text("임시 저장했습니다.")).to_be_visible()
    page.reload()
    expect(page.locator("#text")).to_have_value("쓰다 만 글")
    expect(page.locator(".chip")).to_contain_text(recipient.name)
    page.goto("/")
    expect(page.get_by_role("link", name="이어서 쓰기")).to_be_visible()


def test_leaving_the_page_keeps_what_was_typed_a_moment_ago(site: Site, opened: Open) -> None:
    sender, recipient = somebody(site, "은방울", site.world.planning), somebody(site, "이슬비")
    page = opened(site, sender)
    page.goto(f"/notes/new?to={recipient.number}")
    page.locator("#text").fill("쓰자마자 떠난 글")
    page.goto("/notes/feed")
    kept_draft(page).click()
    expect(page.locator("#text")).to_have_value("쓰자마자 떠난 글")


def test_a_registration_number_is_not_kept_while_one_types(site: Site, opened: Open, watched: Watched) -> None:
    watched.expected = ("status of 422",)
    sender, recipient = somebody(site, "장독대", site.world.planning), somebody(site, "주먹밥")
    page = opened(site, sender)
    page.goto(f"/notes/new?to={recipient.number}")
    page.locator("#text").fill("900101-1234567 번호로 도와주셔서 고맙습니다")
    expect(page.get_by_text("등록번호로 보이는 숫자가 있어 저장하지 않았습니다.")).to_be_visible()
    page.locator("button[value=send]").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#text")).to_have_value("900101-1234567 번호로 도와주셔서 고맙습니다")
    page.goto("/")
    expect(page.get_by_role("link", name="이어서 쓰기")).to_have_count(0)


def test_coming_back_does_not_take_the_focus(site: Site, opened: Open) -> None:
    page = opened(site, somebody(site, "차돌멩", site.world.planning))
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()
    page.goto("/notes/feed")
    page.go_back()
    page.wait_for_load_state()
    expect(page.locator("#q")).not_to_be_focused()


def test_a_search_after_the_session_ran_out_leads_to_the_sign_in_with_the_text(
    site: Site, opened: Open, watched: Watched
) -> None:
    watched.expected = ("status of 403",)
    sender, recipient = somebody(site, "토담집", site.world.planning), somebody(site, "풀피리")
    page = opened(site, sender)
    page.goto(f"/notes/new?to={recipient.number}")
    page.locator("#text").fill(TEXT)
    with site.app.app_context():
        end_all_sessions(sender.account_id)
    page.locator("#q").press_sequentially("김")
    expect(page.get_by_text("지금은 찾지 못했습니다.")).to_be_visible()
    page.get_by_role("button", name="찾기").click()
    expect(page.locator("#password")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_be_visible()


def give_password(colleague: Colleague, password: str) -> None:
    db.session.get_one(Account, colleague.account_id).password_hash = hash_of(password)
    db.session.commit()
