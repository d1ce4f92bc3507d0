"""Faults as somebody could build them in one day, planted by patching while tests run, never in the product. Each is
caught by the suite that `CAUGHT_BY` names; test_plants.py shows it, docs/faults.md tells it."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import flask_migrate
import flask_wtf
from flask import Flask, current_app
from sqlalchemy import Connection, Engine, event, insert, select, text

from collabpoints import clock
from collabpoints.db import db, reading, table_of, unit_of_work, upserting
from collabpoints.domain import texts
from collabpoints.domain.timetable import period_of
from collabpoints.jobs import runner
from collabpoints.models import Month, Note, PairMonthTotal, PersonMonthTotal, SendBatch
from collabpoints.prepared import Step, line_of, together
from collabpoints.queries import jobs as job_queries
from collabpoints.queries import notes as note_queries
from collabpoints.queries import seals as seal_queries
from collabpoints.queries.jobs import Debt, frame, is_finished
from collabpoints.services import closings, corrections, job_runs, ledger, months
from collabpoints.services import notes as note_services
from collabpoints.services import seals as seal_services
from collabpoints.services.job_runs import Effect
from collabpoints.services.notes import NewNotes, Sent
from collabpoints.views import notes as note_views
from collabpoints.views import sign_in as sign_in_views
from tests.postgres import Server


def nothing() -> None:
    """The control: the way of planting alone breaks nothing."""


def no_unique_form_id() -> None:
    """A form's id is looked for and then written; nothing holds it unique."""
    _drop("send_batches", "uq_send_batches_form_id")

    def claim(writing: Any, press: Any, instant: Any) -> Any:
        known = select(SendBatch.id).where(SendBatch.form_id == press.new.form_id).limit(1)
        if writing.execute(known).first() is not None:
            return None
        row = {
            "agency_id": press.agency_id,
            "form_id": press.new.form_id,
            "sender_person_id": press.sender_person_id,
            "content_digest": press.content_digest,
            "sent_at": instant,
        }
        return writing.execute(insert(table_of(SendBatch)).returning(table_of(SendBatch).c.id), row).scalar_one()

    _replace(note_services, "_claim_form", claim)


def read_then_insert() -> None:
    """The totals are read, compared in Python and written; the database holds no limit."""
    missing_check()

    def book(
        connection: Connection, booking: ledger.Booking, movements: Sequence[ledger.Movement], *also: Step
    ) -> None:
        together(line_of(connection), *also)
        for model, rows, what, used, limit in (
            (PersonMonthTotal, ledger._person_rows(booking, movements), "allowance", "spent", "granted"),
            (PairMonthTotal, ledger._pair_rows(booking, movements), "pair", "counted", "cap"),
        ):
            table = table_of(model)
            keys = [column.name for column in table.primary_key.columns]
            sums = set(rows[0]) - {*keys, "agency_id", limit}
            for row in rows:
                own = [table.c[name] == row[name] for name in keys]
                found = connection.execute(select(table).where(*own)).mappings().one_or_none()
                if found is None:
                    connection.execute(upserting(connection.dialect.name, model).values(row).on_conflict_do_nothing())
                    continue
                if found[limit] is not None and found[used] + row[used] > found[limit]:
                    raise ledger.LimitPassed(what, row["recipient_person_id" if what == "pair" else "person_id"])
                connection.execute(table.update().where(*own).values({name: found[name] + row[name] for name in sums}))

        entries = [ledger._entry_row(booking, movement) for movement in movements]
        departments = ledger._department_rows(booking, movements)
        together(line_of(connection), (ledger._ENTRY, entries), (ledger.DEPARTMENTS.adding, departments))

    _replace(note_services, "book", book)


def missing_check() -> None:
    """The CHECKs of the allowance and of the cap are not there."""
    _drop("person_month_totals", "ck_person_month_totals_allowance")
    _drop("pair_month_totals", "ck_pair_month_totals_cap")


def two_transactions() -> None:
    """The note is committed first, its entry and the totals afterwards."""
    book = ledger.book

    def apart(connection: Connection, *rest: Any) -> None:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.commit()
        time.sleep(0.01)
        book(connection, *rest)

    _replace(note_services, "book", apart)


def acknowledged_before_commit() -> None:
    """ "Sent" is said at once; the note is written a moment later, in the background."""
    send = note_services.send_notes

    def promise(**what: Any) -> Sent:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

        def later() -> None:
            time.sleep(0.05)
            with app.app_context():
                send(**what)

        threading.Thread(target=later).start()
        new: NewNotes = what["new"]
        return Sent(1, new.recipient_person_ids, is_repeat=False)

    _replace(note_views, "send_notes", promise)


