"""Lists as they were handed in."""

from collabpoints.domain.exports import FileFormat, Filters
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Purpose
from collabpoints.services.submissions import NewSubmission, submit
from tests.factories.agencies import Colleague


def a_submission(
    agency_id: int, by: Colleague, month: Month, *, aim: Purpose | None = Purpose.PRIZES, is_everyone: bool = False
) -> int:
    """The people of a month, handed to a committee; its file is asked for and not made yet. Returns its id."""
    new = NewSubmission(
        subject=Subject.PERSONS,
        span=str(month),
        first=month,
        last=month,
        department_id=None,
        filters=Filters(),
        is_everyone=is_everyone,
        recipient="포상심의위원회",
        aim=aim,
        purpose="우수자 시상",
        file_format=FileFormat.XLSX,
    )
    return submit(new, agency_id, actor_person_id=by.person_id)
