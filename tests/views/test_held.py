"""내 정보: all that is held about oneself, nothing of others beyond what one may see, and who looked."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.drafts import DraftText
from collabpoints.jobs.redactions import redact
from collabpoints.models import AccessRecord, DownloadRecord, Person
from collabpoints.services.drafts import keep_draft
from collabpoints.services.records import record_access
from tests.factories.agencies import Colleague
from tests.factories.redactions import TOLD, Farewell, a_farewell
from tests.factories.reviews import Bench, a_bench
from tests.factories.worlds import TEXT
from tests.forms import submit

SignIn = Callable[[Colleague], FlaskClient]
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""What rests on no difference between the databases."""
AT = datetime(2026, 11, 20, 5, tzinfo=UTC)
SECRET = "둘만 아는 이야기로 크게 도와주셔서 고맙습니다."


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


def taken(client: FlaskClient) -> dict[str, list[list[str]]]:
    """The tables of the file by their names, each with its headings."""
    answer = submit(client, "/account/held", action="/account/held/file")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        return {
            name[3:].removesuffix(".csv"): list(csv.reader(io.StringIO(found.read(name).decode("utf-8-sig"))))
            for name in found.namelist()
            if name.endswith(".csv")
        }


def recorded(person_id: int, *, by: Colleague | None, act: str = "prizes.page", reason: str = "공적 확인") -> None:
    record_access(
        agency_id=1, actor_person_id=by.person_id if by else None, role="officer" if by else "operator", address="10.0.0.9",
        act=act, at=AT, subject_person_ids=[person_id], subject="/prizes", reason=reason,
    )  # fmt: skip


def file_taken(by: Colleague, *, scope: str, department_id: int | None = None) -> None:
    with unit_of_work() as session:
        session.add(
            DownloadRecord(
                agency_id=1, actor_person_id=by.person_id, role="officer", address="10.0.0.9", what="totals", scope=scope,
                department_id=department_id, reason="위원회 제출", recorded_at=AT,
            )
        )  # fmt: skip


