"""`collabpoints export`: whole files or none, under the same record as on pages, and a sentence for each mistake."""

import csv
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from collabpoints.cli import cli
from collabpoints.db import reading
from collabpoints.models import DownloadRecord
from collabpoints.services import export_files
from collabpoints.services.months import turn_months
from tests.cli.test_commands import Installed
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world

Command = Callable[..., Result]
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    world.send(world.hong, world.kim, world.park)
    return world


@pytest.fixture
def command(world: World, app: Flask, tmp_path: Path) -> Command:
    def run(
        *words: str, what: str = "totals", out: str = "file.csv", months: tuple[str, str] = ("2026-11", "2026-11")
    ) -> Result:
        line = (
            "export",
            what,
            "--from",
            months[0],
            "--to",
            months[1],
            "--out",
            str(tmp_path / out),
            "--reason",
            "감사 자료",
        )
        return CliRunner().invoke(cli, (*line, *words), obj=Installed(app))

    return run


def records() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(DownloadRecord)) or 0


def test_a_csv_is_written_with_its_cover_beside_it_and_stands_in_the_record(command: Command, tmp_path: Path) -> None:
    shown = command()
    assert shown.exit_code == 0, shown.output
    content = (tmp_path / "file.csv").read_bytes()
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert [row[6] for row in rows] == ["성명", "홍길동", "김민수", "박서연"]
    assert "만든 사람: 서버 관리자(명령)" in (tmp_path / "file_표지.txt").read_text(encoding="utf-8-sig")
    with reading() as session:
        found = session.scalars(select(DownloadRecord)).one()
        assert (found.actor_person_id, found.role, found.address, found.reason, found.rows, found.digest) == (
            None, "operator", "command", "감사 자료", 3, sha256(content).hexdigest())  # fmt: skip


@ON_SQLITE
def test_a_workbook_carries_its_cover_itself(command: Command, tmp_path: Path) -> None:
    assert command("--format", "xlsx", out="file.xlsx").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "file.xlsx").sheetnames == ["표지", "자료"]
    assert [path.name for path in tmp_path.iterdir()] == ["file.xlsx"]


@ON_SQLITE
@pytest.mark.parametrize("what", ["departments", "notes"])
def test_departments_and_notes_are_written_too(command: Command, tmp_path: Path, what: str) -> None:
    assert command(what=what).exit_code == 0
    assert len((tmp_path / "file.csv").read_text(encoding="utf-8-sig").splitlines()) > 1


@ON_SQLITE
def test_what_cp949_cannot_hold_is_named_beside_it(command: Command, world: World, tmp_path: Path) -> None:
    world.send(world.hong, world.kim, text="자료를 같이 살펴봐 주셔서 제때 낼 수 있었습니다 😀")
    shown = command("--format", "csv-cp949", what="notes")
    assert shown.exit_code == 0, shown.output
    assert "〓" in (tmp_path / "file.csv").read_bytes().decode("cp949")
    assert "내용: 😀" in (tmp_path / "file_표지.txt").read_text(encoding="utf-8-sig")


@ON_SQLITE
def test_a_file_that_is_there_is_never_written_over(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("mine")
    shown = command()
    assert (shown.exit_code, (tmp_path / "file.csv").read_text(), records()) == (1, "mine", 0)
    assert "이미 있습니다" in shown.output


@ON_SQLITE
def test_a_full_disk_leaves_no_file_and_no_record(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export_files, "write_csv", full)
    shown = command()
    assert (shown.exit_code, list(tmp_path.iterdir()), records()) == (1, [], 0)
    assert "파일을 쓸 수 없습니다" in shown.output


@ON_SQLITE
def test_only_its_owner_may_read_the_file(command: Command, tmp_path: Path) -> None:
    command()
    assert os.stat(tmp_path / "file.csv").st_mode & 0o777 == 0o600


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        ((), {"months": ("2026-13", "2026-11")}, "--from 2026-13: 달이 아닙니다"),
        ((), {"months": ("2026-11", "십일월")}, "--to 십일월: 달이 아닙니다"),
        ((), {"months": ("2026-12", "2026-11")}, "--to가 앞섭니다"),
        ((), {"months": ("2000-01", "2026-11")}, "기간을 나누어"),
        ((), {"months": ("2031-01", "2031-02")}, "시작한 달이 없습니다"),
        ((), {"out": "none/file.csv"}, "그런 폴더가 없습니다"),
        ((), {"out": "file.xlsx"}, "--format을 확인해 주세요"),
        (("--reason", " "), {}, "사유"),
        (("--reason", "ㅅ" * 300), {}, "200"),
        (("--format", "pdf"), {}, "pdf"),
    ],
)
def test_each_mistake_is_one_sentence_and_leaves_nothing(
    command: Command, tmp_path: Path, words: tuple[str, ...], settings: dict[str, Any], said: str
) -> None:
    shown = command(*words, **settings)
    assert shown.exit_code in (1, 2)
    assert said in shown.output
    assert "Traceback" not in shown.output
    assert (list(tmp_path.iterdir()), records()) == ([], 0)
