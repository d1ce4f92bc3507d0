"""The kinds of help that one may name in a note."""

from dataclasses import dataclass

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import HelpKind


@dataclass(frozen=True, slots=True)
class KindOfHelp:
    """One kind; `is_offered`: it stands in the form (a kind no longer offered stays on the notes that name it)."""

    id: int
    name_ko: str
    name_en: str
    is_offered: bool


def help_kinds(agency_id: int, *, offered_only: bool = True) -> tuple[KindOfHelp, ...]:
    """The agency's kinds of help in the order of the list."""
    wanted = select(HelpKind).where(HelpKind.agency_id == agency_id).order_by(HelpKind.place, HelpKind.id)
    if offered_only:
        wanted = wanted.where(HelpKind.is_offered)
    with reading() as session:
        return tuple(
            KindOfHelp(row.id, row.name_ko, row.name_en or row.name_ko, row.is_offered)
            for row in session.scalars(wanted)
        )
