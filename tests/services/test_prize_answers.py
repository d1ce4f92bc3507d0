"""Who opted out of rankings is asked, and answers; two who press at once leave one outcome."""

from functools import partial

import pytest
from flask import Flask

from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.ranking import Subject
from collabpoints.services.prize_answers import answer
from collabpoints.services.prize_winners import add_winner, remove_winner
from collabpoints.services.prizes import drop, open_proposal
from tests.factories.agencies import Colleague
from tests.factories.prizes import REASON, PrizeWorld, a_ranked_world, winner_of
from tests.services.test_prizes import acts, codes, persons, state
from tests.services.test_review_races import one_done, race


@pytest.fixture
def prizes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeWorld:
    """Kim, who stands first, opted out of rankings."""
    return a_ranked_world(monkeypatch, "kim")


@pytest.fixture
def winner_id(prizes: PrizeWorld) -> int:
    """Kim's prize."""
    return winner_of(prizes.open(), prizes.world.kim)


def say(prizes: PrizeWorld, winner_id: int, who: Colleague, *, agrees: bool) -> None:
    answer(winner_id, agency_id=prizes.agency_id, person_id=who.person_id, agrees=agrees)


@pytest.mark.parametrize(("agrees", "after", "act"), [(True, "agreed", "agree"), (False, "declined", "decline")])
def test_an_answer_stands(prizes: PrizeWorld, winner_id: int, agrees: bool, after: str, act: str) -> None:
    say(prizes, winner_id, prizes.world.kim, agrees=agrees)
    assert persons(1)[prizes.world.kim.person_id][2] == after
    assert (acts(1), state(1)) == (["open", act], ("open", 2))


def test_nobody_answers_for_another(prizes: PrizeWorld, winner_id: int) -> None:
    for who in (prizes.world.park, prizes.oh):
        with pytest.raises(NotFound):
            say(prizes, winner_id, who, agrees=True)


def test_who_agreed_may_decline_until_the_prizes_are_confirmed(prizes: PrizeWorld, winner_id: int) -> None:
    say(prizes, winner_id, prizes.world.kim, agrees=True)
    say(prizes, winner_id, prizes.world.kim, agrees=False)
    assert persons(1)[prizes.world.kim.person_id][2] == "declined"


@pytest.mark.parametrize("agrees", [True, False])
def test_who_declined_is_not_asked_again(prizes: PrizeWorld, winner_id: int, agrees: bool) -> None:
    say(prizes, winner_id, prizes.world.kim, agrees=False)
    with pytest.raises(Refused) as refused:
        say(prizes, winner_id, prizes.world.kim, agrees=agrees)
    assert codes(refused) == [Code.PRIZE_ANSWERED]
    with pytest.raises(Refused) as refused:
        add_winner(prizes.change(1, revision=2), Subject.PERSONS, prizes.world.kim.person_id, 1)
    assert codes(refused) == [Code.PRIZE_DECLINED]


def test_there_is_nothing_to_answer_after_one_was_taken_out(prizes: PrizeWorld, winner_id: int) -> None:
    remove_winner(prizes.change(1), winner_id)
    with pytest.raises(Refused) as refused:
        say(prizes, winner_id, prizes.world.kim, agrees=True)
    assert codes(refused) == [Code.PRIZE_ANSWERED]


def test_there_is_nothing_to_answer_after_the_proposal_was_given_up(prizes: PrizeWorld, winner_id: int) -> None:
    drop(1, agency_id=prizes.agency_id, person_id=prizes.oh.person_id, revision=1, reason=REASON)
    with pytest.raises(Refused) as refused:
        say(prizes, winner_id, prizes.world.kim, agrees=True)
    assert codes(refused) == [Code.PRIZE_ANSWERED]


def test_who_was_not_asked_has_nothing_to_answer(prizes: PrizeWorld, winner_id: int) -> None:
    with pytest.raises(Refused) as refused:
        say(prizes, winner_of(1, prizes.world.park), prizes.world.park, agrees=True)
    assert codes(refused) == [Code.PRIZE_ANSWERED]


# Two at once: real threads, on both databases


def test_an_answer_and_a_removal_leave_one_outcome(app: Flask, prizes: PrizeWorld, winner_id: int) -> None:
    agree = partial(say, prizes, winner_id, prizes.world.kim, agrees=True)
    remove = partial(remove_winner, prizes.change(1), winner_id)
    one_done(race(app, agree, remove), Code.PRIZE_ANSWERED, Code.PRIZE_CHANGED)
    assert persons(1)[prizes.world.kim.person_id][2] in ("agreed", "removed")
    assert len(acts(1)) == 2


def test_two_opposite_answers_at_once_leave_no_consent_that_was_taken_back(
    app: Flask, prizes: PrizeWorld, winner_id: int
) -> None:
    answers = [partial(say, prizes, winner_id, prizes.world.kim, agrees=agrees) for agrees in (True, False)]
    outcomes = race(app, *answers)
    assert outcomes in ([None, None], [Code.PRIZE_ANSWERED, None])
    assert persons(1)[prizes.world.kim.person_id][2] == "declined"


def test_of_two_officers_who_open_the_same_span_one_does(app: Flask, prizes: PrizeWorld) -> None:
    ways = [
        partial(open_proposal, prizes.agency_id, prizes.span_name, person_id=who.person_id)
        for who in (prizes.oh, prizes.yu) * 2
    ]
    one_done(race(app, *ways), Code.PRIZE_ALREADY_OPEN)


def test_of_two_officers_who_change_the_same_revision_one_does(app: Flask, prizes: PrizeWorld, winner_id: int) -> None:
    park = winner_of(1, prizes.world.park)
    ways = [
        partial(remove_winner, prizes.change(1, by=by), which)
        for by, which in ((prizes.oh, winner_id), (prizes.yu, park))
    ]
    one_done(race(app, *ways), Code.PRIZE_CHANGED)
