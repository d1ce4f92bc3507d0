"""The administrator's page for HR's file."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from collabpoints.db import db
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, Note, Person, StaffImport
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.schemes import change_scheme
from tests.factories.worlds import TEXT
from tests.forms import forms_of, submit

DATA = Path(__file__).parent.parent / "data"
HEADING = "사번,성명,부서코드,부서명,직위"
CHIEF = "900,김관리,R1,도로과,과장"
HONG = "100,홍길동,R1,도로과,주무관"


@pytest.fixture
def roads(app: Flask) -> int:
    return a_department(an_agency(), "도로과", code="R1")


@pytest.fixture
def boss(sign_in: Callable[[Colleague], FlaskClient], roads: int) -> FlaskClient:
    return sign_in(a_colleague(1, "김관리", roads, position="과장", number="900", roles=(Role.ADMINISTRATOR,)))


def upload(client: FlaskClient, content: bytes, name: str = "직원.csv") -> TestResponse:
    page = client.get("/people/import")
    token = next(form for form in forms_of(page.text) if form.action == "/people/import").fields["csrf_token"]
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return client.post("/people/import", data=data, content_type="multipart/form-data")


def lines(*rows: str) -> bytes:
    return "\n".join((HEADING, *rows)).encode()


def employed(cells: str) -> bytes:
    """A file with the administrator, and Hong in another department with this 고용형태 and 임용일."""
    return f"{HEADING},고용형태,임용일\n{CHIEF},일반직,2001-01-01\n100,홍길동,W1,복지과,주무관,{cells}".encode()


def writing(answer: TestResponse) -> dict[str, list[str]]:
    """The fields of the note's form on a page."""
    return next(form.fields for form in forms_of(answer.text) if form.action == "/notes/new")


def headcount() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Person.id))) or 0


def test_only_an_administrator_sees_the_page(sign_in: Callable[[Colleague], FlaskClient], roads: int) -> None:
    assert sign_in(a_colleague(1, "홍길동", roads)).get("/people/import").status_code == 404


def test_an_uploaded_file_is_shown_and_changes_nothing(boss: FlaskClient) -> None:
    answer = upload(boss, lines(CHIEF, HONG))
    assert answer.status_code == 303
    page = boss.get(answer.location)
    assert "신규 직원" in page.text
    assert "홍길동" in page.text
    assert headcount() == 1


def test_a_confirmed_file_is_applied_and_its_content_gone(boss: FlaskClient) -> None:
    address = upload(boss, lines(CHIEF, HONG)).location
    answer = submit(boss, address)
    assert (answer.status_code, answer.location) == (303, "/people/import")
    assert headcount() == 2
    row = db.session.execute(select(StaffImport)).scalar_one()
    assert (row.state, row.content, row.new_people) == ("applied", None, 1)
    assert "직원.csv" in boss.get("/people/import").text


def test_a_confirmed_file_is_applied_once(boss: FlaskClient) -> None:
    address = upload(boss, lines(CHIEF, HONG)).location
    submit(boss, address)
    assert boss.get(address).status_code == 404


def test_when_the_directory_changed_meanwhile_the_new_preview_is_shown(boss: FlaskClient, roads: int) -> None:
    address = upload(boss, lines(CHIEF, HONG)).location
    form = next(form for form in forms_of(boss.get(address).text) if form.action == address)
    a_colleague(1, "김민수", roads, number="300")
    answer = boss.post(address, data=form.fields)
    assert answer.status_code == 422
    assert "확인하는 사이에 명부가 바뀌었습니다" in answer.text
    assert headcount() == 2


def test_too_many_leavers_wait_for_the_box(boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "김민수", roads, number="300")
    address = upload(boss, lines(CHIEF)).location
    refused = submit(boss, address)
    assert refused.status_code == 422
    assert "맞다면 확인란을 표시해 주세요" in refused.text
    assert submit(boss, address, confirm="y").status_code == 303


def test_the_last_administrator_cannot_remove_himself(boss: FlaskClient) -> None:
    address = upload(boss, lines(HONG)).location
    answer = submit(boss, address, confirm="y")
    assert answer.status_code == 422
    assert "마지막 관리자" in answer.text
    assert headcount() == 1


def test_a_file_with_errors_is_not_kept(boss: FlaskClient) -> None:
    answer = upload(boss, lines("200,김\u3164수,R1,도로과,주무관", ",이하늘,R1,도로과,주무관"))
    assert answer.status_code == 422
    assert "2번째 줄 &#39;성명&#39; 칸에 보이지 않는 문자가 있습니다: 김[U+3164]수" in answer.text
    assert "3번째 줄 &#39;사번&#39; 칸이 비어 있습니다." in answer.text
    assert db.session.scalar(select(func.count(StaffImport.id))) == 0


def test_a_dropped_file_leaves_nothing(boss: FlaskClient) -> None:
    address = upload(boss, lines(CHIEF, HONG)).location
    assert submit(boss, address, action=f"{address}/drop").status_code == 303
    assert db.session.execute(select(StaffImport.state, StaffImport.content)).one() == ("dropped", None)
    assert headcount() == 1


def test_a_new_upload_drops_the_one_that_waited(boss: FlaskClient) -> None:
    first = upload(boss, lines(CHIEF, HONG)).location
    upload(boss, lines(CHIEF))
    assert boss.get(first).status_code == 404


def test_a_file_that_changes_nothing_offers_nothing_to_confirm(boss: FlaskClient) -> None:
    submit(boss, upload(boss, lines(CHIEF, HONG)).location)
    address = upload(boss, lines(CHIEF, HONG)).location
    page = boss.get(address).text
    assert "이 파일로 달라지는 것이 없습니다" in page
    assert address not in [form.action for form in forms_of(page)]


