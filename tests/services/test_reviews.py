"""A reviewer lets a note pass or reclaims its points: books, notices, own cases, private notes."""

from datetime import timedelta
from typing import TypedDict

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import database_now, reading
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.roles import Role
from collabpoints.models import Entry, Month, Note, NoteFlag, NoteReview, Notice, PairMonthTotal, PersonMonthTotal
from collabpoints.queries import notes
from collabpoints.queries.ledger import verify
from collabpoints.services.months import turn_months
from collabpoints.services.note_changes import give_back, make_private, take_back
from collabpoints.services.note_openings import Opening, open_for_review
from collabpoints.services.reports import report
from collabpoints.services.reviews import pass_note, reclaim
from tests.factories.agencies import Colleague
from tests.factories.reviews import REASON, Bench, a_bench

RESTORING = {"is_allowance_restored": True, "is_pair_cap_restored": True}


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


@pytest.fixture
def note_id(bench: Bench) -> int:
    """A public note of ten points from Hong to Kim, which Kim has reported."""
    return bench.reported(bench.world.hong, bench.world.kim)


class By(TypedDict):
    agency_id: int
    person_id: int


def by(bench: Bench, colleague: Colleague) -> By:
    return {"agency_id": bench.world.agency_id, "person_id": colleague.person_id}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[Code]:
    return codes_of(refused.value)


def codes_of(refused: Refused) -> list[Code]:
    return [refusal.code for refusal in refused.refusals]


def figures(colleague: Colleague) -> tuple[int, int, int]:
    """Spent, sent points and received points of the colleague's only month."""
    with reading() as session:
        total = session.scalars(select(PersonMonthTotal).where(PersonMonthTotal.person_id == colleague.person_id)).one()
        return total.spent, total.sent_points, total.received_points


def counted() -> int:
    with reading() as session:
        return session.scalars(select(PairMonthTotal.counted)).one()


def told(colleague: Colleague) -> list[str]:
    with reading() as session:
        mine = select(Notice.kind).where(Notice.person_id == colleague.person_id).order_by(Notice.id)
        return list(session.scalars(mine))


def test_a_reclaim_is_one_counter_entry_with_who_and_why(bench: Bench, note_id: int) -> None:
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    with reading() as session:
        sent, reclaimed = session.scalars(select(Entry).order_by(Entry.id)).all()
        assert (reclaimed.kind, reclaimed.counters) == ("reclaim", sent.id)
        assert (reclaimed.points, reclaimed.notes) == (-10, -1)
        assert (reclaimed.actor_person_id, reclaimed.reason) == (bench.shin.person_id, REASON)
        review = session.scalars(select(NoteReview)).one()
        assert (review.decision, review.entry_id, review.reason) == ("reclaimed", reclaimed.id, REASON)
    assert figures(bench.world.kim)[2] == 0
    assert verify().is_balanced


def test_a_scheme_may_keep_what_a_reclaimed_note_took(bench: Bench, note_id: int) -> None:
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    assert figures(bench.world.hong) == (10, 0, 0)
    assert counted() == 1


def test_a_scheme_may_give_it_back(app: Flask) -> None:
    bench = a_bench(**RESTORING)
    reclaim(bench.reported(bench.world.hong, bench.world.kim), **by(bench, bench.shin), reason=REASON)
    assert figures(bench.world.hong) == (0, 0, 0)
    assert counted() == 0
    assert verify().is_balanced


def test_a_scheme_may_give_back_the_allowance_and_keep_the_cap(app: Flask) -> None:
    bench = a_bench(is_allowance_restored=True)
    reclaim(bench.reported(bench.world.hong, bench.world.kim), **by(bench, bench.shin), reason=REASON)
    assert (figures(bench.world.hong)[0], counted()) == (0, 1)


def test_a_reclaimed_note_stays_with_its_two_people_and_leaves_everybody_else(bench: Bench, note_id: int) -> None:
    world = bench.world
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    for colleague in (world.hong, world.kim):
        assert notes.note(note_id, **by(bench, colleague)).withdrawn == "reclaimed"
    assert notes.feed(world.agency_id).rows == ()
    with pytest.raises(NotFound):
        notes.note(note_id, **by(bench, world.park))


def test_both_people_and_who_reported_are_told(bench: Bench) -> None:
    world = bench.world
    note_id = world.send(world.hong, world.kim).note_ids[0]
    report(note_id, **by(bench, world.park), reason=REASON)
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    assert told(world.hong) == ["reclaimed"]
    assert told(world.kim) == ["received", "reclaimed"]
    assert told(world.park) == ["report_decided"]


def test_a_note_that_passes_stands_and_only_who_reported_is_told(bench: Bench, note_id: int) -> None:
    pass_note(note_id, **by(bench, bench.shin))
    assert notes.note(note_id, **by(bench, bench.world.park)).withdrawn is None
    assert told(bench.world.kim) == ["received", "report_decided"]
    assert told(bench.world.hong) == []
    with reading() as session:
        flag, review = session.scalars(select(NoteFlag)).one(), session.scalars(select(NoteReview)).one()
        assert (flag.review_id, review.decision) == (review.id, "passed")


