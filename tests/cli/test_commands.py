"""The commands: what they say, and the exit codes that scripts trust."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, text, update

from collabpoints.cli import cli
from collabpoints.db import db, reading, unit_of_work
from collabpoints.models import Account, Agency, HelpKind, Outbox, PersonMonthTotal, RoleGrant, Scheme
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.revisions import needed_revision
from collabpoints.services.months import turn_months
from config import Config
from tests.conftest import a_config
from tests.factories.agencies import a_colleague, a_department, an_agency

Command = Callable[..., Result]
CREATE = ("agency", "create", "--code", "garam", "--name-ko", "가람도", "--name-en", "Garam Province")


@dataclass
class Installed:
    """The installation of a test: its application, on the database of this run."""

    flask: Flask

    def config(self) -> Config:
        return a_config(str(self.flask.config["SQLALCHEMY_DATABASE_URI"]))

    def app(self) -> Flask:
        return self.flask


@pytest.fixture
def command(app: Flask) -> Command:
    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, words, obj=Installed(app))

    return run


def every_command(group: click.Group, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, one in group.commands.items():
        found.append((*before, name))
        if isinstance(one, click.Group):
            found += every_command(one, (*before, name))
    return found


@pytest.mark.parametrize("words", every_command(cli), ids=" ".join)
def test_every_command_explains_itself_without_any_settings(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*words, "--help"], obj=None)
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) >= 5


def test_the_commands_of_the_issue_are_there() -> None:
    names = {" ".join(words) for words in every_command(cli)}
    assert {
        "serve", "scheduler", "migrate", "agency create", "ledger verify", "jobs list", "jobs due", "jobs run",
    } <= names  # fmt: skip


def test_an_agency_is_created_with_its_scheme_and_kinds_of_help(command: Command) -> None:
    done = command(*CREATE, "--scheme", "chungnam-2015")
    assert done.exit_code == 0, done.output
    agency = the_agency()
    assert agency is not None
    assert (agency.code, agency.name_ko, agency.is_demo) == ("garam", "가람도", False)
    with reading() as session:
        assert session.scalars(select(Scheme.code)).all() == ["chungnam-2015"]
        assert len(session.scalars(select(HelpKind.id)).all()) == 4


def test_the_scheme_of_the_settings_holds_where_none_is_named(command: Command) -> None:
    command(*CREATE)
    with reading() as session:
        assert session.scalars(select(Scheme.code)).all() == ["directive-2016"]


def test_the_first_administrators_link_opens(command: Command, app: Flask) -> None:
    done = command(*CREATE, "--administrator-number", "20150123", "--administrator-name", "김하늘")
    (link,) = [line.strip() for line in done.output.splitlines() if "/password/first/" in line]
    assert app.test_client().get(link.removeprefix("http://localhost")).status_code == 200
    with reading() as session:
        assert session.scalars(select(RoleGrant.role)).all() == ["administrator"]
        assert session.scalars(select(Account.login)).all() == ["20150123"]


def test_a_second_agency_is_refused(command: Command) -> None:
    command(*CREATE)
    again = command(*CREATE)
    assert again.exit_code == 1
    assert "이미 기관이 등록되어 있습니다" in again.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--code", "가람", "기관 코드"),
        ("--code", "", "기관 코드"),
        ("--name-ko", "ㅤ", "보이지 않"),
        ("--name-en", " ", "이름"),
    ],
)
def test_an_agency_that_cannot_be_is_refused_and_nothing_stands(
    command: Command, option: str, value: str, said: str
) -> None:
    words = list(CREATE)
    words[words.index(option) + 1] = value
    refused = command(*words)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert the_agency() is None


def test_an_administrator_without_a_name_is_misunderstood(command: Command) -> None:
    assert command(*CREATE, "--administrator-number", "1").exit_code == 2


def test_an_employee_becomes_administrator(command: Command) -> None:
    hong = a_colleague(an_agency(), "홍길동", a_department(1, "총무과"))
    done = command("agency", "administrator", "--number", hong.number)
    assert done.exit_code == 0, done.output
    with reading() as session:
        assert session.scalars(select(RoleGrant.person_id)).all() == [hong.person_id]


def test_an_unknown_number_becomes_nothing(command: Command) -> None:
    an_agency()
    refused = command("agency", "administrator", "--number", "999")
    assert refused.exit_code == 1
    assert "999" in refused.stderr


def test_a_balanced_ledger_is_verified(command: Command) -> None:
    an_agency()
    done = command("ledger", "verify")
    assert done.exit_code == 0
    assert "모두 같습니다" in done.stdout


def test_a_total_that_differs_ends_with_1_and_is_shown(command: Command) -> None:
    agency = an_agency()
    hong = a_colleague(agency, "홍길동", a_department(agency, "총무과"))
    turn_months(agency)
    with unit_of_work() as session:
        session.add(
            PersonMonthTotal(
                agency_id=agency, month_id=1, person_id=hong.person_id, granted=200, spent=10, sent_points=10, sent_notes=1,
                received_points=0, received_notes=0,
            )
        )  # fmt: skip
    found = command("ledger", "verify")
    assert found.exit_code == 1
    assert f"person {hong.person_id}" in found.stdout


def test_what_is_due_is_listed_run_and_then_due_no_more(command: Command) -> None:
    command(*CREATE)
    assert "months" in command("jobs", "due").stdout
    assert command("jobs", "run", "months").exit_code == 0
    assert "months" not in command("jobs", "due").stdout
    assert "완료" in command("jobs", "list").stdout


def test_a_finished_period_is_not_run_again(command: Command) -> None:
    command(*CREATE)
    command("jobs", "run", "months")
    assert "할 일이 없습니다" in command("jobs", "run", "months").stdout


def test_a_job_that_fails_ends_with_1(command: Command) -> None:
    command(*CREATE)
    with unit_of_work() as session:
        session.execute(update(Scheme).values(starts_in="2999-01"))
    failed = command("jobs", "run", "months")
    assert failed.exit_code == 1
    assert "실패" in failed.stderr
    assert "LookupError" in command("jobs", "list").stdout


@pytest.mark.parametrize("words", [("jobs", "run", "nothing"), ("jobs", "run", "months", "--period", "2999-01")])
def test_a_job_or_period_that_does_not_exist_is_misunderstood(command: Command, words: tuple[str, ...]) -> None:
    command(*CREATE)
    assert command(*words).exit_code == 2


@pytest.mark.parametrize("words", [("jobs", "list"), ("jobs", "due"), ("jobs", "run", "months")])
def test_before_an_agency_exists_commands_say_how_to_make_one(command: Command, words: tuple[str, ...]) -> None:
    refused = command(*words)
    assert refused.exit_code == 1
    assert "agency create" in refused.stderr


@pytest.fixture
def behind(app: Flask) -> Iterator[None]:
    """The database stands one revision behind, and is put right again afterwards (it is shared by all tests)."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    yield
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": needed_revision()})


