"""Asking for another look from the note's page, and deciding about it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import AccessRecord, Appeal, Note
from collabpoints.services.appeals import ask, dismiss, grant
from collabpoints.services.note_changes import make_private
from tests.factories.agencies import Colleague
from tests.factories.reviews import REASON, Bench, a_bench
from tests.factories.worlds import TEXT
from tests.forms import forms_of, submit
from tests.services.test_reviews import by

SignIn = Callable[[Colleague], FlaskClient]
PLEA = "부서 행사를 사흘 동안 함께 준비해 주신 일입니다."
ANSWER = "행사 기록을 확인했습니다."


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


@pytest.fixture
def note_id(bench: Bench) -> int:
    """From Hong to Kim, reclaimed by Shin."""
    return bench.reclaimed(bench.world.hong, bench.world.kim)


@pytest.fixture
def appeal_id(bench: Bench, note_id: int) -> int:
    return ask(note_id, **by(bench, bench.world.hong), reason=PLEA)


def withdrawn(note_id: int) -> str | None:
    with reading() as session:
        return session.get_one(Note, note_id).withdrawn


@pytest.mark.parametrize("who", ["hong", "kim"])
def test_its_two_people_read_a_reclaimed_note_with_the_reason_and_the_way_to_another_look(
    bench: Bench, note_id: int, sign_in: SignIn, who: str
) -> None:
    page = sign_in(getattr(bench.world, who)).get(f"/notes/{note_id}").text
    for said in (TEXT, "회수된 메시지", REASON, f'href="/notes/{note_id}/appeal"'):
        assert said in page
    assert "10포인트" not in page


def test_the_request_is_made_and_may_be_withdrawn(bench: Bench, note_id: int, sign_in: SignIn) -> None:
    client = sign_in(bench.world.hong)
    assert submit(client, f"/notes/{note_id}/appeal", reason=PLEA).status_code == 303
    page = client.get(f"/notes/{note_id}").text
    assert PLEA in page
    assert "재검토를 요청하셨습니다." in page
    answer = submit(client, f"/notes/{note_id}", action=f"/notes/{note_id}/appeal/withdraw")
    assert answer.status_code == 303
    with reading() as session:
        assert session.scalars(select(Appeal.state)).one() == "withdrawn"


def test_the_other_learns_that_it_was_asked_and_not_why(
    bench: Bench, note_id: int, appeal_id: int, sign_in: SignIn
) -> None:
    page = sign_in(bench.world.kim).get(f"/notes/{note_id}").text
    assert "상대방이 재검토를 요청했습니다." in page
    assert PLEA not in page
    assert f'href="/notes/{note_id}/appeal"' not in page


def test_an_empty_request_is_refused_at_its_field(bench: Bench, note_id: int, sign_in: SignIn) -> None:
    answer = submit(sign_in(bench.world.hong), f"/notes/{note_id}/appeal")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_a_note_that_stands_has_no_form_to_fill_in(bench: Bench, sign_in: SignIn) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    page = sign_in(bench.world.hong).get(f"/notes/{note_id}/appeal").text
    assert "지금은 재검토를 요청할 수 없습니다." in page
    assert "<textarea" not in page


def test_the_queue_shows_reclaim_request_and_note(bench: Bench, appeal_id: int, sign_in: SignIn) -> None:
    page = sign_in(bench.oh).get("/appeals").text
    for said in (REASON, PLEA, TEXT, "신검토", "보낸 분이 재검토를 요청했습니다."):
        assert said in page
    with reading() as session:
        seen = set(session.scalars(select(AccessRecord.subject_person_id).where(AccessRecord.act == "appeals.page")))
    assert seen == {bench.world.hong.person_id, bench.world.kim.person_id}


def test_who_reclaimed_does_not_find_it_in_his_queue(bench: Bench, appeal_id: int, sign_in: SignIn) -> None:
    client = sign_in(bench.shin)
    assert "기다리는 재검토 요청이 없습니다" in client.get("/appeals").text
    assert client.get(f"/appeals/{appeal_id}").status_code == 404


def test_granted_the_note_stands_again_and_its_people_read_why(
    bench: Bench, note_id: int, appeal_id: int, sign_in: SignIn
) -> None:
    answer = submit(sign_in(bench.oh), f"/appeals/{appeal_id}", decision="grant", reason=ANSWER)
    assert answer.status_code == 303
    assert withdrawn(note_id) is None
    page = sign_in(bench.world.kim).get(f"/notes/{note_id}").text
    assert ANSWER in page
    assert "다시 살펴보고 포인트를 되돌렸습니다." in page


def test_dismissed_it_stays_reclaimed_and_the_other_may_ask(
    bench: Bench, note_id: int, appeal_id: int, sign_in: SignIn
) -> None:
    assert submit(sign_in(bench.oh), f"/appeals/{appeal_id}", decision="dismiss", reason=ANSWER).status_code == 303
    page = sign_in(bench.world.kim).get(f"/notes/{note_id}").text
    assert ANSWER in page
    assert f'href="/notes/{note_id}/appeal"' in page
    assert f'href="/notes/{note_id}/appeal"' not in sign_in(bench.world.hong).get(f"/notes/{note_id}").text


def test_a_dismissal_without_a_reason_comes_back(bench: Bench, appeal_id: int, sign_in: SignIn) -> None:
    answer = submit(sign_in(bench.oh), f"/appeals/{appeal_id}", decision="dismiss")
    assert answer.status_code == 422
    assert "사유를 적어 주세요." in answer.text


@pytest.mark.parametrize("first", [grant, dismiss])
def test_who_comes_second_is_told_so(
    bench: Bench, appeal_id: int, sign_in: SignIn, first: Callable[..., object]
) -> None:
    client = sign_in(bench.yoon)
    page = client.get(f"/appeals/{appeal_id}").text
    form = next(form for form in forms_of(page) if form.action == f"/appeals/{appeal_id}")
    first(appeal_id, **by(bench, bench.oh), reason=ANSWER)
    answer = client.post(form.action, data={**form.fields, "decision": "dismiss", "reason": ANSWER})
    assert answer.status_code == 303
    assert "판단이 끝났거나 철회된 재검토 요청입니다." in client.get("/appeals").text


def test_a_private_note_is_closed_until_it_is_opened_for_the_request(
    bench: Bench, note_id: int, appeal_id: int, sign_in: SignIn
) -> None:
    make_private(note_id, **by(bench, bench.world.kim))
    client = sign_in(bench.oh)
    for address in ("/appeals", f"/appeals/{appeal_id}"):
        page = client.get(address).text
        for hidden in (TEXT, "홍길동", "김민수", "보낸 분이"):
            assert hidden not in page
    answer = submit(client, f"/appeals/{appeal_id}", action=f"/appeals/{appeal_id}/open", reason=ANSWER)
    assert answer.status_code == 303
    assert TEXT in client.get(f"/appeals/{appeal_id}").text
    assert ANSWER in sign_in(bench.world.hong).get(f"/notes/{note_id}").text