@pytest.mark.parametrize("decide", [pass_note, reclaim])
def test_nothing_is_decided_about_a_note_that_does_not_wait(bench: Bench, decide: object) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    with pytest.raises(NotFound):
        decide(note_id, **by(bench, bench.shin), reason=REASON)  # type: ignore[operator]


@pytest.mark.parametrize("decide", [pass_note, reclaim])
@pytest.mark.parametrize("end", ["sender", "recipient"])
def test_nobody_reviews_his_own_case(bench: Bench, decide: object, end: str) -> None:
    ends = (bench.shin, bench.world.kim) if end == "sender" else (bench.world.kim, bench.shin)
    note_id = bench.reported(*ends)
    with pytest.raises(Refused) as refused:
        decide(note_id, **by(bench, bench.shin), reason=REASON)  # type: ignore[operator]
    assert codes(refused) == [Code.OWN_CASE]


@pytest.mark.parametrize("decide", [pass_note, reclaim])
def test_what_was_passed_is_decided_once(bench: Bench, note_id: int, decide: object) -> None:
    pass_note(note_id, **by(bench, bench.yoon))
    with pytest.raises(Refused) as refused:
        decide(note_id, **by(bench, bench.shin), reason=REASON)  # type: ignore[operator]
    assert codes(refused) == [Code.ALREADY_REVIEWED]


@pytest.mark.parametrize("decide", [pass_note, reclaim])
@pytest.mark.parametrize("withdraw", [take_back, give_back])
def test_a_cancelled_note_cannot_be_reviewed(bench: Bench, note_id: int, decide: object, withdraw: object) -> None:
    owner = bench.world.hong if withdraw is take_back else bench.world.kim
    withdraw(note_id, **by(bench, owner))  # type: ignore[operator]
    with pytest.raises(Refused) as refused:
        decide(note_id, **by(bench, bench.shin), reason=REASON)  # type: ignore[operator]
    assert codes(refused) == [Code.ALREADY_WITHDRAWN]


@pytest.mark.parametrize(("reason", "code"), [("", Code.REASON_MISSING), ("900101-1234567", Code.RESIDENT_NUMBER)])
def test_a_reclaim_needs_a_fit_reason(bench: Bench, note_id: int, reason: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        reclaim(note_id, **by(bench, bench.shin), reason=reason)
    assert codes(refused) == [code]


def test_a_note_of_thanks_alone_can_be_reclaimed_too(bench: Bench) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.lim, points=0)
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    assert notes.feed(bench.world.agency_id).rows == ()
    assert verify().is_balanced


@pytest.mark.parametrize("change", [take_back, give_back])
def test_what_is_reclaimed_is_not_cancelled_as_well(bench: Bench, note_id: int, change: object) -> None:
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    owner = bench.world.hong if change is take_back else bench.world.kim
    with pytest.raises(Refused) as refused:
        change(note_id, **by(bench, owner))  # type: ignore[operator]
    assert codes(refused) == [Code.ALREADY_WITHDRAWN]
    assert verify().is_balanced


def test_an_unread_private_note_is_not_reclaimed(bench: Bench) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim, is_private=True)
    with pytest.raises(Refused) as refused:
        reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    assert codes(refused) == [Code.NOTE_UNOPENED]


def test_a_note_made_private_meanwhile_has_to_be_opened_first(bench: Bench, note_id: int) -> None:
    make_private(note_id, **by(bench, bench.world.kim))
    with pytest.raises(Refused) as refused:
        reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    assert codes(refused) == [Code.NOTE_UNOPENED]


def test_what_another_reviewer_opened_is_still_closed_to_this_one(bench: Bench) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim, is_private=True)
    opening = Opening(bench.world.agency_id, bench.yoon.person_id, Role.REVIEWER, "10.0.0.1", REASON)
    open_for_review(note_id, opening)
    with pytest.raises(Refused) as refused:
        reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    assert codes(refused) == [Code.NOTE_UNOPENED]
    reclaim(note_id, **by(bench, bench.yoon), reason=REASON)
    assert verify().is_balanced


def test_a_reclaim_of_an_ended_month_is_booked_now_and_leaves_this_month_alone(
    bench: Bench, note_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "collabpoints.services.months.database_now", lambda session: database_now(session) + timedelta(days=32)
    )
    turn_months(bench.world.agency_id)
    reclaim(note_id, **by(bench, bench.shin), reason=REASON)
    with reading() as session:
        sent, reclaimed = session.scalars(select(Entry).order_by(Entry.id)).all()
        booked = session.get_one(Month, reclaimed.booked_month_id)
        assert reclaimed.month_id == sent.month_id != booked.id
        assert booked.state == "open"
        assert {total.month_id for total in session.scalars(select(PersonMonthTotal))} == {sent.month_id}
        assert session.get_one(Note, note_id).withdrawn == "reclaimed"
    assert verify().is_balanced
