"""Submissions: numbered, frozen, made into a file, compared line by line."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import Refused
from collabpoints.domain.exports import FileFormat, Filters
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.submissions import Act, Cause
from collabpoints.models import ExportPiece, Person
from collabpoints.queries.submission_comparisons import Comparison, comparison
from collabpoints.queries.submissions import submission, submission_rows, submissions
from collabpoints.services.corrections import Correction, counter, held_note
from collabpoints.services.months import hold_month_of_now, turn_months
from collabpoints.services.submissions import NewSubmission, submit, write_submission_file
from tests.factories.boards import close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    return world


def hand_in(world: World, subject: Subject = Subject.PERSONS, **more: object) -> int:
    own: dict[str, object] = {
        "span": "2026-11", "first": Month(2026, 11), "last": Month(2026, 11), "department_id": None, "filters": Filters(),
        "is_everyone": False, "recipient": "시상 심사위원회", "aim": Purpose.PRIZES, "purpose": "11월 우수자 심사",
        "file_format": FileFormat.CSV,
    }  # fmt: skip
    return submit(
        NewSubmission(subject=subject, **{**own, **more}),  # type: ignore[arg-type]
        world.agency_id,
        actor_person_id=world.lim.person_id,
    )


def names(submission_id: int) -> list[tuple[str, int | None]]:
    return [(row.subject.name, row.line.rank) for row in submission_rows(submission_id)]


def withdraw(world: World, note_id: int) -> None:
    with unit_of_work() as session:
        month = hold_month_of_now(session, world.agency_id)
        note = held_note(session, note_id, world.agency_id)
        counter(session, month, note, Correction(note_id, "reclaim", world.lim.person_id, "같은 내용을 두 번 보냄"))
        note.withdrawn, note.withdrawn_at = "reclaimed", month.instant


def test_it_holds_candidates_and_nobody_with_nothing(world: World) -> None:
    world.send(world.hong, world.kim)
    assert names(hand_in(world)) == [("김민수", 1)]


def test_everyone_is_in_it_when_the_officer_says_so(world: World) -> None:
    world.send(world.hong, world.kim)
    assert len(names(hand_in(world, is_everyone=True))) == 5


def test_numbers_count_on_in_a_year(world: World) -> None:
    world.send(world.hong, world.kim)
    hand_in(world)
    hand_in(world, Subject.DEPARTMENTS)
    assert [head.label for head in submissions(world.agency_id).rows] == ["2026-2", "2026-1"]


def test_a_purpose_beyond_the_schemes_is_marked(world: World) -> None:
    world.send(world.hong, world.kim)
    head = submission(world.agency_id, hand_in(world, aim=None, purpose="근무성적평정"))
    assert head.is_beyond


def test_nothing_is_made_of_nobody(world: World) -> None:
    with pytest.raises(Refused, match="submission_empty"):
        hand_in(world)
    assert submissions(world.agency_id).rows == ()


def test_its_file_holds_the_frozen_lines_whatever_came_since(world: World) -> None:
    world.send(world.hong, world.kim)
    submission_id = hand_in(world)
    world.send(world.hong, world.park)
    write_submission_file(submission_id, world.agency_id, at=AT)
    with reading() as session:
        content = b"".join(session.scalars(select(ExportPiece.content).order_by(ExportPiece.place))).decode("utf-8-sig")
    assert content.splitlines() == [
        "연번,부서(당시),부서(현재),사번,직급,직위,성명,상태,받은 건수,받은 포인트,보낸 건수,보낸 포인트,특별협업포인트,합산 포인트,순위",
        f"1,복지정책과,복지정책과,{world.kim.number},7급,주무관,김민수,재직,1,10,0,0,0,10,1",
    ]
    assert submission(world.agency_id, submission_id).export_state == "ready"


def compared_after_a_reclaim(world: World, monkeypatch: pytest.MonkeyPatch, subject: Subject) -> Comparison:
    """Kim has two notes and Park one; the month is closed and handed in; then one of Kim's is reclaimed."""
    note_id = world.send(world.hong, world.kim, world.park, is_private=subject is Subject.DEPARTMENTS).note_ids[0]
    world.send(world.lim, world.kim)
    turn_clock(monkeypatch, "2026-12-15T10:00:00+09:00")
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, "2026-11", world.lim.person_id, datetime(2026, 12, 15, 1, tzinfo=UTC))
    first = hand_in(world, subject)
    withdraw(world, note_id)
    return comparison(world.agency_id, hand_in(world, subject), first)


def test_a_reclaim_after_the_closing_is_behind_the_difference(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared_after_a_reclaim(world, monkeypatch, Subject.PERSONS)
    assert found.total == 2
    kim = next(row for row in found.rows if row.subject.name == "김민수")
    assert [(one.key, one.before, one.after) for one in kim.difference.changes] == [
        ("received_notes", 2, 1), ("received_points", 20, 10), ("score", 200_000, 100_000),
    ]  # fmt: skip
    assert [(one.kind, one.side, one.points, one.by, one.reason) for one in kim.entries] == [
        ("reclaim", "received", -10, "임꺽정 주무관", "같은 내용을 두 번 보냄")
    ]


def test_where_only_others_changed_the_rank_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared_after_a_reclaim(world, monkeypatch, Subject.PERSONS)
    park = next(row for row in found.rows if row.subject.name == "박서연")
    assert (park.entries, park.causes) == ((), (Cause.OTHERS,))


def test_of_departments_the_entries_of_their_people_count_and_private_ones_say_no_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = compared_after_a_reclaim(world, monkeypatch, Subject.DEPARTMENTS)
    (planning,) = found.rows
    assert planning.subject.name == "기획담당관"
    entries = [(one.kind, one.side, one.points, one.reason, one.note_id) for one in planning.entries]
    assert entries == [("reclaim", "sent", -10, "", None)]


def test_two_records_that_became_one_person_are_named(world: World) -> None:
    world.send(world.hong, world.kim, world.park)
    first = hand_in(world)
    with unit_of_work() as session:
        one = update(Person).where(Person.id == world.kim.person_id)
        session.execute(one.values(merged_into_person_id=world.park.person_id))
    found = comparison(world.agency_id, first, hand_in(world))
    assert [(row.difference.act, row.subject.name, row.causes, row.merged_with) for row in found.rows] == [
        (Act.CHANGED, "박서연", (Cause.MERGED,), "김민수 주무관"),
        (Act.GONE, "김민수", (Cause.MERGED,), "박서연 주무관"),
    ]