def forgetful_postgresql() -> None:
    """PostgreSQL says "committed" before its log is on the disk."""
    start = Server.start

    def forget(self: Server, *settings: str) -> None:
        start(self, *settings, "synchronous_commit=off", "wal_writer_delay=10s")

    _replace(Server, "start", forget)


def cancelled_for_nothing() -> None:
    """A cancellation writes its counter-entry and leaves the totals as they were."""

    def forgetful(connection: Connection, booking: ledger.Booking, movements: Sequence[ledger.Movement]) -> None:
        together(line_of(connection), (ledger._ENTRY, [ledger._entry_row(booking, one) for one in movements]))

    _replace(corrections, "book", forgetful)


def host_clock() -> None:
    """The month is told by the clock of the web server's host."""
    _replace(months, "database_now", lambda _session: clock.now())


def job_row_apart() -> None:
    """A job's effect is committed first, its row afterwards in a transaction of its own."""

    def apart(agency_id: int, job: str, period: str, *, effect: Effect, **named: Any) -> int | None:
        if is_finished(agency_id, job, period):
            return None
        with unit_of_work() as session:
            rows = effect(session, agency_id)
        return run(agency_id, job, period, effect=lambda *_given: rows, **named)

    run = job_runs.run_period
    _replace(runner, "run_period", apart)


def timer_as_truth() -> None:
    """What the timer fires for is run, and nothing else: firings that were missed are coalesced into the last one, as
    APScheduler does by itself."""
    owed = job_queries.debts

    def fired_for(agency_id: int) -> list[Debt]:
        _since, zone, now = frame(agency_id)
        return [debt for debt in owed(agency_id) if debt.period == period_of(debt.timing.rhythm, now, zone)]

    _replace(runner, "debts", fired_for)


def jobs_by_host_clock() -> None:
    """What is due is told by the clock of the scheduler's host."""
    for module in (job_queries, job_runs):
        _replace(module, "database_now", lambda _session: clock.now())


def object_check_removed() -> None:
    """A note's page opens for every colleague who knows its address."""
    ask = note_queries.note

    def anybody(note_id: int, *, agency_id: int, person_id: int) -> note_queries.NoteRow:
        with reading() as session:
            owner = session.execute(select(Note.sender_person_id).where(Note.id == note_id)).scalar_one_or_none()
        return ask(note_id, agency_id=agency_id, person_id=owner or person_id)

    _replace(note_views, "note", anybody)


def private_ignored_in_feed() -> None:
    """The feed shows private notes too; every other page keeps them apart."""

    def everything(agency_id: int, *, before: int | None = None, limit: int = 20) -> note_queries.Notes:
        standing = select(Note.id, Note.sender_person_id).where(Note.agency_id == agency_id, Note.withdrawn.is_(None))
        with reading() as session:
            found = session.execute(standing.order_by(Note.id.desc()).limit(limit)).all()
        rows = (note_queries.note(of, agency_id=agency_id, person_id=sender) for of, sender in found)
        return note_queries.Notes(tuple(rows), None)

    _replace(note_queries, "feed", everything)
    _replace(note_views, "public_notes", everything)


def route_without_csrf() -> None:
    """One address takes forms of other sites."""
    protect = flask_wtf.CSRFProtect.init_app

    def leave_one(self: Any, app: Flask) -> None:
        protect(self, app)
        self.exempt("collabpoints.views.notes.make_private")

    _replace(flask_wtf.CSRFProtect, "init_app", leave_one)


def cookie_only_sign_out() -> None:
    """Signing out has the browser forget; the session goes on for whoever copied the cookie."""
    _replace(sign_in_views, "end_all_sessions", lambda _account_id: None)


def filler_accepted() -> None:
    """U+3164 passes for a letter, as Python says it is."""
    _replace(texts, "_REFUSED", texts._REFUSED - {"\u3164"})


def overtaken_ids() -> None:
    """What is visible is sealed at once, though a lower id may still be on its way."""
    _replace(seal_services, "_outwait_writers", lambda *_given: None)


def seals_that_do_not_lean() -> None:
    """Each seal is looked at by itself; nobody asks whether it leans on the one before."""
    _replace(seal_queries, "chain_breaks", lambda _seals: [])


