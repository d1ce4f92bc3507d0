"""The agency of this installation."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import Agency


@dataclass(frozen=True, slots=True)
class TheAgency:
    """The agency that lives in this installation."""

    id: int
    code: str
    name_ko: str
    name_en: str
    zone: ZoneInfo
    is_demo: bool


def the_agency() -> TheAgency | None:
    """The agency of this installation (the first, while one installation holds one); None before one was created."""
    with reading() as session:
        row = session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one_or_none()
        if row is None:
            return None
        return TheAgency(row.id, row.code, row.name_ko, row.name_en, ZoneInfo(row.zone), row.is_demo)
