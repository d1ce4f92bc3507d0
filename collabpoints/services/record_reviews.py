"""Sign a review of the records (접속기록 점검): by name, for days that are over, for ever."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.periods import today
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import RecordReview
from collabpoints.queries.record_days import Stretch, figures

LONGEST_REMARK = 500
LONGEST_STRETCH = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs for which days (None: nothing sound was typed), and what he says of them."""

    person_id: int
    first: date | None
    last: date | None
    remark: str


def judge_days(first: date | None, last: date | None, present: date) -> list[Refusal]:
    """Whether these days can be looked at, and signed for on the present day."""
    if first is None or last is None or first > last or last - first >= LONGEST_STRETCH:
        return [Refusal.of(Code.RECORDS_DAYS_WRONG, "first")]
    return [Refusal.of(Code.RECORDS_DAY_NOT_OVER, "last")] if last >= present else []


def sign_review(agency_id: int, zone: ZoneInfo, signing: Signing, *, now: datetime) -> int:
    """It stands that he looked at the records of these days and what stood there; returns the review's id.

    Raises Refused: RECORDS_DAYS_WRONG, RECORDS_DAY_NOT_OVER, RECORDS_ONLY_OWN where files were taken in these days and by
    nobody but him (somebody else has to look at that), and what is wrong with the remark.
    """
    remark = cleaned(signing.remark)
    refusals = judge_days(signing.first, signing.last, today(now, zone))
    refusals += judge_text(remark, minimum=1, maximum=LONGEST_REMARK, field="remark") if remark else ()
    if refusals or signing.first is None or signing.last is None:
        raise Refused(refusals)
    with unit_of_work() as session:
        seen = figures(agency_id, Stretch(signing.first, signing.last, zone), reader=signing.person_id)
        if seen.files and seen.files == seen.own_files:
            raise Refused([Refusal.of(Code.RECORDS_ONLY_OWN)])
        review = RecordReview(
            agency_id=agency_id,
            first_day=signing.first,
            last_day=signing.last,
            looks=seen.visits,
            downloads=seen.files,
            unusual=len(seen.findings),
            remark=remark,
            reviewed_by_person_id=signing.person_id,
            reviewed_at=now,
        )
        session.add(review)
        session.flush()
        return review.id
