"""Two people press at the same moment: one clear outcome, and books that balance. Real threads, on both databases."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.errors import Code, Refused
from collabpoints.models import Appeal, Entry, Note, NoteReview, PairMonthTotal
from collabpoints.queries.ledger import verify
from collabpoints.services.appeals import ask, dismiss, grant, withdraw
from collabpoints.services.note_changes import give_back, make_private, take_back
from collabpoints.services.reviews import pass_note, reclaim
from tests.factories.reviews import REASON, Bench, a_bench
from tests.services.test_reviews import RESTORING, By, by, codes_of

ROUNDS = 4
Act = Callable[[], object]


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


def race(app: Flask, *acts: Act) -> list[Code | None]:
    """All acts at once; what each was refused for, None where it was done."""
    start = threading.Barrier(len(acts))
    outcomes: dict[int, Code | None] = {}
    faults: list[BaseException] = []

    def run(place: int, act: Act) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                outcomes[place] = None
            except Refused as refused:
                outcomes[place] = codes_of(refused)[0]
            except BaseException as fault:
                faults.append(fault)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return [outcomes[place] for place in range(len(acts))]


def kinds(note_id: int) -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Entry.kind).where(Entry.note_id == note_id).order_by(Entry.id)))


def one_done(outcomes: Sequence[Code | None], *refusals: Code) -> None:
    """Exactly one was done, and every other one was told why not."""
    assert [outcome for outcome in outcomes if outcome is None] == [None], outcomes
    assert {outcome for outcome in outcomes if outcome is not None} <= set(refusals), outcomes


def test_two_reviewers_reclaim_once(app: Flask, bench: Bench) -> None:
    for _ in range(ROUNDS):
        note_id = bench.reported(bench.world.park, bench.world.lim, points=0)
        reviewers = [by(bench, reviewer) for reviewer in (bench.shin, bench.yoon) * 2]
        outcomes = race(app, *(partial(reclaim, note_id, **who, reason=REASON) for who in reviewers))
        one_done(outcomes, Code.ALREADY_WITHDRAWN, Code.ALREADY_REVIEWED)
        assert kinds(note_id) == ["send", "reclaim"]
    assert verify().is_balanced


def test_a_pass_and_a_reclaim_are_one_decision(app: Flask, bench: Bench) -> None:
    for _ in range(ROUNDS):
        note_id = bench.reported(bench.world.park, bench.world.lim, points=0)
        shin, yoon = by(bench, bench.shin), by(bench, bench.yoon)
        outcomes = race(app, partial(pass_note, note_id, **shin), partial(reclaim, note_id, **yoon, reason=REASON))
        one_done(outcomes, Code.ALREADY_WITHDRAWN, Code.ALREADY_REVIEWED)
        with reading() as session:
            assert len(session.scalars(select(NoteReview).where(NoteReview.note_id == note_id)).all()) == 1
    assert verify().is_balanced


@pytest.mark.parametrize("cancel", [take_back, give_back])
def test_a_reclaim_and_a_cancellation_counter_the_note_once(
    app: Flask, bench: Bench, cancel: Callable[..., None]
) -> None:
    world = bench.world
    owner = by(bench, world.park if cancel is take_back else world.lim)
    for _ in range(ROUNDS):
        note_id = bench.reported(world.park, world.lim, points=0)
        shin = by(bench, bench.shin)
        outcomes = race(app, partial(reclaim, note_id, **shin, reason=REASON), partial(cancel, note_id, **owner))
        one_done(outcomes, Code.ALREADY_WITHDRAWN)
        assert len(kinds(note_id)) == 2
    assert verify().is_balanced


def test_a_note_that_turns_private_in_the_same_moment_is_reclaimed_before_or_not_at_all(
    app: Flask, bench: Bench
) -> None:
    shin, kim = by(bench, bench.shin), by(bench, bench.world.lim)
    for _ in range(ROUNDS):
        note_id = bench.reported(bench.world.park, bench.world.lim, points=0)
        first, second = race(
            app, partial(reclaim, note_id, **shin, reason=REASON), partial(make_private, note_id, **kim)
        )
        assert second is None
        assert first in (None, Code.NOTE_UNOPENED)
        assert kinds(note_id) == (["send"] if first else ["send", "reclaim"])
        with reading() as session:
            assert session.get_one(Note, note_id).is_private


def test_of_two_who_ask_at_once_one_request_waits(app: Flask, bench: Bench) -> None:
    for _ in range(ROUNDS):
        note_id = bench.reclaimed(bench.world.park, bench.world.lim, points=0)
        ends = [by(bench, bench.world.park), by(bench, bench.world.lim)] * 2
        outcomes = race(app, *(partial(ask, note_id, **who, reason=REASON) for who in ends))
        one_done(outcomes, Code.APPEAL_WAITING)
        with reading() as session:
            assert session.scalars(select(Appeal.state).where(Appeal.note_id == note_id)).all() == ["asked"]


def grants(appeal_id: int, who: By) -> Act:
    return partial(grant, appeal_id, **who)


def dismisses(appeal_id: int, who: By) -> Act:
    return partial(dismiss, appeal_id, **who, reason=REASON)


@pytest.mark.parametrize("others", [grants, dismisses])
def test_two_deciders_decide_once(app: Flask, bench: Bench, others: Callable[[int, By], Act]) -> None:
    asker = by(bench, bench.world.park)
    for _ in range(ROUNDS):
        note_id = bench.reclaimed(bench.world.park, bench.world.lim, points=0)
        appeal_id = ask(note_id, **asker, reason=REASON)
        outcomes = race(
            app,
            grants(appeal_id, by(bench, bench.oh)),
            others(appeal_id, by(bench, bench.yoon)),
            partial(withdraw, appeal_id, **asker),
        )
        one_done(outcomes, Code.APPEAL_DECIDED)
        with reading() as session:
            is_granted = session.get_one(Appeal, appeal_id).state == "granted"
            assert (session.get_one(Note, note_id).withdrawn is None) == is_granted
        assert kinds(note_id) == ["send", "reclaim", *(["restore"] if is_granted else [])]
    assert verify().is_balanced


def test_a_restore_and_a_send_for_the_same_last_place_pass_no_cap(app: Flask) -> None:
    bench = a_bench(**RESTORING)
    world = bench.world
    for sender, recipient in ((world.hong, world.kim), (world.kim, world.park), (world.park, world.hong)):
        note_id = bench.reclaimed(sender, recipient)
        appeal_id = ask(note_id, **by(bench, sender), reason=REASON)
        world.send(sender, recipient)
        outcomes = race(
            app,
            grants(appeal_id, by(bench, bench.oh)),
            partial(world.send, sender, recipient),
        )
        assert outcomes[0] is None
        assert outcomes[1] in (None, Code.PAIR_CAP_REACHED)
        with reading() as session:
            pair = (
                PairMonthTotal.sender_person_id == sender.person_id,
                PairMonthTotal.recipient_person_id == recipient.person_id,
            )
            assert session.scalars(select(PairMonthTotal.counted).where(*pair)).one() == 2
    assert verify().is_balanced
