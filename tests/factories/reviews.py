"""Reviewers, and notes that wait for them."""

from dataclasses import dataclass, replace

from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import StockCheck
from collabpoints.domain.schemes import digest, parse_scheme, preset_text, scheme_text
from collabpoints.models import Scheme
from collabpoints.services.appeals import ask
from collabpoints.services.note_changes import make_private
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


def a_bench(**terms: object) -> Bench:
    """`terms`: fields of the scheme, other than the national directive has them. As it stands, a reclaim gives nothing
    back, and a text of stock phrases gets a hint only."""
    world = a_world()
    usual = {
        "is_allowance_restored": False,
        "is_pair_cap_restored": False,
        "appeal_days": 14,
        "stock_check": StockCheck.HINT,
    }
    text = scheme_text(replace(parse_scheme(preset_text("directive-2016")), **{**usual, **terms}))  # type: ignore[arg-type]
    with unit_of_work() as session:
        session.execute(
            update(Scheme).where(Scheme.agency_id == world.agency_id).values(text=text, digest=digest(text))
        )

    def serves(name: str, role: Role) -> Colleague:
        return a_colleague(world.agency_id, name, world.roads, roles=(role,))

    return Bench(
        world, serves("신검토", Role.REVIEWER), serves("윤검토", Role.REVIEWER), serves("오담당", Role.OFFICER)
    )


def an_appeal(world: World) -> int:
    """A request for another look at a private note from a new colleague to Park, which a former reviewer reclaimed."""
    former, giver = (a_colleague(world.agency_id, name, world.welfare) for name in ("전검토", "나도움"))
    note_id = world.send(giver, world.park).note_ids[0]
    _report_and_reclaim(world, note_id, by=former, recipient=world.park)
    make_private(note_id, agency_id=world.agency_id, person_id=world.park.person_id)
    return ask(note_id, agency_id=world.agency_id, person_id=giver.person_id, reason=REASON)


def review_scene(world: World, officer: Colleague) -> dict[str, int]:
    """Something on every page of reviews, for one who is reviewer and serves in planning; answers with the ids by what
    they are."""
    giver, former = (a_colleague(world.agency_id, name, world.welfare) for name in ("나도움", "전검토"))
    public, private, own = (
        world.send(giver, to, is_private=place == 1).note_ids[0]
        for place, to in enumerate((world.park, world.hong, officer))
    )
    for note_id, end in ((public, world.park), (private, world.hong)):
        report(note_id, agency_id=world.agency_id, person_id=end.person_id, reason=REASON)
    _report_and_reclaim(world, own, by=former, recipient=officer)
    return {"reported": public, "reported_private": private, "reclaimed": own, "appeal": an_appeal(world)}


def _report_and_reclaim(world: World, note_id: int, *, by: Colleague, recipient: Colleague) -> None:
    report(note_id, agency_id=world.agency_id, person_id=recipient.person_id, reason=REASON)
    reclaim(note_id, agency_id=world.agency_id, person_id=by.person_id, reason=REASON)
