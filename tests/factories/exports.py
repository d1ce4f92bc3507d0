"""Files that somebody wants."""

from dataclasses import replace
from datetime import UTC, datetime

from collabpoints.domain.exports import FileFormat, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.services.exports import Asker, Keeping, ask
from tests.factories.worlds import World

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
REASON = "11월 위원회 자료"
NOVEMBER = Wanted(What.TOTALS, Scope.AGENCY, None, None, "2026-11", Month(2026, 11), Month(2026, 11), FileFormat.CSV)
AT_ONCE, LATER = Keeping(rows_at_once=1_000, days=7), Keeping(rows_at_once=0, days=7)


def november(file_format: FileFormat = FileFormat.CSV) -> Wanted:
    """The totals of the agency's people in November 2026."""
    return replace(NOVEMBER, file_format=file_format)


def totals_of(month: Month) -> Wanted:
    """The totals of the agency's people in this month."""
    return replace(NOVEMBER, span=str(month), first=month, last=month)


def an_export(world: World, keeping: Keeping = AT_ONCE, wanted: Wanted = NOVEMBER, *, at: datetime = AT) -> int:
    """Hong, an officer, asks for it. Returns its id."""
    return ask(wanted, world.agency_id, Asker(world.hong.person_id, "officer", REASON), keeping, at=at)
