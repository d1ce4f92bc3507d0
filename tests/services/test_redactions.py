"""After the term the name and the texts are gone from every table, and everything that is proved is proved still."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain import redactions as stand_in
from collabpoints.models import (
    Account,
    Employee,
    Export,
    ExportPiece,
    NoteText,
    Person,
    Redaction,
    Reply,
    SendBatch,
    Submission,
)
from collabpoints.queries.ledger import verify
from collabpoints.queries.redactions import due
from collabpoints.queries.seals import verify_seals
from collabpoints.services.redactions import redact_files, redact_people, redact_texts
from collabpoints.services.seals import seal_new
from tests.factories.redactions import NAME, TOLD, Farewell, a_farewell, name_of, texts_with

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""What rests on no difference between the databases."""
TODAY = date(2026, 11, 22)
NEVER = datetime(1900, 1, 1, tzinfo=UTC)
FOREVER = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture
def farewell(app: Flask) -> Farewell:
    return a_farewell()


def redact_all(farewell: Farewell, *, made_before: datetime = NEVER) -> None:
    while redact_people(farewell.world.agency_id, left_before=TODAY, most=1):
        pass
    redact_files(farewell.world.agency_id, texts_before=date.min, made_before=made_before)


def texts_of(*note_ids: int) -> list[str]:
    with reading() as session:
        wanted = select(NoteText.text).where(NoteText.note_id.in_(note_ids)).order_by(NoteText.note_id)
        return list(session.scalars(wanted))


def counted(model: type) -> int:
    with reading() as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


@ON_SQLITE
def test_the_sentinel_stands_in_many_tables_before(farewell: Farewell) -> None:
    assert {"people.name", "note_texts.text", "special_grants.reason", "drafts.text", "outbox.last_error"} <= set(
        texts_with(NAME)
    )


def test_no_table_holds_the_name_or_the_number_afterwards(farewell: Farewell) -> None:
    redact_all(farewell)
    assert texts_with(NAME) == []
    assert texts_with("777001") == []
    assert counted(ExportPiece) == 0


def test_ledger_totals_and_seals_are_proved_still(farewell: Farewell) -> None:
    agency = farewell.world.agency_id
    seal_new(agency)
    redact_all(farewell)
    redact_texts(agency, texts_before=TODAY, sent_before=FOREVER)
    assert [check.name for check in verify().checks if check.differing] == []
    assert verify_seals(agency).is_whole


def test_what_he_received_is_gone_and_what_he_sent_stays_without_his_name(farewell: Farewell) -> None:
    redact_all(farewell)
    nameless = TOLD.replace(NAME, stand_in.NAME)
    assert texts_of(*farewell.received) == [stand_in.TEXT, stand_in.TEXT]
    assert texts_of(farewell.sent, farewell.shared) == [nameless, nameless]


@ON_SQLITE
def test_a_text_that_is_gone_cannot_be_guessed_by_a_digest(farewell: Farewell) -> None:
    redact_all(farewell)
    with reading() as session:
        assert set(session.scalars(select(NoteText.salt))) == {""}
        assert set(session.scalars(select(SendBatch.content_digest))) == {""}


@ON_SQLITE
def test_what_stays_of_a_reply_is_that_there_was_one(farewell: Farewell) -> None:
    redact_all(farewell)
    with reading() as session:
        assert list(session.scalars(select(Reply.text))) == ["", ""]


def test_twice_is_once(farewell: Farewell) -> None:
    redact_all(farewell)
    assert redact_people(farewell.world.agency_id, left_before=TODAY) == 0
    assert redact_files(farewell.world.agency_id, texts_before=TODAY, made_before=NEVER) == 0
    assert counted(Redaction) == 2


def test_a_step_that_fails_leaves_nothing_half_done(farewell: Farewell, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_given: object) -> None:
        raise ConnectionError

    before = texts_with(NAME)
    with monkeypatch.context() as broken:
        broken.setattr("collabpoints.services.redacted_people._forget_reasons", cut)
        with pytest.raises(ConnectionError):
            redact_people(farewell.world.agency_id, left_before=TODAY)
    assert texts_with(NAME) == before
    redact_all(farewell)
    assert texts_with(NAME) == []


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_two_at_once_do_it_once(app: Flask, farewell: Farewell) -> None:
    def run(_number: int) -> int:
        with app.app_context():
            return redact_people(farewell.world.agency_id, left_before=TODAY)

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(run, range(2))) == [0, 1]
    assert counted(Redaction) == 1


