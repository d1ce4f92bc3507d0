"""An agency whose scheme has special points, with those who propose and decide them."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import digest, preset_text
from collabpoints.models import Evidence, Scheme
from collabpoints.services.special_grants import NewSpecialGrant, Upload, propose
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.evidence import PDF
from tests.factories.worlds import World, a_world

REASON = "세 부서의 자료를 하나로 모아 민원 처리 기간을 절반으로 줄였습니다."
KINDS = """
[[special]]
code = "innovation"
name_ko = "혁신 과제"
name_en = "Innovation"
minimum = 10
maximum = 50
given_to = "either"
approved_by = "officer"

[[special]]
code = "meeting"
name_ko = "영상회의 주재"
name_en = "Video meeting"
minimum = 10
maximum = 10
given_to = "person"
approved_by = "reviewer"

[[special]]
code = "governor"
name_ko = "기관장 특별"
name_en = "By the head of the agency"
minimum = 30
maximum = 70
given_to = "department"
approved_by = "agency_head"
"""


@dataclass(frozen=True)
class SpecialWorld:
    """The small world, and: the head of planning, the head of the agency, two officers and a reviewer (all of roads)."""

    world: World
    top: int
    head: Colleague
    governor: Colleague
    officer: Colleague
    deputy: Colleague
    reviewer: Colleague

    @property
    def agency_id(self) -> int:
        return self.world.agency_id

    def propose(
        self,
        receiver: Colleague | None = None,
        *,
        by: Colleague | None = None,
        department_id: int | None = None,
        kind: str = "innovation",
        points: int = 30,
        reason: str = REASON,
        uploads: tuple[Upload, ...] = (),
        form_id: str = "",
    ) -> int:
        """A proposal for a colleague (Kim, when nobody is named) or for a department; answers with its id."""
        person = None if department_id is not None else receiver or self.world.kim
        new = NewSpecialGrant(
            form_id=form_id or str(uuid4()),
            kind_code=kind,
            receiver_person_id=person.person_id if person else None,
            receiver_department_id=department_id,
            points=points,
            reason=reason,
            uploads=uploads,
        )
        return propose(agency_id=self.agency_id, proposer_person_id=(by or self.head).person_id, new=new)


def with_special_kinds(agency_id: int) -> None:
    """The agency's scheme has three kinds of special points. Before its first month begins."""
    text = preset_text("directive-2016") + KINDS
    with unit_of_work() as session:
        session.execute(update(Scheme).where(Scheme.agency_id == agency_id).values(text=text, digest=digest(text)))


def a_proposal(world: World) -> tuple[int, int]:
    """A proposal for Kim by a head of planning, with a file; answers with both ids. After `with_special_kinds`."""
    head = a_colleague(world.agency_id, "최부장", world.planning, position="과장", roles=(Role.DEPARTMENT_HEAD,))
    new = NewSpecialGrant(str(uuid4()), "innovation", world.kim.person_id, None, 30, REASON, (Upload("a.pdf", PDF),))
    grant_id = propose(agency_id=world.agency_id, proposer_person_id=head.person_id, new=new)
    with reading() as session:
        return grant_id, session.scalars(select(Evidence.id).where(Evidence.special_grant_id == grant_id)).one()


def a_special_world() -> SpecialWorld:
    world = a_world()
    with_special_kinds(world.agency_id)
    top = a_department(world.agency_id, "하늘도", level=0)

    def serves(name: str, department_id: int, *roles: Role, position: str = "과장") -> Colleague:
        return a_colleague(world.agency_id, name, department_id, position=position, roles=roles)

    return SpecialWorld(
        world,
        top,
        head=serves("최부장", world.planning, Role.DEPARTMENT_HEAD),
        governor=serves("한지사", top, Role.DEPARTMENT_HEAD, position="도지사"),
        officer=serves("오담당", world.roads, Role.OFFICER, position="주무관"),
        deputy=serves("유담당", world.roads, Role.OFFICER, position="주무관"),
        reviewer=serves("검토자", world.roads, Role.REVIEWER, position="주무관"),
    )
