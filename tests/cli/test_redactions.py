"""`collabpoints redact`: first how many and of which years, then gone; no name is said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from collabpoints import clock
from collabpoints.cli import cli
from collabpoints.domain import redactions as stand_in
from tests.cli.test_commands import Installed
from tests.factories.redactions import NAME, Farewell, a_farewell, name_of

Command = Callable[..., Result]


@pytest.fixture
def farewell(app: Flask) -> Farewell:
    return a_farewell()


@pytest.fixture
def command(app: Flask) -> Command:
    return lambda *words: CliRunner().invoke(cli, ("redact", *words), obj=Installed(app))


def test_a_dry_run_says_how_many_of_which_years_and_changes_nothing(command: Command, farewell: Farewell) -> None:
    done = command("--dry-run")
    assert done.exit_code == 0, done.output
    assert "지울 이름: 1명 (2020년 1명)" in done.stdout
    assert "지울 글: 0건" in done.stdout
    assert "지울 파일: 1개 (2026년 1개)" in done.stdout
    assert NAME not in done.output
    assert name_of(farewell.gone.person_id) == NAME


@pytest.mark.parametrize("hours", [0, 5], ids=["clocks alike", "the host's clock ahead"])
def test_what_is_due_is_gone_and_counted(
    command: Command, farewell: Farewell, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: ahead)
    done = command()
    assert done.exit_code == 0, done.output
    assert "지운 것: 이름 1명, 글 4건, 파일 1개" in done.stdout
    assert name_of(farewell.gone.person_id) == stand_in.NAME
    assert "지울 이름: 0명" in command().stdout
