"""내려받기: who may have which file made, what the page says before, and how the file is taken."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.exports import Filters, Only
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, AccountSession, DownloadRecord, Export, Notice
from collabpoints.services.exports import Asker, ask
from collabpoints.services.months import turn_months
from collabpoints.views.export_choices import address_of
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of
from tests.factories.clocks import turn_clock
from tests.factories.exports import AT_ONCE, LATER, NOVEMBER
from tests.factories.worlds import World, a_world
from tests.forms import forms_of

ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where the database does not matter
REASON = "11월 위원회 자료"
PREVIEW = "/exports?scope=agency&what=totals&span=2026-11&file_format=csv"
SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    world.send(world.hong, world.kim, world.park)
    return world


@pytest.fixture
def officer(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(a_colleague(world.agency_id, "한아름", world.planning, roles=(Role.OFFICER,)))


def fill_in(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    """Press the form of the file that this page previews."""
    form = next(one for one in forms_of(client.get(address).text) if one.method == "post" and one.action == "/exports")
    return client.post("/exports", data={**form.fields, **typed})


def take(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    page = client.get(address).text
    form = next(one for one in forms_of(page) if one.action.endswith("/take"))
    return client.post(form.action, data={**form.fields, **typed})


def acts() -> list[tuple[str, str, str]]:
    with reading() as session:
        found = session.execute(
            select(AccessRecord.act, AccessRecord.role, AccessRecord.reason).order_by(AccessRecord.id)
        )
        return [(row.act, row.role, row.reason) for row in found]


def test_an_officer_sees_what_would_be_in_it_has_it_made_and_takes_it(world: World, officer: FlaskClient) -> None:
    preview = officer.get(PREVIEW).text
    assert re.search(r"<dt>줄</dt>\s*<dd>3</dd>", preview)
    assert re.search(r"<dt>받은 포인트</dt>\s*<dd>20</dd>", preview)
    made = fill_in(officer, PREVIEW, reason=REASON)
    assert made.status_code == 303
    answer = take(officer, made.location)
    assert answer.status_code == 200
    assert "filename*=UTF-8''%EA%B0%9C" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].isascii()
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [line[6] for line in lines[1:]] == ["홍길동", "김민수", "박서연"]
    assert acts() == [
        ("exports.page", "officer", ""),
        ("exports.page", "officer", ""),
        ("exports.ask", "officer", REASON),
        ("exports.take", "officer", REASON),
    ]
    with reading() as session:
        kept = session.scalars(select(DownloadRecord)).one()
        assert (kept.what, kept.scope, kept.reason, kept.rows) == ("totals", "agency", REASON, 3)


@ON_SQLITE
@pytest.mark.parametrize(
    ("typed", "sentence"), [({"reason": " "}, "사유를 적어 주세요."), ({"reason": "가" * 201}, "200자까지")]
)
def test_without_a_reason_nothing_is_made(
    world: World, officer: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    answer = fill_in(officer, PREVIEW, **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    with reading() as session:
        assert session.scalars(select(Export)).all() == []


@ON_SQLITE
def test_the_password_is_asked_again_for_making_and_for_taking(world: World, officer: FlaskClient) -> None:
    made = fill_in(officer, PREVIEW, reason=REASON)
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=datetime.now(UTC) - timedelta(minutes=6)))
    again = fill_in(officer, PREVIEW, reason=REASON)
    assert (again.status_code, 'value="11월 위원회 자료"' in again.text) == (422, True)
    assert take(officer, made.location).status_code == 422
    with reading() as session:
        assert session.scalars(select(DownloadRecord)).all() == []


@ON_SQLITE
def test_an_employee_takes_his_own_without_reason_or_password(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.kim)
    with unit_of_work() as session:
        session.execute(update(AccountSession).values(confirmed_at=None))
    address = "/exports?scope=own&what=totals&span=2026-11&file_format=csv"
    made = fill_in(client, address)
    assert made.status_code == 303
    lines = list(csv.reader(io.StringIO(take(client, made.location).data.decode("utf-8-sig"))))
    assert [line[6] for line in lines[1:]] == ["김민수"]
    assert acts() == []
    with reading() as session:
        assert session.scalars(select(DownloadRecord.reason)).one() == "본인"


@ON_SQLITE
@pytest.mark.parametrize(
    "query", ["scope=agency&what=totals", "scope=department&what=totals", "scope=own&what=reclaims"]
)
def test_what_is_not_for_an_employee_is_absent(world: World, sign_in: SignIn, query: str) -> None:
    assert sign_in(world.kim).get(f"/exports?{query}&span=2026-11").status_code == 404


@ON_SQLITE
def test_a_head_names_no_department_but_his(world: World, sign_in: SignIn) -> None:
    client = sign_in(a_colleague(world.agency_id, "이과장", world.welfare, roles=(Role.DEPARTMENT_HEAD,)))
    address = "/exports?scope=department&what=totals&span=2026-11&department="
    assert client.get(f"{address}{world.welfare}").status_code in (200, 422)  # no board yet
    assert client.get(f"{address}{world.roads}").status_code == 404


@ON_SQLITE
def test_a_file_is_absent_for_everybody_but_its_asker(world: World, officer: FlaskClient, sign_in: SignIn) -> None:
    address = fill_in(officer, PREVIEW, reason=REASON).location
    for other in (world.kim, a_colleague(world.agency_id, "정담당", world.planning, roles=(Role.OFFICER,))):
        client = sign_in(other)
        assert client.get(address).status_code == 404
        assert address not in client.get("/exports").text


@ON_SQLITE
def test_who_lost_the_role_loses_the_file(world: World, sign_in: SignIn) -> None:
    export_id = ask(
        NOVEMBER, world.agency_id, Asker(world.kim.person_id, "officer", REASON), AT_ONCE, at=datetime.now(UTC)
    )
    assert sign_in(world.kim).get(f"/exports/{export_id}").status_code == 404


@ON_SQLITE
def test_a_large_file_tells_how_far_it_is_and_looks_again_by_itself(world: World, sign_in: SignIn) -> None:
    boss = a_colleague(world.agency_id, "정담당", world.planning, roles=(Role.OFFICER,))
    export_id = ask(NOVEMBER, world.agency_id, Asker(boss.person_id, "officer", REASON), LATER, at=datetime.now(UTC))
    answer = sign_in(boss).get(f"/exports/{export_id}")
    assert answer.headers["Refresh"] == "5"
    assert "파일을 만들고 있습니다." in answer.text


@ON_SQLITE
@pytest.mark.parametrize(
    ("state", "sentence"),
    [("failed", "서버에 파일을 적을 자리가 모자랍니다."), ("expired", "보관 기간이 지나 파일을 지웠습니다.")],
)
def test_a_file_that_cannot_be_taken_says_why_and_leads_back_to_the_same_choice(
    world: World, officer: FlaskClient, state: str, sentence: str
) -> None:
    address = fill_in(officer, PREVIEW, reason=REASON).location
    with unit_of_work() as session:
        session.execute(update(Export).values(state=state, fault="disk_full"))
    page = officer.get(address)
    assert "Refresh" not in page.headers
    assert sentence in page.text
    assert "what=totals&amp;span=2026-11" in page.text


@ON_SQLITE
def test_a_file_that_expires_while_its_page_is_open_leads_back_to_it(world: World, officer: FlaskClient) -> None:
    address = fill_in(officer, PREVIEW, reason=REASON).location
    form = next(one for one in forms_of(officer.get(address).text) if one.action.endswith("/take"))
    with unit_of_work() as session:
        session.execute(update(Export).values(state="expired"))
    assert officer.post(form.action, data=form.fields).location == address


@ON_SQLITE
@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-11", "2026-10", "첫 달이 마지막 달보다 뒤에 있습니다."),
        ("2000-01", "2026-11", "240개월까지"),
        ("11월", "2026-11", "2026-11처럼"),
        ("2026-01", "2026-02", "시작한 달이 없습니다"),
    ],
)
def test_months_that_cannot_be_are_refused_in_a_sentence(
    world: World, officer: FlaskClient, first: str, last: str, sentence: str
) -> None:
    answer = officer.get(f"/exports?scope=agency&what=totals&span=months&first={first}&last={last}")
    assert answer.status_code == 422
    assert sentence in answer.text


@ON_SQLITE
def test_nothing_that_an_address_names_breaks_the_page(world: World, officer: FlaskClient) -> None:
    names = ("what", "span", "department", "only", "order", "file_format", "division", "kind", "scope")
    values = ("x", "\x00", "' OR 1=1", "99999999999999999999", "１")
    usual = {"scope": "agency", "what": "totals", "span": "2026-11", "file_format": "csv"}
    found = {
        (name, value): officer.get("/exports", query_string={**usual, name: value}).status_code
        for name in names
        for value in values
    }
    assert [(where, status) for where, status in found.items() if status not in (200, 404, 422)] == []


@ON_SQLITE
def test_an_address_keeps_what_was_filtered_by(world: World, officer: FlaskClient) -> None:
    filters = Filters(only=Only.RANKED, order=Order.RECEIVED, is_by_rank=True, has_corrections=False)
    wanted = replace(NOVEMBER, filters=filters, span="", first=Month(2026, 11))
    page = officer.get("/exports", query_string=address_of(wanted)).text
    form = next(one for one in forms_of(page) if one.method == "post" and one.action == "/exports")
    officer.post("/exports", data={**form.fields, "reason": REASON})
    with reading() as session:
        kept = session.scalars(select(Export)).one()
        assert (kept.filters, kept.span, kept.first_period) == (str(filters), "", "2026-11")


@ON_SQLITE
def test_what_was_typed_is_carried_over_a_session_that_ran_out(world: World, officer: FlaskClient) -> None:
    form = next(one for one in forms_of(officer.get(PREVIEW).text) if one.method == "post" and one.action == "/exports")
    carried = officer.post("/exports", data={**form.fields, "reason": REASON, "action": "edit"})
    assert carried.status_code == 200
    assert f'value="{REASON}"' in carried.text
    with reading() as session:
        assert session.scalars(select(Export)).all() == []


@ON_SQLITE
def test_a_notice_of_a_file_leads_to_it(world: World, sign_in: SignIn) -> None:
    boss = a_colleague(world.agency_id, "정담당", world.planning, roles=(Role.OFFICER,))
    export_id = ask(NOVEMBER, world.agency_id, Asker(boss.person_id, "officer", REASON), AT_ONCE, at=datetime.now(UTC))
    with unit_of_work() as session:
        notice = Notice(
            agency_id=world.agency_id,
            person_id=boss.person_id,
            kind="export_ready",
            export_id=export_id,
            created_at=datetime.now(UTC),
        )
        session.add(notice)
        session.flush()
        notice_id = notice.id
    client = sign_in(boss)
    assert "요청하신 내려받기 파일이 준비되었습니다." in client.get("/notices").text
    assert client.get(f"/notices/{notice_id}").location == f"/exports/{export_id}"


@ON_SQLITE
def test_a_board_leads_its_officer_to_the_same_lines_as_a_file(
    world: World, officer: FlaskClient, sign_in: SignIn
) -> None:
    boards_of(world.agency_id)
    page = officer.get("/boards/2026-11/persons?by=received").text
    found = re.search(r'href="(/exports\?[^"]+)"', page)
    assert found
    address = unescape(found[1])
    assert "only=ranked" in address
    assert "2026년 11월 개인별 합계" in officer.get(address).text
    assert "/exports?" not in sign_in(world.kim).get("/boards/2026-11/persons").text
