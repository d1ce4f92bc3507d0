"""A ring among three colleagues, found, with an officer and a reviewer who are not part of it."""

from dataclasses import dataclass

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.pattern_facts import Finding, PatternKind
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.models import PatternFinding
from collabpoints.queries.pattern_facts import pattern_facts
from collabpoints.services.patterns import keep_findings
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import World, a_world


@dataclass(frozen=True)
class PatternScene:
    """Hong thanks Kim, Kim thanks Park, Park thanks Hong, in the same words but for names and signs."""

    world: World
    officer: Colleague
    reviewer: Colleague
    people: tuple[int, ...]
    note_ids: tuple[int, ...]

    @property
    def agency_id(self) -> int:
        return self.world.agency_id


def a_pattern_scene(world: World | None = None, *, is_private: bool = False) -> PatternScene:
    world = world or a_world()
    officer = a_colleague(world.agency_id, "오세린", world.welfare, roles=(Role.OFFICER,))
    reviewer = a_colleague(world.agency_id, "신유진", world.roads, roles=(Role.REVIEWER,))
    ring = (world.hong, world.kim, world.park)
    note_ids = tuple(
        world.send(
            one, other, text=f"{other.name} 님, 이번에도 도와주셔서 고맙습니다{sign}", is_private=is_private
        ).note_ids[0]
        for sign in (".", "!")
        for one, other in zip(ring, (*ring[1:], ring[0]), strict=True)
    )
    people = tuple(one.person_id for one in ring)
    keep_found(world.agency_id, PatternKind.RING, people, note_ids)
    return PatternScene(world, officer, reviewer, people, note_ids)


def keep_found(agency_id: int, kind: PatternKind, people: tuple[int, ...], note_ids: tuple[int, ...]) -> int:
    """A finding of the present month stands, and no other that nobody decided about; answers with its id."""
    month: Month = pattern_facts(agency_id).months[-1]
    keep_findings(agency_id, [Finding(kind, people, note_ids, month.shifted(-2), month, 40, 78)])
    with reading() as session:
        return session.scalars(select(PatternFinding.id).order_by(PatternFinding.id.desc())).first() or 0
