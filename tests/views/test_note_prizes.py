"""The pages of the note of a month: choosing, asking, answering, confirming, and what everybody reads."""

import pytest
from flask import Flask

from collabpoints.domain.notices import NoticeKind
from collabpoints.queries.notices import notices
from tests.factories.agencies import Colleague
from tests.factories.prizes import REASON, PrizeWorld, a_prize_world
from tests.services.test_note_prizes import both_agree, hide_note, honour, pick, state
from tests.views.test_prizes import press
from tests.views.test_special_grants import entered

TEXT = "야근하며 함께 고쳐 주신 덕분에 제때 문을 열었습니다."


@pytest.fixture
def prizes(app: Flask) -> PrizeWorld:
    return a_prize_world()


@pytest.fixture
def note_id(prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch) -> int:
    note_id = prizes.world.send(prizes.world.hong, prizes.world.kim, text=TEXT).note_ids[0]
    prizes.close(monkeypatch)
    return note_id


def asked_page(app: Flask, who: Colleague, prize_id: int) -> str:
    return entered(app, who).get(f"/note-prizes/asked/{prize_id}").text


def test_a_note_goes_from_choice_to_everybodys_page(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    reviewer, officer = entered(app, prizes.shin), entered(app, prizes.oh)
    assert TEXT in reviewer.get("/note-prizes").text
    choosing = f"/note-prizes/choose/{note_id}"
    assert press(reviewer, choosing, choosing, reason="", action="choose").status_code == 422
    assert press(reviewer, choosing, choosing, reason=REASON, action="choose").status_code == 303
    for who in (prizes.world.hong, prizes.world.kim):
        client = entered(app, who)
        assert "이달의 협업메시지로 알려도 될지" in client.get("/notices").text
        address = "/note-prizes/asked/1"
        assert REASON in client.get(address).text
        assert press(client, address, address, action="agree").status_code == 303
    assert "두 분이 모두 동의함" in officer.get("/note-prizes").text
    assert press(officer, "/note-prizes", "/note-prizes/1/confirm").status_code == 303
    page = entered(app, prizes.world.park).get("/prizes/winners").text
    assert TEXT in page


def test_a_reviewer_does_not_confirm(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    both_agree(prizes, pick(prizes, note_id))
    assert "이달의 협업메시지로 확정" not in entered(app, prizes.shin).get("/note-prizes").text


def test_the_other_is_not_told_who_declined(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    prize_id = pick(prizes, note_id)
    address = f"/note-prizes/asked/{prize_id}"
    assert press(entered(app, prizes.world.hong), address, address, action="decline").status_code == 303
    page = asked_page(app, prizes.world.kim, prize_id)
    assert "이번에는 알리지 않기로 했습니다." in page
    assert "알려도 좋습니다" not in page
    kinds = [row.kind for row in notices(prizes.world.kim.person_id).rows]
    assert kinds.count(NoticeKind.NOTE_PRIZE_ASKED) == 1
    assert len([kind for kind in kinds if "prize" in kind]) == 1


def test_the_officer_is_not_told_who_declined_either(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    prize_id = pick(prizes, note_id)
    address = f"/note-prizes/asked/{prize_id}"
    press(entered(app, prizes.world.hong), address, address, action="decline")
    assert "이번에는 알리지 않기로 함" in entered(app, prizes.oh).get("/note-prizes").text


def test_the_question_is_for_the_two_only(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    prize_id = pick(prizes, note_id)
    for who in (prizes.world.park, prizes.oh, prizes.shin):
        assert entered(app, who).get(f"/note-prizes/asked/{prize_id}").status_code == 404


def test_a_note_that_turned_private_is_on_no_page(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    prize_id = pick(prizes, note_id)
    both_agree(prizes, prize_id)
    honour(prizes, prize_id)
    hide_note(prizes, note_id)
    for address in ("/note-prizes", "/prizes/winners"):
        assert TEXT not in entered(app, prizes.oh).get(address).text
    assert TEXT not in asked_page(app, prizes.world.hong, prize_id)


def test_what_was_chosen_can_be_given_up(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    prize_id = pick(prizes, note_id)
    assert press(entered(app, prizes.shin), "/note-prizes", f"/note-prizes/{prize_id}/drop").status_code == 303
    assert state(prize_id) == "dropped"


def test_ones_own_note_has_no_button(app: Flask, prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes.world.send(prizes.world.hong, prizes.shin, text=TEXT)
    prizes.close(monkeypatch)
    assert "이 메시지 고르기" not in entered(app, prizes.shin).get("/note-prizes").text


@pytest.mark.parametrize("month", ["2020-01", "x", "9999-99", "2026-13"])
def test_a_month_that_is_none_does_not_exist(app: Flask, prizes: PrizeWorld, note_id: int, month: str) -> None:
    assert entered(app, prizes.oh).get(f"/note-prizes?month={month}").status_code == 404


def test_before_any_month_has_ended_the_page_says_so(app: Flask, prizes: PrizeWorld) -> None:
    assert "고를 달이 없습니다" in entered(app, prizes.oh).get("/note-prizes").text


def test_an_answer_that_is_none_changes_nothing(app: Flask, prizes: PrizeWorld, note_id: int) -> None:
    prize_id = pick(prizes, note_id)
    address = f"/note-prizes/asked/{prize_id}"
    answer = press(entered(app, prizes.world.hong), address, address)
    assert answer.status_code == 422
    assert state(prize_id) == "asked"
