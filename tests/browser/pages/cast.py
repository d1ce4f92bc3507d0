"""Who opens the pages of the register, and the agencies in which they serve.

- office: every role, in planning; thanked by many, with long names and positions, last month and this month.
- employee: no role; has sent and received one note each and left a draft.
- founder: every role in an agency on its first day, where nothing has happened yet.
- nobody: not signed in.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.drafts import DraftText
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.models import HelpKind
from collabpoints.services.drafts import keep_draft
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.prizes import TIERS, WORDING
from tests.factories.schemes import change_scheme
from tests.factories.special_grants import with_special_kinds
from tests.factories.worlds import World

ALL = (Role.ADMINISTRATOR, Role.OFFICER, Role.REVIEWER, Role.DEPARTMENT_HEAD, Role.PRIVACY_OFFICER)
LONG_TEXT = (
    "지난주 청사 이전 때 우리 과의 서가를 밤늦게까지 함께 옮기고, 다음 날 민원이 몰렸을 때에도 창구를 맡아 주셨습니다. 덕분에 "
    "한 분도 기다리다 돌아가시지 않았습니다. 저희 막내가 그날 일을 두고두고 이야기합니다. 늘 곁에서 살펴 주셔서 든든합니다.\n\n"
    "다음에 그쪽 일이 많을 때에는 저희가 먼저 달려가겠습니다."
)
_NEIGHBOURS = 24


@dataclass(frozen=True)
class Cast:
    world: World
    office: Colleague
    employee: Colleague
    founder: Colleague
    last_month: str
    thanked: tuple[int, ...]
    """Notes to the office, the newest first."""

    def called(self, who: str) -> Colleague | None:
        """The colleague of this name; None for nobody."""
        if who == "nobody":
            return None
        found: Colleague = getattr(self, who)
        return found


def a_cast(world: World) -> Cast:
    """Everybody, in a world in which nothing has happened yet."""
    with_special_kinds(world.agency_id)
    change_scheme(
        has_note_prize=True,
        prize_spans=frozenset({Length.MONTH}),
        tiers=TIERS,
        certificate_wording=WORDING,
        persons_ranked_by=Measure.SCORE,
        departments_ranked_by=Measure.RECEIVED,
        sent_basis_points=5_000,
    )
    with unit_of_work() as session:
        for place, name in enumerate(("지식 나눔", "함께 일하기", "자료·장비", "일손"), start=1):
            session.add(HelpKind(agency_id=world.agency_id, name_ko=name, place=place))
    office = a_colleague(world.agency_id, "한아름", world.planning, position="정보보호담당사무관", roles=ALL)
    employee = a_colleague(world.agency_id, "두루미", world.welfare)
    month = Month.of(clock.now(), ZoneInfo("Asia/Seoul"))
    before = month.starts_at(ZoneInfo("Asia/Seoul")) - timedelta(days=3)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("collabpoints.services.months.database_now", lambda _session: before)
        world.send(employee, office)
        world.send(world.kim, world.park, text=LONG_TEXT)
    notes = [_thanks(world, office, at) for at in range(_NEIGHBOURS)]
    keep_draft(
        agency_id=world.agency_id,
        person_id=employee.person_id,
        draft=DraftText(str(uuid4()), (world.park.person_id,), "쓰다 만 글입니다. 지난번에"),
        now=clock.now(),
    )
    return Cast(world, office, employee, _founder(), str(month.shifted(-1)), tuple(reversed(notes)))


def _thanks(world: World, office: Colleague, at: int) -> int:
    """Somebody thanks the office; every third is thanked by it."""
    place = (world.welfare, world.roads)[at % 2]
    other = a_colleague(world.agency_id, f"나이웃{at:02d}", place, position="행정안전정책조정담당관")
    if at % 3 == 0:
        world.send(office, other, points=10 if at < 12 else 0)
    return world.send(
        other, office, text=LONG_TEXT if at % 4 == 0 else f"{at}번째 고마움을 전합니다. 늘 든든합니다."
    ).note_ids[0]


def _founder() -> Colleague:
    agency_id = an_agency(code="first-day")
    return a_colleague(agency_id, "첫날", a_department(agency_id, "준비단"), roles=ALL)