@ON_SQLITE
def test_one_of_two_steps_done_the_next_call_does_the_other(farewell: Farewell) -> None:
    agency, lim = farewell.world.agency_id, farewell.world.lim
    with unit_of_work() as session:
        left = {"status": "left", "left_on": date(2021, 1, 1)}
        session.execute(update(Employee).where(Employee.id == lim.employee_id).values(**left))
    assert redact_people(agency, left_before=TODAY, most=1) == 1
    assert redact_people(agency, left_before=TODAY) == 1
    assert name_of(lim.person_id) == stand_in.NAME


@ON_SQLITE
def test_who_left_within_the_term_keeps_his_name(farewell: Farewell) -> None:
    assert redact_people(farewell.world.agency_id, left_before=date(2020, 3, 1)) == 0
    assert name_of(farewell.gone.person_id) == NAME


def test_who_serves_under_a_record_that_he_was_merged_into_keeps_his_name(farewell: Farewell) -> None:
    with unit_of_work() as session:
        merged = update(Person).where(Person.id == farewell.gone.person_id)
        session.execute(merged.values(merged_into_person_id=farewell.world.lim.person_id))
    assert redact_people(farewell.world.agency_id, left_before=TODAY) == 0


@ON_SQLITE
def test_who_was_hired_again_keeps_his_name(farewell: Farewell) -> None:
    with unit_of_work() as session:
        session.add(
            Employee(
                agency_id=farewell.world.agency_id, person_id=farewell.gone.person_id, number="888001", status="active"
            )
        )
    assert redact_people(farewell.world.agency_id, left_before=TODAY) == 0


def test_numbers_and_logins_stay_apart(farewell: Farewell) -> None:
    gone = farewell.gone
    redact_all(farewell)
    with reading() as session:
        employee, account = session.get_one(Employee, gone.employee_id), session.get_one(Account, gone.account_id)
        assert (employee.number, account.login) == (f"퇴직-{gone.employee_id}", f"redacted-{gone.account_id}")
        assert not account.is_active


def test_old_texts_go_whoever_serves_still_and_newer_ones_stay(farewell: Farewell) -> None:
    agency = farewell.world.agency_id
    assert redact_texts(agency, texts_before=TODAY, sent_before=NEVER) == 0
    assert redact_texts(agency, texts_before=TODAY, sent_before=FOREVER, most=3) == 3
    assert redact_texts(agency, texts_before=TODAY, sent_before=FOREVER) == 1
    assert set(texts_of(*farewell.received, farewell.shared, farewell.sent)) == {stand_in.TEXT}
    assert name_of(farewell.gone.person_id) == NAME


def test_a_kept_file_goes_with_the_name_in_it_and_its_row_and_digest_stay(farewell: Farewell) -> None:
    agency = farewell.world.agency_id
    assert redact_files(agency, texts_before=date.min, made_before=NEVER) == 0
    redact_all(farewell)
    with reading() as session:
        submission = session.get_one(Submission, farewell.submission)
        export = session.get_one(Export, submission.export_id)
        assert (export.state, export.digest, submission.received_points) == ("expired", "0" * 64, 10)


@ON_SQLITE
def test_a_kept_file_goes_when_it_is_older_than_the_term(farewell: Farewell) -> None:
    assert redact_files(farewell.world.agency_id, texts_before=TODAY, made_before=FOREVER) == 1
    assert counted(ExportPiece) == 0


def test_what_is_due_is_counted_by_year_and_not_by_name(farewell: Farewell) -> None:
    found = due(farewell.world.agency_id, left_before=TODAY, texts_before=TODAY, sent_before=FOREVER)
    assert (found.names, found.files) == (((2020, 1),), ((2026, 1),))
    assert sum(count for _year, count in found.texts) == 4
    redact_all(farewell)
    redact_texts(farewell.world.agency_id, texts_before=TODAY, sent_before=FOREVER)
    assert due(farewell.world.agency_id, left_before=TODAY, texts_before=TODAY, sent_before=FOREVER).is_empty
