"""Guided writing without scripts: answers become text in the box, nothing typed is lost on the way."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from collabpoints import clock
from collabpoints.db import db
from collabpoints.domain.periods import today
from collabpoints.models import Draft, NoteText
from tests.factories.agencies import Colleague
from tests.factories.schemes import change_scheme
from tests.factories.worlds import TEXT, World, a_world
from tests.forms import forms_of

SignIn = Callable[[Colleague], FlaskClient]
ANSWERS = {"guide_what": "추경 자료 취합", "guide_how": "표를 함께 맞춰 주셔서 제때 냈습니다"}


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def writing(answer: TestResponse) -> dict[str, list[str]]:
    return next(form.fields for form in forms_of(answer.text) if form.action == "/notes/new")


def press(client: FlaskClient, *to: Colleague, action: str, **filled: str | list[str]) -> TestResponse:
    fields = writing(client.get("/notes/new?" + "&".join(f"to={colleague.number}" for colleague in to)))
    return client.post("/notes/new", data={**fields, "action": action, **filled})


def this_day() -> str:
    day = today(clock.now(), ZoneInfo("Asia/Seoul"))
    return f"{day.year}년 {day.month}월 {day.day}일"


def drafts() -> list[str]:
    found = list(db.session.scalars(select(Draft.text)))
    db.session.rollback()
    return found


def test_who_and_when_stand_there_already(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get(f"/notes/new?to={world.kim.number}&to={world.park.number}")
    assert writing(page)["guide_when"] == [this_day()]
    assert "<span data-guide-who>김민수 주무관, 박서연 주무관</span>" in page.text


def test_two_answers_become_a_text_that_can_be_sent(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    composed = press(client, world.kim, action="compose", **ANSWERS)
    text = f"{this_day()} 김민수 주무관님이 추경 자료 취합을 도와주셨습니다. 표를 함께 맞춰 주셔서 제때 냈습니다."
    assert composed.status_code == 200
    assert writing(composed)["text"] == [text]
    assert "자유롭게 고친 뒤 보내 주세요" in composed.text
    assert client.post("/notes/new", data={**writing(composed), "action": "send"}).status_code == 303
    assert list(db.session.scalars(select(NoteText.text))) == [text]


def test_the_questions_are_empty_again_and_closed(world: World, sign_in: SignIn) -> None:
    composed = press(sign_in(world.hong), world.kim, action="compose", **ANSWERS, guide_why="눈이 와서")
    assert [writing(composed)[name] for name in ("guide_what", "guide_how", "guide_where", "guide_why")] == [[""]] * 4
    assert '<details class="guide" open>' not in composed.text


def test_a_scheme_may_offer_the_questions_first(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    assert '<details class="guide" >' in client.get("/notes/new").text
    change_scheme(is_guided=True)
    assert '<details class="guide" open>' in client.get("/notes/new").text
    composed = press(client, world.kim, action="compose", **ANSWERS)
    assert '<details class="guide" open>' not in composed.text


def test_what_was_written_before_stays_in_front(world: World, sign_in: SignIn) -> None:
    composed = press(sign_in(world.hong), world.kim, action="compose", text="늘 든든합니다.", guide_what="행사 준비")
    assert writing(composed)["text"][0].startswith("늘 든든합니다.\n")


def test_composing_nothing_changes_nothing(world: World, sign_in: SignIn) -> None:
    composed = press(sign_in(world.hong), world.kim, action="compose", text=TEXT)
    assert writing(composed)["text"] == [TEXT]
    assert "글로 옮겼습니다" not in composed.text


@pytest.mark.parametrize("action", ["send", "thanks"])
def test_answers_that_are_no_text_yet_are_composed_before_anything_is_sent(
    world: World, sign_in: SignIn, action: str
) -> None:
    answer = press(sign_in(world.hong), world.kim, action=action, text=TEXT, **ANSWERS)
    assert answer.status_code == 200
    assert writing(answer)["text"][0].startswith(f"{TEXT}\n")
    assert "추경 자료 취합을" in writing(answer)["text"][0]
    assert list(db.session.scalars(select(NoteText.text))) == []


@pytest.mark.parametrize("action", ["search", "more:20", "choose:999999", "remove:999999", "edit", ""])
def test_answers_survive_every_step(world: World, sign_in: SignIn, action: str) -> None:
    answer = press(sign_in(world.hong), world.kim, action=action, guide_where="본관 3층", **ANSWERS)
    assert writing(answer)["guide_what"] == [ANSWERS["guide_what"]]
    assert writing(answer)["guide_how"] == [ANSWERS["guide_how"]]
    assert writing(answer)["guide_where"] == ["본관 3층"]
    assert '<details class="guide" open>' in answer.text


def test_a_day_that_was_changed_or_emptied_stays_so(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    for day in ("지난주 금요일", ""):
        assert writing(press(client, world.kim, action="search", guide_when=day))["guide_when"] == [day]


def test_answers_are_kept_as_the_draft_they_would_become(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    fields = {**writing(client.get(f"/notes/new?to={world.kim.number}")), **ANSWERS, "guide_when": "어제"}
    assert client.post("/drafts", data=fields).status_code == 204
    assert drafts() == ["어제 김민수 주무관님이 추경 자료 취합을 도와주셨습니다. 표를 함께 맞춰 주셔서 제때 냈습니다."]


def test_a_registration_number_in_an_answer_is_kept_nowhere(world: World, sign_in: SignIn) -> None:
    answer = press(sign_in(world.hong), world.kim, action="search", guide_how="900101-1234567 확인")
    assert writing(answer)["guide_how"] == ["900101-1234567 확인"]
    assert drafts() == []


def test_odd_answers_are_not_a_fault(world: World, sign_in: SignIn) -> None:
    odd = dict.fromkeys(("guide_what", "guide_how", "guide_where", "guide_why", "guide_when"), "\x00<b>[을]\u202e")
    answer = press(sign_in(world.hong), world.kim, action="compose", **odd)
    assert answer.status_code == 200
    assert "<b>[을]" not in answer.text
