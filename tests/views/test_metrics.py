"""/metrics: who may scrape, and that the figures are those of the database, with nobody's data among them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from collabpoints.db import unit_of_work
from collabpoints.domain.timetable import ERRANDS, TIMETABLE
from collabpoints.jobs.runner import reconcile
from collabpoints.models import Agency, JobRun, Outbox, SchedulerBeat
from collabpoints.services.job_runs import beat, record_failure
from tests.conftest import a_config
from tests.factories.agencies import a_colleague, a_department, an_agency

TOKEN = "scrape-0123456789-abcdefghijklmno-xyz"
Labels = tuple[tuple[str, str], ...]


@pytest.fixture
def agency(app: Flask) -> int:
    return an_agency()


@pytest.fixture
def guarded(app: Flask, agency: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "COLLABPOINTS", a_config("sqlite:///x", metrics_token=TOKEN))


def figures(client: FlaskClient) -> dict[str, dict[Labels, float]]:
    """Every figure by name and labels."""
    found: dict[str, dict[Labels, float]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for sample in family.samples:
            name = sample.name.removeprefix("collabpoints_")
            found.setdefault(name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def of(job: str) -> Labels:
    return (("job", job),)


def scrape(client: FlaskClient, *, token: str = "", address: str = "127.0.0.1", **headers: str) -> TestResponse:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        said["Authorization"] = f"Bearer {token}"
    return client.get("/metrics", headers=said, environ_base={"REMOTE_ADDR": address})


def change(table: type, **values: object) -> None:
    with unit_of_work() as session:
        session.execute(update(table).values(**values))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_without_a_token_this_machine_may_scrape(agency: int, client: FlaskClient, address: str) -> None:
    assert scrape(client, address=address).status_code == 200


@pytest.mark.parametrize("address", ["10.1.2.3", "8.8.8.8", "fe80::1", ""])
def test_without_a_token_no_other_may(agency: int, client: FlaskClient, address: str) -> None:
    assert scrape(client, address=address).status_code == 404


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "Via", "X_Real_IP"])
def test_what_a_proxy_passed_on_is_not_from_this_machine(agency: int, client: FlaskClient, header: str) -> None:
    assert scrape(client, **{header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3"])
def test_with_a_token_it_opens_to_whoever_sends_it(guarded: None, client: FlaskClient, address: str) -> None:
    assert scrape(client, token=TOKEN, address=address).status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "한글"])
def test_with_a_token_it_is_closed_to_all_others(guarded: None, client: FlaskClient, token: str) -> None:
    assert scrape(client, token=token.encode().decode("latin-1")).status_code == 404


def test_it_says_what_it_is(agency: int, client: FlaskClient) -> None:
    assert scrape(client).content_type == "text/plain; version=0.0.4; charset=utf-8"


def test_before_an_agency_exists_it_says_so(app: Flask, client: FlaskClient) -> None:
    assert scrape(client).status_code == 503


def test_every_job_says_whether_it_is_late(agency: int, client: FlaskClient) -> None:
    assert set(figures(client)["job_late"]) == {of(job) for job in (*(timing.job for timing in TIMETABLE), *ERRANDS)}


def test_a_job_that_ran_tells_when_how_long_and_how_much(agency: int, client: FlaskClient) -> None:
    change(Agency, created_at=datetime.now(UTC))
    reconcile()
    change(JobRun, rows=42, duration_ms=1500, finished_at=datetime(2026, 11, 22, tzinfo=UTC))
    found = figures(client)
    assert found["job_last_finished_timestamp_seconds"][of("months")] == datetime(2026, 11, 22, tzinfo=UTC).timestamp()
    assert found["job_last_duration_seconds"][of("months")] == 1.5
    assert found["job_last_rows"][of("months")] == 42
    assert found["job_late"][of("months")] == found["job_owed_periods"][of("months")] == 0


def test_a_job_that_is_late_says_so(agency: int, client: FlaskClient) -> None:
    change(Agency, created_at=datetime.now(UTC) - timedelta(days=1))
    assert figures(client)["job_late"][of("months")] == 1


def test_failed_tries_are_counted_until_the_period_is_done(agency: int, client: FlaskClient) -> None:
    change(Agency, created_at=datetime.now(UTC))
    period = f"{datetime.now(UTC) + timedelta(hours=9):%Y-%m}"
    for _try in range(2):
        record_failure(agency, "months", period, host="here", error="RuntimeError: not now")
    assert figures(client)["job_failed_tries"][of("months")] == 2
    reconcile()
    assert figures(client)["job_failed_tries"][of("months")] == 0


def test_heartbeats_are_told_by_their_age(agency: int, client: FlaskClient) -> None:
    assert "scheduler_beat_age_seconds" not in figures(client)
    beat(agency, host="here", process=7)
    change(SchedulerBeat, beat_at=datetime.now(UTC) - timedelta(seconds=100))
    beat(agency, host="here", process=8)
    found = figures(client)
    assert found["scheduler_beat_age_seconds"][()] < 10
    assert found["scheduler_processes"][()] == 1


def test_messages_are_counted_and_nobody_is_named(agency: int, client: FlaskClient) -> None:
    hong = a_colleague(agency, "홍길동", a_department(agency, "민원과"))
    now = datetime.now(UTC)
    with unit_of_work() as session:
        session.execute(
            insert(Outbox).values(
                agency_id=agency, kind="morning", person_id=hong.person_id, for_day=now.date(),
                due_at=now - timedelta(hours=1), created_at=now, tries=2, last_error="451 try again later",
            )
        )  # fmt: skip
    found = figures(client)
    for name in ("outbox_waiting", "outbox_due", "outbox_failed"):
        assert found[name][(("kind", "morning"),)] == 1
    assert 3600 <= found["outbox_oldest_due_age_seconds"][(("kind", "morning"),)] < 3700
    text = scrape(client).text
    assert "홍길동" not in text
    assert hong.number not in text
    assert "try again" not in text


def test_months_tell_their_state(agency: int, client: FlaskClient) -> None:
    reconcile()
    month = f"{datetime.now(UTC) + timedelta(hours=9):%Y-%m}"
    states = figures(client)["month_state"]
    assert [states[(("month", month), ("state", state))] for state in ("open", "ended", "closed")] == [1, 0, 0]
