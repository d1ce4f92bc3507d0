"""Hints beside the text, telephone numbers pointed out before sending, and thanks alone where points cannot go."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from collabpoints.db import db
from collabpoints.models import Draft, Note, NoteText
from tests.factories.agencies import Colleague
from tests.factories.schemes import change_scheme
from tests.factories.worlds import TEXT, World, a_world
from tests.forms import forms_of

SignIn = Callable[[Colleague], FlaskClient]
BARE = "항상 도와주셔서 정말 감사합니다!!"
NUMBER = "010-1234-5678"


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def writing(answer: TestResponse) -> dict[str, list[str]]:
    return next(form.fields for form in forms_of(answer.text) if form.action == "/notes/new")


def press(client: FlaskClient, to: Colleague, **filled: str | list[str]) -> TestResponse:
    fields = writing(client.get(f"/notes/new?to={to.number}"))
    return client.post("/notes/new", data={**fields, "text": TEXT, "action": "send", **filled})


def hints(client: FlaskClient, text: str) -> list[str]:
    token = writing(client.get("/notes/new"))["csrf_token"]
    answer = client.post("/notes/hint", data={"csrf_token": token, "text": text})
    assert answer.status_code == 200
    assert answer.json is not None
    found: list[str] = answer.json["hints"]
    return found


def count(table: type) -> int:
    found: int = db.session.execute(select(func.count()).select_from(table)).scalar_one()
    db.session.rollback()
    return found


# while one writes


def test_a_bare_thanks_is_told_what_is_missing(world: World, sign_in: SignIn) -> None:
    (hint,) = hints(sign_in(world.hong), BARE)
    assert "‘항상 도와주셔서 정말 감사합니다’만으로는" in hint
    assert "무엇을 도와주었는지, 어떤 일에서였는지, 덕분에 무엇이 달라졌는지" in hint
    assert "이대로 보내도 됩니다" in hint


@pytest.mark.parametrize(
    "text", ["", TEXT, "엑셀 매크로 고쳐 주셔서 감사합니다", "엑", "👍", "\x00", "내선 2345로 전화 주세요 급식 단가표"]
)
def test_of_other_texts_there_is_nothing_to_say(world: World, sign_in: SignIn, text: str) -> None:
    assert hints(sign_in(world.hong), text) == []


def test_a_telephone_number_is_named(world: World, sign_in: SignIn) -> None:
    (hint,) = hints(sign_in(world.hong), f"{TEXT} {NUMBER}")
    assert NUMBER in hint


def test_a_long_phrase_is_cut_short_in_the_hint(world: World, sign_in: SignIn) -> None:
    (hint,) = hints(sign_in(world.hong), "감사합니다" * 20)
    assert "…’만으로는" in hint
    assert len(hint) < 200


def test_a_hint_keeps_nothing(world: World, sign_in: SignIn) -> None:
    hints(sign_in(world.hong), BARE)
    assert (count(Draft), count(Note)) == (0, 0)


def test_without_scripts_the_form_says_so_when_it_comes_back(world: World, sign_in: SignIn) -> None:
    answer = press(sign_in(world.hong), world.kim, text=BARE, action=f"choose:{world.park.number}")
    assert "무엇이 고마웠는지 전해지지 않을 수 있습니다" in answer.text


def test_a_bare_thanks_is_sent_all_the_same_and_the_hint_stands_with_what_was_sent(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.hong)
    answer = press(client, world.kim, text=BARE)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    noscript = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "무엇이 고마웠는지 전해지지 않을 수 있습니다" in noscript


def test_of_a_real_note_nothing_is_said_after_sending(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    assert "<noscript>" not in client.get(press(client, world.kim).location).text


def test_the_agencys_own_phrases_are_known(world: World, sign_in: SignIn) -> None:
    text = "함께 여는 새로운 하늘도! 감사합니다"
    assert hints(sign_in(world.hong), text) == []
    change_scheme(stock_phrases=("함께여는 새로운 하늘도",))
    (hint,) = hints(sign_in(world.hong), text)
    assert "함께 여는 새로운 하늘도" in hint


# telephone numbers


@pytest.mark.parametrize("number", [NUMBER, "０１０ １２３４ ５６７８", "+82 10-1234-5678", "010.1234.5678"])
@pytest.mark.parametrize("action", ["send", "thanks"])
def test_a_personal_number_is_pointed_out_before_sending(
    world: World, sign_in: SignIn, number: str, action: str
) -> None:
    answer = press(sign_in(world.hong), world.kim, text=f"{TEXT} {number}", action=action)
    assert answer.status_code == 200
    assert "보내지 않았습니다. 전화번호를 한 번 더 살펴봐 주세요." in answer.text
    assert number in answer.text
    assert writing(answer)["text"] == [f"{TEXT} {number}"]
    assert (count(Note), count(NoteText), count(Draft)) == (0, 0, 1)


def test_pressing_once_more_sends_it(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    held = press(client, world.kim, text=f"{TEXT} {NUMBER}")
    answer = client.post("/notes/new", data={**writing(held), "action": "send"})
    assert answer.status_code == 303
    assert NUMBER in client.get(answer.location).text


def test_the_notice_carries_the_way_that_was_chosen(world: World, sign_in: SignIn) -> None:
    page = press(sign_in(world.hong), world.kim, text=f"{TEXT} {NUMBER}", action="thanks").text
    notice = page[page.index('class="held"') : page.index("</section>")]
    assert 'form="writing" name="action" value="thanks"' in notice


def test_another_number_is_pointed_out_again(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    held = press(client, world.kim, text=f"{TEXT} {NUMBER}")
    again = client.post("/notes/new", data={**writing(held), "text": f"{TEXT} 010-9999-8888", "action": "send"})
    assert again.status_code == 200
    assert count(Note) == 0


def test_what_was_pointed_out_stays_known_through_a_refusal(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    held = press(client, world.kim, text=f"{TEXT} {NUMBER}")
    refused = client.post("/notes/new", data={**writing(held), "points": "7", "action": "send"})
    assert refused.status_code == 422
    assert client.post("/notes/new", data={**writing(refused), "points": "10", "action": "send"}).status_code == 303


def test_an_office_number_is_sent_at_once(world: World, sign_in: SignIn) -> None:
    assert press(sign_in(world.hong), world.kim, text=f"{TEXT} 041-635-2000").status_code == 303


def test_a_registration_number_beside_it_is_still_stored_nowhere(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    held = press(client, world.kim, text=f"{TEXT} {NUMBER} 900101-1234567")
    refused = client.post("/notes/new", data={**writing(held), "action": "send"})
    assert refused.status_code == 422
    assert (count(NoteText), count(Draft)) == (0, 0)


# thanks alone, where points cannot go


def thanks_button(page: str) -> str:
    return page[page.index('value="thanks"') :].partition(">")[0]


def is_offered(page: str) -> bool:
    return "hidden" not in thanks_button(page).split()


def test_thanks_alone_is_offered_to_one_whom_points_cannot_reach(world: World, sign_in: SignIn) -> None:
    assert is_offered(sign_in(world.hong).get(f"/notes/new?to={world.lim.number}").text)


def test_thanks_alone_is_offered_where_the_cap_of_the_month_is_reached(world: World, sign_in: SignIn) -> None:
    world.send(world.hong, world.kim)
    world.send(world.hong, world.kim)
    client = sign_in(world.hong)
    assert is_offered(client.get(f"/notes/new?to={world.kim.number}").text)
    assert press(client, world.kim, action="thanks").status_code == 303


def test_thanks_alone_is_not_offered_where_points_can_go(world: World, sign_in: SignIn) -> None:
    assert not is_offered(sign_in(world.hong).get(f"/notes/new?to={world.park.number}").text)


def test_thanks_alone_is_not_offered_where_no_note_can_go(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    for nobody in (world.choi, world.hong):
        assert not is_offered(client.get(f"/notes/new?to={nobody.number}").text)


def test_the_search_says_to_whom_thanks_alone_can_go(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    for query, told in (("임꺽정", "yes"), ("김민수", ""), ("최은영", "")):
        answer = client.get("/people/search", query_string={"q": query}).json
        assert answer is not None
        assert [hit["thanks"] for hit in answer["hits"]] == [told]
