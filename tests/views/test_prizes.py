"""The pages of prizes: the officer's, those of who was asked, and everybody's page of past winners."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from collabpoints.db import reading, unit_of_work
from collabpoints.models import AccessRecord, PrizeProposal
from collabpoints.services.prize_answers import answer
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from tests.factories.agencies import Colleague
from tests.factories.boards import boards_of
from tests.factories.prizes import REASON, TIERS, PrizeWorld, a_prize_world, a_ranked_world, hide, winner_of
from tests.forms import forms_of, submit
from tests.views.test_special_grants import entered

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def prizes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeWorld:
    return a_ranked_world(monkeypatch)


@pytest.fixture
def officer(app: Flask, prizes: PrizeWorld) -> FlaskClient:
    return entered(app, prizes.oh)


def records(act: str) -> list[tuple[int | None, str]]:
    with reading() as session:
        rows = session.execute(
            select(AccessRecord.subject_person_id, AccessRecord.reason)
            .where(AccessRecord.act == act)
            .order_by(AccessRecord.id)
        )
        return [(row.subject_person_id, row.reason) for row in rows]


def words_of(page: str) -> str:
    """The page's text without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def press(client: FlaskClient, page: str, to: str, /, **filled: str) -> TestResponse:
    """Fill in the form of a page that goes to `to` and send it; `action` among the fields is the button."""
    form = next(found for found in forms_of(client.get(page).text) if found.action == to)
    return client.post(to, data={**form.fields, **filled})


# The officer


def test_a_confirmed_span_is_opened_with_a_press(prizes: PrizeWorld, officer: FlaskClient) -> None:
    page = officer.get("/prizes").text
    assert "준비할 수 있음" in page
    answer = submit(officer, "/prizes")
    assert (answer.status_code, answer.location) == (303, "/prizes/1")
    assert 'href="/prizes/1"' in officer.get("/prizes").text


def test_a_span_that_is_not_confirmed_waits(app: Flask) -> None:
    prizes = a_prize_world()
    prizes.give(prizes.world.kim, 10)
    boards_of(prizes.agency_id)
    page = entered(app, prizes.oh).get("/prizes").text
    assert "순위 확정을 기다림" in page
    assert "시상 준비하기" not in page


def test_opening_what_is_no_span_says_so(prizes: PrizeWorld, officer: FlaskClient) -> None:
    answer = submit(officer, "/prizes", span="2020-01")
    assert answer.status_code == 422
    assert "순위가 확정되지 않은 기간입니다." in answer.text


def test_the_proposal_shows_tiers_ranks_figures_places_and_what_was_done(
    prizes: PrizeWorld, officer: FlaskClient
) -> None:
    page = words_of(officer.get(f"/prizes/{prizes.open()}").text)
    for words in (
        "최우수 (개인 1명)",
        "1위 김민수 주무관 복지정책과 30포인트",
        "우수 (개인 1명)",
        "2위 박서연 주무관 도로과 20포인트",
        "우수 부서 (부서 1곳)",
        "1위 복지정책과 30포인트",
        "오담당 주무관 시상 준비를 시작했습니다",
    ):
        assert words in page


def test_looking_at_a_proposal_is_recorded_with_those_in_it(prizes: PrizeWorld, officer: FlaskClient) -> None:
    officer.get(f"/prizes/{prizes.open()}")
    assert {person for person, _why in records("prizes.one")} == {
        prizes.world.kim.person_id,
        prizes.world.park.person_id,
    }


