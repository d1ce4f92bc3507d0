"""`collabpoints board SPAN`: a board as CSV, what it leaves out, and what it answers where there is none."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import update

from collabpoints.cli import cli
from collabpoints.db import db, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.schemes import Division
from collabpoints.domain.spans import Span
from collabpoints.models import Department, Person
from collabpoints.services.months import turn_months
from tests.cli.test_commands import Installed
from tests.conftest import _empty
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import board_made, boards_of, close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

Command = Callable[..., Result]


@dataclass
class Printed:
    """A CSV file that was printed: its headings, the rows of the board, and the lines after them."""

    headings: list[str]
    rows: list[list[str]]
    notes: dict[str, list[str]]

    def column(self, heading: str) -> list[str]:
        return [row[self.headings.index(heading)] for row in self.rows]


@pytest.fixture
def command(app: Flask) -> Command:
    return lambda *words: CliRunner().invoke(cli, ("board", *words), obj=Installed(app))


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """Of October: Kim got 30 points, Park and Lim 20 each, Hong 10; Hong gave most."""
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    return october()


def october() -> World:
    world = a_world()
    change_scheme(
        points_allowed=(10, 20, 30),
        pair_cap=None,
        is_same_department_allowed=True,
        persons_ranked_by=Measure.RECEIVED,
        persons_ties=(),
        departments_ranked_by=Measure.RECEIVED,
        departments_ties=(),
        divisions=(Division("본청", "Main", (code_of(world.welfare),)),),
    )
    world.send(world.hong, world.kim, points=30)
    world.send(world.hong, world.park, world.lim, points=20)
    world.send(world.kim, world.hong, points=10)
    boards_of(world.agency_id)
    return world


def code_of(department_id: int) -> str:
    with unit_of_work() as session:
        return session.get_one(Department, department_id).code


def printed(result: Result) -> Printed:
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    rows = [line for line in lines[1:] if line[0].isdecimal()]
    return Printed(lines[0], rows, {line[0]: line[1:] for line in lines[1 + len(rows) :]})


def opt_out(who: Colleague) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == who.person_id).values(is_opted_out=True))


def test_a_board_of_persons_is_printed_with_its_ranks_and_figures(command: Command, world: World) -> None:
    found = printed(command("2026-10"))
    assert found.column("직원") == ["김민수", "임꺽정", "박서연", "홍길동"]
    assert found.column("순위") == ["1", "2", "2", "4"]
    assert found.column("받은 포인트") == ["30", "20", "20", "10"]
    assert found.column("부서") == ["복지정책과", "기획담당관", "도로과", "기획담당관"]
    assert found.column("직위") == ["주무관"] * 4


def test_a_provisional_board_says_so_and_as_of_when(command: Command, world: World) -> None:
    notes = printed(command("2026-10")).notes
    assert notes["상태"] == ["잠정", "2026-10-10 12:00 현재", "2026-10 (2026-10~2026-10), 원장 4번까지"]
    assert notes["확인값(SHA-256)"] == ["잠정 순위에는 없습니다"]


def test_a_confirmed_board_ends_with_its_checksum(
    command: Command, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(world, monkeypatch)
    result = command("2026-10")
    board = board_made(world.agency_id, Subject.PERSONS, Span.parse("2026-10"))
    assert printed(result).notes["상태"][0] == "확정"
    assert result.stdout.splitlines()[-1] == f"확인값(SHA-256),{board.checksum}"


def confirm(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now: datetime = turn_clock(monkeypatch, "2026-11-10T12:00:00+09:00")
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, "2026-10", world.hong.person_id, now)


def test_who_opted_out_leaves_a_gap_and_moves_nobody(command: Command, world: World) -> None:
    opt_out(world.lim)
    found = printed(command("2026-10"))
    assert list(zip(found.column("직원"), found.column("순위"), strict=True)) == [
        ("김민수", "1"),
        ("박서연", "2"),
        ("홍길동", "4"),
    ]
    assert "비워 둡니다" in found.notes["안내"][0]


def test_who_opts_out_later_leaves_a_gap_in_a_confirmed_board_too(
    command: Command, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(world, monkeypatch)
    before = command("2026-10").stdout.splitlines()[-1]
    opt_out(world.kim)
    after = command("2026-10")
    assert "김민수" not in after.stdout
    assert after.stdout.splitlines()[-1] == before


def test_by_another_order_ranks_are_counted_anew_and_it_says_so(command: Command, world: World) -> None:
    found = printed(command("2026-10", "--by", "sent"))
    assert list(zip(found.column("직원"), found.column("순위"), strict=True)) == [("홍길동", "1"), ("김민수", "2")]
    assert "시상에 쓰지 않습니다" in found.notes["차례"][0]


def test_by_the_schemes_own_order_nothing_is_said_of_another(command: Command, world: World) -> None:
    assert command("2026-10", "--by", "received").stdout == command("2026-10").stdout


def test_a_score_is_printed_exactly(command: Command, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    change_scheme(sent_basis_points=3_333)
    world.send(world.hong, world.kim)
    boards_of(world.agency_id)
    assert printed(command("2026-10", "--by", "score")).column("합산 포인트") == ["10", "3.333"]


def test_what_a_spreadsheet_would_calculate_is_printed_as_text(
    command: Command, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    world.send(world.hong, a_colleague(world.agency_id, "=1+1", world.roads))
    boards_of(world.agency_id)
    assert printed(command("2026-10")).column("직원") == ["'=1+1"]


def crowd(world: World) -> None:
    """So many serve and take part in each department that no cell is small."""
    for department_id in (world.planning, world.welfare, world.roads):
        for number in range(4):
            one = a_colleague(world.agency_id, f"직원{number}", department_id)
            world.send(one, world.kim, world.park, world.hong)
            world.send(world.hong if department_id != world.planning else world.kim, one)


def test_departments_are_printed_with_their_heads_division_by_division(command: Command, world: World) -> None:
    crowd(world)
    boards_of(world.agency_id)
    found = printed(command("2026-10", "--of", "departments"))
    assert found.headings[-2:] == ["평균 인원", "1인당 포인트"]
    assert list(zip(found.column("구분"), found.column("순위"), strict=True)) == [("", "1"), ("", "2"), ("본청", "1")]


def test_one_division_alone_is_printed(command: Command, world: World) -> None:
    found = printed(command("2026-10", "--of", "departments", "--division", "1"))
    assert found.column("부서") == ["복지정책과"]


def test_of_a_small_department_name_and_rank_are_printed_and_no_figure(command: Command, world: World) -> None:
    found = printed(command("2026-10", "--of", "departments", "--division", "1"))
    assert (found.column("순위"), found.column("받은 포인트"), found.column("1인당 포인트")) == (["1"], [""], [""])
    assert "비워 둡니다" in found.notes["안내"][0]


def test_by_another_order_a_small_department_is_left_out(command: Command, world: World) -> None:
    found = printed(command("2026-10", "--of", "departments", "--by", "sent", "--division", "1"))
    assert found.rows == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("2026-13",), "2026-13: 기간이 아닙니다. 2026-11, 2026-Q4, 2026-H2, 2026처럼 적어 주세요."),
        (("2026-10", "--by", "per_head"), "1인당 순위는 부서에만 있습니다."),
        (("2026-10", "--division", "1"), "구분은 부서 순위에만 있습니다."),
        (("2026-10", "--of", "departments", "--division", "7"), "7: 없는 구분입니다."),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(
    command: Command, world: World, words: tuple[str, ...], sentence: str
) -> None:
    result = command(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_span_without_a_board_is_said_in_a_sentence(command: Command, world: World) -> None:
    result = command("2027-Q1")
    assert result.exit_code == 1
    assert "2027-Q1: 아직 순위가 없습니다." in result.stderr


def test_before_there_is_an_agency_it_says_what_to_do(command: Command) -> None:
    result = command("2026-10")
    assert result.exit_code == 1
    assert "agency create" in result.stderr


def test_equal_ledgers_print_equal_bytes_on_both_databases(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for app in (sqlite_app, postgres_app):
        with app.app_context():
            _empty()
            turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
            confirm(october(), monkeypatch)
            run = [
                CliRunner().invoke(cli, ("board", "2026-10", "--of", subject.value), obj=Installed(app))
                for subject in Subject
            ]
            assert [one.exit_code for one in run] == [0, 0]
            files.append([one.stdout_bytes for one in run])
            db.session.remove()
    assert files[0] == files[1]
