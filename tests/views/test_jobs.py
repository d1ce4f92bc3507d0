"""The administrator's page of jobs: what ran, what comes, what is late and why; and a wish to run one now."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.timetable import ERRANDS, TIMETABLE
from collabpoints.jobs.runner import reconcile
from collabpoints.models import AccessRecord, Agency, JobRun, Outbox, SchedulerBeat
from collabpoints.queries.agencies import the_agency
from collabpoints.services.job_runs import beat, record_failure
from collabpoints.views.job_words import JOB_WORDS
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]
JOBS = [timing.job for timing in TIMETABLE]


@pytest.fixture
def boss(app: Flask) -> Colleague:
    agency = an_agency()
    return a_colleague(agency, "김관리", a_department(agency, "총무과"), roles=(Role.ADMINISTRATOR,))


def the_agency_id() -> int:
    agency = the_agency()
    assert agency
    return agency.id


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def card(page: str, job: str) -> str:
    found = re.search(rf'<article class="card job" id="{job}">.*?</article>', page, re.DOTALL)
    assert found, job
    return text_of(found[0])


def asked() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(JobRun.job).where(JobRun.outcome == "asked")))


def change(table: type, **values: object) -> None:
    with unit_of_work() as session:
        session.execute(update(table).values(**values))


@pytest.mark.parametrize("job", [*JOBS, *ERRANDS])
def test_every_job_has_words(job: str) -> None:
    assert job in JOB_WORDS, f"say in views/job_words.py what {job} is called and what stands when it has run"


def test_every_job_has_its_card(boss: Colleague, sign_in: SignIn) -> None:
    page = sign_in(boss).get("/jobs").text
    for job in (*JOBS, *ERRANDS):
        assert "실행한 적이 없습니다." in card(page, job)


def test_a_run_is_told_with_period_rows_and_host(boss: Colleague, sign_in: SignIn) -> None:
    reconcile()
    change(JobRun, rows=1234, duration_ms=1500, host="서버1")
    told = card(sign_in(boss).get("/jobs").text, "months")
    for word in ("월 넘기기", "제때", "완료", "1,234건", "1.5초", "서버1"):
        assert word in told


def test_times_are_those_of_the_agency(boss: Colleague, sign_in: SignIn) -> None:
    reconcile()
    change(JobRun, started_at=datetime(2026, 11, 30, 15, 5, tzinfo=UTC))
    assert "2026년 12월 1일 오전 12:05" in card(sign_in(boss).get("/jobs").text, "expiry")


def test_hours_are_called_by_the_clock_of_the_agency(boss: Colleague, sign_in: SignIn) -> None:
    record_failure(the_agency_id(), "review", "2026-11-22T03Z", host="here", error="RuntimeError: not now")
    assert "2026년 11월 22일 오후 12:00" in card(sign_in(boss).get("/jobs").text, "review")


def test_an_error_is_readable_and_says_how_often_it_was_tried(boss: Colleague, sign_in: SignIn) -> None:
    change(Agency, created_at=datetime.now(UTC))
    period = f"{datetime.now(UTC) + timedelta(hours=9):%Y-%m}"
    for _try in range(3):
        record_failure(the_agency_id(), "months", period, host="here", error="RuntimeError: <no room>")
    page = sign_in(boss).get("/jobs").text
    assert "실패" in card(page, "months")
    assert "3번 시도했지만" in card(page, "months")
    assert "RuntimeError: &lt;no room&gt;" in page


def test_a_late_job_says_so_in_words(boss: Colleague, sign_in: SignIn) -> None:
    beat(the_agency_id(), host="here", process=7)
    change(Agency, created_at=datetime.now(UTC) - timedelta(days=1))
    page = sign_in(boss).get("/jobs").text
    assert "지연" in card(page, "months")
    assert "지연된 작업이 있습니다" in text_of(page)


def test_a_failed_job_is_not_called_well(boss: Colleague, sign_in: SignIn) -> None:
    reconcile()
    beat(the_agency_id(), host="here", process=7)
    record_failure(the_agency_id(), "ledger_verify", "2026-11-22T03:20:15Z", host="here", error="Unbalanced: pairs: 1")
    page = text_of(sign_in(boss).get("/jobs").text)
    assert "실패한 작업이 있습니다." in page
    assert "모든 작업이 제때" not in page
    assert "collabpoints ledger verify" in card(sign_in(boss).get("/jobs").text, "ledger_verify")


def test_without_a_scheduler_the_page_says_what_to_do(boss: Colleague, sign_in: SignIn) -> None:
    reconcile()
    assert "예약 작업이 멈춰 있습니다." in sign_in(boss).get("/jobs").text


def test_with_one_that_ticks_and_nothing_late_all_is_well(boss: Colleague, sign_in: SignIn) -> None:
    reconcile()
    beat(the_agency_id(), host="서버1", process=4321)
    page = text_of(sign_in(boss).get("/jobs").text)
    assert "모든 작업이 제때 실행되고 있습니다." in page
    assert "서버1 4321" in page
    assert "실행 중" in page


def test_a_process_that_fell_silent_is_shown_as_such(boss: Colleague, sign_in: SignIn) -> None:
    beat(the_agency_id(), host="서버1", process=4321)
    change(SchedulerBeat, beat_at=datetime.now(UTC) - timedelta(seconds=45))
    assert "신호 없음" in sign_in(boss).get("/jobs").text


def test_what_waits_in_the_outbox_is_shown_without_addresses(boss: Colleague, sign_in: SignIn) -> None:
    now = datetime.now(UTC)
    with unit_of_work() as session:
        session.execute(
            insert(Outbox).values(
                agency_id=the_agency_id(), kind="morning", person_id=boss.person_id, for_day=now.date(), due_at=now,
                created_at=now, tries=2, last_error="451 try again later",
            )
        )  # fmt: skip
    page = text_of(sign_in(boss).get("/jobs").text)
    assert "아침 메일" in page
    assert "451 try again later" in page
    assert "@" not in page


def test_a_press_asks_for_a_run_and_comes_back(boss: Colleague, sign_in: SignIn) -> None:
    answer = submit(sign_in(boss), "/jobs", action="/jobs/months/run")
    assert (answer.status_code, answer.location) == (303, "/jobs#months")
    assert asked() == ["months"]


def test_two_presses_are_one_wish(boss: Colleague, sign_in: SignIn) -> None:
    client = sign_in(boss)
    for _press in range(2):
        submit(client, "/jobs", action="/jobs/expiry/run")
    assert asked() == ["expiry"]


def test_a_wish_is_shown_until_it_is_met(boss: Colleague, sign_in: SignIn) -> None:
    reconcile()
    client = sign_in(boss)
    submit(client, "/jobs", action="/jobs/expiry/run")
    assert "요청함" in card(client.get("/jobs").text, "expiry")


def test_without_a_scheduler_a_press_says_when_it_will_run(boss: Colleague, sign_in: SignIn) -> None:
    client = sign_in(boss)
    submit(client, "/jobs", action="/jobs/months/run")
    assert "다시 켜지면 바로 실행합니다" in client.get("/jobs").text


def test_who_asked_stands_in_the_access_record(boss: Colleague, sign_in: SignIn) -> None:
    submit(sign_in(boss), "/jobs", action="/jobs/months/run")
    with reading() as session:
        record = session.scalars(select(AccessRecord).where(AccessRecord.act == "jobs.run")).one()
        assert (record.actor_person_id, record.subject) == (boss.person_id, "/jobs/months/run")


@pytest.mark.parametrize("job", [*ERRANDS, "nothing"])
def test_what_has_no_rhythm_offers_no_button_and_takes_no_press(boss: Colleague, sign_in: SignIn, job: str) -> None:
    client = sign_in(boss)
    forms = forms_of(client.get("/jobs").text)
    assert f"/jobs/{job}/run" not in [form.action for form in forms]
    fields = next(form.fields for form in forms if form.action == "/jobs/months/run")
    assert client.post(f"/jobs/{job}/run", data=fields).status_code == 404


def test_past_runs_are_paged_newest_first(boss: Colleague, sign_in: SignIn) -> None:
    with unit_of_work() as session:
        for hour in range(24):
            at = datetime(2026, 11, 22, hour, tzinfo=UTC)
            session.execute(
                insert(JobRun).values(
                    agency_id=the_agency_id(), job="review", period=f"2026-11-22T{hour:02d}Z", outcome="finished",
                    host="here", started_at=at, finished_at=at, duration_ms=5, rows=hour, error="",
                )
            )  # fmt: skip
    client = sign_in(boss)
    first, second = client.get("/jobs/review").text, client.get("/jobs/review?page=2").text
    assert first.index("2026년 11월 23일 오전 8:00") < first.index("2026년 11월 23일 오전 7:00")
    assert (first.count("<tr"), second.count("<tr")) == (21, 5)


@pytest.mark.parametrize("typed", ["0", "-1", "x", "9" * 15, "9" * 40, "١"])
def test_a_strange_page_number_is_no_fault(boss: Colleague, sign_in: SignIn, typed: str) -> None:
    assert sign_in(boss).get(f"/jobs/review?page={typed}").status_code == 200


def test_the_page_is_there_in_english(boss: Colleague, sign_in: SignIn) -> None:
    client = sign_in(boss)
    submit(client, "/jobs", action="/language", language="en")
    assert "Scheduled jobs" in client.get("/jobs").text


def test_a_confirmed_span_is_called_as_boards_call_it(boss: Colleague, sign_in: SignIn) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    with unit_of_work() as session:
        session.execute(
            insert(JobRun).values(
                agency_id=the_agency_id(), job="boards", period="2026-Q3 to 2026-09", outcome="finished",
                host="here", started_at=at, finished_at=at, duration_ms=5, rows=7, error="",
            )
        )  # fmt: skip
    page = sign_in(boss).get("/jobs/boards").text
    assert "2026년 3분기" in page
    assert "2026-Q3" not in page