def test_who_was_left_out_stands_there_with_the_rule(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world()
    prizes.give(prizes.shin, 20)
    prizes.give(prizes.world.kim, 10)
    prizes.close(monkeypatch)
    page = words_of(entered(app, prizes.oh).get(f"/prizes/{prizes.open()}").text)
    assert "1위 신검토 주무관 도로과 시상에서 빼는 역할을 맡음" in page


def test_equals_beyond_the_prizes_are_pointed_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world(persons_ties=())
    for who in (prizes.world.kim, prizes.world.park):
        prizes.give(who, 10)
    prizes.close(monkeypatch)
    page = entered(app, prizes.oh).get(f"/prizes/{prizes.open()}").text
    assert "순위가 같은 분은 모두 추천합니다." in page


def test_a_prize_on_points_that_were_corrected_since_is_flagged(
    app: Flask, prizes: PrizeWorld, officer: FlaskClient
) -> None:
    proposal_id = prizes.open()
    assert "확정 뒤 정정됨" not in officer.get(f"/prizes/{proposal_id}").text
    park = prizes.world.park
    report(4, agency_id=prizes.agency_id, person_id=park.person_id, reason=REASON)
    reclaim(4, agency_id=prizes.agency_id, person_id=prizes.shin.person_id, reason=REASON)
    page = words_of(officer.get(f"/prizes/{proposal_id}").text)
    assert "박서연 주무관 도로과 20포인트 확정 뒤 정정됨 받은 포인트 20 → 10" in page
    assert "김민수 주무관 복지정책과 30포인트 바꾸기" in page


def test_somebody_is_added_by_number_with_a_reason(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    address = f"/prizes/{proposal_id}/add"
    refused = press(
        officer, address, address, tier="2-persons", number=prizes.world.hong.number, reason="", action="add"
    )
    assert refused.status_code == 422
    assert "사유를 적어 주세요." in refused.text
    assert prizes.world.hong.number in refused.text
    done = press(
        officer, address, address, tier="2-persons", number=prizes.world.hong.number, reason=REASON, action="add"
    )
    assert done.location == f"/prizes/{proposal_id}"
    page = words_of(officer.get(done.location).text)
    assert "3위 홍길동 주무관 기획담당관 10포인트 담당자가 넣음" in page
    assert f"홍길동 주무관 {REASON}" in page


def test_a_department_is_added(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    address, roads = f"/prizes/{proposal_id}/add", str(prizes.world.roads)
    press(officer, address, address, tier="3-departments", department=roads, reason=REASON, action="add")
    assert "2위 도로과 20포인트 담당자가 넣음" in words_of(officer.get(f"/prizes/{proposal_id}").text)


@pytest.mark.parametrize("number", ["", "999999", "x" * 200, "'"])
def test_a_number_that_nobody_has_is_told(prizes: PrizeWorld, officer: FlaskClient, number: str) -> None:
    address = f"/prizes/{prizes.open()}/add"
    answer = press(officer, address, address, tier="1-persons", number=number, reason=REASON, action="add")
    assert answer.status_code == 422
    assert "그런 직원을 찾을 수 없습니다." in answer.text


@pytest.mark.parametrize("tier", ["", "x", "1", "99-persons", "1-x", "٣-persons"])
def test_a_tier_that_is_none_is_told(prizes: PrizeWorld, officer: FlaskClient, tier: str) -> None:
    address = f"/prizes/{prizes.open()}/add"
    answer = press(officer, address, address, tier=tier, number=prizes.world.park.number, reason=REASON, action="add")
    assert answer.status_code == 422


def test_a_winner_is_moved_and_taken_out_on_a_page_of_his_own(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    address = f"/prizes/{proposal_id}/winners/{winner_of(proposal_id, prizes.world.park)}"
    assert press(officer, address, address, tier="1", reason=REASON, action="move").status_code == 303
    assert press(officer, address, address, reason=REASON, action="remove").status_code == 303
    page = words_of(officer.get(f"/prizes/{proposal_id}").text)
    assert "박서연 주무관 도로과 최우수 뺌" in page
    assert "상을 바꾸었습니다 박서연" in page


def test_a_stale_form_is_told_that_something_changed(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    address = f"/prizes/{proposal_id}/winners/{winner_of(proposal_id, prizes.world.park)}"
    (form, *_rest) = [form for form in forms_of(officer.get(address).text) if form.action == address]
    other = f"/prizes/{proposal_id}/winners/{winner_of(proposal_id, prizes.world.kim)}"
    press(officer, other, other, reason=REASON, action="remove")
    stale = officer.post(address, data={**form.fields, "reason": REASON, "action": "remove"})
    assert stale.status_code == 422
    assert "그사이 다른 담당자가 바꾸었거나" in stale.text
    assert REASON in stale.text


def test_a_proposal_is_given_up_with_a_reason(prizes: PrizeWorld, officer: FlaskClient) -> None:
    page = f"/prizes/{prizes.open()}"
    refused = press(officer, page, f"{page}/drop", reason="", action="drop")
    assert refused.status_code == 422
    assert "사유를 적어 주세요." in refused.text
    assert press(officer, page, f"{page}/drop", reason=REASON).status_code == 200, "the button was not pressed"
    assert press(officer, page, f"{page}/drop", reason=REASON, action="drop").location == "/prizes"
    assert "중단한 시상" in officer.get("/prizes").text


def confirm_form(officer: FlaskClient, proposal_id: int, **filled: str) -> tuple[int, str]:
    address = f"/prizes/{proposal_id}/confirm"
    answer = press(officer, address, address, **{"giver_title": "하늘도지사", "giver_name": "한지사", **filled})
    return answer.status_code, answer.text


def test_words_are_kept_and_shown_before_it_is_confirmed(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    status, _page = confirm_form(officer, proposal_id, wording="도와주셔서 고맙습니다.", action="preview")
    assert status == 303
    page = words_of(officer.get(f"/prizes/{proposal_id}/confirm").text)
    assert "확정 전 상장 최우수 복지정책과 주무관 김민수 도와주셔서 고맙습니다." in page
    assert "하늘도지사 한지사" in page


def test_the_officer_confirms_by_name(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    status, _page = confirm_form(officer, proposal_id, action="confirm")
    assert status == 303
    page = words_of(officer.get(f"/prizes/{proposal_id}").text)
    assert "오담당 주무관님이" in page
    assert "에 확정했습니다." in page
    assert re.search(r"30포인트 20\d\d-1 ", page)
    assert officer.get(f"/prizes/{proposal_id}/confirm").status_code == 303


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({"awarded_on": "어제"}, "시상하는 날을"),
        ({"awarded_on": ""}, "시상하는 날을"),
        ({"giver_title": ""}, "상장에 적을 말을 적어 주세요."),
        ({"wording": ""}, "상장에 적을 말을 적어 주세요."),
        ({"certificate": "x", "wording": ""}, "상장에 적을 말을 적어 주세요."),
    ],
)
def test_what_cannot_be_confirmed_is_told_at_its_field(
    prizes: PrizeWorld, officer: FlaskClient, filled: dict[str, str], sentence: str
) -> None:
    status, page = confirm_form(officer, prizes.open(), **filled, action="confirm")
    assert status == 422
    assert sentence in page
    assert "한지사" in page


def test_who_may_not_confirm_prizes_finds_no_page(app: Flask, prizes: PrizeWorld) -> None:
    proposal_id = prizes.open()
    for who in (prizes.world.kim, prizes.shin, prizes.governor):
        client = entered(app, who)
        for address in ("/prizes", f"/prizes/{proposal_id}", f"/prizes/{proposal_id}/confirm"):
            assert client.get(address).status_code == 404


# Who was asked


def test_who_opted_out_answers_on_a_page_of_his_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch, "kim")
    proposal_id = prizes.open()
    kim = entered(app, prizes.world.kim)
    assert "후보가 되셨습니다." in kim.get("/notices").text
    address = f"/prizes/asked/{winner_of(proposal_id, prizes.world.kim)}"
    page = kim.get(address).text
    assert "먼저 여쭙니다" in page
    assert press(kim, address, address).status_code == 422
    assert press(kim, address, address, action="agree").status_code == 303
    assert "받겠다고 답하셨습니다." in kim.get(address).text
    assert "받기로 답함" in entered(app, prizes.oh).get(f"/prizes/{proposal_id}").text


def test_nobody_else_finds_the_question(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch, "kim")
    proposal_id = prizes.open()
    for who in (prizes.world.park, prizes.oh):
        assert entered(app, who).get(f"/prizes/asked/{winner_of(proposal_id, prizes.world.kim)}").status_code == 404
    assert (
        entered(app, prizes.world.park).get(f"/prizes/asked/{winner_of(proposal_id, prizes.world.park)}").status_code
        == 404
    )


# Everybody


def past_page(app: Flask, prizes: PrizeWorld) -> str:
    return words_of(entered(app, prizes.world.lim).get("/prizes/winners").text)


def test_past_winners_are_shown_to_everybody_once_confirmed(app: Flask, prizes: PrizeWorld) -> None:
    proposal_id = prizes.open()
    assert "시상이 없습니다" in past_page(app, prizes)
    prizes.confirm(proposal_id)
    page = past_page(app, prizes)
    assert "최우수 김민수 주무관 복지정책과" in page
    assert "우수 부서 복지정책과" in page
    assert "30포인트" not in page


def test_who_opts_out_later_leaves_a_gap(app: Flask, prizes: PrizeWorld) -> None:
    prizes.confirm(prizes.open())
    hide(prizes.world.kim)
    page = past_page(app, prizes)
    assert "김민수" not in page
    assert "박서연" in page
    assert "자리는 비워 둡니다." in page


def test_who_agreed_is_shown_though_he_opted_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch, "kim")
    proposal_id = prizes.open()
    kim = prizes.world.kim
    answer(winner_of(proposal_id, kim), agency_id=prizes.agency_id, person_id=kim.person_id, agrees=True)
    prizes.confirm(proposal_id, revision=2)
    page = past_page(app, prizes)
    assert "김민수" in page
    assert "비워 둡니다" not in page


def test_the_page_is_whole_in_english(app: Flask, prizes: PrizeWorld) -> None:
    prizes.confirm(prizes.open())
    client = entered(app, prizes.world.lim)
    submit(client, "/prizes/winners", action="/language", language="en")
    page = words_of(client.get("/prizes/winners").text)
    assert "First 김민수" in page
    assert TIERS[0].name_ko not in page


def test_many_past_prizes_are_paged(app: Flask, prizes: PrizeWorld) -> None:
    for place in range(13):
        proposal_id = prizes.open()
        prizes.confirm(proposal_id)
        with unit_of_work() as session:
            session.execute(
                update(PrizeProposal).where(PrizeProposal.id == proposal_id).values(span=f"20{place + 30}-01")
            )
    client = entered(app, prizes.world.lim)
    first = client.get("/prizes/winners").text
    older = re.search(r'href="(/prizes/winners\?before=\d+)"', first)
    assert older
    assert [page.count("수상자</caption>") for page in (first, client.get(older.group(1)).text)] == [12, 1]
