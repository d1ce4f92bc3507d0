"""Random stories of special points against a small model: whoever tries what, in whatever order."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.roles import Role
from collabpoints.models import DepartmentMonthTotal, PersonMonthTotal, SpecialGrant
from collabpoints.queries.ledger import verify
from collabpoints.services.special_decisions import approve, reclaim, refuse
from collabpoints.services.special_grants import withdraw
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.special_grants import SpecialWorld, a_special_world

STEPS = 120
BOUNDS = {"innovation": (10, 50), "meeting": (10, 10), "governor": (30, 70)}


@dataclass
class Told:
    """A proposal as the model knows it; `to` is a colleague, or a department's id."""

    by: Colleague
    to: Colleague | int
    kind: str
    points: int
    state: str = "proposed"


class Model:
    """What must be true, told without the application."""

    def __init__(self, world: SpecialWorld) -> None:
        self.world = world
        small = world.world
        self.both = a_colleague(world.agency_id, "겸직자", small.roads, roles=(Role.DEPARTMENT_HEAD, Role.OFFICER))
        self.heads = {world.head: small.planning, world.governor: world.top, self.both: small.roads}
        self.serves = {small.hong: small.planning, small.kim: small.welfare, world.officer: small.roads,
                       self.both: small.roads, world.head: small.planning}  # fmt: skip
        self.approvers = {
            "innovation": [world.officer, world.deputy, self.both],
            "meeting": [world.reviewer],
            "governor": [world.governor],
        }
        self.receivers: list[Colleague | int] = [*self.serves, small.roads, small.planning, world.top]
        self.people = [*self.heads, world.officer, world.deputy, world.reviewer, small.kim]
        self.grants: dict[int, Told] = {}

    def may_propose(self, by: Colleague, told: Told) -> bool:
        low, high = BOUNDS[told.kind]
        is_person = isinstance(told.to, Colleague)
        fits = {"innovation": True, "meeting": is_person, "governor": not is_person}[told.kind]
        return by in self.heads and by != told.to and fits and low <= told.points <= high

    def may(self, act: str, who: Colleague, grant: Told) -> bool:
        if act == "withdraw":
            return grant.state == "proposed" and who == grant.by
        is_own = isinstance(grant.to, int) and self.heads.get(who) == grant.to
        is_free = who not in (grant.by, grant.to) and not is_own
        wanted = "approved" if act == "reclaim" else "proposed"
        return grant.state == wanted and who in self.approvers[grant.kind] and is_free

    def totals(self) -> tuple[Counter[int], Counter[int]]:
        """Points that stand, by person and by department."""
        people, places = Counter[int](), Counter[int]()
        for grant in self.grants.values():
            if grant.state == "approved" and isinstance(grant.to, Colleague):
                people[grant.to.person_id] += grant.points
                places[self.serves[grant.to]] += grant.points
            elif grant.state == "approved" and isinstance(grant.to, int):
                places[grant.to] += grant.points
        return people, places


def tried(act: Callable[[], object]) -> bool:
    """Whether it was done; refused and not found are both a no."""
    try:
        act()
    except (Refused, NotFound):
        return False
    return True


def a_proposal(model: Model, dice: random.Random) -> bool:
    """Somebody, mostly a head, proposes; mostly within the bounds."""
    who = dice.choice([*model.heads] * 2 + model.people)
    kind = dice.choice([*BOUNDS, "innovation"])
    points = dice.choice([*BOUNDS[kind], *BOUNDS[kind], BOUNDS[kind][0] - 1, BOUNDS[kind][1] + 1])
    told = Told(who, dice.choice(model.receivers), kind, points)
    person, place = (told.to, None) if isinstance(told.to, Colleague) else (None, told.to)
    made: list[int] = []
    done = tried(
        lambda: made.append(model.world.propose(person, by=who, department_id=place, kind=kind, points=points))
    )
    assert done == model.may_propose(who, told), told
    if done:
        model.grants[made[0]] = told
    return done


def an_act(model: Model, dice: random.Random) -> bool:
    """Somebody, mostly one whom the scheme names, tries something on some proposal."""
    lively = [grant_id for grant_id, grant in model.grants.items() if grant.state in ("proposed", "approved")]
    grant_id = dice.choice(lively * 4 + [*model.grants])
    grant = model.grants[grant_id]
    who = dice.choice(model.approvers[grant.kind] * 4 + model.people)
    act = dice.choice(
        ["reclaim", "approve", "approve", "refuse", "withdraw"]
        if grant.state == "approved"
        else ["approve", "approve", "refuse", "withdraw"]
    )
    agency_id, person_id = model.world.agency_id, who.person_id
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: approve(grant_id, agency_id=agency_id, person_id=person_id),
        "refuse": lambda: refuse(grant_id, agency_id=agency_id, person_id=person_id, reason="근거 부족"),
        "withdraw": lambda: withdraw(grant_id, agency_id=agency_id, person_id=person_id),
        "reclaim": lambda: reclaim(grant_id, agency_id=agency_id, person_id=person_id, reason="실적 중복"),
    }
    done = tried(acts[act])
    assert done == model.may(act, who, grant), (act, who.name, grant)
    if done:
        after = {"approve": "approved", "refuse": "refused", "withdraw": "withdrawn", "reclaim": "reclaimed"}
        grant.state = after[act]
    return done


def a_step(model: Model, dice: random.Random) -> bool:
    """One person tries one thing; answers whether it was done, and fails where the model says otherwise."""
    return a_proposal(model, dice) if not model.grants or dice.random() < 0.4 else an_act(model, dice)


@pytest.mark.parametrize("seed", range(3))
def test_stories_of_special_points_agree_with_the_model(app: Flask, seed: int) -> None:
    model, dice = Model(a_special_world()), random.Random(seed)
    done = sum(a_step(model, dice) for _ in range(STEPS))
    assert STEPS * 0.2 <= done <= STEPS * 0.8, f"{done} of {STEPS} done: such a story proves little"
    assert {grant.state for grant in model.grants.values()} >= {"approved", "refused", "reclaimed"}
    people, places = model.totals()
    with reading() as session:
        kept = session.execute(select(PersonMonthTotal.person_id, PersonMonthTotal.special_points)).all()
        rooms = session.execute(select(DepartmentMonthTotal.department_id, DepartmentMonthTotal.special_points)).all()
        states = Counter(session.scalars(select(SpecialGrant.state)))
    assert {row[0]: row[1] for row in kept if row[1]} == dict(people)
    assert {row[0]: row[1] for row in rooms if row[1]} == dict(places)
    # A reclaimed grant stays approved: its entry is countered.
    told = Counter("approved" if grant.state == "reclaimed" else grant.state for grant in model.grants.values())
    assert states == told
    assert verify().is_balanced
