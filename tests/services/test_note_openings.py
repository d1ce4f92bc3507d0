"""A private note is opened for a reason, and both its people are told (promise 14)."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, Note, NoteOpening
from collabpoints.queries.note_openings import is_open_for_review
from collabpoints.services.appeals import ask, withdraw
from collabpoints.services.note_changes import make_private
from collabpoints.services.note_openings import Opening, open_for_appeal, open_for_review
from collabpoints.services.reports import report
from collabpoints.services.reviews import pass_note
from tests.factories.agencies import Colleague
from tests.factories.reviews import REASON, Bench, a_bench
from tests.services.test_reviews import by, codes, told


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


@pytest.fixture
def note_id(bench: Bench) -> int:
    """A private note from Hong to Kim, which Kim has reported."""
    return bench.reported(bench.world.hong, bench.world.kim, is_private=True)


def by_hand_of(bench: Bench, colleague: Colleague, *, reason: str = REASON, role: Role = Role.REVIEWER) -> Opening:
    return Opening(bench.world.agency_id, colleague.person_id, role, "10.1.2.3", reason)


def openings() -> int:
    with reading() as session:
        return session.execute(select(func.count()).select_from(NoteOpening)).scalar_one()


def is_open(note_id: int, colleague: Colleague) -> bool:
    with reading() as session:
        return bool(session.scalars(select(is_open_for_review(colleague.person_id)).where(Note.id == note_id)).one())


def test_both_people_are_told_and_each_has_an_access_record(bench: Bench, note_id: int) -> None:
    open_for_review(note_id, by_hand_of(bench, bench.shin))
    assert told(bench.world.hong) == ["opened"]
    assert told(bench.world.kim) == ["received", "opened"]
    with reading() as session:
        records = session.scalars(select(AccessRecord).order_by(AccessRecord.subject_person_id)).all()
        assert [(record.actor_person_id, record.subject_person_id) for record in records] == [
            (bench.shin.person_id, bench.world.hong.person_id),
            (bench.shin.person_id, bench.world.kim.person_id),
        ]
        assert {(record.role, record.address, record.act, record.reason) for record in records} == {
            ("reviewer", "10.1.2.3", "notes.open", REASON)
        }


def test_it_lies_open_before_this_reviewer_alone(bench: Bench, note_id: int) -> None:
    assert not is_open(note_id, bench.shin)
    open_for_review(note_id, by_hand_of(bench, bench.shin))
    assert is_open(note_id, bench.shin)
    assert not is_open(note_id, bench.yoon)


def test_opening_what_is_open_tells_nobody_again(bench: Bench, note_id: int) -> None:
    for _ in range(2):
        open_for_review(note_id, by_hand_of(bench, bench.shin))
    assert openings() == 1


def test_a_public_note_needs_no_opening(bench: Bench) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    open_for_review(note_id, by_hand_of(bench, bench.shin))
    assert openings() == 0


def test_an_opening_ends_with_the_flags_it_was_for(bench: Bench, note_id: int) -> None:
    open_for_review(note_id, by_hand_of(bench, bench.shin))
    pass_note(note_id, **by(bench, bench.shin))
    report(note_id, **by(bench, bench.world.hong), reason=REASON)
    assert not is_open(note_id, bench.shin)


def test_without_an_open_flag_nothing_opens(bench: Bench) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim, is_private=True).note_ids[0]
    with pytest.raises(NotFound):
        open_for_review(note_id, by_hand_of(bench, bench.shin))
    assert openings() == 0


def test_opening_needs_a_reason(bench: Bench, note_id: int) -> None:
    with pytest.raises(Refused) as refused:
        open_for_review(note_id, by_hand_of(bench, bench.shin, reason=""))
    assert codes(refused) == [Code.REASON_MISSING]
    assert openings() == 0


@pytest.mark.parametrize("who", ["hong", "kim"])
def test_nobody_opens_his_own_case(bench: Bench, note_id: int, who: str) -> None:
    with pytest.raises(Refused) as refused:
        open_for_review(note_id, by_hand_of(bench, getattr(bench.world, who)))
    assert codes(refused) == [Code.OWN_CASE]


@pytest.fixture
def appeal_id(bench: Bench) -> int:
    """About a note that Shin reclaimed and that is private now."""
    note_id = bench.reclaimed(bench.world.hong, bench.world.kim)
    make_private(note_id, **by(bench, bench.world.kim))
    return ask(note_id, **by(bench, bench.world.hong), reason=REASON)


def test_who_has_to_decide_about_a_request_may_open_its_note(bench: Bench, appeal_id: int) -> None:
    open_for_appeal(appeal_id, by_hand_of(bench, bench.oh, role=Role.OFFICER))
    assert openings() == 1
    assert told(bench.world.kim)[-1] == "opened"


def test_who_reclaimed_does_not_open_it_again(bench: Bench, appeal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        open_for_appeal(appeal_id, by_hand_of(bench, bench.shin))
    assert codes(refused) == [Code.OWN_CASE]


def test_a_request_that_does_not_wait_opens_nothing(bench: Bench, appeal_id: int) -> None:
    withdraw(appeal_id, **by(bench, bench.world.hong))
    with pytest.raises(NotFound):
        open_for_appeal(appeal_id, by_hand_of(bench, bench.oh))
    assert openings() == 0
