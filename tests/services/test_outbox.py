from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading, unit_of_work
from collabpoints.models import Outbox
from collabpoints.services.outbox import plan_morning_mail
from tests.factories.agencies import a_colleague, a_department, an_agency

SEOUL = ZoneInfo("Asia/Seoul")
FRIDAY_EVENING = datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_many_notes_before_a_working_morning_make_one_mail(app: Flask) -> None:
    agency = an_agency()
    hong = a_colleague(agency, "홍길동", a_department(agency, "민원과"))
    for _note in range(3):
        with unit_of_work() as session:
            plan_morning_mail(session, agency, hong.person_id, FRIDAY_EVENING, zone=SEOUL, at=time(8, 30))
    with reading() as session:
        (mail,) = session.scalars(select(Outbox)).all()
        assert (mail.kind, mail.for_day, mail.due_at) == (
            "morning",
            date(2026, 11, 23),
            datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
        )