def seals_made_anew() -> None:
    """Where seals are gone, the rows are sealed once more as they lie there now."""
    _replace(seal_services, "missing_seals", lambda _agency_id: [])


def no_lock_on_the_month() -> None:
    """Nobody holds the month's row: not who sends or corrects, not who ends or closes it."""
    held = months._month

    def unheld() -> Any:
        month = held()
        month._for_update_arg = None
        return month

    def unheld_alone(session: Any, agency_id: int, period: str) -> Month:
        month: Month = session.scalars(select(Month).where(Month.agency_id == agency_id, Month.period == period)).one()
        return month

    def over_unheld(session: Any, agency_id: int) -> Sequence[Month]:
        is_over = (
            Month.agency_id == agency_id,
            Month.state == "open",
            Month.ends_at <= vars(months)["database_now"](session),
        )
        found: Sequence[Month] = session.scalars(select(Month).where(*is_over).order_by(Month.period)).all()
        return found

    _replace(months, "_month", unheld)
    _replace(months, "_over", over_unheld)
    _replace(corrections, "hold_month", lambda _session, _month_id: None)
    _replace(closings, "_held_alone", unheld_alone)


CAUGHT_BY: dict[Callable[[], None], str] = {
    no_unique_form_id: "tests/faults/test_presses.py::test_pressed_fifty_times_at_once_it_is_one_note[postgres_site]",
    read_then_insert: "tests/faults/test_races.py::test_eight_clients_do_not_overspend_on_postgresql",
    two_transactions: "tests/faults/test_races.py::test_eight_clients_do_not_overspend_on_postgresql",
    acknowledged_before_commit: "tests/faults/test_kills.py::test_what_was_answered_stands_once[web workers]",
    forgetful_postgresql: "tests/faults/test_kills.py::test_what_was_answered_stands_once[PostgreSQL]",
    host_clock: "tests/faults/test_midnight.py",
    job_row_apart: "tests/faults/test_schedulers.py::test_eight_schedulers_double_nothing_and_miss_nothing",
    timer_as_truth: "tests/faults/test_schedulers.py::test_five_missed_months_are_made_up_in_order[postgresql]",
    jobs_by_host_clock: "tests/faults/test_schedulers.py::test_clocks_that_jump_over_midnight_of_the_1st_do_nothing_early_and_lose_nothing[postgresql-1]",
    cancelled_for_nothing: "tests/faults/test_stories.py::test_no_story_breaks_the_books[sqlite]",
    missing_check: "tests/models/test_constraints.py::test_nobody_spends_more_than_was_granted",
    object_check_removed: "tests/house/test_access.py::test_owners_get_what_the_table_says",
    private_ignored_in_feed: "tests/views/test_notes.py::test_a_private_note_does_not_exist_for_others",
    route_without_csrf: "tests/house/test_access.py::test_no_form_is_taken_without_its_token",
    cookie_only_sign_out: "tests/views/test_sign_in.py::test_signing_out_ends_every_browser",
    filler_accepted: "tests/domain/test_texts.py",
    no_lock_on_the_month: "tests/faults/test_boundaries.py",
    overtaken_ids: "tests/services/test_seals.py::test_while_many_write_no_row_appears_below_a_seal[postgresql]",
    seals_that_do_not_lean: "tests/queries/test_seals.py::test_a_seal_made_anew_over_edited_rows_is_found_by_the_one_after_it",
    seals_made_anew: "tests/jobs/test_seals.py::test_seals_that_are_gone_are_not_made_anew",
}


def plant(name: str) -> None:
    """Plant the fault of this name in the process."""
    {one.__name__: one for one in (nothing, *CAUGHT_BY)}[name]()


def _replace(where: object, name: str, what: object) -> None:
    """Put something else in the place of what stands there; a name that is gone would plant nothing."""
    assert hasattr(where, name)
    setattr(where, name, what)


def _drop(table: str, constraint: str) -> None:
    """From now on a database loses the constraint as soon as it has been migrated (on SQLite, all its CHECKs)."""
    upgrade = flask_migrate.upgrade

    def and_drop(*given: Any, **named: Any) -> None:
        upgrade(*given, **named)
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"))

    _replace(flask_migrate, "upgrade", and_drop)

    @event.listens_for(Engine, "connect")
    def _unchecked(connection: Any, _entry: Any) -> None:
        if type(connection).__module__.startswith("sqlite3"):
            connection.execute("PRAGMA ignore_check_constraints=ON")
