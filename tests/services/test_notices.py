import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading, table_of, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import Notice
from collabpoints.services.notices import tell
from tests.factories.worlds import World, a_world

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def notices() -> list[tuple[int, str, int | None]]:
    with reading() as session:
        found = session.execute(select(Notice.person_id, Notice.kind, Notice.note_id).order_by(Notice.id)).all()
        return [(row.person_id, row.kind, row.note_id) for row in found]


def test_each_person_is_told_once(world: World) -> None:
    hong, kim = world.hong.person_id, world.kim.person_id
    with unit_of_work() as session:
        tell(session, world.agency_id, [kim, hong, kim], NoticeKind.OPENED, at=NOW)
    assert notices() == [(hong, "opened", None), (kim, "opened", None)]


def test_nobody_is_told_nothing(world: World) -> None:
    with unit_of_work() as session:
        tell(session, world.agency_id, [], NoticeKind.OPENED, at=NOW)
    assert notices() == []


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_database_takes_every_kind(world: World, kind: NoticeKind) -> None:
    with unit_of_work() as session:
        tell(session, world.agency_id, [world.hong.person_id], kind, at=NOW)
    assert notices() == [(world.hong.person_id, kind.value, None)]


def test_the_database_takes_no_other_kind() -> None:
    (check,) = (str(one.sqltext) for one in table_of(Notice).constraints if one.name == "ck_notices_kind")  # type: ignore[attr-defined]
    assert set(re.findall(r"'(\w+)'", check)) == {kind.value for kind in NoticeKind}


def test_what_is_undone_was_never_told(world: World) -> None:
    def told_and_failed() -> None:
        with unit_of_work() as session:
            tell(session, world.agency_id, [world.hong.person_id], NoticeKind.OPENED, at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        told_and_failed()
    assert notices() == []


def test_a_kind_that_does_not_exist_is_refused(world: World) -> None:
    with unit_of_work() as session, pytest.raises(ValueError, match="thanked"):
        tell(session, world.agency_id, [world.hong.person_id], "thanked", at=NOW)  # type: ignore[arg-type]
