from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading, unit_of_work
from collabpoints.models import Outbox
from collabpoints.services.outbox import expire_messages
from tests.factories.agencies import a_colleague, a_department, an_agency

SEOUL = ZoneInfo("Asia/Seoul")
FRIDAY_EVENING = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_messages_that_were_settled_long_ago_are_cleared_and_no_others(app: Flask) -> None:
    agency = an_agency()
    hong = a_colleague(agency, "홍길동", a_department(agency, "민원과"))
    old, new = FRIDAY_EVENING - timedelta(days=91), FRIDAY_EVENING - timedelta(days=89)
    settled = [{"sent_at": old}, {"dropped_at": old}, {"sent_at": new}, {"dropped_at": new}, {}]
    with unit_of_work() as session:
        for number, values in enumerate(settled):
            session.add(
                Outbox(agency_id=agency, kind="hook", person_id=hong.person_id, for_day=old.date(), subject_id=number,
                       due_at=old, created_at=old, **values)
            )  # fmt: skip
    assert expire_messages(now=FRIDAY_EVENING) == 2
    with reading() as session:
        assert session.scalars(select(Outbox.subject_id).order_by(Outbox.subject_id)).all() == [2, 3, 4]
