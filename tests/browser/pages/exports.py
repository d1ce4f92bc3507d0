"""내려받기: the choice, what would be in a file, and a file in each of its states."""

from sqlalchemy import update

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.exports import FileFormat, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.models import Export
from collabpoints.services.exports import Asker, Keeping, ask
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused

_PREVIEW = "/exports?scope=agency&what=totals&span={export_month}&file_format=xlsx"

PAGES = (
    Entry("/exports"),
    Entry("/exports", "nothing yet", "employee"),
    Entry("/exports", "first day", "founder"),
    Entry(_PREVIEW, "what would be in it"),
    refused(_PREVIEW, "main form[method=post] button"),
    Entry("/exports/{file_ready}", "ready, with losses"),
    Entry("/exports/{file_asked}", "being made"),
    Entry("/exports/{file_failed}", "failed"),
    Entry("/exports/{file_expired}", "expired"),
)


def prepare(cast: Cast) -> dict[str, object]:
    """A file in each state, of the month before."""
    month = Month.parse(cast.last_month)
    wanted = Wanted(What.TOTALS, Scope.AGENCY, None, None, str(month), month, month, FileFormat.CSV_CP949)
    made = {}
    for state in ("asked", "ready", "failed", "expired"):
        keeping = Keeping(rows_at_once=0 if state == "asked" else 1_000, days=7)
        asker = Asker(cast.office.person_id, "officer", "포상심의위원회 사전 검토")
        export_id = ask(wanted, cast.world.agency_id, asker, keeping, at=clock.now())
        with unit_of_work() as session:
            lost = {"losses": 3} if state == "ready" else {"state": state}
            session.execute(update(Export).where(Export.id == export_id).values(**lost))
        made[f"file_{state}"] = export_id
    return {**made, "export_month": cast.last_month}
