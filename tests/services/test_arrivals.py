"""A restored backup notifies nobody twice (promise 26). Sending afterwards: tests/jobs/test_outbox.py."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from collabpoints.db import reading, unit_of_work
from collabpoints.models import Outbox
from collabpoints.queries.places import ARRIVAL, place, settled_at
from collabpoints.services.arrivals import drop_waiting, settle_in
from collabpoints.services.job_runs import run_period
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency = an_agency()
    return a_colleague(agency, "홍길동", a_department(agency, "민원과"))


def a_message(to: Colleague, **values: object) -> None:
    with unit_of_work() as session:
        message = Outbox(
            agency_id=1, kind="morning", person_id=to.person_id, for_day=LONG_AGO.date(), due_at=LONG_AGO,
            created_at=LONG_AGO,
        )  # fmt: skip
        for name, value in values.items():
            setattr(message, name, value)
        session.add(message)


def arrive(place: str) -> int | None:
    return run_period(1, ARRIVAL, place, starts_at=LONG_AGO, host="here", effect=settle_in)


def waiting() -> int:
    with reading() as session:
        return len(
            session.scalars(select(Outbox.id).where(Outbox.sent_at.is_(None), Outbox.dropped_at.is_(None))).all()
        )


def test_a_new_installation_drops_nothing(hong: Colleague) -> None:
    a_message(hong)
    arrive("here")
    assert waiting() == 1
    assert settled_at(1) is None


def test_in_a_new_place_what_was_brought_along_is_not_sent(hong: Colleague) -> None:
    arrive("here")
    a_message(hong)
    a_message(hong, for_day=date(2026, 1, 6), due_at=datetime.now(UTC) + timedelta(days=1))
    assert arrive("there") == 2
    assert waiting() == 0
    assert settled_at(1) is not None


def test_what_was_sent_or_dropped_keeps_its_reason(hong: Colleague) -> None:
    arrive("here")
    a_message(hong, sent_at=LONG_AGO)
    a_message(hong, for_day=date(2026, 1, 6), dropped_at=LONG_AGO, last_error="mail not wanted")
    assert arrive("there") == 0
    with reading() as session:
        assert session.scalars(select(Outbox.last_error).order_by(Outbox.id)).all() == ["", "mail not wanted"]


def test_a_place_is_arrived_at_once(hong: Colleague) -> None:
    arrive("here")
    arrive("there")
    a_message(hong)
    assert arrive("there") is None
    assert waiting() == 1


def test_an_operator_may_drop_what_waits(hong: Colleague) -> None:
    a_message(hong)
    with unit_of_work() as session:
        assert drop_waiting(session, 1) == 1
    assert waiting() == 0


def test_the_place_stays_while_the_database_works(hong: Colleague) -> None:
    before = place()
    a_message(hong)
    assert place() == before
    assert len(before) == 16


def test_tables_that_a_restore_made_anew_are_another_place(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        before = place()
        with unit_of_work() as session:
            session.execute(text("ALTER TABLE outbox RENAME TO outbox_before"))
            session.execute(text("CREATE TABLE outbox (LIKE outbox_before INCLUDING ALL)"))
        try:
            assert place() != before
        finally:
            with unit_of_work() as session:
                session.execute(text("DROP TABLE outbox"))
                session.execute(text("ALTER TABLE outbox_before RENAME TO outbox"))
        assert place() == before


def test_who_is_no_superuser_may_ask_for_the_place(postgres_app: Flask) -> None:
    with postgres_app.app_context(), unit_of_work() as session:
        session.execute(text("CREATE ROLE asks_for_place"))
        session.execute(text("GRANT USAGE ON SCHEMA public TO asks_for_place"))
        session.execute(text("SET LOCAL ROLE asks_for_place"))
        found = place()
        session.execute(text("RESET ROLE"))
        session.execute(text("DROP OWNED BY asks_for_place"))
        session.execute(text("DROP ROLE asks_for_place"))
    with postgres_app.app_context():
        assert place() == found


def test_another_file_in_the_old_ones_place_is_another_place(sqlite_app: Flask) -> None:
    import shutil
    from pathlib import Path

    from collabpoints.db import db

    with sqlite_app.app_context():
        before = place()
        path = Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        shutil.copy(path, path.with_suffix(".restored"))
        path.with_suffix(".restored").replace(path)
        assert place() != before
