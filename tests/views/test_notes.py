"""Writing, reading and answering notes, through the pages as a browser without scripts sees them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from collabpoints.db import db
from collabpoints.domain.errors import Busy
from collabpoints.models import Draft, HelpKind, Note, NoteText, Reply
from collabpoints.views import notes
from tests.factories.agencies import Colleague
from tests.factories.worlds import TEXT, World, a_world
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def new(client: FlaskClient, *to: Colleague, **filled: str | list[str]) -> TestResponse:
    """Open the form for these colleagues and press a button of it (`action`, send unless told)."""
    address = "/notes/new?" + "&".join(f"to={colleague.number}" for colleague in to)
    fields = {**writing(client.get(address)), "text": TEXT, "action": "send", **filled}
    return client.post("/notes/new", data=fields)


def writing(answer: TestResponse) -> dict[str, list[str]]:
    """The fields of the note's form on a page."""
    return next(form.fields for form in forms_of(answer.text) if form.action == "/notes/new")


def count(table: type) -> int:
    found: int = db.session.execute(select(func.count()).select_from(table)).scalar_one()
    db.session.rollback()
    return found


def the_note() -> Note:
    return db.session.execute(select(Note)).scalar_one()


# writing


def test_the_address_names_the_colleague(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get(f"/notes/new?to={world.kim.number}")
    assert writing(page)["to"] == [world.kim.number]
    assert "김민수" in page.text
    assert "복지정책과" in page.text


def test_a_number_that_nobody_holds_chooses_nobody(world: World, sign_in: SignIn) -> None:
    assert "to" not in writing(sign_in(world.hong).get("/notes/new?to=999999"))


def test_sending_leads_to_what_was_sent(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    answer = new(client, world.kim)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "보냈습니다" in page.text
    assert TEXT in page.text
    assert the_note().points == 10


def test_one_text_to_several_is_a_note_each(world: World, sign_in: SignIn) -> None:
    assert new(sign_in(world.hong), world.kim, world.park).status_code == 303
    assert count(Note) == 2


def test_where_one_of_several_is_refused_none_is_sent_and_the_one_is_named(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, world.lim)
    assert answer.status_code == 422
    assert "임꺽정 주무관: 같은 부서" in answer.text
    assert count(Note) == 0
    assert writing(answer)["to"] == [world.kim.number, world.lim.number]
    assert writing(answer)["text"] == [TEXT]


def test_of_leave_only_that_nothing_can_be_received_is_told(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.choi)
    assert "최은영 주무관: 지금은 받을 수 없습니다." in answer.text
    assert "휴직" not in answer.text


def test_thanks_alone_goes_where_points_cannot(world: World, sign_in: SignIn) -> None:
    assert new(sign_in(world.hong), world.lim, action="thanks").status_code == 303
    assert the_note().points == 0


def test_thanks_alone_is_offered_before_anything_is_written(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get(f"/notes/new?to={world.lim.number}").text
    button = page[page.index('value="thanks"') :].partition(">")[0]
    assert "hidden" not in button
    assert "같은 부서 동료에게는 포인트를 보낼 수 없습니다" in page


@pytest.mark.parametrize("spelling", ["-5", "0", "1e3", "１２", "٣", "1_0", "5.0", " 10", "+10", "7"])
def test_points_that_are_no_points_are_refused_and_the_form_is_kept(
    world: World, sign_in: SignIn, spelling: str
) -> None:
    answer = new(sign_in(world.hong), world.kim, points=spelling)
    assert answer.status_code == 422
    assert "보낼 수 있는 포인트는 10입니다." in answer.text
    assert writing(answer)["text"] == [TEXT]
    assert count(Note) == 0


def test_a_refused_text_comes_back_as_it_was(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, text="\n  짧은\n글  ", is_private="y")
    assert answer.status_code == 422
    assert writing(answer)["text"] == ["\n  짧은\n글  "]
    assert writing(answer)["is_private"] == ["y"]
    assert "조금만 더 적어 주세요" in answer.text


def test_without_a_recipient_nothing_is_sent(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong))
    assert answer.status_code == 422
    assert "받는 동료를 골라 주세요." in answer.text


def test_a_recipient_who_does_not_exist_is_refused(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, to=[world.kim.number, "999999"])
    assert answer.status_code == 422
    assert "찾을 수 없는 동료가 있습니다" in answer.text
    assert count(Note) == 0


def test_an_unknown_kind_of_help_is_refused(world: World, sign_in: SignIn) -> None:
    assert new(sign_in(world.hong), world.kim, help_kind="abc").status_code == 422
    assert count(Note) == 0


def test_the_kind_of_help_stands_with_the_note(world: World, sign_in: SignIn) -> None:
    kind = HelpKind(agency_id=world.agency_id, name_ko="지식 나눔", place=1, is_offered=True)
    db.session.add(kind)
    db.session.commit()
    client = sign_in(world.hong)
    answer = new(client, world.kim, help_kind=str(kind.id))
    assert "지식 나눔" in client.get(answer.location).text


def test_markup_in_a_text_is_shown_and_does_not_run(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    page = client.get(new(client, world.kim, text="<script>alert(1)</script> 고맙습니다").location)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>alert" not in page.text


# one press is one note


def test_the_same_form_again_shows_the_first_result(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    fields = {**writing(client.get(f"/notes/new?to={world.kim.number}")), "text": TEXT, "action": "send"}
    first, second = client.post("/notes/new", data=fields), client.post("/notes/new", data=fields)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert count(Note) == 1


def test_a_used_form_with_another_text_is_refused_and_offers_a_fresh_one(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    fields = {**writing(client.get(f"/notes/new?to={world.kim.number}")), "text": TEXT, "action": "send"}
    client.post("/notes/new", data=fields)
    other = TEXT + " 덕분입니다."
    answer = client.post("/notes/new", data={**fields, "text": other})
    assert answer.status_code == 409
    assert count(Note) == 1
    assert writing(answer)["text"] == [other]
    assert writing(answer)["form_id"] != fields["form_id"]
    assert client.post("/notes/new", data={**writing(answer), "action": "send"}).status_code == 303


def test_a_form_id_that_is_none_is_refused_and_replaced(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, form_id="x")
    assert answer.status_code == 422
    assert len(writing(answer)["form_id"][0]) == 36


# without scripts: the form goes back and forth and nothing typed is lost


def test_choosing_keeps_the_text_and_opens_the_form(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, action=f"choose:{world.park.number}")
    assert answer.status_code == 200
    assert writing(answer)["to"] == [world.kim.number, world.park.number]
    assert writing(answer)["text"] == [TEXT]


def test_taking_somebody_off_keeps_the_rest(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, world.park, action=f"remove:{world.kim.number}")
    assert writing(answer)["to"] == [world.park.number]
    assert writing(answer)["text"] == [TEXT]


def test_searching_shows_hits_with_why_points_cannot_go(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), world.kim, action="search", q="임꺽정")
    assert f"choose:{world.lim.number}" in answer.text
    assert "같은 부서 동료에게는 포인트를 보낼 수 없습니다" in answer.text
    assert writing(answer)["text"] == [TEXT]
    assert writing(answer)["q"] == ["임꺽정"]


def test_a_search_that_finds_nobody_says_so(world: World, sign_in: SignIn) -> None:
    assert "찾는 동료가 없습니다" in new(sign_in(world.hong), action="search", q="없는사람이름").text


def test_what_was_refused_waits_as_a_draft(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    new(client, world.kim, text="짧은 글")
    assert "쓰던 글이 있습니다" in client.get("/").text
    draft = db.session.execute(select(Draft)).scalar_one()
    page = client.get(f"/notes/new?form={draft.form_id}")
    assert writing(page)["text"] == ["짧은 글"]
    assert writing(page)["to"] == [world.kim.number]


def test_another_persons_draft_does_not_open(world: World, sign_in: SignIn) -> None:
    new(sign_in(world.hong), world.kim, text="짧은 글")
    form_id = db.session.execute(select(Draft.form_id)).scalar_one()
    page = sign_in(world.park).get(f"/notes/new?form={form_id}")
    assert "짧은 글" not in page.text
    assert writing(page)["form_id"] != [form_id]


def test_sending_drops_the_draft(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    refused = new(client, world.kim, text="짧은 글")
    assert count(Draft) == 1
    client.post("/notes/new", data={**writing(refused), "text": TEXT, "action": "send"})
    assert count(Draft) == 0


@pytest.mark.parametrize("number", ["900101-1234567", "９００１０１－５２３４５６７", "9001011234567"])
def test_a_registration_number_comes_back_for_mending_and_is_stored_nowhere(
    world: World, sign_in: SignIn, number: str
) -> None:
    answer = new(sign_in(world.hong), world.kim, text=f"{TEXT} {number}")
    assert answer.status_code == 422
    assert writing(answer)["text"] == [f"{TEXT} {number}"]
    assert "주민등록번호나 외국인등록번호로 보이는 숫자" in answer.text
    assert (count(NoteText), count(Draft)) == (0, 0)


# the session ran out meanwhile


def test_a_note_sent_without_a_session_is_shown_with_a_sign_in_form(world: World, client: FlaskClient) -> None:
    answer = _post_without_session(client, world)
    assert answer.status_code == 403
    assert TEXT in answer.text
    form = next(form for form in forms_of(answer.text) if form.action == "/sign-in")
    assert form.fields["kept-text"] == [TEXT]
    assert form.fields["kept-to"] == [world.kim.number, world.park.number]
    assert form.fields["next"] == ["/notes/new"]
    assert "kept-csrf_token" not in form.fields
    assert (count(Note), count(Draft)) == (0, 0)


def test_an_expired_token_shows_what_was_typed_and_goes_on(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    fields = writing(client.get(f"/notes/new?to={world.kim.number}"))
    answer = client.post("/notes/new", data={**fields, "csrf_token": "old", "text": TEXT, "action": "send"})
    assert answer.status_code == 400
    assert TEXT in answer.text
    assert count(Note) == 0
    carried = writing(answer)
    again = client.post("/notes/new", data={**carried, "action": "edit"})
    assert writing(again)["text"] == [TEXT]
    assert writing(again)["form_id"] == fields["form_id"]


def _post_without_session(client: FlaskClient, world: World) -> TestResponse:
    client.get("/sign-in")
    token = next(form for form in forms_of(client.get("/sign-in").text) if form.action == "/sign-in")
    return client.post(
        "/notes/new",
        data={
            "csrf_token": token.fields["csrf_token"],
            "form_id": str(uuid4()),
            "to": [world.kim.number, world.park.number],
            "text": TEXT,
            "action": "send",
        },
    )


@pytest.mark.parametrize(("fault", "status"), [(Busy("late"), 503), (ValueError("broken"), 500)])
def test_a_fault_of_ours_gives_the_text_back_to_send_again(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    client = sign_in(world.hong)

    def fail(**_asked: object) -> None:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(notes, "send_notes", fail)
        answer = new(client, world.kim)
    assert answer.status_code == status
    again = writing(answer)
    assert again["text"] == [TEXT]
    assert client.post("/notes/new", data=again).status_code == 303
    assert count(Note) == 1


def test_a_fault_of_the_database_does_not_repeat_what_was_typed(app: Flask) -> None:
    with pytest.raises(DBAPIError) as fault, db.engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM nowhere WHERE x = :typed"), {"typed": TEXT})
    assert TEXT not in str(fault.value)


def test_odd_fields_are_refused_and_are_not_a_fault(world: World, sign_in: SignIn) -> None:
    answer = new(sign_in(world.hong), text="\x00", to=["\x00", "９"], form_id="\x00", help_kind="٣", q="\x00")
    assert answer.status_code == 422


def test_an_unknown_step_shows_the_form_again(world: World, sign_in: SignIn) -> None:
    for action in ("", "more:x", "more:-1", "choose:\x00", "remove:", "nothing"):
        answer = new(sign_in(world.hong), world.kim, action=action, q="김")
        assert answer.status_code == 200, action
        assert writing(answer)["text"] == [TEXT]


# arrival


def test_a_note_arrives_unread_and_is_read_on_its_page(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    client = sign_in(world.kim)
    assert "letter--unread" in client.get("/notes/received").text
    assert TEXT in client.get(f"/notes/{note_id}").text
    assert "letter--unread" not in client.get("/notes/received").text
    assert the_note().read_at is not None


def test_a_colleague_who_reads_along_does_not_mark_it_read(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    assert sign_in(world.park).get(f"/notes/{note_id}").status_code == 200
    assert the_note().read_at is None


def test_a_private_note_does_not_exist_for_others(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim, is_private=True).note_ids[0]
    client = sign_in(world.park)
    assert client.get(f"/notes/{note_id}").status_code == 404
    assert TEXT not in client.get("/notes/feed").text


def test_the_feed_shows_public_notes(world: World, sign_in: SignIn) -> None:
    world.send(world.hong, world.kim)
    assert TEXT in sign_in(world.park).get("/notes/feed").text


def test_one_tap_replies(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    answer = submit(sign_in(world.kim), f"/notes/{note_id}", action=f"/notes/{note_id}/reply")
    assert answer.status_code == 303
    assert "고맙습니다. 잘 읽었습니다." in sign_in(world.hong).get(f"/notes/{note_id}").text


def test_a_refused_reply_is_kept(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    answer = submit(sign_in(world.kim), f"/notes/{note_id}", action=f"/notes/{note_id}/reply", text="가" * 201)
    assert answer.status_code == 422
    assert "가" * 201 in answer.text
    assert count(Reply) == 0


def test_the_reply_to_a_public_note_is_for_the_two_only(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    submit(sign_in(world.kim), f"/notes/{note_id}", action=f"/notes/{note_id}/reply", text="저도 고맙습니다")
    assert "저도 고맙습니다" not in sign_in(world.park).get(f"/notes/{note_id}").text


def test_a_colleague_cannot_reply_for_the_recipient(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    client = sign_in(world.park)
    assert _press(client, f"/notes/{note_id}/reply").status_code == 404
    assert count(Reply) == 0


def test_the_sender_cancels_an_unread_note(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    answer = submit(sign_in(world.hong), f"/notes/{note_id}", action=f"/notes/{note_id}/take-back")
    assert answer.location == "/notes/sent"
    assert sign_in(world.kim).get(f"/notes/{note_id}").status_code == 404


def test_a_read_note_offers_no_cancelling_and_refuses_it(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    sign_in(world.kim).get(f"/notes/{note_id}")
    client = sign_in(world.hong)
    assert "take-back" not in client.get(f"/notes/{note_id}").text
    answer = _press(client, f"/notes/{note_id}/take-back")
    assert answer.status_code == 422
    assert "이미 읽어" in answer.text


def test_giving_back_asks_first_and_returns_the_note(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    client = sign_in(world.kim)
    assert "저에게 온 것이 아닌 것 같아요" in client.get(f"/notes/{note_id}").text
    answer = submit(client, f"/notes/{note_id}/give-back")
    assert answer.location == "/notes/received"
    assert the_note().withdrawn == "given_back"


def test_only_the_recipient_is_asked_about_giving_back(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    assert sign_in(world.hong).get(f"/notes/{note_id}/give-back").status_code == 404


def test_the_recipient_makes_it_private_with_one_tap(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    submit(sign_in(world.kim), f"/notes/{note_id}", action=f"/notes/{note_id}/private")
    assert sign_in(world.park).get(f"/notes/{note_id}").status_code == 404


def test_the_sender_cannot_make_it_private_afterwards(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    assert _press(sign_in(world.hong), f"/notes/{note_id}/private").status_code == 404


def test_what_was_sent_with_one_press_is_its_senders_only(world: World, sign_in: SignIn) -> None:
    batch_id = world.send(world.hong, world.kim).batch_id
    assert sign_in(world.hong).get(f"/notes/done/{batch_id}").status_code == 200
    assert sign_in(world.kim).get(f"/notes/done/{batch_id}").status_code == 404


@pytest.mark.parametrize("address", ["/notes/received", "/notes/sent", "/notes/feed"])
@pytest.mark.parametrize("before", ["x", "-1", "１", "9" * 40])
def test_an_odd_place_in_a_list_shows_its_beginning(world: World, sign_in: SignIn, address: str, before: str) -> None:
    assert sign_in(world.hong).get(address, query_string={"before": before}).status_code == 200


def test_a_long_list_goes_on(world: World, sign_in: SignIn) -> None:
    for number in range(21):
        world.send(world.hong, world.lim, points=0, text=f"{number}번째로 도와주셔서 고맙습니다.")
    client = sign_in(world.lim)
    first = client.get("/notes/received").text
    assert "20번째로" in first
    assert "0번째로 도와주셔서" not in first.replace("10번째로", "").replace("20번째로", "")
    older = first.partition("/notes/received?before=")[2].partition('"')[0]
    assert ">0번째로" in client.get(f"/notes/received?before={older}").text.replace("\n", "").replace("> ", ">")


def _press(client: FlaskClient, address: str) -> TestResponse:
    """POST with a good token where the page offers no button."""
    token = writing(client.get("/notes/new"))["csrf_token"][0]
    return client.post(address, data={"csrf_token": token})
