"""What a body may bring: fields that have a name, and a file where a form asks for one."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import db
from collabpoints.domain.roles import Role
from collabpoints.models import StaffImport
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import a_world
from tests.house.test_access import a_token, enter

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def boss(app: Flask) -> FlaskClient:
    world = a_world()
    client = app.test_client()
    enter(client, a_colleague(world.agency_id, "김관리", world.roads, roles=(Role.ADMINISTRATOR,)))
    return client


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/language", "next"),
        ("/sign-in", "login"),
        ("/notes/new", "text"),
        ("/drafts", "form_id"),
        ("/help-kinds", "name_ko"),
        ("/roles/grant", "reason"),
        ("/links/one", "number"),
    ],
)
def test_a_file_in_a_field_of_text_is_refused(boss: FlaskClient, address: str, field: str) -> None:
    fields = {"csrf_token": a_token(boss), field: (BytesIO(b"x"), "x.txt")}
    assert boss.post(address, data=fields, content_type="multipart/form-data").status_code == 400


def test_a_text_where_a_file_is_asked_for_is_no_file(boss: FlaskClient) -> None:
    assert boss.post("/people/import", data={"csrf_token": a_token(boss), "file": "x"}).status_code == 422


def test_a_file_beside_the_one_that_is_asked_for_changes_nothing(boss: FlaskClient) -> None:
    fields = {"csrf_token": a_token(boss), "other": (BytesIO(b"x"), "x.txt")}
    assert boss.post("/people/import", data=fields, content_type="multipart/form-data").status_code == 422


KEPT = {
    "명부\x00.csv": "명부.csv",
    "명부\u202evsc.exe": "명부vsc.exe",
    "\x1b[31m.csv": "[31m.csv",
    "명\u200b부\u3164.csv": "명부.csv",
    "../../명부.csv": "../../명부.csv",  # a word that is shown; no file is ever opened by it
    "가" * 300: "가" * 200,
}


@pytest.mark.parametrize("name", KEPT)
def test_a_file_name_is_kept_without_what_hides_or_breaks_it(boss: FlaskClient, name: str) -> None:
    content = "사번,성명,부서코드,부서명\n900001,새사람,N100,새로운과\n"
    token = f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{a_token(boss)}\r\n'
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = f"{token}{head}{content}\r\n--cut--\r\n".encode()
    answer = boss.post("/people/import", data=body, content_type="multipart/form-data; boundary=cut")
    assert answer.status_code == 303
    assert db.session.scalars(select(StaffImport.file_name)).all() == [KEPT[name]]


@pytest.mark.parametrize("part", ["form-data", 'form-data; filename="x"'])
@pytest.mark.parametrize("address", ["/sign-in", "/language", "/people/import", "/notes/new"])
def test_a_part_without_a_name_is_refused(boss: FlaskClient, address: str, part: str) -> None:
    token = f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{a_token(boss)}\r\n'
    body = f"--cut\r\nContent-Disposition: {part}\r\n\r\nx\r\n{token}--cut--\r\n"
    answer = boss.post(address, data=body.encode(), content_type="multipart/form-data; boundary=cut")
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["/sign-in", "/language", "/notes/new", "/drafts", "/nothing"])
@pytest.mark.parametrize("size", [2 * 1024 * 1024 + 1, 10_000_000])
def test_a_form_without_a_file_is_no_larger_than_anybody_types(boss: FlaskClient, address: str, size: int) -> None:
    body = b"text=" + b"x" * (size - 5)
    answer = boss.post(address, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == (413 if address != "/nothing" else 404)


def test_a_long_text_is_refused_with_a_page_and_comes_back(boss: FlaskClient) -> None:
    answer = boss.post("/notes/new", data={"csrf_token": a_token(boss), "action": "send", "text": "x" * 1_000_000})
    assert answer.status_code == 422
    assert "x" * 1_000_000 in answer.text
