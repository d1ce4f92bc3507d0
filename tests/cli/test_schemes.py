"""`collabpoints scheme …`: rule books as files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from collabpoints.cli import cli
from collabpoints.domain.schemes import PRESETS, parse_scheme, preset_text
from collabpoints.queries.schemes import scheme_in, schemes
from tests.cli.test_commands import Installed
from tests.factories.worlds import World, a_world

Command = Callable[..., Result]


@pytest.fixture
def command(app: Flask) -> Command:
    return lambda *words: CliRunner().invoke(cli, ("scheme", *words), obj=Installed(app))


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def a_file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "우리 기준.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_list_names_the_agencys_schemes_and_all_presets(command: Command, world: World) -> None:
    shown = command("list")
    assert shown.exit_code == 0, shown.stderr
    assert "2026-01부터  directive-2016" in shown.stdout
    assert all(f"  {code}  " in shown.stdout for code in PRESETS)


@pytest.mark.parametrize("code", PRESETS)
def test_show_says_every_field_in_words(command: Command, code: str) -> None:
    shown = command("show", code)
    assert shown.exit_code == 0, shown.stderr
    assert len(shown.stdout.splitlines()) > 40
    assert parse_scheme(preset_text(code)).name_ko in shown.stdout


def test_what_is_exported_can_be_checked_and_loaded_and_is_the_same(
    command: Command, world: World, tmp_path: Path
) -> None:
    exported = command("export", "cheonan-2019").stdout
    file = a_file(tmp_path, exported)
    assert command("check", file).exit_code == 0
    loaded = command("load", file, "--from", "2099-01")
    assert loaded.exit_code == 0, loaded.stderr
    coming = scheme_in(world.agency_id, "2099-01")
    assert coming
    assert coming.scheme == parse_scheme(preset_text("cheonan-2019"))
    assert command("export", "2099-01").stdout == exported


def test_check_names_every_fault_with_its_field(command: Command, tmp_path: Path) -> None:
    text = (
        preset_text("directive-2016").replace("amount = 200", "amount = 0").replace('unit = "points"', 'unit = "won"')
    )
    checked = command("check", a_file(tmp_path, text + "\n[prices]\nx = 1\n"))
    assert checked.exit_code == 1
    assert all(path in checked.stderr for path in ("allowance.amount", "allowance.unit", "prices"))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"not toml at all", b""])
def test_a_file_that_is_no_scheme_is_refused_in_words(command: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    checked = command("check", str(path))
    assert checked.exit_code == 1
    assert "Traceback" not in checked.output


def test_a_month_that_has_begun_keeps_its_rules(command: Command, world: World, tmp_path: Path) -> None:
    world.send(world.hong, world.kim)
    from_now = command("load", a_file(tmp_path, preset_text("cheonan-2019")), "--from", "2026-01")
    assert from_now.exit_code == 1
    assert len(schemes(world.agency_id)) == 1


@pytest.mark.parametrize("month", ["2026-13", "next", "２０２６-12", "2019-01"])
def test_a_month_that_is_none_or_over_is_refused(command: Command, world: World, tmp_path: Path, month: str) -> None:
    assert command("load", a_file(tmp_path, preset_text("cheonan-2019")), "--from", month).exit_code == 1


def test_what_was_to_start_then_makes_way_for_a_reason_only(command: Command, world: World, tmp_path: Path) -> None:
    command("load", a_file(tmp_path, preset_text("cheonan-2019")), "--from", "2099-01")
    again = ("load", a_file(tmp_path, preset_text("gyeongju-2016")), "--from", "2099-01")
    assert command(*again).exit_code == 1
    assert command(*again, "--reason", "방침이 바뀌었습니다").exit_code == 0
    coming = scheme_in(world.agency_id, "2099-01")
    assert coming
    assert (coming.code, coming.revision, coming.reason) == ("gyeongju-2016", 2, "방침이 바뀌었습니다")


def test_an_unknown_name_is_refused_with_the_names_there_are(command: Command) -> None:
    shown = command("show", "seoul-1999")
    assert shown.exit_code == 1
    assert "chungnam-2015" in shown.stderr
