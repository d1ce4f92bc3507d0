"""제출본: the list, making one, one as it was handed over, two compared."""

from zoneinfo import ZoneInfo

from collabpoints import clock
from collabpoints.domain.periods import Month
from collabpoints.services.submissions import write_submission_file
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused
from tests.factories.submissions import a_submission

_PREVIEW = "/submissions/new?what=totals&span={submitted_month}&file_format=xlsx"

PAGES = (
    Entry("/submissions"),
    Entry("/submissions", "empty", "founder"),
    Entry("/submissions/new"),
    Entry(_PREVIEW, "what would be in it"),
    refused(_PREVIEW, "main form[method=post] button"),
    Entry("/submissions/{beyond_submission}", "beyond the uses", largest=80_000),
    Entry("/submissions/compare?first={submission}&second={beyond_submission}", largest=80_000),
)


def prepare(cast: Cast) -> dict[str, object]:
    """Candidates for prizes of this month; then everybody of it, for something else."""
    month = Month.of(clock.now(), ZoneInfo("Asia/Seoul"))
    agency_id, office = cast.world.agency_id, cast.office
    first = a_submission(agency_id, office, month)
    second = a_submission(agency_id, office, month, aim=None, is_everyone=True)
    write_submission_file(second, agency_id, at=clock.now())
    return {"submission": first, "beyond_submission": second, "submitted_month": str(month)}
