"""The note of a month: chosen, asked about, honoured by the consent of both; a note that is public no more falls out."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.scheme_words import Purpose
from collabpoints.models import Employee, NotePrize, Notice
from collabpoints.queries.note_prizes import asked_note, chosen, confirmed, latest, months, public_notes
from collabpoints.services.note_changes import make_private
from collabpoints.services.note_prizes import answer, choose, confirm, drop
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from tests.factories.agencies import Colleague
from tests.factories.prizes import REASON, PrizeWorld, a_prize_world
from tests.services.test_prizes import codes
from tests.services.test_review_races import one_done, race


@pytest.fixture
def prizes(app: Flask) -> PrizeWorld:
    return a_prize_world()


@pytest.fixture
def note_id(prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch) -> int:
    """A public note of an ended month from Hong to Kim."""
    note_id = prizes.world.send(prizes.world.hong, prizes.world.kim).note_ids[0]
    prizes.close(monkeypatch)
    return note_id


@pytest.fixture
def prize_id(prizes: PrizeWorld, note_id: int) -> int:
    return pick(prizes, note_id)


def pick(prizes: PrizeWorld, note_id: int, by: Colleague | None = None, reason: str = REASON) -> int:
    who = by or prizes.shin
    return choose(note_id, agency_id=prizes.agency_id, person_id=who.person_id, reason=reason)


def say(prizes: PrizeWorld, prize_id: int, who: Colleague, *, agrees: bool = True) -> None:
    answer(prize_id, agency_id=prizes.agency_id, person_id=who.person_id, agrees=agrees)


def honour(prizes: PrizeWorld, prize_id: int, by: Colleague | None = None) -> None:
    confirm(prize_id, agency_id=prizes.agency_id, person_id=(by or prizes.oh).person_id)


def both_agree(prizes: PrizeWorld, prize_id: int) -> None:
    for who in (prizes.world.hong, prizes.world.kim):
        say(prizes, prize_id, who)


def hide_note(prizes: PrizeWorld, note_id: int) -> None:
    make_private(note_id, agency_id=prizes.agency_id, person_id=prizes.world.kim.person_id)


def state(prize_id: int) -> str:
    with reading() as session:
        return session.get_one(NotePrize, prize_id).state


def told(who: Colleague) -> list[str]:
    with reading() as session:
        wanted = select(Notice.kind).where(Notice.person_id == who.person_id, Notice.kind.startswith("note_prize"))
        return list(session.scalars(wanted.order_by(Notice.id)))


def test_both_people_are_asked_and_nobody_else(prizes: PrizeWorld, prize_id: int) -> None:
    assert state(prize_id) == "asked"
    people = (prizes.world.hong, prizes.world.kim, prizes.world.park)
    assert [told(who) for who in people] == [["note_prize_asked"], ["note_prize_asked"], []]


def test_it_is_honoured_when_both_agreed_and_an_officer_confirms(prizes: PrizeWorld, prize_id: int) -> None:
    say(prizes, prize_id, prizes.world.hong)
    assert state(prize_id) == "asked"
    say(prizes, prize_id, prizes.world.kim)
    assert state(prize_id) == "agreed"
    assert latest(prizes.agency_id, limit=5) == ()
    honour(prizes, prize_id)
    assert told(prizes.world.hong)[-1] == told(prizes.world.kim)[-1] == "note_prize_won"
    (shown,) = confirmed(prizes.agency_id, [prizes.period])
    assert shown.note is not None
    assert (shown.note.sender.name, shown.note.recipient.name) == ("홍길동", "김민수")


def test_it_is_not_honoured_before_both_agreed(prizes: PrizeWorld, prize_id: int) -> None:
    say(prizes, prize_id, prizes.world.hong)
    with pytest.raises(Refused) as refused:
        honour(prizes, prize_id)
    assert codes(refused) == [Code.NOTE_PRIZE_UNANSWERED]


def test_one_who_declines_ends_it_and_is_not_named(prizes: PrizeWorld, prize_id: int) -> None:
    say(prizes, prize_id, prizes.world.hong, agrees=False)
    assert state(prize_id) == "declined"
    to_other = asked_note(prize_id, person_id=prizes.world.kim.person_id)
    assert (to_other.state, to_other.has_agreed) == ("declined", False)
    assert told(prizes.world.kim) == ["note_prize_asked"]
    with pytest.raises(Refused) as refused:
        say(prizes, prize_id, prizes.world.kim)
    assert codes(refused) == [Code.NOTE_PRIZE_OVER]


def test_who_agreed_may_decline_until_it_is_confirmed(prizes: PrizeWorld, prize_id: int) -> None:
    both_agree(prizes, prize_id)
    say(prizes, prize_id, prizes.world.hong, agrees=False)
    assert state(prize_id) == "declined"
    with pytest.raises(Refused) as refused:
        honour(prizes, prize_id)
    assert codes(refused) == [Code.NOTE_PRIZE_OVER]


def test_nobody_else_answers(prizes: PrizeWorld, prize_id: int) -> None:
    for who in (prizes.world.park, prizes.oh):
        with pytest.raises(NotFound):
            say(prizes, prize_id, who)
        with pytest.raises(NotFound):
            asked_note(prize_id, person_id=who.person_id)


def test_a_month_has_one_note_until_it_is_declined_or_dropped(
    prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = prizes.world
    first, second, third = (world.send(world.hong, who).note_ids[0] for who in (world.kim, world.park, prizes.yu))
    prizes.close(monkeypatch)
    prize_id = pick(prizes, first)
    with pytest.raises(Refused) as refused:
        pick(prizes, second)
    assert codes(refused) == [Code.NOTE_PRIZE_CHOSEN]
    say(prizes, prize_id, world.kim, agrees=False)
    other = pick(prizes, second)
    drop(other, agency_id=prizes.agency_id)
    assert [row.state for row in chosen(prizes.agency_id, prizes.period)] == ["dropped", "declined"]
    assert state(pick(prizes, third)) == "asked"


def test_who_declined_is_not_asked_about_the_same_note_again(prizes: PrizeWorld, note_id: int, prize_id: int) -> None:
    say(prizes, prize_id, prizes.world.kim, agrees=False)
    with pytest.raises(Refused) as refused:
        pick(prizes, note_id)
    assert codes(refused) == [Code.NOTE_PRIZE_CHOSEN]


def test_a_note_of_the_running_month_waits_for_its_end(prizes: PrizeWorld) -> None:
    note_id = prizes.world.send(prizes.world.hong, prizes.world.kim).note_ids[0]
    with pytest.raises(Refused) as refused:
        pick(prizes, note_id)
    assert codes(refused) == [Code.NOTE_PRIZE_MONTH_OPEN]


def test_nobody_chooses_or_confirms_a_note_of_his_own(prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    note_id = prizes.world.send(prizes.world.hong, prizes.oh).note_ids[0]
    prizes.close(monkeypatch)
    with pytest.raises(Refused) as refused:
        pick(prizes, note_id, by=prizes.oh)
    assert codes(refused) == [Code.NOTE_PRIZE_OWN]
    prize_id = pick(prizes, note_id)
    for who in (prizes.world.hong, prizes.oh):
        say(prizes, prize_id, who)
    with pytest.raises(Refused) as refused:
        honour(prizes, prize_id)
    assert codes(refused) == [Code.NOTE_PRIZE_OWN]
    honour(prizes, prize_id, by=prizes.yu)


def test_a_choice_wants_a_reason(prizes: PrizeWorld, note_id: int) -> None:
    with pytest.raises(Refused) as refused:
        pick(prizes, note_id, reason="  ")
    assert codes(refused) == [Code.REASON_MISSING]


def test_whom_one_cannot_ask_is_not_chosen(prizes: PrizeWorld, note_id: int) -> None:
    left = {"status": "left", "left_on": prizes.words().awarded_on}
    with unit_of_work() as session:
        session.execute(update(Employee).where(Employee.id == prizes.world.hong.employee_id).values(**left))
    with pytest.raises(Refused) as refused:
        pick(prizes, note_id)
    assert codes(refused) == [Code.NOTE_PRIZE_PERSON_GONE]


@pytest.mark.parametrize(
    "terms",
    [
        {"has_note_prize": False},
        {"purposes": frozenset({Purpose.DEPARTMENT_EVALUATION}), "prize_spans": frozenset(), "tiers": ()},
    ],
)
def test_a_scheme_without_such_a_prize_has_none(
    app: Flask, monkeypatch: pytest.MonkeyPatch, terms: dict[str, object]
) -> None:
    prizes = a_prize_world(**terms)
    note_id = prizes.world.send(prizes.world.hong, prizes.world.kim).note_ids[0]
    prizes.close(monkeypatch)
    assert months(prizes.agency_id) == ()
    with pytest.raises(Refused) as refused:
        pick(prizes, note_id)
    assert codes(refused) == [Code.NOTE_PRIZE_NONE]


def test_a_private_note_cannot_be_chosen_and_does_not_exist(prizes: PrizeWorld, note_id: int) -> None:
    hide_note(prizes, note_id)
    assert public_notes(prizes.agency_id, prizes.period).rows == ()
    with pytest.raises(NotFound):
        pick(prizes, note_id)


def test_a_note_that_turned_private_falls_out(prizes: PrizeWorld, note_id: int, prize_id: int) -> None:
    both_agree(prizes, prize_id)
    hide_note(prizes, note_id)
    for act in (partial(honour, prizes, prize_id), partial(say, prizes, prize_id, prizes.world.hong)):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Code.NOTE_PRIZE_OVER]
    (row,) = chosen(prizes.agency_id, prizes.period)
    assert (row.state, row.note) == ("fallen", None)


def test_an_honoured_note_that_turns_private_is_shown_no_more_and_makes_room(
    prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = prizes.world
    first, second = (world.send(world.hong, who).note_ids[0] for who in (world.kim, world.park))
    prizes.close(monkeypatch)
    prize_id = pick(prizes, first)
    both_agree(prizes, prize_id)
    honour(prizes, prize_id)
    hide_note(prizes, first)
    assert latest(prizes.agency_id, limit=5) == confirmed(prizes.agency_id, [prizes.period]) == ()
    assert state(pick(prizes, second)) == "asked"
    assert state(prize_id) == "dropped"


def test_a_reclaimed_note_falls_out(prizes: PrizeWorld, note_id: int, prize_id: int) -> None:
    both_agree(prizes, prize_id)
    report(note_id, agency_id=prizes.agency_id, person_id=prizes.world.kim.person_id, reason=REASON)
    reclaim(note_id, agency_id=prizes.agency_id, person_id=prizes.shin.person_id, reason=REASON)
    with pytest.raises(Refused) as refused:
        honour(prizes, prize_id)
    assert codes(refused) == [Code.NOTE_PRIZE_OVER]


# Two at once: real threads, on both databases


def test_of_two_who_choose_for_the_same_month_one_does(
    app: Flask, prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = prizes.world
    notes = [world.send(world.hong, who).note_ids[0] for who in (world.kim, world.park)]
    prizes.close(monkeypatch)
    ways = [partial(pick, prizes, note_id, by) for note_id, by in zip(notes, (prizes.oh, prizes.shin), strict=True)]
    one_done(race(app, *ways), Code.NOTE_PRIZE_CHOSEN)


def test_two_who_agree_at_once_have_both_agreed(app: Flask, prizes: PrizeWorld, prize_id: int) -> None:
    assert race(app, *(partial(say, prizes, prize_id, who) for who in (prizes.world.hong, prizes.world.kim))) == [
        None,
        None,
    ]
    assert state(prize_id) == "agreed"


def test_one_who_declines_while_the_other_agrees_has_declined(app: Flask, prizes: PrizeWorld, prize_id: int) -> None:
    agree = partial(say, prizes, prize_id, prizes.world.hong)
    decline = partial(say, prizes, prize_id, prizes.world.kim, agrees=False)
    assert race(app, agree, decline) in ([None, None], [Code.NOTE_PRIZE_OVER, None])
    assert state(prize_id) == "declined"


def test_a_confirmation_and_a_withdrawn_consent_leave_one_outcome(
    app: Flask, prizes: PrizeWorld, prize_id: int
) -> None:
    both_agree(prizes, prize_id)
    decline = partial(say, prizes, prize_id, prizes.world.kim, agrees=False)
    one_done(race(app, partial(honour, prizes, prize_id), decline), Code.NOTE_PRIZE_OVER)
    assert state(prize_id) in ("confirmed", "declined")


def test_a_note_that_turns_private_in_the_same_moment_is_shown_to_nobody(
    app: Flask, prizes: PrizeWorld, note_id: int, prize_id: int
) -> None:
    both_agree(prizes, prize_id)
    first, second = race(app, partial(honour, prizes, prize_id), partial(hide_note, prizes, note_id))
    assert second is None
    assert first in (None, Code.NOTE_PRIZE_OVER)
    assert latest(prizes.agency_id, limit=5) == ()
