"""Another look at a reclaim: who may ask until when, who decides, and what the ledger says afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import database_now, reading
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.roles import Role
from collabpoints.models import Appeal, Entry, Note, NoteReview, PairMonthTotal
from collabpoints.queries import notes
from collabpoints.queries.ledger import verify
from collabpoints.services.appeals import ask, dismiss, grant, withdraw
from collabpoints.services.note_changes import give_back, make_private, mark_read, take_back
from collabpoints.services.note_openings import Opening, open_for_appeal
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from tests.factories.agencies import a_colleague
from tests.factories.reviews import REASON, Bench, a_bench
from tests.services.test_reviews import RESTORING, by, codes, counted, figures, told

Decide = Callable[..., None]
PLEA = "저희 부서 행사라 같은 글이 되었습니다. 다시 살펴봐 주시기 바랍니다."


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


@pytest.fixture
def note_id(bench: Bench) -> int:
    """A public note of ten points from Hong to Kim, which Shin has reclaimed."""
    return bench.reclaimed(bench.world.hong, bench.world.kim)


@pytest.fixture
def appeal_id(bench: Bench, note_id: int) -> int:
    """Hong, who sent it, asks for another look."""
    return ask(note_id, **by(bench, bench.world.hong), reason=PLEA)


def later(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    for module in ("months", "appeals"):
        monkeypatch.setattr(f"collabpoints.services.{module}.database_now", lambda _session: instant)


def reclaimed_at() -> datetime:
    with reading() as session:
        return session.scalars(select(NoteReview.decided_at)).one()


def state(appeal_id: int) -> str:
    with reading() as session:
        return session.get_one(Appeal, appeal_id).state


@pytest.mark.parametrize("who", ["hong", "kim"])
def test_each_of_the_two_may_ask_and_the_other_is_told(bench: Bench, note_id: int, who: str) -> None:
    other = bench.world.kim if who == "hong" else bench.world.hong
    before = told(other)
    appeal_id = ask(note_id, **by(bench, getattr(bench.world, who)), reason=PLEA)
    assert state(appeal_id) == "asked"
    assert told(other) == [*before, "appealed"]


@pytest.mark.parametrize("who", ["park", "lim"])
def test_nobody_else_asks(bench: Bench, note_id: int, who: str) -> None:
    with pytest.raises(NotFound):
        ask(note_id, **by(bench, getattr(bench.world, who)), reason=PLEA)


def test_one_request_about_a_reclaim_waits_at_a_time(bench: Bench, note_id: int, appeal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        ask(note_id, **by(bench, bench.world.kim), reason=PLEA)
    assert codes(refused) == [Code.APPEAL_WAITING]


def test_the_other_may_ask_after_a_dismissal_and_the_first_not_again(
    bench: Bench, note_id: int, appeal_id: int
) -> None:
    dismiss(appeal_id, **by(bench, bench.oh), reason=REASON)
    with pytest.raises(Refused) as refused:
        ask(note_id, **by(bench, bench.world.hong), reason=PLEA)
    assert codes(refused) == [Code.ALREADY_APPEALED]
    assert state(ask(note_id, **by(bench, bench.world.kim), reason=PLEA)) == "asked"


@pytest.mark.parametrize(("reason", "code"), [("", Code.REASON_MISSING), ("900101-1234567", Code.RESIDENT_NUMBER)])
def test_a_request_needs_a_fit_reason(bench: Bench, note_id: int, reason: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        ask(note_id, **by(bench, bench.world.hong), reason=reason)
    assert codes(refused) == [code]


def test_one_may_ask_until_the_end_of_the_last_day_in_seoul(
    bench: Bench, note_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = (reclaimed_at() + timedelta(hours=9)).replace(hour=0, minute=0, second=0, microsecond=0)
    end += timedelta(days=15) - timedelta(hours=9)
    later(monkeypatch, end)
    with pytest.raises(Refused) as refused:
        ask(note_id, **by(bench, bench.world.hong), reason=PLEA)
    assert codes(refused) == [Code.APPEAL_TOO_LATE]
    later(monkeypatch, end - timedelta(seconds=1))
    assert state(ask(note_id, **by(bench, bench.world.hong), reason=PLEA)) == "asked"


@pytest.mark.parametrize("change", [take_back, give_back])
def test_there_is_no_request_about_a_cancelled_note(bench: Bench, change: Decide) -> None:
    world = bench.world
    note_id = world.send(world.hong, world.kim).note_ids[0]
    change(note_id, **by(bench, world.hong if change is take_back else world.kim))
    with pytest.raises(Refused) as refused:
        ask(note_id, **by(bench, world.hong), reason=PLEA)
    assert codes(refused) == [Code.NOT_RECLAIMED]


def test_a_grant_counters_the_reclaim_and_the_note_stands_again(bench: Bench, note_id: int, appeal_id: int) -> None:
    grant(appeal_id, **by(bench, bench.oh), reason="행사 안내가 아니라 고마움이었습니다.")
    with reading() as session:
        _sent, reclaimed, restored = session.scalars(select(Entry).order_by(Entry.id)).all()
        assert (restored.kind, restored.counters, restored.points, restored.notes) == ("restore", reclaimed.id, 10, 1)
        assert session.get_one(Appeal, appeal_id).entry_id == restored.id
        note = session.get_one(Note, note_id)
        assert (note.withdrawn, note.withdrawn_at) == (None, None)
    assert figures(bench.world.kim)[2] == 10
    assert [row.id for row in notes.feed(bench.world.agency_id).rows] == [note_id]
    assert verify().is_balanced


@pytest.mark.parametrize("decide", [grant, dismiss])
def test_both_people_are_told_the_decision(bench: Bench, appeal_id: int, decide: Decide) -> None:
    decide(appeal_id, **by(bench, bench.oh), reason=REASON)
    assert told(bench.world.hong) == ["reclaimed", "appeal_decided"]
    assert told(bench.world.kim)[-1] == "appeal_decided"


def test_a_dismissed_note_stays_reclaimed(bench: Bench, note_id: int, appeal_id: int) -> None:
    dismiss(appeal_id, **by(bench, bench.oh), reason=REASON)
    assert state(appeal_id) == "dismissed"
    assert notes.note(note_id, **by(bench, bench.world.hong)).withdrawn == "reclaimed"
    assert verify().is_balanced


def test_a_dismissal_says_why(bench: Bench, appeal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        dismiss(appeal_id, **by(bench, bench.oh), reason=" ")
    assert codes(refused) == [Code.REASON_MISSING]


@pytest.mark.parametrize("decide", [grant, dismiss])
@pytest.mark.parametrize("who", ["shin", "hong", "kim"])
def test_who_reclaimed_sent_or_received_does_not_decide(bench: Bench, appeal_id: int, decide: Decide, who: str) -> None:
    person = bench.shin if who == "shin" else getattr(bench.world, who)
    with pytest.raises(Refused) as refused:
        decide(appeal_id, **by(bench, person), reason=REASON)
    assert codes(refused) == [Code.OWN_CASE]


@pytest.mark.parametrize("first", [grant, dismiss])
@pytest.mark.parametrize("second", [grant, dismiss])
def test_a_request_is_decided_once(bench: Bench, appeal_id: int, first: Decide, second: Decide) -> None:
    first(appeal_id, **by(bench, bench.oh), reason=REASON)
    with pytest.raises(Refused) as refused:
        second(appeal_id, **by(bench, bench.yoon), reason=REASON)
    assert codes(refused) == [Code.APPEAL_DECIDED]
    assert verify().is_balanced


def test_who_asked_may_withdraw_and_the_other_is_told(bench: Bench, appeal_id: int) -> None:
    withdraw(appeal_id, **by(bench, bench.world.hong))
    assert state(appeal_id) == "withdrawn"
    assert told(bench.world.kim)[-1] == "appeal_decided"
    assert told(bench.world.hong) == ["reclaimed"]
    with pytest.raises(Refused) as refused:
        grant(appeal_id, **by(bench, bench.oh))
    assert codes(refused) == [Code.APPEAL_DECIDED]


@pytest.mark.parametrize("who", ["kim", "park"])
def test_only_who_asked_withdraws(bench: Bench, appeal_id: int, who: str) -> None:
    with pytest.raises(NotFound):
        withdraw(appeal_id, **by(bench, getattr(bench.world, who)))


def test_a_private_note_is_opened_before_it_is_dismissed(bench: Bench, note_id: int, appeal_id: int) -> None:
    make_private(note_id, **by(bench, bench.world.kim))
    with pytest.raises(Refused) as refused:
        dismiss(appeal_id, **by(bench, bench.oh), reason=REASON)
    assert codes(refused) == [Code.NOTE_UNOPENED]
    open_for_appeal(appeal_id, Opening(bench.world.agency_id, bench.oh.person_id, Role.OFFICER, "", REASON))
    dismiss(appeal_id, **by(bench, bench.oh), reason=REASON)
    assert told(bench.world.hong) == ["reclaimed", "opened", "appeal_decided"]


def test_what_a_scheme_kept_is_not_taken_twice(bench: Bench, appeal_id: int) -> None:
    assert figures(bench.world.hong)[0] == 10
    grant(appeal_id, **by(bench, bench.oh))
    assert figures(bench.world.hong)[:2] == (10, 10)
    assert counted() == 1


def restoring(app: Flask) -> tuple[Bench, int, int]:
    """Under a scheme whose reclaims give allowance and cap back: a reclaimed note and a request about it."""
    bench = a_bench(**RESTORING)
    note_id = bench.reclaimed(bench.world.hong, bench.world.kim)
    return bench, note_id, ask(note_id, **by(bench, bench.world.hong), reason=PLEA)


def test_what_the_reclaim_gave_back_is_taken_again(app: Flask) -> None:
    bench, _note_id, appeal_id = restoring(app)
    assert (figures(bench.world.hong)[0], counted()) == (0, 0)
    grant(appeal_id, **by(bench, bench.oh))
    assert (figures(bench.world.hong)[0], counted()) == (10, 1)
    assert verify().is_balanced


def test_what_was_given_away_meanwhile_is_not_taken_and_the_points_come_back_all_the_same(app: Flask) -> None:
    bench, _note_id, appeal_id = restoring(app)
    for _ in range(2):  # the cap of two notes to one person
        bench.world.send(bench.world.hong, bench.world.kim)
    grant(appeal_id, **by(bench, bench.oh))
    with reading() as session:
        restored = session.scalars(select(Entry).where(Entry.kind == "restore")).one()
        assert (restored.points, restored.spent, restored.counted) == (10, 10, 0)
        assert session.scalars(select(PairMonthTotal.counted)).one() == 2
    assert figures(bench.world.kim)[2] == 30
    assert verify().is_balanced


def test_an_allowance_that_is_spent_meanwhile_is_not_passed(app: Flask) -> None:
    bench, _note_id, appeal_id = restoring(app)
    world = bench.world
    for recipient in (bench.shin, bench.yoon, bench.oh, world.park) * 2:
        world.send(world.hong, recipient, points=10)
    _spend_the_rest(bench)
    grant(appeal_id, **by(bench, bench.oh))
    with reading() as session:
        assert session.scalars(select(Entry.spent).where(Entry.kind == "restore")).one() == 0
    assert figures(world.hong)[0] == 200
    assert verify().is_balanced


def _spend_the_rest(bench: Bench) -> None:
    for place in range(12):
        bench.world.send(bench.world.hong, a_colleague(bench.world.agency_id, f"동료{place}", bench.world.welfare))


def test_a_restored_note_can_be_given_back_with_all_that_it_took(bench: Bench, note_id: int, appeal_id: int) -> None:
    grant(appeal_id, **by(bench, bench.oh))
    give_back(note_id, **by(bench, bench.world.kim))
    assert figures(bench.world.hong) == (0, 0, 0)
    assert counted() == 0
    assert verify().is_balanced


def test_a_restored_note_can_be_reclaimed_and_asked_about_again(bench: Bench, note_id: int, appeal_id: int) -> None:
    grant(appeal_id, **by(bench, bench.oh))
    report(note_id, **by(bench, bench.world.park), reason=REASON)
    reclaim(note_id, **by(bench, bench.yoon), reason=REASON)
    again = ask(note_id, **by(bench, bench.world.hong), reason=PLEA)
    grant(again, **by(bench, bench.shin))
    with reading() as session:
        kinds = list(session.scalars(select(Entry.kind).order_by(Entry.id)))
    assert kinds == ["send", "reclaim", "restore", "reclaim", "restore"]
    assert figures(bench.world.kim)[2] == 10
    assert verify().is_balanced


def test_a_grant_in_a_later_month_leaves_that_month_alone(
    bench: Bench, appeal_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading() as session:
        later(monkeypatch, database_now(session) + timedelta(days=32))
    grant(appeal_id, **by(bench, bench.oh))
    with reading() as session:
        months = session.execute(select(Entry.month_id, Entry.booked_month_id).order_by(Entry.id)).all()
    assert [month for month, _booked in months] == [months[0][0]] * 3
    assert months[2][1] != months[0][0]
    assert verify().is_balanced


def test_what_was_read_while_it_was_reclaimed_is_read_when_it_stands_again(
    bench: Bench, note_id: int, appeal_id: int
) -> None:
    mark_read(note_id, **by(bench, bench.world.kim))
    grant(appeal_id, **by(bench, bench.oh))
    with reading() as session:
        assert session.get_one(Note, note_id).read_at is not None
