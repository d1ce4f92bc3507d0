"""The frame of every page: the ways through the house, one's own corner, the language."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from collabpoints.domain.roles import Role
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]
WAYS = ["고마움 전하기", "받은 메시지", "보낸 메시지", "함께 읽기", "순위", "협업나무", "이달의 운영 기준"]
DUTIES = {
    Role.EMPLOYEE: [],
    Role.DEPARTMENT_HEAD: ["우리 부서", "서로 도운 부서", "특별협업포인트 제안", "내려받기"],
    Role.REVIEWER: ["검토 대기", "재검토 요청", "특별협업포인트 결정", "이달의 협업메시지"],
    Role.OFFICER: [
        "재검토 요청",
        "특별협업포인트 결정",
        "서로 도운 부서",
        "내려받기",
        "제출본",
        "확인해 볼 흐름",
        "시상",
        "이달의 협업메시지",
        "인사 발령",
        "명부 가져오기",
        "조직개편",
        "월별 결과 확정",
        "운영 기준 관리",
        "도움의 종류",
        "로비 화면",
    ],
    Role.PRIVACY_OFFICER: ["접속기록 점검"],
    Role.ADMINISTRATOR: [
        "인사 발령",
        "명부 가져오기",
        "조직개편",
        "역할 관리",
        "로그인 링크",
        "예약 작업",
        "월별 결과 확정",
        "운영 기준 관리",
        "도움의 종류",
        "로비 화면",
    ],
}


def _menu(page: str) -> list[str]:
    nav = re.search(r'<nav class="ways".*?</nav>', page, re.DOTALL)
    return [text.strip() for text in re.findall(r"<a [^>]*>([^<]*)", nav[0])] if nav else []


@pytest.fixture
def department(app: object) -> tuple[int, int]:
    agency = an_agency()
    return agency, a_department(agency, "총무과")


def test_everybody_finds_the_ways(sign_in: SignIn, department: tuple[int, int]) -> None:
    hong = a_colleague(department[0], "홍길동", department[1])
    assert _menu(sign_in(hong).get("/scheme").text) == WAYS


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_its_duties_and_no_others(sign_in: SignIn, department: tuple[int, int], role: Role) -> None:
    somebody = a_colleague(department[0], "이바다", department[1], roles=() if role is Role.EMPLOYEE else (role,))
    assert _menu(sign_in(somebody).get("/scheme").text) == [*WAYS, *DUTIES[role]]


def test_whoever_is_not_signed_in_sees_no_menu(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert _menu(page) == []
    assert "로그아웃" not in page


def test_the_page_one_is_on_is_marked(sign_in: SignIn, department: tuple[int, int]) -> None:
    hong = a_colleague(department[0], "홍길동", department[1])
    page = sign_in(hong).get("/scheme").text
    assert re.findall(r'<a href="([^"]+)"\s+aria-current="page"', page) == ["/scheme"]


def test_ones_own_name_stands_with_the_position(sign_in: SignIn, department: tuple[int, int]) -> None:
    hong = a_colleague(department[0], "홍길동", department[1], position="사무관")
    assert "<b>홍길동</b> 사무관" in sign_in(hong).get("/scheme").text


def test_a_name_is_text_and_never_markup(sign_in: SignIn, department: tuple[int, int]) -> None:
    hong = a_colleague(department[0], "<i>홍</i>", department[1])
    page = sign_in(hong).get("/scheme").text
    assert "&lt;i&gt;홍&lt;/i&gt;" in page
    assert "<i>홍" not in page


def test_signing_out_is_a_press_and_not_a_link(sign_in: SignIn, department: tuple[int, int]) -> None:
    hong = a_colleague(department[0], "홍길동", department[1])
    page = sign_in(hong).get("/scheme").text
    (leave,) = [form for form in forms_of(page) if form.action == "/sign-out"]
    assert (leave.method, list(leave.fields)) == ("post", ["csrf_token"])


def test_the_way_to_the_text_is_the_first_thing_to_reach(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    first = re.search(r"<(?:a|button|input)\b[^>]*>", page[page.index("<body") :])
    assert first
    assert 'href="#main"' in first[0]
    assert '<main id="main"' in page


def test_the_language_is_switched_and_one_stays_on_the_page(client: FlaskClient) -> None:
    answer = submit(client, "/sign-in?next=/scheme", action="/language", language="en")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/scheme")
    assert '<html lang="en">' in client.get("/sign-in").text