def test_the_real_file_goes_through_the_page(boss: FlaskClient) -> None:
    content = (DATA / "staff-2026-10.xlsx").read_bytes()
    upload(boss, content, "staff.xlsx")
    own = "\n900,김관리,0100,기획조정실,0000,3급,실장,총괄,k@haesol.example,041-635-2000,재직,2023-01-01".encode(
        "cp949"
    )
    address = upload(boss, (DATA / "staff-2026-10.csv").read_bytes() + own).location
    assert "1,240" in boss.get(address).text
    assert submit(boss, address).status_code == 303
    assert headcount() == 1241


def test_looking_is_recorded(boss: FlaskClient) -> None:
    boss.get("/people/import")
    assert db.session.scalars(select(AccessRecord.act)).all() == ["people.import"]


def test_another_kind_of_employment_and_joining_day_are_shown_before_they_are_applied(boss: FlaskClient) -> None:
    submit(boss, upload(boss, employed("기간제,2026-03-02")).location)
    page = boss.get(upload(boss, employed("공무직,2026.3.3")).location).text
    assert "정보 변경" in page
    assert "기간제 · 임용일 2026-03-02" in page
    assert "공무직 · 임용일 2026-03-03" in page
    submit(boss, upload(boss, employed("공무직,2026.3.3")).location)
    assert "이 파일로 달라지는 것이 없습니다." in boss.get(upload(boss, employed("공무직,2026.3.3")).location).text


@pytest.mark.parametrize(
    ("cells", "scheme"),
    [
        ("기간제,2020-03-02", {"receiving_employments_left_out": ("기간제",)}),
        (f"일반직,{date.today() - timedelta(days=10)}", {"receiving_days_after_joining": 30}),
    ],
)
def test_whom_the_file_says_to_be_left_out_gets_thanks_alone(
    boss: FlaskClient, cells: str, scheme: dict[str, Any]
) -> None:
    """From HR's file over the scheme to the form, which tells nobody why."""
    change_scheme(**scheme)
    submit(boss, upload(boss, employed(cells)).location)
    chosen = boss.get("/notes/new?to=100")
    refused = boss.post("/notes/new", data={**writing(chosen), "text": TEXT, "action": "send"})
    assert refused.status_code == 422
    for page in (chosen.text, refused.text):
        assert "이 동료는 포인트를 받는 대상이 아닙니다. 고마운 마음만 전할 수 있습니다." in page
        assert "기간제" not in page
        assert "hidden" not in page[page.index('value="thanks"') :].partition(">")[0].split()
    assert writing(refused)["text"] == [TEXT]
    assert boss.post("/notes/new", data={**writing(refused), "action": "thanks"}).status_code == 303
    assert db.session.scalars(select(Note.points)).all() == [0]


def test_whom_the_file_does_not_say_to_be_left_out_gets_points(boss: FlaskClient) -> None:
    change_scheme(receiving_employments_left_out=("기간제",), receiving_days_after_joining=30)
    submit(boss, upload(boss, employed("일반직,2020-03-02")).location)
    form = writing(boss.get("/notes/new?to=100"))
    assert boss.post("/notes/new", data={**form, "text": TEXT, "action": "send"}).status_code == 303
    assert db.session.scalars(select(Note.points)).all() == [10]


@pytest.mark.parametrize("import_id", ["0", "99", "9223372036854775807", "9223372036854775808"])
def test_another_address_is_not_found(boss: FlaskClient, import_id: str) -> None:
    assert boss.get(f"/people/import/{import_id}").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"PK\x03\x04" + b"x" * 500,
        (DATA / "staff-2026-10.xlsx").read_bytes()[:40_000],
        lines("100,홍\0길동,R1,도로과,주무관"),
        lines("100," + "가" * 140_000 + ",R1,도로과,주무관"),
        lines("100,=HYPERLINK(1),R1,도로과,주무관", "합계,1,,,"),
        HEADING.encode() + b"\n100,\xed\xa0\x80,R1,x,y",
        "사번,성명,성명,부서코드,부서명\n1,가,나,다,라".encode(),
        b"a,b,c",
    ],
)
def test_hostile_files_get_an_answer(boss: FlaskClient, content: bytes) -> None:
    assert upload(boss, content, "직원.xlsx").status_code in (303, 422)


def test_no_file_at_all_is_asked_for(boss: FlaskClient) -> None:
    answer = submit(boss, "/people/import")
    assert answer.status_code == 422
    assert "파일을 골라 주세요" in answer.text


def test_how_the_file_was_read_stands_above_what_would_change(boss: FlaskClient) -> None:
    content = "직원 현황\n\n사번,성명,부서코드,부서명,직위\n900,김관리,R1,도로과,과장\n100,홍길동,,,주무관\n합계,2명,,,"
    page = boss.get(upload(boss, content.encode()).location).text
    assert "3행을 열 제목으로 읽었습니다." in page
    assert "5행의 빈 부서 칸(병합된 칸)은 위와 같은 &#39;도로과&#39;로 읽었습니다." in page
    assert "6행은 합계나 설명으로 보고 읽지 않았습니다: 합계" in page


def test_a_number_without_its_zeros_is_the_known_one_and_told(boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "홍길동", roads, number="000100")
    page = boss.get(upload(boss, lines(CHIEF, HONG)).location).text
    assert "3행의 사번 100은 앞의 0이 빠진 것으로 보고 000100으로 읽었습니다." in page
    assert "신규 직원" not in page


def test_a_number_that_fits_two_people_is_refused(boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "홍길동", roads, number="000100")
    a_colleague(1, "홍길순", roads, number="00100")
    answer = upload(boss, lines(CHIEF, HONG))
    assert (answer.status_code, "어느 것인지 알 수 없습니다" in answer.text) == (422, True)
    assert headcount() == 3
