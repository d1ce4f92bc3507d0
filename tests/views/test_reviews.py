"""The reviewer's queue and page: why each note is there, private ones closed, one clear outcome."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import StockCheck
from collabpoints.jobs.review import flag_notes
from collabpoints.models import AccessRecord, Note, NoteOpening
from collabpoints.services.reports import report
from collabpoints.services.reviews import pass_note
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.reviews import REASON, Bench, a_bench
from tests.factories.worlds import TEXT
from tests.forms import forms_of, submit
from tests.services.test_reviews import by

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


@pytest.fixture
def reviewer(bench: Bench, sign_in: SignIn) -> FlaskClient:
    return sign_in(bench.shin)


def withdrawn(note_id: int) -> str | None:
    with reading() as session:
        return session.get_one(Note, note_id).withdrawn


def looked_at(act: str) -> list[int | None]:
    with reading() as session:
        rows = select(AccessRecord.subject_person_id).where(AccessRecord.act == act).order_by(AccessRecord.id)
        return list(session.scalars(rows))


def test_the_queue_says_why_each_note_is_there(bench: Bench, reviewer: FlaskClient) -> None:
    world = bench.world
    bench.reported(world.hong, world.kim)
    for one in (world.kim, world.park, bench.yoon):
        world.send(world.lim, one, text="행사 준비를 도와주셔서 고맙습니다.")
    flag_notes(world.agency_id)
    page = reviewer.get("/reviews").text
    assert REASON in page
    assert TEXT in page
    assert page.count("같은 글을 한 달에 3통") == 3
    assert page.index(REASON) < page.index("같은 글을 한 달에")


def test_a_look_at_the_queue_is_recorded_with_the_people_shown(bench: Bench, reviewer: FlaskClient) -> None:
    world = bench.world
    bench.reported(world.hong, world.kim)
    bench.reported(world.lim, world.park, is_private=True)
    reviewer.get("/reviews")
    assert looked_at("reviews.page") == [world.hong.person_id, world.kim.person_id]


def test_a_private_note_shows_neither_text_nor_pair(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim, is_private=True)
    for address in ("/reviews", f"/reviews/{note_id}"):
        page = reviewer.get(address).text
        assert "둘만 보기 메시지" in page
        for hidden in (TEXT, "홍길동", "김민수", "기획담당관", "복지정책과"):
            assert hidden not in page


def test_the_phrases_of_a_private_note_are_not_told(app: Flask, sign_in: SignIn) -> None:
    bench = a_bench(stock_check=StockCheck.REVIEW)
    world = bench.world
    note_id = world.send(world.hong, world.kim, text="감사합니다. 수고 많으셨습니다!!", is_private=True).note_ids[0]
    flag_notes(world.agency_id)
    page = sign_in(bench.shin).get(f"/reviews/{note_id}").text
    assert "인사말만 있는 글로 보입니다." in page
    assert "수고 많으셨습니다" not in page


def test_opened_with_a_reason_it_is_read_until_it_is_decided(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim, is_private=True)
    answer = submit(reviewer, f"/reviews/{note_id}", action=f"/reviews/{note_id}/open", reason=REASON)
    assert answer.status_code == 303
    page = reviewer.get(f"/reviews/{note_id}").text
    assert TEXT in page
    assert looked_at("notes.open") == [bench.world.hong.person_id, bench.world.kim.person_id]


def test_without_a_reason_nothing_opens_and_the_page_says_so(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim, is_private=True)
    answer = submit(reviewer, f"/reviews/{note_id}", action=f"/reviews/{note_id}/open")
    assert answer.status_code == 422
    assert "사유를 적어 주세요." in answer.text
    with reading() as session:
        assert session.scalars(select(NoteOpening)).all() == []


def test_a_private_note_may_pass_unopened(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim, is_private=True)
    assert submit(reviewer, f"/reviews/{note_id}", decision="pass").status_code == 303
    assert reviewer.get(f"/reviews/{note_id}").status_code == 404


def test_own_cases_are_not_in_the_queue(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.kim, bench.shin)
    assert "검토를 기다리는 메시지가 없습니다" in reviewer.get("/reviews").text
    assert reviewer.get(f"/reviews/{note_id}").status_code == 404


def test_an_own_case_cannot_be_decided_from_outside_either(bench: Bench, reviewer: FlaskClient) -> None:
    other = bench.reported(bench.world.hong, bench.world.kim)
    own = bench.reported(bench.world.kim, bench.shin)
    answer = submit_to(reviewer, f"/reviews/{other}", f"/reviews/{own}", decision="pass")
    assert answer == 303
    assert "다른 분이 판단합니다." in reviewer.get("/reviews").text
    assert withdrawn(own) is None


def submit_to(client: FlaskClient, address: str, action: str, **filled: str) -> int:
    """Send the form of one page to another address, as somebody might by hand."""
    form = next(form for form in forms_of(client.get(address).text) if form.action == address)
    return client.post(action, data={**form.fields, **filled}).status_code


def test_a_reclaim_takes_the_note_from_feed_and_queue(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    answer = submit(reviewer, f"/reviews/{note_id}", decision="reclaim", reason=REASON)
    assert answer.status_code == 303
    assert withdrawn(note_id) == "reclaimed"
    assert TEXT not in reviewer.get("/notes/feed").text
    assert TEXT not in reviewer.get("/reviews").text
    assert looked_at("reviews.decide") == [bench.world.hong.person_id, bench.world.kim.person_id]


def test_what_was_typed_comes_back_when_it_is_refused(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    answer = submit(reviewer, f"/reviews/{note_id}", decision="reclaim", reason="900101-1234567 사유")
    assert answer.status_code == 422
    assert "900101-1234567 사유</textarea>" in answer.text
    assert withdrawn(note_id) is None


def test_who_comes_second_is_told_so(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    page = reviewer.get(f"/reviews/{note_id}")
    form = next(form for form in forms_of(page.text) if form.action == f"/reviews/{note_id}")
    pass_note(note_id, **by(bench, bench.yoon))
    answer = reviewer.post(form.action, data={**form.fields, "decision": "reclaim", "reason": REASON})
    assert answer.status_code == 303
    assert "다른 검토자가 먼저 판단했습니다." in reviewer.get("/reviews").text
    assert withdrawn(note_id) is None


@pytest.mark.parametrize("decision", ["", "delete", "grant"])
def test_a_decision_that_there_is_not_is_not_found(bench: Bench, reviewer: FlaskClient, decision: str) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    assert submit(reviewer, f"/reviews/{note_id}", decision=decision).status_code == 404


def test_earlier_decisions_stand_on_the_page(bench: Bench, reviewer: FlaskClient) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    pass_note(note_id, **by(bench, bench.yoon), reason="행사 안내라 그대로 둡니다.")
    report(note_id, **by(bench, bench.world.park), reason=REASON)
    page = reviewer.get(f"/reviews/{note_id}").text
    assert "행사 안내라 그대로 둡니다." in page
    assert "윤검토" in page


def test_a_long_queue_goes_on(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    for place in range(21):
        sender = a_colleague(world.agency_id, f"동료{place:02d}", world.welfare)
        bench.reported(sender, world.hong)
    client = sign_in(a_colleague(world.agency_id, "새검토", world.welfare, roles=(Role.REVIEWER,)))
    first = client.get("/reviews").text
    assert "동료19" in first
    assert "동료20" not in first
    further = re.search(r'href="(/reviews\?after=\d+)"', first)
    assert further
    second = client.get(further[1]).text
    assert "동료20" in second
    assert "동료19" not in second


@pytest.mark.parametrize(("place", "end"), [("/notes/received", "kim"), ("/notes/sent", "hong")])
def test_a_reclaimed_note_stays_readable_in_the_lists_of_its_two_people(
    bench: Bench, sign_in: SignIn, place: str, end: str
) -> None:
    bench.reclaimed(bench.world.hong, bench.world.kim)
    page = sign_in(getattr(bench.world, end)).get(place).text
    assert TEXT in page
    assert "회수됨" in page
    assert "10포인트</span>" not in page
