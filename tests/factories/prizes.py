"""A month that is confirmed, under a scheme that gives prizes for it, and those who decide them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Certificate, Measure
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.schemes import Tier
from collabpoints.domain.spans import Span
from collabpoints.models import Department, NotePrize, Person, PrizeChange, PrizeProposal, PrizeWinner, Scheme
from collabpoints.services.months import turn_months
from collabpoints.services.notices import tell
from collabpoints.services.prize_confirmations import PrizeWords, confirm
from collabpoints.services.prize_winners import Change
from collabpoints.services.prizes import open_proposal
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import newest_month
from tests.factories.clocks import turn_clock
from tests.factories.closings import close_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

REASON = "세 부서의 일을 하나로 모은 공이 큽니다."
TIERS = (
    Tier(Length.MONTH, "최우수", "First", 1, 0),
    Tier(Length.MONTH, "우수", "Second", 1, 0),
    Tier(Length.MONTH, "우수 부서", "Best departments", 0, 1),
)
WORDING = "동료의 일을 내 일처럼 도왔으므로 이 상을 드립니다."


@dataclass(frozen=True)
class PrizeWorld:
    """The small world with two officers, Oh and Yu, a reviewer, and the head of the agency. `period` is its month."""

    world: World
    period: str
    oh: Colleague
    yu: Colleague
    shin: Colleague
    governor: Colleague

    @property
    def agency_id(self) -> int:
        return self.world.agency_id

    @property
    def span_name(self) -> str:
        """The full name of the month as a span."""
        return Span.parse(self.period).full_name

    def give(self, recipient: Colleague, points: int) -> None:
        """A new colleague thanks the recipient so many points' worth, ten a note, two notes a sender."""
        for place in range(points // 10):
            if place % 2 == 0:
                sender = a_colleague(self.agency_id, "고마움", a_department(self.agency_id, f"보내는{place}과"))
            self.world.send(sender, recipient)

    def close(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The month is over, corrected and confirmed; it is the 20th of the next one."""
        after = newest_month(self.agency_id).first.shifted(1)
        turn_clock(monkeypatch, f"{after}-20T10:00:00+09:00")
        turn_months(self.agency_id)
        close_month(self.agency_id, self.period, self.oh)

    def open(self, *, by: Colleague | None = None) -> int:
        return open_proposal(self.agency_id, self.span_name, person_id=(by or self.oh).person_id)

    def change(
        self, proposal_id: int, *, by: Colleague | None = None, revision: int = 1, reason: str = REASON
    ) -> Change:
        return Change(proposal_id, self.agency_id, revision, (by or self.oh).person_id, reason)

    def words(self, **other: object) -> PrizeWords:
        """Words of certificates, awarded on the first day after the month."""
        day = newest_month(self.agency_id).first.first_day
        said = PrizeWords(day, Certificate.AWARD, "하늘도지사", "한지사", WORDING)
        return replace(said, **other)  # type: ignore[arg-type]

    def confirm(self, proposal_id: int, *, revision: int = 1, reason: str = "", by: Colleague | None = None) -> None:
        confirm(self.change(proposal_id, revision=revision, reason=reason, by=by), self.words())


def a_prize_world(**terms: object) -> PrizeWorld:
    """`terms`: fields of the scheme, other than TIERS for months, by points received."""
    world = a_world()
    usual: dict[str, object] = {
        "prize_spans": frozenset({Length.MONTH}),
        "tiers": TIERS,
        "certificate_wording": WORDING,
        "persons_ranked_by": Measure.RECEIVED,
        "departments_ranked_by": Measure.RECEIVED,
    }
    change_scheme(**{**usual, **terms})
    turn_months(world.agency_id)
    top = a_department(world.agency_id, "하늘도", level=0)

    def serves(name: str, department_id: int, role: Role, position: str = "주무관") -> Colleague:
        return a_colleague(world.agency_id, name, department_id, position=position, roles=(role,))

    return PrizeWorld(
        world,
        str(newest_month(world.agency_id)),
        oh=serves("오담당", world.roads, Role.OFFICER),
        yu=serves("유담당", world.roads, Role.OFFICER),
        shin=serves("신검토", world.roads, Role.REVIEWER),
        governor=serves("한지사", top, Role.DEPARTMENT_HEAD, position="도지사"),
    )


def a_ranked_world(monkeypatch: pytest.MonkeyPatch, *hidden: str, **terms: object) -> PrizeWorld:
    """Kim got 30 points, Park 20, Hong 10, in that order; the month is closed. `hidden` opted out of rankings."""
    prizes = a_prize_world(**terms)
    for name, points in (("kim", 30), ("park", 20), ("hong", 10)):
        prizes.give(getattr(prizes.world, name), points)
    for name in hidden:
        hide(getattr(prizes.world, name))
    prizes.close(monkeypatch)
    return prizes


def hide(who: Colleague, *, is_opted_out: bool = True) -> None:
    """The colleague opts out of rankings (or in again)."""
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == who.person_id).values(is_opted_out=is_opted_out))


def winner_of(proposal_id: int, who: Colleague) -> int:
    """The id of a colleague among a proposal's winners."""
    with reading() as session:
        return session.scalars(
            select(PrizeWinner.id).where(PrizeWinner.proposal_id == proposal_id, PrizeWinner.person_id == who.person_id)
        ).one()


@dataclass(frozen=True)
class PrizeRows:
    """Prizes put straight into the tables: an open proposal with Lim asked in it, and a note that was declined."""

    proposal_id: int
    winner_id: int
    note_prize_id: int


def a_month_before_all(session: Session) -> str:
    """A month for which nobody has prizes yet."""
    earliest = session.scalar(select(func.min(PrizeProposal.span)).where(func.length(PrizeProposal.span) == 7))
    return str(Month.parse(earliest or "2026-02").shifted(-1))


def prize_rows(world: World, note_id: int) -> PrizeRows:
    """For tests that only want something to stand at an address."""
    with unit_of_work() as session:
        scheme = session.scalars(select(Scheme).where(Scheme.agency_id == world.agency_id)).one()
        at, month = scheme.created_at, a_month_before_all(session)
        proposal = PrizeProposal(
            agency_id=world.agency_id, span=month, first_period=month, last_period=month,
            scheme_id=scheme.id, opened_by_person_id=world.park.person_id, opened_at=at, wording=WORDING,
            giver_title="하늘도지사",
        )  # fmt: skip
        session.add(proposal)
        session.flush()
        path_id = session.get_one(Department, world.planning).path_id
        assert path_id is not None
        winner = PrizeWinner(
            agency_id=world.agency_id, proposal_id=proposal.id, tier=1, tier_ko="최우수", tier_en="First", division=0,
            person_id=world.lim.person_id, path_id=path_id, rank=1, figure=100_000, origin="scheme", state="asked",
        )  # fmt: skip
        note_prize = NotePrize(
            agency_id=world.agency_id, period=month, note_id=note_id, state="declined",
            chosen_by_person_id=world.park.person_id, chosen_at=at, reason=REASON, decided_at=at,
        )  # fmt: skip
        session.add_all([winner, note_prize])
        session.flush()
        return PrizeRows(proposal.id, winner.id, note_prize.id)


def prize_scene(world: World, officer: Colleague) -> dict[str, int]:
    """Something on every page of prizes, for an officer who is asked about a prize and a note herself; answers with the
    ids by what they are."""
    other = a_colleague(world.agency_id, "두루미", world.welfare)
    note_id = world.send(officer, other, points=0).note_ids[0]
    rows = prize_rows(world, world.send(other, world.park, points=0).note_ids[0])
    with unit_of_work() as session:
        proposal = session.get_one(PrizeProposal, rows.proposal_id)
        first = session.get_one(PrizeWinner, rows.winner_id)
        at, agency, month = proposal.opened_at, {"agency_id": world.agency_id}, a_month_before_all(session)

        def wins(**other: Any) -> PrizeWinner:
            usual: dict[str, Any] = {
                "proposal_id": proposal.id, "tier": 1, "tier_ko": "최우수", "tier_en": "First", "division": 0,
                "path_id": first.path_id, "rank": 2, "figure": 50_000, "origin": "officer", "state": "proposed",
            }  # fmt: skip
            return PrizeWinner(**agency, **{**usual, **other})

        confirmed = PrizeProposal(
            **agency, span=month, first_period=month, last_period=month, scheme_id=proposal.scheme_id,
            state="confirmed", opened_by_person_id=world.park.person_id, opened_at=at, awarded_on=date(2026, 1, 2),
            confirmed_by_person_id=world.park.person_id, confirmed_at=at, wording=WORDING, giver_title="하늘도지사",
        )  # fmt: skip
        session.add(confirmed)
        session.flush()
        own = wins(person_id=officer.person_id, state="asked")
        session.add_all([
            own, wins(person_id=world.kim.person_id, state="removed"), wins(person_id=world.hong.person_id),
            wins(proposal_id=confirmed.id, person_id=world.kim.person_id, certificate_number=f"{month}1"),
            wins(proposal_id=confirmed.id, department_id=world.roads, certificate_number=f"{month}2"),
        ])  # fmt: skip
        session.add_all(
            PrizeChange(**agency, proposal_id=one.id, act=act, actor_person_id=world.park.person_id, changed_at=at, reason=REASON)
            for one, act in ((proposal, "open"), (proposal, "add"), (confirmed, "confirm"))
        )  # fmt: skip
        note_prize = NotePrize(
            **agency, period=month, note_id=note_id, chosen_by_person_id=world.park.person_id, chosen_at=at,
            reason=REASON,
        )  # fmt: skip
        session.add(note_prize)
        session.flush()
        tell(session, world.agency_id, [officer.person_id], NoticeKind.PRIZE_ASKED, at=at, prize_winner_id=own.id)
        return {
            "proposal": proposal.id,
            "confirmed_proposal": confirmed.id,
            "asked_winner": first.id,
            "own_winner": own.id,
            "asked_note": note_prize.id,
        }
