"""Asking for files, keeping them whole, handing them out under a record, letting them expire."""

import csv
import io
import itertools
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.exports import FileFormat, Scope, What
from collabpoints.domain.periods import Month
from collabpoints.models import DownloadRecord, Export, ExportPiece
from collabpoints.queries.export_requests import ExportRequest, export_request, requests_of, waiting_exports
from collabpoints.queries.exports import table_of
from collabpoints.services import export_files
from collabpoints.services.downloads import Taker
from collabpoints.services.export_files import RowsDiffer, made_file
from collabpoints.services.exports import Asker, Keeping, ask, expire_exports, keep_within, making_of, take
from collabpoints.services.months import turn_months
from tests.factories import agencies
from tests.factories.boards import boards_of
from tests.factories.clocks import turn_clock
from tests.factories.exports import AT, AT_ONCE, LATER, NOVEMBER, REASON, an_export, november
from tests.factories.worlds import World, a_world
from tests.services.test_board_stories import emptied

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    world.send(world.hong, world.kim, world.park)
    return world


def taker(world: World, **more: Any) -> Taker:
    given: dict[str, Any] = {
        "person_id": world.hong.person_id,
        "role": "officer",
        "address": "10.0.0.7",
        "reason": REASON,
    }
    return Taker(**{**given, **more})


def content(world: World, export_id: int, **more: Any) -> bytes:
    return b"".join(take(export_id, world.agency_id, taker(world, **more)).content)


def request_of(world: World, export_id: int) -> ExportRequest:
    return export_request(world.agency_id, export_id)


def count(model: Any) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_small_file_is_ready_at_once(world: World) -> None:
    found = request_of(world, an_export(world))
    assert (found.state, found.rows, found.wanted, found.reason) == ("ready", 3, NOVEMBER, REASON)


def test_it_holds_the_lines_of_the_table(world: World) -> None:
    rows = list(csv.reader(io.StringIO(content(world, an_export(world)).decode("utf-8-sig"))))
    assert rows[0][:2] == ["연번", "부서(당시)"]
    assert [row[6] for row in rows[1:]] == ["홍길동", "김민수", "박서연"]


def test_its_digest_is_that_of_what_is_handed_out(world: World) -> None:
    export_id = an_export(world)
    assert sha256(content(world, export_id)).hexdigest() == request_of(world, export_id).digest


@ON_SQLITE
@pytest.mark.parametrize("file_format", list(FileFormat))
def test_the_cover_of_every_format_names_maker_time_ledger_and_checksum(world: World, file_format: FileFormat) -> None:
    companion = request_of(world, an_export(world, wanted=november(file_format))).companion
    assert "만든 사람: 운영 담당자 홍길동 주무관 (기획담당관)" in companion
    assert "만든 때: 2026-11-20 10:00:00 (KST)" in companion
    assert "자료 행 수: 3" in companion
    assert "원장: 2번 항목까지" in companion
    assert "받은 포인트: 20" in companion


@ON_SQLITE
def test_a_workbook_says_on_its_cover_what_its_rows_come_to(world: World) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(world, an_export(world, wanted=november(FileFormat.XLSX)))))
    cover = [[cell.value for cell in row] for row in book["표지"].iter_rows()]
    assert ["자료 행 수", "3"] in cover
    assert [row[6] for row in book["자료"].iter_rows(min_row=2, values_only=True)] == ["홍길동", "김민수", "박서연"]


def test_a_large_file_waits_to_be_made(world: World) -> None:
    export_id = an_export(world, LATER)
    assert request_of(world, export_id).state == "asked"
    assert waiting_exports(world.agency_id) == (export_id,)


def test_a_large_file_is_not_even_counted_while_somebody_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(*_given: object, **_named: object) -> None:
        raise AssertionError("the table was asked for")

    monkeypatch.setattr(export_files, "table_of", counted)
    assert request_of(world, an_export(world, Keeping(rows_at_once=1, days=7))).state == "asked"


def test_ones_own_file_is_made_at_once_however_large_the_agency(world: World) -> None:
    own = replace(NOVEMBER, scope=Scope.OWN, person_id=world.hong.person_id)
    me = Asker(world.hong.person_id, "employee", REASON)
    assert request_of(world, ask(own, world.agency_id, me, Keeping(rows_at_once=1, days=7), at=AT)).rows == 1


def test_asking_again_while_one_waits_is_the_same_wish(world: World) -> None:
    assert an_export(world, LATER) == an_export(world, LATER)
    assert an_export(world, LATER, november(FileFormat.XLSX)) != an_export(world, LATER)


@ON_SQLITE
@pytest.mark.parametrize("reason", ["", "ㅅ" * 201])
def test_a_reason_that_cannot_stand_in_the_record_is_refused(world: World, reason: str) -> None:
    with pytest.raises(Refused):
        ask(NOVEMBER, world.agency_id, Asker(world.hong.person_id, "officer", reason), AT_ONCE, at=AT)
    assert count(Export) == 0


@ON_SQLITE
def test_months_that_have_not_begun_are_refused_and_nothing_is_asked_for(world: World) -> None:
    later = replace(NOVEMBER, span="", first=Month(2027, 1), last=Month(2027, 2))
    with pytest.raises(Refused) as refused:
        an_export(world, wanted=later)
    assert [refusal.code for refusal in refused.value.refusals] == [Code.EXPORT_WITHOUT_MONTHS]
    assert count(Export) == 0


