"""받은 메시지 한 권: what one received, in the order in which it came, for oneself alone."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.models import Appointment
from collabpoints.services.note_changes import take_back
from tests.factories.agencies import Colleague
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""What rests on no difference between the databases."""
SECRET = "둘만 아는 이야기로 크게 도와주셔서 고맙습니다."
BOOK = "/account/booklet"


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_a_book_has_its_owner_its_span_and_each_letter_with_who_wrote_it(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-03-30T10:00:00+09:00")
    world = a_world()
    world.send(world.kim, world.hong, text="초봄에 함께 밤을 새워 주셔서 고맙습니다.")
    turn_clock(monkeypatch, "2026-05-02T10:00:00+09:00")
    world.send(world.park, world.hong, text="봄맞이 정비를 같이 해 주셔서 고맙습니다.")
    monkeypatch.undo()
    page = sign_in(world.hong).get(BOOK).text
    assert "2026년 3월부터 2026년 5월까지" in page
    assert re.findall(r'class="booklet__(?:year-name|month)"[^>]*>([^<]+)<', page) == ["2026년", "3월", "5월"]
    assert page.index("초봄에") < page.index("김민수") < page.index("봄맞이") < page.index("박서연")
    assert '<svg class="tree' in page


def test_private_letters_are_in_it_only_when_its_owner_wants(world: World, sign_in: SignIn) -> None:
    world.send(world.kim, world.hong, text=SECRET, is_private=True)
    client = sign_in(world.hong)
    assert SECRET not in client.get(BOOK).text
    assert SECRET in client.get(f"{BOOK}?private=1").text
    assert SECRET not in sign_in(world.park).get(f"{BOOK}?private=1").text


@ON_SQLITE
def test_what_was_taken_back_is_not_in_it(world: World, sign_in: SignIn) -> None:
    note_id = world.send(world.kim, world.hong, text=SECRET).note_ids[0]
    take_back(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    assert SECRET not in sign_in(world.hong).get(BOOK).text


def test_a_letter_keeps_the_position_of_its_day(world: World, sign_in: SignIn) -> None:
    world.send(world.kim, world.hong)
    with unit_of_work() as session:
        own = Appointment.employee_id == world.kim.employee_id
        session.execute(update(Appointment).where(own).values(ends_on=date(2999, 1, 1)))
        session.add(
            Appointment(
                agency_id=world.agency_id, employee_id=world.kim.employee_id, department_id=world.roads, kind="primary",
                starts_on=date(2999, 1, 1), position="과장",
            )
        )  # fmt: skip
    page = sign_in(world.hong).get(BOOK).text
    assert "주무관 <b>김민수</b> 드림" in page
    assert "복지정책과" in page


@ON_SQLITE
def test_somebody_without_letters_gets_a_warm_page_and_a_seedling(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.hong).get(BOOK)
    assert page.status_code == 200
    assert 'class="seedling' in page.text
    assert "함께 일해 주셔서 고맙습니다." in page.text
    assert "둘만 보기 메시지도 담기" not in page.text


@ON_SQLITE
def test_no_number_in_it_can_be_compared(world: World, sign_in: SignIn) -> None:
    for _time in range(2):
        world.send(world.kim, world.hong)
    book = sign_in(world.hong).get(BOOK).text.partition('class="booklet tree')[2]
    said = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", book, flags=re.DOTALL)
    assert not re.search(r"\d+\s*(?:건|통|포인트|명|위)", said)
