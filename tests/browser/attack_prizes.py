"""An agency whose people, departments, tiers and divisions are called by payloads, all of whom won: for the attacks on the pages
of boards, prizes and closings."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.closing import Difference, as_lines
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_book import Division, Tier
from collabpoints.domain.scheme_words import Certificate, HeadView, Measure, Span, Viewers
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.staff_columns import Column
from collabpoints.models import Month, MonthClosing, NotePrize, PrizeWinner, Scheme
from collabpoints.services.months import turn_months
from collabpoints.services.note_prizes import choose
from collabpoints.services.prize_confirmations import PrizeWords, word_certificates
from collabpoints.services.prize_winners import Change, move_winner
from collabpoints.services.prizes import open_proposal
from tests.browser.attack_duties import NAMES, REASONS, hold, is_line, packed, some
from tests.browser.attack_site import cells_of
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import newest_month
from tests.factories.clocks import turn_clock
from tests.factories.closings import close_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World

GIVERS = packed(60, is_line, " ")
PLACES = 40


@dataclass
class Prizes:
    """Everybody is called by a payload and stands in the open proposal. `period` is the confirmed month, `stopped` the one
    whose closing was stopped."""

    world: World
    officer: Colleague
    head: Colleague
    people: list[Colleague]
    places: list[int]
    period: str
    stopped: str
    proposal_id: int
    note_prize_id: int
    revision: int = 1

    def call(self, place: int) -> tuple[list[str], list[str]]:
        """Tiers and divisions are called by the payloads of this place; the names that stand on pages in Korean."""
        names = some(NAMES, place, 30)
        tiers = tuple(Tier(Span.MONTH, name, name, 1, 1) for name in names[:15])
        divisions = tuple(Division(name, name, (f"P{n * 2}", f"P{n * 2 + 1}")) for n, name in enumerate(names[15:]))
        with unit_of_work() as session:
            rules = parse_scheme(session.scalars(select(Scheme).limit(1)).one().text)
            for tier, name in enumerate(names[:15], 1):
                session.execute(update(PrizeWinner).where(PrizeWinner.tier == tier).values(tier_ko=name, tier_en=name))
        hold(replace(rules, tiers=tiers, divisions=divisions))
        return names[:15], names[15:]

    def move(self, reason: str) -> None:
        """A winner is moved for this reason."""
        with unit_of_work() as session:
            winner = session.scalars(
                select(PrizeWinner).where(PrizeWinner.person_id.is_not(None)).order_by(PrizeWinner.id).limit(1)
            ).one()
            winner_id, tier = winner.id, winner.tier
        change = Change(self.proposal_id, self.world.agency_id, self.revision, self.officer.person_id, reason)
        move_winner(change, winner_id, 2 if tier == 1 else 1)
        self.revision += 1

    def word(self, wording: str, title: str, name: str) -> None:
        """The certificates say so, by somebody of this title and name."""
        words = PrizeWords(date(2027, 1, 4), Certificate.AWARD, title, name, wording)
        change = Change(self.proposal_id, self.world.agency_id, self.revision, self.officer.person_id, "")
        word_certificates(change, words)
        self.revision += 1

    def stop(self, payloads: list[str]) -> None:
        """The closing of the month was stopped by differences that say this."""
        told = tuple(Difference(text, 1, 2, text) for text in payloads)
        with unit_of_work() as session:
            session.execute(
                update(MonthClosing).where(MonthClosing.state == "stopped").values(difference=as_lines(told))
            )

    def reason(self, reason: str) -> None:
        """The chosen note was chosen for this reason."""
        with unit_of_work() as session:
            session.execute(update(NotePrize).values(reason=reason))


def prizes_of(app: Flask, world: World) -> Prizes:
    """A month of notes to everybody is confirmed, its prizes are open, and the next month's closing was stopped."""
    change_scheme(
        allowance=9000, pair_cap=None, prize_spans=frozenset({Span.MONTH}), persons_ranked_by=Measure.RECEIVED, departments_ranked_by=Measure.RECEIVED,
        tiers=(Tier(Span.MONTH, "가", "A", 1, 1), Tier(Span.MONTH, "나", "B", 1, 1)), ranking_viewers=Viewers.EVERYONE, heads_see=HeadView.THANKED,
        certificate_wording="고맙습니다.",
    )  # fmt: skip
    names, called = cells_of(Column.NAME, 60), cells_of(Column.DEPARTMENT_NAME, 100)
    positions = cycle(cells_of(Column.POSITION, 40))
    step = max(1, len(called) // PLACES)
    places = [a_department(world.agency_id, name, code=f"P{n}") for n, name in enumerate(called[::step])]
    officer, *people = (
        a_colleague(world.agency_id, name, places[n % len(places)] if n else world.roads, position=next(positions),
                    roles=() if n else (Role.OFFICER, Role.ADMINISTRATOR, Role.REVIEWER))
        for n, name in enumerate(names)
    )  # fmt: skip
    head = a_colleague(world.agency_id, names[-1], places[0], position="과장", roles=(Role.DEPARTMENT_HEAD,))
    note_id = world.send(people[0], people[1], points=0).note_ids[0]
    for start in range(0, len(people), 10):
        world.send(world.hong, *people[start : start + 10])
    period = newest_month(world.agency_id)
    with pytest.MonkeyPatch.context() as patch:
        turn_clock(patch, f"{period.first.shifted(1)}-20T10:00:00+09:00")
        turn_months(world.agency_id)
        close_month(world.agency_id, str(period), officer)
        proposal_id = open_proposal(world.agency_id, period.full_name, person_id=officer.person_id)
        prize_id = choose(note_id, agency_id=world.agency_id, person_id=officer.person_id, reason=REASONS[0])
    stopped = str(newest_month(world.agency_id))
    with unit_of_work() as session:
        month = session.scalars(select(Month).where(Month.period == stopped)).one()
        month.state, month.ended_at = "ended", clock.now()
        session.add(
            MonthClosing(
                month_id=month.id, agency_id=world.agency_id, asked_by_person_id=officer.person_id, asked_at=clock.now(),
                state="stopped", difference=as_lines((Difference("notes", 1, 2, "x"),)), checksum="",
            )
        )  # fmt: skip
    return Prizes(world, officer, head, people, places, str(period), stopped, proposal_id, prize_id)
