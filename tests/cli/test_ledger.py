"""`collabpoints ledger seal` and `verify`: what was edited by hand after it was sealed is told in words, with exit code 1."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from collabpoints.cli import cli
from collabpoints.jobs.runner import reconcile
from collabpoints.jobs.schedule import job_named
from collabpoints.queries.seals import seal_heads
from tests.cli.test_commands import Installed
from tests.factories.hands import by_hand
from tests.factories.worlds import World, a_world

Command = Callable[..., Result]


@pytest.fixture
def command(app: Flask) -> Command:
    return lambda *words: CliRunner().invoke(cli, ("ledger", *words), obj=Installed(app))


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim, world.park)
    return world


def test_sealing_says_how_much_was_new_and_what_to_write_down(command: Command, world: World) -> None:
    done = command("seal")
    assert done.exit_code == 0, done.output
    (head,) = seal_heads(world.agency_id)
    assert done.stdout.splitlines() == ["2행을 봉인했습니다.", f"원장 1구간, 2번까지 2행: {head.digest}"]
    assert command("seal").stdout.startswith("0행을 봉인했습니다.")


def test_what_nobody_touched_is_verified(command: Command, world: World) -> None:
    command("seal")
    done = command("verify")
    assert done.exit_code == 0, done.output
    assert "봉인: 1구간 2행 확인, 다른 곳 0" in done.stdout
    assert "봉인한 뒤 바뀐 곳이 없습니다." in done.stdout
    assert "확인 중: 봉인, 원장 1/1" in done.stderr


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM entries WHERE id = 2", "원장 1구간: 봉인한 뒤 사라진 행 1"),
        ("UPDATE entries SET reason = 'x' WHERE id = 2", "원장 1구간: 봉인한 뒤 행이나 봉인이 바뀌었습니다"),
        ("UPDATE seals SET previous = digest", "원장 1구간: 앞의 봉인과 이어지지 않습니다"),
        ("DELETE FROM seals", "맨 끝: 사라진 봉인, 그 안의 행 2"),
    ],
)
def test_what_was_edited_by_hand_is_told_and_ends_with_1(
    command: Command, world: World, statement: str, said: str
) -> None:
    reconcile([job_named("seal")])
    by_hand(statement)
    found = command("verify")
    assert found.exit_code == 1
    assert f"  {said}\n" in found.stdout
    assert "봉인한 뒤 바뀐 곳이 있습니다." in found.stdout


def test_while_seals_are_missing_nothing_is_sealed_and_it_is_said_what_to_do(command: Command, world: World) -> None:
    reconcile([job_named("seal")])
    by_hand("DELETE FROM seals")
    refused = command("seal")
    assert refused.exit_code == 1
    assert "collabpoints ledger verify" in refused.stderr


def test_a_seal_that_was_written_down_is_looked_for(command: Command, world: World) -> None:
    command("seal")
    (head,) = seal_heads(world.agency_id)
    assert command("verify", "--seal", head.digest).exit_code == 0
    found = command("verify", "--seal", "0" * 64)
    assert found.exit_code == 1
    assert f"이 값의 봉인이 없습니다: {'0' * 64}" in found.stdout


def test_before_an_agency_exists_there_is_nothing_to_verify(command: Command) -> None:
    assert command("verify").exit_code == 0
    assert command("seal").exit_code == 1
