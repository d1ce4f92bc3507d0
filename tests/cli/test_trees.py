"""`collabpoints tree SPAN`: a picture that stands alone, always the same from the same, and what it answers where there is none."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from collabpoints.cli import cli
from collabpoints.db import unit_of_work
from collabpoints.models import Department
from tests.cli.test_commands import Installed
from tests.factories.clocks import turn_clock
from tests.factories.groves import Grove, a_grove

Command = Callable[..., Result]


@pytest.fixture
def grove(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Grove:
    turn_clock(monkeypatch, "2026-11-20T12:00:00+09:00")
    return a_grove()


@pytest.fixture
def command(app: Flask) -> Command:
    return lambda *words: CliRunner().invoke(cli, ("tree", *words), obj=Installed(app))


def picture(command: Command, *words: str) -> str:
    shown = command(*words, "--out", "-")
    assert shown.exit_code == 0, shown.output
    ET.fromstring(shown.output)
    return shown.output


def test_the_agencys_tree_is_written_to_a_file(grove: Grove, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "tree.svg"
    assert command("2026-11", "--out", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == picture(command, "2026-11")
    assert "하늘도의 2026년 11월 협업나무" in path.read_text(encoding="utf-8")


def test_a_department_has_its_own(grove: Grove, command: Command) -> None:
    assert "기획실 기획담당관의 2026년 11월 협업나무" in picture(command, "2026-11", "--department", "D1")


def test_the_same_ledger_gives_the_same_bytes(grove: Grove, command: Command) -> None:
    assert picture(command, "2026-11") == picture(command, "2026-11")


def test_it_is_drawn_for_a_dark_wall_and_in_english(grove: Grove, command: Command) -> None:
    dark = picture(command, "2026-11", "--theme", "dark", "--language", "en")
    assert dark != picture(command, "2026-11", "--language", "en")
    assert "Haneul Province" in dark
    assert 'lang="en"' in dark


def test_no_name_of_a_department_breaks_out_of_the_picture(grove: Grove, command: Command) -> None:
    with unit_of_work() as session:
        path = session.get_one(Department, grove.world.planning).path_id
        session.connection().exec_driver_sql(
            f"UPDATE department_paths SET names = '기획실 </text><script>alert(1)</script>&' WHERE id = {path}"
        )
    assert "<script" not in picture(command, "2026-11")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("2026-13",), 2, "기간이 아닙니다"),
        (("2025-11",), 1, "아직 나무가 없습니다"),
        (("2026-11", "--department", "nobody"), 2, "그런 코드의 부서가 없습니다"),
        (("2026-11", "--department", "D3"), 1, "이 부서만의 나무는 없습니다"),
    ],
)
def test_what_there_is_no_tree_of_is_said(
    grove: Grove, command: Command, words: tuple[str, ...], code: int, said: str
) -> None:
    shown = command(*words, "--out", "-")
    assert shown.exit_code == code
    assert said in shown.output


def test_a_file_that_cannot_be_written_is_said(grove: Grove, command: Command, tmp_path: Path) -> None:
    shown = command("2026-11", "--out", str(tmp_path / "nowhere" / "tree.svg"))
    assert shown.exit_code == 1
    assert isinstance(shown.exception, SystemExit)
