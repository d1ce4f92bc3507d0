"""A reader asks a reviewer to look at a note."""

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.models import NoteFlag
from collabpoints.services.note_changes import give_back, take_back
from collabpoints.services.reports import report
from collabpoints.services.reviews import pass_note
from tests.factories.reviews import REASON, Bench, a_bench
from tests.services.test_reviews import by, codes


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


def flags() -> list[tuple[str, str]]:
    with reading() as session:
        return [(flag.kind, flag.detail) for flag in session.scalars(select(NoteFlag).order_by(NoteFlag.id))]


@pytest.mark.parametrize("who", ["hong", "kim", "park"])
def test_every_reader_of_a_public_note_may_report_it(bench: Bench, who: str) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    report(note_id, **by(bench, getattr(bench.world, who)), reason=f"  {REASON} ")
    assert flags() == [("report", REASON)]


@pytest.mark.parametrize("who", ["hong", "kim"])
def test_its_two_people_may_report_a_private_note(bench: Bench, who: str) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim, is_private=True).note_ids[0]
    report(note_id, **by(bench, getattr(bench.world, who)), reason=REASON)
    assert len(flags()) == 1


def test_a_private_note_does_not_exist_for_others(bench: Bench) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim, is_private=True).note_ids[0]
    with pytest.raises(NotFound):
        report(note_id, **by(bench, bench.world.park), reason=REASON)


def test_a_reader_reports_a_note_once_whatever_becomes_of_it(bench: Bench) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            report(note_id, **by(bench, bench.world.kim), reason=REASON)
        assert codes(refused) == [Code.ALREADY_REPORTED]
        if flags_are_open():
            pass_note(note_id, **by(bench, bench.shin))


def flags_are_open() -> bool:
    with reading() as session:
        return session.scalars(select(NoteFlag.review_id)).one() is None


def test_what_was_given_back_is_not_reported(bench: Bench) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    give_back(note_id, **by(bench, bench.world.kim))
    with pytest.raises(Refused) as refused:
        report(note_id, **by(bench, bench.world.hong), reason=REASON)
    assert codes(refused) == [Code.ALREADY_WITHDRAWN]
    with pytest.raises(NotFound):
        report(note_id, **by(bench, bench.world.park), reason=REASON)


def test_what_was_taken_back_does_not_exist_for_its_recipient(bench: Bench) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    take_back(note_id, **by(bench, bench.world.hong))
    with pytest.raises(NotFound):
        report(note_id, **by(bench, bench.world.kim), reason=REASON)


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", Code.REASON_MISSING), ("가" * 501, Code.TEXT_LONG), ("900101-1234567", Code.RESIDENT_NUMBER)],
)
def test_a_report_says_why(bench: Bench, reason: str, code: Code) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    with pytest.raises(Refused) as refused:
        report(note_id, **by(bench, bench.world.park), reason=reason)
    assert codes(refused) == [code]
    assert flags() == []
