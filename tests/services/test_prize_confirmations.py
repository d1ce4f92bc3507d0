"""Prizes are confirmed: by name, with words and numbers, once, and never changed afterwards."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Certificate
from collabpoints.models import PrizeProposal, PrizeWinner
from collabpoints.services.prize_answers import answer
from collabpoints.services.prize_confirmations import confirm, word_certificates
from collabpoints.services.prize_winners import add_winner, remove_winner
from collabpoints.services.prizes import drop
from tests.factories.agencies import a_colleague
from tests.factories.prizes import REASON, PrizeWorld, a_prize_world, a_ranked_world, hide, winner_of
from tests.services.test_prizes import acts, codes, persons, state, told
from tests.services.test_review_races import one_done, race


@pytest.fixture
def prizes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeWorld:
    return a_ranked_world(monkeypatch)


@pytest.fixture
def proposal_id(prizes: PrizeWorld) -> int:
    return prizes.open()


def numbers() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(PrizeWinner.certificate_number).order_by(PrizeWinner.id)))


def refusals(prizes: PrizeWorld, proposal_id: int, **words: object) -> list[tuple[Code, str]]:
    with pytest.raises(Refused) as refused:
        confirm(prizes.change(proposal_id, reason=""), prizes.words(**words))
    return [(refusal.code, refusal.field) for refusal in refused.value.refusals]


def test_confirmed_prizes_carry_the_officers_name_and_what_was_decided(prizes: PrizeWorld, proposal_id: int) -> None:
    prizes.confirm(proposal_id)
    with reading() as session:
        one = session.get_one(PrizeProposal, proposal_id)
        assert (one.state, one.confirmed_by_person_id) == ("confirmed", prizes.oh.person_id)
        assert (one.awarded_on, one.giver_title, one.giver_name) == (prizes.words().awarded_on, "하늘도지사", "한지사")
    assert acts(proposal_id) == ["open", "confirm"]


def test_winners_and_the_heads_of_winning_departments_are_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world()
    head = a_colleague(prizes.agency_id, "복지과장", prizes.world.welfare, roles=(Role.DEPARTMENT_HEAD,))
    prizes.give(prizes.world.kim, 20)
    prizes.close(monkeypatch)
    prizes.confirm(prizes.open())
    assert [told(who) for who in (prizes.world.kim, head, prizes.world.park)] == [["prize_won"], ["prize_won"], []]


def test_certificates_are_numbered_in_order_and_on_within_the_year(prizes: PrizeWorld, proposal_id: int) -> None:
    year = (prizes.words().awarded_on or date.min).year
    prizes.confirm(proposal_id)
    assert numbers() == [f"{year}-{place}" for place in (1, 2, 3)]
    with unit_of_work() as session:  # as if these had been another month's
        session.execute(update(PrizeProposal).values(span="2020-01", first_period="2020-01", last_period="2020-01"))
    prizes.confirm(prizes.open())
    assert numbers()[3:] == [f"{year}-{place}" for place in (4, 5, 6)]


def test_without_certificates_there_are_no_numbers(prizes: PrizeWorld, proposal_id: int) -> None:
    words = prizes.words(certificate=Certificate.NONE, giver_title="", giver_name="", wording="")
    confirm(prizes.change(proposal_id), words)
    assert set(numbers()) == {""}


def test_who_is_out_gets_no_number_and_no_notice(prizes: PrizeWorld, proposal_id: int) -> None:
    remove_winner(prizes.change(proposal_id), winner_of(proposal_id, prizes.world.kim))
    prizes.confirm(proposal_id, revision=2)
    assert numbers()[0] == ""
    assert told(prizes.world.kim) == []


def test_nothing_is_confirmed_while_somebody_has_not_answered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch, "kim")
    proposal_id = prizes.open()
    assert refusals(prizes, proposal_id) == [(Code.PRIZE_UNANSWERED, "")]
    answer(
        winner_of(proposal_id, prizes.world.kim),
        agency_id=prizes.agency_id,
        person_id=prizes.world.kim.person_id,
        agrees=True,
    )
    prizes.confirm(proposal_id, revision=2)
    assert told(prizes.world.kim) == ["prize_asked", "prize_won"]


def test_nothing_is_confirmed_while_somebody_opted_out_and_was_not_asked(prizes: PrizeWorld, proposal_id: int) -> None:
    hide(prizes.world.kim)
    assert refusals(prizes, proposal_id) == [(Code.PRIZE_UNASKED, "")]


def test_prizes_for_nobody_are_not_confirmed(prizes: PrizeWorld, proposal_id: int) -> None:
    with unit_of_work() as session:
        session.execute(update(PrizeWinner).values(state="removed"))
    assert refusals(prizes, proposal_id) == [(Code.PRIZE_EMPTY, "")]


def test_more_winners_than_prizes_want_a_reason(prizes: PrizeWorld, proposal_id: int) -> None:
    add_winner(prizes.change(proposal_id), Subject.PERSONS, prizes.world.hong.person_id, 2)
    with pytest.raises(Refused) as refused:
        prizes.confirm(proposal_id, revision=2)
    (one,) = refused.value.refusals
    assert (one.code, one.field, dict(one.values)) == (Code.PRIZE_TOO_MANY, "reason", {"tiers": "우수"})
    prizes.confirm(proposal_id, revision=2, reason="함께 이룬 일이라 나누지 않았습니다.")
    assert state(proposal_id)[0] == "confirmed"


def test_fewer_winners_than_prizes_want_none(prizes: PrizeWorld, proposal_id: int) -> None:
    remove_winner(prizes.change(proposal_id), winner_of(proposal_id, prizes.world.park))
    prizes.confirm(proposal_id, revision=2)
    assert state(proposal_id)[0] == "confirmed"


def test_a_winner_does_not_confirm_his_own_prize(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world(roles_without_prizes=frozenset())
    prizes.give(prizes.oh, 20)
    prizes.close(monkeypatch)
    proposal_id = prizes.open(by=prizes.yu)
    assert refusals(prizes, proposal_id) == [(Code.PRIZE_ONESELF, "")]
    prizes.confirm(proposal_id, by=prizes.yu)
    assert state(proposal_id)[0] == "confirmed"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"awarded_on": None}, (Code.PRIZE_DAY_INVALID, "awarded_on")),
        ({"awarded_on": date(2020, 1, 1)}, (Code.PRIZE_DAY_INVALID, "awarded_on")),
        ({"awarded_on": date(2020, 1, 1) + timedelta(days=20_000)}, (Code.PRIZE_DAY_INVALID, "awarded_on")),
        ({"giver_title": " "}, (Code.PRIZE_WORDS_MISSING, "giver_title")),
        ({"wording": ""}, (Code.PRIZE_WORDS_MISSING, "wording")),
        ({"wording": "가" * 501}, (Code.TEXT_LONG, "wording")),
        ({"giver_name": "가" * 61}, (Code.TEXT_LONG, "giver_name")),
        ({"giver_title": "도지\u202e사"}, (Code.TEXT_INVISIBLE, "giver_title")),
        ({"wording": "900101-1234567"}, (Code.RESIDENT_NUMBER, "wording")),
    ],
)
def test_words_that_no_certificate_may_carry_are_refused(
    prizes: PrizeWorld, proposal_id: int, words: dict[str, object], expected: tuple[Code, str]
) -> None:
    assert refusals(prizes, proposal_id, **words) == [expected]
    assert state(proposal_id) == ("open", 1)


def test_words_are_kept_before_the_prizes_are_confirmed(prizes: PrizeWorld, proposal_id: int) -> None:
    word_certificates(prizes.change(proposal_id, reason=""), prizes.words(giver_name="새지사"))
    with reading() as session:
        one = session.get_one(PrizeProposal, proposal_id)
        assert (one.state, one.giver_name, one.revision) == ("open", "새지사", 2)
    assert told(prizes.world.kim) == []


def test_a_confirmation_of_something_that_was_changed_meanwhile_is_refused(
    prizes: PrizeWorld, proposal_id: int
) -> None:
    remove_winner(prizes.change(proposal_id, by=prizes.yu), winner_of(proposal_id, prizes.world.kim))
    assert refusals(prizes, proposal_id) == [(Code.PRIZE_CHANGED, "")]


def test_what_is_confirmed_never_changes(prizes: PrizeWorld, proposal_id: int) -> None:
    kim = winner_of(proposal_id, prizes.world.kim)
    prizes.confirm(proposal_id)
    by = {"agency_id": prizes.agency_id, "person_id": prizes.oh.person_id}
    for act in (
        partial(remove_winner, prizes.change(proposal_id, revision=2), kim),
        partial(prizes.confirm, proposal_id, revision=2),
        partial(drop, proposal_id, **by, revision=2, reason=REASON),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Code.PRIZE_CLOSED]
    assert persons(proposal_id)[prizes.world.kim.person_id][2] == "proposed"


def test_of_two_who_confirm_at_once_one_does(app: Flask, prizes: PrizeWorld, proposal_id: int) -> None:
    ways = [partial(prizes.confirm, proposal_id, by=by) for by in (prizes.oh, prizes.yu) * 2]
    one_done(race(app, *ways), Code.PRIZE_CLOSED)
    assert told(prizes.world.kim) == ["prize_won"]


def test_two_spans_confirmed_at_once_share_no_number(app: Flask, prizes: PrizeWorld, proposal_id: int) -> None:
    with unit_of_work() as session:
        session.execute(update(PrizeProposal).values(span="2020-01"))
    other = prizes.open(by=prizes.yu)
    outcomes = race(app, *(partial(prizes.confirm, one) for one in (proposal_id, other)))
    assert outcomes == [None, None]
    assert len(set(numbers())) == 6


def test_a_givers_name_stands_in_one_line(prizes: PrizeWorld) -> None:
    proposal_id = prizes.open()
    word_certificates(
        prizes.change(proposal_id, reason=""), prizes.words(giver_title="하늘\n도지사", giver_name="한\r\n지사")
    )
    with reading() as session:
        one = session.get_one(PrizeProposal, proposal_id)
        assert (one.giver_title, one.giver_name) == ("하늘 도지사", "한 지사")