def test_a_database_that_is_behind_is_named_with_what_to_do(behind: None, command: Command) -> None:
    refused = command("ledger", "verify")
    assert refused.exit_code == 1
    assert "collabpoints migrate" in refused.stderr


def test_a_database_that_is_behind_is_not_ready(behind: None, app: Flask) -> None:
    answer = app.test_client().get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "not migrated: collabpoints migrate\n")


def test_migrating_what_is_migrated_changes_nothing(command: Command) -> None:
    done = command("migrate")
    assert done.exit_code == 0
    assert "이미 최신" in done.stdout
    with reading() as session:
        assert session.scalars(select(Agency.id)).all() == []


def a_message(kind: str, **values: object) -> None:
    with unit_of_work() as session:
        person_id = session.scalars(select(Account.person_id)).first()
        long_ago = datetime(2026, 1, 5, tzinfo=UTC)
        message = Outbox(
            agency_id=1, kind=kind, person_id=person_id, for_day=long_ago.date(), due_at=long_ago, created_at=long_ago
        )
        for name, value in values.items():
            setattr(message, name, value)
        session.add(message)


def test_the_outbox_tells_what_waits_and_why(command: Command) -> None:
    a_colleague(an_agency(), "홍길동", a_department(1, "민원과"))
    a_message("hook", subject_id=1, last_error="the hook answered 503", tries=2)
    a_message("hook", subject_id=2, due_at=datetime.now(UTC) + timedelta(hours=1))
    a_message("morning", sent_at=datetime.now(UTC))
    shown = command("outbox", "list")
    assert shown.exit_code == 0
    assert "메신저: 기다림 2 (지금 보낼 것 1, 가장 오래된 것 2026-01-05 09:00)" in shown.output
    assert "아침 메일: 기다림 0 (지금 보낼 것 0), 하루 동안 보냄 1" in shown.output
    assert "메신저 1건 다시 시도: the hook answered 503" in shown.output
    assert "haneul.example" not in shown.output


def test_an_empty_outbox_says_so(command: Command) -> None:
    an_agency()
    assert "기다리는 것이 없고" in command("outbox", "list").output


def test_what_waits_is_dropped_when_the_operator_says_so(command: Command) -> None:
    a_colleague(an_agency(), "홍길동", a_department(1, "민원과"))
    a_message("hook", subject_id=1)
    assert command("outbox", "drop").exit_code == 1  # nobody answered the question
    dropped = command("outbox", "drop", "--yes")
    assert dropped.output == "1건을 보내지 않기로 했습니다.\n"
    assert "보내지 않기로 함 1" in command("outbox", "list").output


def test_the_outbox_of_no_agency_says_what_to_do(command: Command) -> None:
    shown = command("outbox", "list")
    assert shown.exit_code == 1
    assert "agency create" in shown.output
