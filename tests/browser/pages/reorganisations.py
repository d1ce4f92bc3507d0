"""Reorganisations: a list, a draft with every act and a contradiction, one that is planned, people led elsewhere."""

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.reorganisations import Act
from collabpoints.models import Department
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories import reorganisations

PAGES = (
    Entry("/reorganisations"),
    refused("/reorganisations"),
    Entry("/reorganisations/{reorganisation}", "every act, one of them against another", largest=70_000),
    Entry("/reorganisations/{planned_reorganisation}", "planned"),
    Entry("/reorganisations/{reorganisation}/people/{reorganised_department}"),
)


def prepare(cast: Cast) -> dict[str, object]:
    agency_id, world = cast.world.agency_id, cast.world
    with reading() as session:
        codes = dict(iter(session.execute(select(Department.id, Department.code))))
    planning, welfare, roads = (codes[one] for one in (world.planning, world.welfare, world.roads))
    draft = reorganisations.a_draft(
        agency_id,
        cast.office,
        (Act.OPEN, "N900", {"name": "미래전략협력담당관", "parent_code": planning}),
        (Act.RENAME, roads, {"name": "도로교통하천관리과"}),
        (Act.MERGE, welfare, {"into_code": roads}),
        (Act.CLOSE, planning, {}),
        title="2099년 상반기 조직개편",
        day=reorganisations.FAR,
    )
    planned = reorganisations.a_draft(
        agency_id, cast.office, (Act.RENAME, roads, {"name": "미래도로과"}), day=reorganisations.FAR
    )
    reorganisations.planned(agency_id, planned, cast.office)
    return {"reorganisation": draft, "planned_reorganisation": planned, "reorganised_department": world.planning}