def test_page_and_file_hold_everything_of_his(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    world.send(world.kim, world.hong, text=SECRET, is_private=True)
    world.send(world.hong, world.park)
    keep_draft(
        agency_id=world.agency_id, person_id=world.hong.person_id, now=AT,
        draft=DraftText("0" * 8 + "-0000-4000-8000-" + "0" * 12, (), "=쓰던 글"),
    )  # fmt: skip
    client = sign_in(world.hong)
    page = client.get("/account/held").text
    for words in (SECRET, TEXT, "쓰던 글", world.hong.number, "041-635-", "기획담당관", "복지정책과 김민수 주무관"):
        assert words in page
    tables = taken(client)
    assert [row[2] for row in tables["받은 메시지"][1:]] == [SECRET]
    assert [row[1:3] for row in tables["보낸 메시지"][1:]] == [["도로과 박서연 주무관", TEXT]]
    assert tables["임시 저장한 글"][1][1] == "'=쓰던 글"
    assert len(tables["로그인"]) == 2


@ON_SQLITE
def test_nothing_between_others_is_in_it(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    world.send(world.kim, world.park, text=SECRET)
    client = sign_in(world.hong)
    assert SECRET not in client.get("/account/held").text
    assert all(SECRET not in cell for rows in taken(client).values() for row in rows for cell in row)


def test_a_report_is_in_the_file_of_who_wrote_it_and_not_of_whom_it_is_about(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    bench.reclaimed(world.kim, world.hong)
    about = taken(sign_in(world.kim))
    assert len(about["내가 알린 메시지"]) == 1
    assert [row[2] for row in about["검토와 재검토"][1:]] == ["포인트를 회수함"]
    own = taken(sign_in(world.hong))
    assert len(own["내가 알린 메시지"]) == 2


@ON_SQLITE
def test_a_report_that_waits_is_told_to_nobody_but_its_author(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    bench.reported(world.kim, world.hong)
    assert taken(sign_in(world.kim))["검토와 재검토"][1:] == []


def test_who_looked_is_named_with_department_position_and_reason(bench: Bench, sign_in: SignIn) -> None:
    recorded(bench.world.hong.person_id, by=bench.oh)
    row = taken(sign_in(bench.world.hong))["누가 내 정보를 보았나"][1]
    assert row[1:] == ["도로과 오담당 주무관", "운영 담당자", "시상: 화면을 봄", "공적 확인"]
    assert "10.0.0.9" not in sign_in(bench.world.hong).get("/account/held").text


@ON_SQLITE
def test_a_command_is_the_operators(bench: Bench, sign_in: SignIn) -> None:
    recorded(bench.world.hong.person_id, by=None)
    assert taken(sign_in(bench.world.hong))["누가 내 정보를 보았나"][1][1:3] == ["운영자의 명령", "운영자"]


def test_files_that_may_hold_his_data_are_told_and_others_are_not(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    file_taken(bench.oh, scope="agency")
    file_taken(bench.oh, scope="department", department_id=world.planning)
    file_taken(bench.oh, scope="department", department_id=world.roads)
    file_taken(bench.oh, scope="own")
    rows = taken(sign_in(world.hong))["누가 내 정보를 보았나"][1:]
    assert [row[3] for row in rows] == ["개인 합계 파일을 받음"] * 2


@ON_SQLITE
def test_looks_at_others_are_not_told(bench: Bench, sign_in: SignIn) -> None:
    recorded(bench.world.kim.person_id, by=bench.oh)
    assert taken(sign_in(bench.world.hong))["누가 내 정보를 보았나"][1:] == []


@ON_SQLITE
def test_what_he_did_in_a_role_is_told_without_whose_data_it_was(bench: Bench, sign_in: SignIn) -> None:
    recorded(bench.world.kim.person_id, by=bench.oh, reason="")
    rows = taken(sign_in(bench.oh))["내가 맡은 일로 한 기록"]
    assert [row[1:] for row in rows[1:]] == [["운영 담당자", "시상: 화면을 봄", ""]]


def test_looking_at_ones_own_owes_no_record_and_the_file_is_recorded_as_ones_own(bench: Bench, sign_in: SignIn) -> None:
    client = sign_in(bench.world.hong)
    client.get("/account/held")
    client.get("/account/held/received")
    taken(client)
    with reading() as session:
        assert session.scalars(select(AccessRecord)).all() == []
        record = session.scalars(select(DownloadRecord)).one()
        assert (record.what, record.scope, record.actor_person_id) == ("held.take", "own", bench.world.hong.person_id)


@ON_SQLITE
def test_a_long_chapter_goes_on_over_pages(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    for number in range(51):
        recorded(world.hong.person_id, by=bench.oh, reason=f"사유{number:02d}번")
    client = sign_in(world.hong)
    assert client.get("/account/held/looks").text.count("시상: 화면을 봄") == 50
    assert client.get("/account/held/looks?page=2").text.count("시상: 화면을 봄") == 1
    assert client.get("/account/held/looks?page=99999").text.count("시상: 화면을 봄") == 1
    assert client.get("/account/held/nothing").status_code == 404


def test_names_that_were_redacted_show_as_the_stand_in_to_whom_they_wrote(app: Flask, sign_in: SignIn) -> None:
    farewell: Farewell = a_farewell()
    redact(farewell.world.agency_id)
    for address in ("/notes/received", "/account/held", "/account/booklet"):
        page = sign_in(farewell.world.park).get(address).text
        assert "퇴직한 직원" in page
        assert "표식남" not in page
    assert TOLD not in sign_in(farewell.world.hong).get("/notes/sent").text


def test_what_was_received_under_another_record_of_his_is_his(bench: Bench, sign_in: SignIn) -> None:
    world = bench.world
    world.send(world.kim, world.lim, text=SECRET, is_private=True)
    recorded(world.lim.person_id, by=bench.oh)
    with unit_of_work() as session:
        own = update(Person).where(Person.id == world.lim.person_id)
        session.execute(own.values(merged_into_person_id=world.hong.person_id))
    client = sign_in(world.hong)
    tables = taken(client)
    assert [row[2] for row in tables["받은 메시지"][1:]] == [SECRET]
    assert len(tables["누가 내 정보를 보았나"]) == 2
    assert SECRET in client.get("/account/booklet?private=1").text
