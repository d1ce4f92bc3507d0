"""`collabpoints people import`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from collabpoints.cli import cli
from collabpoints.db import db
from collabpoints.models import Employee, Person
from tests.bench.staff_import import a_staff_file, prepare, run_command
from tests.factories.agencies import an_agency
from tests.postgres import Server

DATA = Path(__file__).parent.parent / "data"
HEADING = "사번,성명,부서코드,부서명"
TEN = [f"{place},홍길동,A,총무과" for place in range(10)]
Run = Callable[..., Result]


class _Installation:
    """The test's application as the console script would hand it to a command."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def config(self) -> object:
        return self._app.config["COLLABPOINTS"]

    def app(self) -> Flask:
        return self._app


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Run:
    """Import a file of these lines (or a path) with these options."""
    an_agency()

    def command(file: Path | list[str], *options: str, heading: str = HEADING) -> Result:
        if isinstance(file, list):
            path = tmp_path / "직원 명부.csv"
            path.write_text("\n".join((heading, *file)), encoding="cp949")
            file = path
        return CliRunner().invoke(cli, ["people", "import", str(file), *options], obj=_Installation(app))

    return command


def serving() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Employee.id)).where(Employee.left_on.is_(None))) or 0


def test_the_real_file_is_imported(run: Run) -> None:
    done = run(DATA / "staff-2026-10.csv")
    assert (done.exit_code, serving()) == (0, 1240)
    assert "신규 직원: 1,240" in done.stdout
    assert "신설 부서: 73" in done.stdout


def test_a_dry_run_says_what_would_change_and_changes_nothing(run: Run) -> None:
    done = run(TEN, "--dry-run")
    assert (done.exit_code, serving()) == (0, 0)
    assert "신규 직원: 10" in done.stdout


def test_the_same_file_again_says_that_nothing_changes(run: Run) -> None:
    run(TEN)
    assert run(TEN, "--dry-run").stdout == "달라지는 것이 없습니다.\n"


def test_every_error_is_told_with_line_column_and_value(run: Run) -> None:
    done = run([*TEN, ",김민수,A,총무과", "5,이하늘,A,총무과"])
    assert (done.exit_code, serving()) == (1, 0)
    assert "12번째 줄 '사번' 칸이 비어 있습니다." in done.stderr
    assert "13번째 줄의 사번 5가 7번째 줄에도 있습니다." in done.stderr
    assert "오류 2건이 있어 아무것도 바꾸지 않았습니다." in done.stderr


def test_a_file_that_says_how_and_since_when_one_serves_shows_what_changes(run: Run) -> None:
    heading = f"{HEADING},직종,최초임용일"
    assert run(["1,홍길동,A,총무과,기간제,2026.3.2"], heading=heading).exit_code == 0
    done = run(["1,홍길동,A,총무과,공무직,2026.3.3"], "--dry-run", heading=heading)
    assert "정보 변경: 1\n  1 홍길동: 기간제 · 임용일 2026-03-02 → 공무직 · 임용일 2026-03-03\n" in done.stdout


def test_wrong_kinds_and_days_are_told_with_line_column_and_value(run: Run) -> None:
    heading = f"{HEADING},직종,최초임용일,발령일"
    cells = ["가" * 21 + ",,", ",작년,", ",2026-03-02,2026-03-01"]
    done = run([f"{number},홍길동,A,총무과,{rest}" for number, rest in enumerate(cells)], heading=heading)
    assert (done.exit_code, serving()) == (1, 0)
    assert f"2번째 줄 '고용형태' 칸이 너무 깁니다(20자까지): {'가' * 21}" in done.stderr
    assert "3번째 줄 '임용일' 칸은 날짜가 아닙니다: 작년" in done.stderr
    assert "4번째 줄의 임용일 2026-03-02가 발령일 2026-03-01보다 늦습니다." in done.stderr


def test_errors_beyond_two_hundred_are_counted(run: Run) -> None:
    done = run([",홍길동,A,총무과"] * 300)
    assert "그 밖에 100건이 더 있습니다." in done.stderr


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_too_many_leavers_are_refused(run: Run, options: tuple[str, ...]) -> None:
    run(TEN)
    done = run(TEN[:5], *options)
    assert (done.exit_code, serving()) == (1, 10)
    assert "직원 10명 가운데 5명을" in done.stderr
    assert "--confirm-removals" in done.stderr


def test_too_many_leavers_leave_when_confirmed(run: Run) -> None:
    run(TEN)
    assert run(TEN[:5], "--confirm-removals").exit_code == 0
    assert serving() == 5


def test_a_file_that_is_not_there_is_a_mistake_of_the_command(run: Run) -> None:
    assert run(Path("nowhere.csv")).exit_code == 2


def test_without_an_agency_it_says_what_to_do(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADING)
    arguments = ["people", "import", str(tmp_path / "a.csv")]
    done = CliRunner().invoke(cli, arguments, obj=_Installation(app))
    assert done.exit_code == 1
    assert "agency create" in done.stderr
    assert db.session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_twenty_thousand_lines_take_little_memory(database: str, tmp_path: Path, postgres_server: Server) -> None:
    if database == "postgresql":
        postgres_server.create("staff")
    url = postgres_server.url("staff") if database == "postgresql" else f"sqlite:///{tmp_path / 'staff.sqlite3'}"
    prepare(url)
    file = a_staff_file(tmp_path / "staff.csv", 20_000)
    cost = run_command(url, "people", "import", str(file))
    assert cost.code == 0, cost.said
    assert cost.megabytes < 192
