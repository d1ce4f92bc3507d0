"""What is typed is kept; what must not be kept is not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from collabpoints.domain.drafts import DraftText
from collabpoints.queries.drafts import draft, latest_draft
from collabpoints.services.drafts import drop_draft, expire_drafts, keep_draft
from tests.factories.worlds import World, a_world

NOW = datetime(2026, 11, 10, tzinfo=UTC)


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def keep(world: World, typed: DraftText, *, by: int = 0, now: datetime = NOW) -> bool:
    return keep_draft(agency_id=world.agency_id, person_id=by or world.hong.person_id, draft=typed, now=now)


def test_a_draft_reads_back_as_it_was_typed(world: World) -> None:
    typed = DraftText(str(uuid4()), (world.park.person_id, world.kim.person_id), "  쓰던 글\n", "10", None, True)
    assert keep(world, typed)
    assert draft(typed.form_id, person_id=world.hong.person_id) == typed
    assert latest_draft(world.hong.person_id) == typed


def test_the_last_keeping_counts(world: World) -> None:
    form_id = str(uuid4())
    keep(world, DraftText(form_id, (world.kim.person_id,), "처음"))
    keep(world, DraftText(form_id, (world.park.person_id,), "나중"), now=NOW + timedelta(seconds=2))
    kept = draft(form_id, person_id=world.hong.person_id)
    assert kept is not None
    assert (kept.text, kept.recipient_person_ids) == ("나중", (world.park.person_id,))


def test_nobody_reads_or_changes_anothers_draft(world: World) -> None:
    typed = DraftText(str(uuid4()), (), "내 글")
    keep(world, typed)
    assert not keep(world, DraftText(typed.form_id, (), "남의 글"), by=world.kim.person_id)
    assert draft(typed.form_id, person_id=world.kim.person_id) is None
    drop_draft(typed.form_id, person_id=world.kim.person_id)
    assert draft(typed.form_id, person_id=world.hong.person_id) == typed


@pytest.mark.parametrize("text", ["900101-1234567", "글\x00", "글\ud800", "가" * 20_001])
def test_what_must_not_or_cannot_be_kept_is_not_and_takes_the_older_draft_along(world: World, text: str) -> None:
    form_id = str(uuid4())
    keep(world, DraftText(form_id, (), "900101-123456"))
    assert not keep(world, DraftText(form_id, (), text))
    assert draft(form_id, person_id=world.hong.person_id) is None


@pytest.mark.parametrize("form_id", ["", "x", "../../etc", "0" * 36, "\x00" * 36, "\ud800"])
def test_a_form_id_that_is_none_keeps_nothing(world: World, form_id: str) -> None:
    assert not keep(world, DraftText(form_id, (), "글"))


def test_a_form_that_was_sent_is_no_draft_again(world: World) -> None:
    form_id = str(uuid4())
    world.send(world.hong, world.kim, form_id=form_id)
    assert not keep(world, DraftText(form_id, (), "늦게 온 저장"))


def test_unknown_people_and_kinds_are_left_out(world: World) -> None:
    typed = DraftText(str(uuid4()), (10**9, world.kim.person_id), "글", "", 10**9)
    assert keep(world, typed)
    kept = draft(typed.form_id, person_id=world.hong.person_id)
    assert kept is not None
    assert (kept.recipient_person_ids, kept.help_kind_id) == ((world.kim.person_id,), None)


def test_old_drafts_expire(world: World) -> None:
    keep(world, DraftText(str(uuid4()), (), "오래된 글"), now=NOW - timedelta(days=31))
    keep(world, DraftText(str(uuid4()), (), "새 글"))
    assert expire_drafts(now=NOW) == 1
    assert latest_draft(world.hong.person_id) is not None
