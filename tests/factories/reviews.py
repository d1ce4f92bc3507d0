"""Reviewers, and notes that wait for them."""

from dataclasses import dataclass

from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import digest, preset_text
from collabpoints.models import Scheme
from collabpoints.services.reports import report
from collabpoints.services.reviews import reclaim
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import World, a_world

REASON = "같은 글을 여러 사람에게 보낸 것으로 보입니다."


@dataclass(frozen=True)
class Bench:
    """A world with two reviewers, Shin and Yoon, and an officer, Oh."""

    world: World
    shin: Colleague
    yoon: Colleague
    oh: Colleague

    def reported(self, sender: Colleague, recipient: Colleague, *, points: int = 10, is_private: bool = False) -> int:
        """A note that its recipient reported."""
        note_id = self.world.send(sender, recipient, points=points, is_private=is_private).note_ids[0]
        report(note_id, agency_id=self.world.agency_id, person_id=recipient.person_id, reason=REASON)
        return note_id

    def reclaimed(self, sender: Colleague, recipient: Colleague, *, points: int = 10) -> int:
        """A public note that Shin reclaimed."""
        note_id = self.reported(sender, recipient, points=points)
        reclaim(note_id, agency_id=self.world.agency_id, person_id=self.shin.person_id, reason=REASON)
        return note_id


def a_bench(*, terms: str = "", stock_only: str = "hint") -> Bench:
    """`terms`: TOML tables that are added to the scheme; `stock_only` as its field text.stock_only."""
    world = a_world()
    if terms or stock_only != "hint":
        text = preset_text("directive-2016").replace("[text]", f'[text]\nstock_only = "{stock_only}"')
        text = f"{text}\n{terms}\n"
        with unit_of_work() as session:
            session.execute(
                update(Scheme).where(Scheme.agency_id == world.agency_id).values(text=text, digest=digest(text))
            )

    def serves(name: str, role: Role) -> Colleague:
        return a_colleague(world.agency_id, name, world.roads, roles=(role,))

    return Bench(
        world, serves("신검토", Role.REVIEWER), serves("윤검토", Role.REVIEWER), serves("오담당", Role.OFFICER)
    )
