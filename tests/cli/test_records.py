"""`collabpoints records verify` and `purge`: found wrong is exit code 1; a dry run deletes nothing."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from collabpoints import clock
from collabpoints.cli import cli
from collabpoints.services.record_reviews import Signing, sign_review
from collabpoints.services.seals import seal_new
from tests.cli.test_commands import Installed
from tests.factories.hands import by_hand
from tests.factories.records import a_look, set_clock
from tests.factories.worlds import World, a_world

Command = Callable[..., Result]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # the database does not matter here


@pytest.fixture
def command(app: Flask) -> Command:
    return lambda *words: CliRunner().invoke(cli, ("records", *words), obj=Installed(app))


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two days sealed, one older than a year."""
    world = a_world()
    for ago in (400, 2):
        a_look(world.agency_id, clock.now() - timedelta(days=ago))
        with monkeypatch.context() as patched:
            set_clock(patched, clock.now() - timedelta(days=ago - 1))
            seal_new(world.agency_id)
    return world


def test_what_nobody_touched_is_verified(command: Command, world: World) -> None:
    done = command("verify")
    assert done.exit_code == 0, done.output
    assert "봉인: 2구간 2행 확인, 다른 곳 0" in done.stdout
    assert "접속기록 2구간, 2번까지 2행: " in done.stdout


def test_what_was_edited_by_hand_ends_with_1(command: Command, world: World) -> None:
    by_hand("DELETE FROM access_records WHERE id = 2")
    found = command("verify")
    assert found.exit_code == 1
    assert "  접속기록 2구간: 봉인한 뒤 사라진 행 1\n" in found.stdout


def test_a_dry_run_counts_and_deletes_nothing(command: Command, world: World) -> None:
    for _ in range(2):
        done = command("purge", "--dry-run")
        assert done.exit_code == 0, done.output
        assert "보관 기간: 366일\n접속기록: 기간이 지난 1행\n내려받기 기록: 기간이 지난 0행\n" in done.stdout


def test_a_purge_deletes_and_what_is_left_is_whole(command: Command, world: World) -> None:
    assert "1행을 지웠습니다." in command("purge").stdout
    assert command("verify").exit_code == 0
    assert "0행을 지웠습니다." in command("purge").stdout


def test_what_differs_from_its_seal_is_not_purged(command: Command, world: World) -> None:
    by_hand("UPDATE access_records SET reason = 'x' WHERE id = 1")
    refused = command("purge")
    assert refused.exit_code == 1
    assert "collabpoints records verify" in refused.stderr


def test_a_review_that_is_overdue_ends_with_1_and_one_that_was_signed_is_told(command: Command, world: World) -> None:
    overdue = command("review")
    assert overdue.exit_code == 1
    assert "다음 점검: " in overdue.stdout
    zone = ZoneInfo("Asia/Seoul")
    yesterday = clock.now().astimezone(zone).date() - timedelta(days=1)
    signing = Signing(world.lim.person_id, yesterday - timedelta(days=3), yesterday, "")
    sign_review(world.agency_id, zone, signing, now=clock.now())
    done = command("review")
    assert done.exit_code == 0, done.output
    assert f"~{yesterday} 열람 1 내려받기 0" in done.stdout
    assert "임꺽정 주무관" in done.stdout