def test_taking_it_stands_in_the_record_each_time(world: World) -> None:
    export_id = an_export(world)
    for _time in range(2):
        take(export_id, world.agency_id, taker(world))
    with reading() as session:
        found = session.scalars(select(DownloadRecord)).all()
        assert len(found) == 2
        assert (found[0].actor_person_id, found[0].role, found[0].address, found[0].what, found[0].scope, found[0].reason,
                found[0].rows, found[0].export_id, found[0].first_period, found[0].file_format) == (
            world.hong.person_id, "officer", "10.0.0.7", "totals", "agency", REASON, 3, export_id, "2026-11", "csv")  # fmt: skip
        assert found[0].digest == request_of(world, export_id).digest


@ON_SQLITE
@pytest.mark.parametrize("other", [{"role": "department_head"}, {"role": "employee"}])
def test_it_is_handed_out_in_the_role_in_which_it_was_asked_for(world: World, other: dict[str, Any]) -> None:
    export_id = an_export(world)
    with pytest.raises(NotFound):
        take(export_id, world.agency_id, taker(world, **other))
    assert count(DownloadRecord) == 0


@ON_SQLITE
def test_nobody_else_gets_it(world: World) -> None:
    export_id = an_export(world)
    with pytest.raises(NotFound):
        take(export_id, world.agency_id, taker(world, person_id=world.kim.person_id))


@ON_SQLITE
def test_a_head_gets_his_departments_file_only_while_he_is_its_head(world: World) -> None:
    boards_of(world.agency_id)
    wanted = replace(NOVEMBER, what=What.DEPARTMENTS, scope=Scope.DEPARTMENT, department_id=world.welfare)
    head = Asker(world.hong.person_id, "department_head", REASON)
    export_id = ask(wanted, world.agency_id, head, AT_ONCE, at=AT)
    his = taker(world, role="department_head")
    assert take(export_id, world.agency_id, his, departments=[world.welfare]).size > 0
    with pytest.raises(NotFound):
        take(export_id, world.agency_id, his, departments=[world.roads])


def test_a_file_that_is_kept_is_for_every_officer_and_never_expires(world: World) -> None:
    asker = Asker(world.hong.person_id, "officer", REASON)
    making = making_of(world.agency_id, asker.person_id, asker.role, "ko", at=AT)
    with made_file(NOVEMBER, world.agency_id, making) as made, unit_of_work() as session:
        export_id = keep_within(session, NOVEMBER, world.agency_id, asker, made, at=AT, expires_at=None)
    assert expire_exports(world.agency_id, now=AT + timedelta(days=4_000)) == 0
    assert content(world, export_id, person_id=world.kim.person_id)


@ON_SQLITE
def test_after_its_days_it_is_not_handed_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    export_id = an_export(world)
    turn_clock(monkeypatch, "2026-11-27T10:00:00+09:00")
    with pytest.raises(NotFound):
        take(export_id, world.agency_id, taker(world))


def test_its_content_goes_an_hour_later_and_its_row_stays(world: World) -> None:
    export_id = an_export(world)
    assert expire_exports(world.agency_id, now=AT + timedelta(days=7, minutes=59)) == 0
    assert expire_exports(world.agency_id, now=AT + timedelta(days=7, minutes=61)) == 1
    found = request_of(world, export_id)
    assert (found.state, found.rows, found.companion, count(ExportPiece)) == ("expired", 3, "", 0)


def test_content_that_goes_while_it_is_taken_breaks_off_and_is_never_half_a_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "_PIECE", 100)
    taken = take(an_export(world), world.agency_id, taker(world)).content
    assert next(taken)
    expire_exports(world.agency_id, now=AT + timedelta(days=30))
    with pytest.raises(NotFound):
        list(taken)


def test_a_file_of_many_pieces_comes_back_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "_PIECE", 100)
    export_id = an_export(world)
    assert count(ExportPiece) > 3
    assert sha256(content(world, export_id)).hexdigest() == request_of(world, export_id).digest


@ON_SQLITE
def test_a_full_disk_leaves_nothing_half_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export_files, "write_csv", full)
    with pytest.raises(OSError, match="No space"):
        an_export(world)
    assert (count(Export), count(ExportPiece)) == (0, 0)


@ON_SQLITE
def test_rows_that_are_not_as_many_as_were_counted_make_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "table_of", lambda *given, **named: replace(table_of(*given, **named), count=2))
    with pytest.raises(RowsDiffer):
        an_export(world)
    assert count(Export) == 0


@ON_SQLITE
def test_ones_own_requests_come_the_newest_first(world: World) -> None:
    first, second = an_export(world), an_export(world, wanted=november(FileFormat.XLSX))
    assert [one.id for one in requests_of(world.agency_id, world.hong.person_id).requests] == [second, first]
    assert requests_of(world.agency_id, world.kim.person_id).requests == ()


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_the_same_lines_make_the_same_bytes_on_both_databases(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch, file_format: FileFormat
) -> None:
    digests = set()
    for app in (sqlite_app, postgres_app):
        with emptied(app):
            turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
            monkeypatch.setattr(agencies, "_numbers", itertools.count(100_001))
            world = a_world()
            turn_months(world.agency_id)
            world.send(world.hong, world.kim, world.park)
            digests.add(request_of(world, an_export(world, wanted=november(file_format))).digest)
    assert len(digests) == 1
