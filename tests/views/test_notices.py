import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import Note, Notice
from collabpoints.queries.notices import NoticeRow, Other
from collabpoints.services.note_changes import give_back, take_back
from collabpoints.services.notices import tell
from collabpoints.services.replies import reply
from collabpoints.views.notice_sentences import (
    ADDRESSES,
    OUTCOMES,
    SENTENCES,
    SPECIAL,
    address_of,
    icon_of,
    sentence_of,
)
from tests.factories.agencies import Colleague
from tests.factories.worlds import World, a_world
from tests.forms import forms_of, submit

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
Enter = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def last_notice() -> int:
    with reading() as session:
        return session.scalars(select(Notice.id).order_by(Notice.id.desc()).limit(1)).one()


def told(world: World, person: Colleague, kind: NoticeKind, note_id: int | None = None) -> int:
    with unit_of_work() as session:
        tell(session, world.agency_id, [person.person_id], kind, at=NOW, note_id=note_id)
    return last_notice()


def unread_in_header(page: str) -> int:
    found = re.search(r"읽지 않은 알림</span>(\d+)", page)
    return int(found.group(1)) if found else 0


def test_a_note_that_came_is_told_in_a_sentence(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    assert "기획담당관 홍길동 주무관님이 고마움을 전했습니다." in sign_in(world.kim).get("/notices").text


def test_the_newest_stands_first(world: World, sign_in: Enter) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    world.send(world.park, world.hong)
    reply(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    page = sign_in(world.hong).get("/notices").text
    assert page.index("답례했습니다") < page.index("고마움을 전했습니다")


def test_the_page_has_no_text_of_a_note(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim, text="비밀스러운 고마운 이야기를 여기에 적습니다")
    assert "비밀스러운" not in sign_in(world.kim).get("/notices").text


def test_others_do_not_see_my_notices(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    assert "홍길동" not in sign_in(world.park).get("/notices").text


def test_an_unread_one_says_so_in_words(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    assert "새 알림" in sign_in(world.kim).get("/notices").text


def test_the_header_of_every_page_has_the_count(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    world.send(world.park, world.kim)
    assert unread_in_header(sign_in(world.kim).get("/").text) == 2


def test_opening_a_notice_leads_to_the_note_and_marks_it_read(world: World, sign_in: Enter) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    client = sign_in(world.kim)
    answer = client.get(f"/notices/{last_notice()}")
    assert answer.location == f"/notes/{note_id}"
    assert unread_in_header(client.get("/notices").text) == 0


def test_opening_a_notice_does_not_mark_the_note_read(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    sign_in(world.kim).get(f"/notices/{last_notice()}")
    with reading() as session:
        assert session.scalars(select(Note.read_at)).one() is None


def test_opening_the_note_marks_its_notices_read(world: World, sign_in: Enter) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    give_back(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    client = sign_in(world.hong)
    assert unread_in_header(client.get("/").text) == 1
    assert unread_in_header(client.get(f"/notes/{note_id}").text) == 0


def test_anothers_notice_does_not_exist(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    assert sign_in(world.park).get(f"/notices/{last_notice()}").status_code == 404


def test_all_can_be_marked_read(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    world.send(world.park, world.kim)
    client = sign_in(world.kim)
    assert submit(client, "/notices", action="/notices/read").location == "/notices"
    assert unread_in_header(client.get("/notices").text) == 0


def test_what_came_after_the_page_was_made_stays_unread(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    client = sign_in(world.kim)
    form = next(form for form in forms_of(client.get("/notices").text) if form.action == "/notices/read")
    world.send(world.park, world.kim)
    client.post("/notices/read", data=form.fields)
    assert unread_in_header(client.get("/notices").text) == 1


def test_marking_mine_leaves_others_alone(world: World, sign_in: Enter) -> None:
    world.send(world.hong, world.kim)
    world.send(world.hong, world.park)
    submit(sign_in(world.park), "/notices", action="/notices/read")
    assert unread_in_header(sign_in(world.kim).get("/").text) == 1


@pytest.mark.parametrize("newest", ["", "x", "-1", "٣", "9" * 30])
def test_a_mark_that_names_nothing_marks_nothing(world: World, sign_in: Enter, newest: str) -> None:
    world.send(world.hong, world.kim)
    client = sign_in(world.kim)
    assert submit(client, "/notices", action="/notices/read", newest=newest).status_code == 303
    assert unread_in_header(client.get("/").text) == 1


def test_of_a_note_that_was_taken_back_its_recipient_learns_nothing(world: World, sign_in: Enter) -> None:
    note_id = world.send(world.hong, world.kim, is_private=True).note_ids[0]
    told(world, world.kim, NoticeKind.OPENED, note_id)
    take_back(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    page = sign_in(world.kim).get("/notices").text
    assert "홍길동" not in page
    assert unread_in_header(page) == 0


def test_a_notice_that_comes_after_its_note_was_taken_back_stays_hidden(world: World, sign_in: Enter) -> None:
    note_id = world.send(world.hong, world.kim, is_private=True).note_ids[0]
    take_back(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    late = told(world, world.kim, NoticeKind.OPENED, note_id)
    client = sign_in(world.kim)
    page = client.get("/notices").text
    assert "열어 보았습니다" not in page
    assert unread_in_header(page) == 0
    assert client.get(f"/notices/{late}").status_code == 404


@pytest.mark.parametrize("is_private", [True, False])
def test_who_reported_a_note_is_not_told_whose_it_is(world: World, sign_in: Enter, is_private: bool) -> None:
    note_id = world.send(world.hong, world.kim, is_private=is_private).note_ids[0]
    told(world, world.park, NoticeKind.REPORT_DECIDED, note_id)
    page = sign_in(world.park).get("/notices").text
    assert "알려 주신 메시지를" in page
    assert "홍길동" not in page
    assert "김민수" not in page


def test_a_notice_about_a_note_that_one_may_not_open_any_more_leads_back(world: World, sign_in: Enter) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    notice_id = told(world, world.park, NoticeKind.REPORT_DECIDED, note_id)
    client = sign_in(world.park)
    assert client.get(f"/notices/{notice_id}").location == f"/notes/{note_id}"
    with unit_of_work() as session:
        session.execute(update(Note).values(is_private=True))
    assert client.get(f"/notices/{notice_id}").location == "/notices"


def test_many_notices_are_paged(world: World, sign_in: Enter) -> None:
    for _ in range(25):
        told(world, world.kim, NoticeKind.SPECIAL_GRANTED)
    client = sign_in(world.kim)
    first = client.get("/notices").text
    older = re.search(r'href="(/notices\?before=\d+)"', first)
    assert older
    second = client.get(older.group(1)).text
    assert (first.count('class="notice '), second.count('class="notice ')) == (20, 5)


def test_without_notices_the_page_says_so_kindly(world: World, sign_in: Enter) -> None:
    assert "알림이 없습니다" in sign_in(world.kim).get("/notices").text


# The house's rule: every kind has its sentence and its address, and each is filled in whole.

OTHER = Other("김민수", "주무관", "복지정책과")


ABOUT_SPECIAL = (NoticeKind.SPECIAL_GRANTED, NoticeKind.SPECIAL_DECIDED)
ABOUT_PRIZE = (NoticeKind.PRIZE_ASKED, NoticeKind.PRIZE_WON)
ABOUT_NOTE_PRIZE = (NoticeKind.NOTE_PRIZE_ASKED, NoticeKind.NOTE_PRIZE_WON)


def a_row(kind: NoticeKind, **changed: object) -> NoticeRow:
    """A notice about a note from Kim, or about special points or a prize of one's own."""
    is_special = kind in ABOUT_SPECIAL or changed.get("special_grant_id") is not None
    is_prize = kind in ABOUT_PRIZE
    row = NoticeRow(
        id=1,
        kind=kind,
        at=NOW,
        is_read=False,
        note_id=None if is_special or is_prize else 7,
        other=None if is_special or is_prize else OTHER,
        is_sender=False,
        is_note_open=not is_special and not is_prize,
        appeal_id=None,
        special_grant_id=3 if is_special else None,
        prize_winner_id=5 if is_prize else None,
        note_prize_id=6 if kind in ABOUT_NOTE_PRIZE else None,
        export_id=9 if kind is NoticeKind.EXPORT_READY else None,
        outcome="",
        reason="",
        points=30 if is_special else 0,
        is_own=is_special or is_prize,
        is_proposer=False,
    )
    return replace(row, **changed)  # type: ignore[arg-type]


SIDES: tuple[dict[str, object], ...] = (
    {},
    {"is_sender": True},
    {"is_own": False, "is_proposer": True},
    {"is_own": False},
)
TO_OTHERS = (
    NoticeKind.OPENED, NoticeKind.RECLAIMED, NoticeKind.APPEALED, NoticeKind.APPEAL_DECIDED, NoticeKind.REPORT_DECIDED,
    *ABOUT_NOTE_PRIZE,
)  # fmt: skip
ROWS = [
    *(a_row(kind, **side) for kind in NoticeKind for side in SIDES),
    *(a_row(kind, outcome=outcome, **side) for kind, outcome in OUTCOMES for side in SIDES),
    *(a_row(kind, special_grant_id=3, **side) for kind in SPECIAL for side in SIDES),
    *(a_row(kind, other=None) for kind in TO_OTHERS),
    *(a_row(kind, other=None, outcome=outcome) for kind, outcome in OUTCOMES),
]


def test_every_kind_has_a_sentence_and_an_address() -> None:
    missing = set(NoticeKind) - (SENTENCES.keys() & ADDRESSES.keys())
    assert not missing, f"{missing}: write what it says and where it leads in views/notice_sentences.py"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{row.outcome}")
def test_each_says_one_sentence_and_leads_somewhere(sqlite_app: Flask, row: NoticeRow) -> None:
    with sqlite_app.test_request_context("/"):
        said, address = sentence_of(row), address_of(row)
    assert said.endswith("다.")
    assert not said.startswith(("님", " "))
    assert "  " not in said
    assert "%" not in said
    assert sqlite_app.url_map.bind("").match(address.partition("?")[0])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{row.outcome}")
def test_each_has_a_drawing(sqlite_app: Flask, row: NoticeRow) -> None:
    drawings = (Path(sqlite_app.static_folder or "") / "icons.svg").read_text(encoding="utf-8")
    assert f'id="{icon_of(row)}"' in drawings


@pytest.mark.parametrize(("kind", "address"), [
    (NoticeKind.PRIZE_ASKED, "/prizes/asked/5"), (NoticeKind.PRIZE_WON, "/prizes/winners"),
    (NoticeKind.NOTE_PRIZE_ASKED, "/note-prizes/asked/6"), (NoticeKind.NOTE_PRIZE_WON, "/prizes/winners"),
])  # fmt: skip
def test_a_notice_of_a_prize_leads_to_its_page(sqlite_app: Flask, kind: NoticeKind, address: str) -> None:
    with sqlite_app.test_request_context("/"):
        assert address_of(a_row(kind)) == address


def test_the_head_of_a_winning_department_is_told_of_the_department(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/"):
        own, of_department = (sentence_of(a_row(NoticeKind.PRIZE_WON, is_own=is_own)) for is_own in (True, False))
    assert own.startswith("협업포인트 우수자로")
    assert of_department.startswith("부서가 협업포인트 우수 부서로")
