"""The officer's months: in words how each stands, what to do next, and confirming in two steps."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from collabpoints.db import db, reading
from collabpoints.domain.roles import Role
from collabpoints.jobs.runner import heed_asked
from collabpoints.models import Note
from collabpoints.queries.ledger_checks import MONTH_CHECKS
from collabpoints.services.months import turn_months
from collabpoints.services.note_changes import give_back
from collabpoints.services.reports import report
from collabpoints.views.month_words import CHECK_WORDS
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.clocks import turn_clock
from tests.factories.reviews import REASON, Bench, a_bench
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]
PAGE = "/months/2026-11"


@pytest.fixture
def bench(app: object, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """November has a note and has ended; it is 9 December, the day after its working days."""
    turn_clock(monkeypatch, "2026-11-10T10:00+09:00")
    bench = a_bench()
    bench.world.send(bench.world.hong, bench.world.kim)
    turn_clock(monkeypatch, "2026-12-09T10:00+09:00")
    turn_months(bench.world.agency_id)
    return bench


@pytest.fixture
def officer(sign_in: SignIn, bench: Bench) -> FlaskClient:
    return sign_in(bench.oh)


def the_note() -> int:
    with reading() as session:
        return session.execute(select(Note.id)).scalar_one()


def confirmed(client: FlaskClient) -> TestResponse:
    return submit(client, f"{PAGE}/confirm")


def closed(client: FlaskClient) -> None:
    assert confirmed(client).status_code == 303
    heed_asked()


def spoil() -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE person_month_totals SET received_points = received_points + 10"))


def words_of(page: str) -> str:
    """The page's text, each run of blanks as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_months_stand_with_their_states_and_days(officer: FlaskClient) -> None:
    page = words_of(officer.get("/months").text)
    assert "2026년 12월 진행 0 – 2027년 1월 9일부터 가능" in page
    assert re.search(r"2026년 11월 잠정 1 2026년 12월 9일 오전 10:00 2026년 12월 8일부터 가능", page)
    assert "2026년 11월 결과를 확정할 수 있습니다." in page


def test_before_its_day_the_page_says_from_when(officer: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-12-07T10:00+09:00")
    page = officer.get(PAGE)
    assert "2026년 12월 8일부터 확정할 수 있습니다" in page.text
    assert f"{PAGE}/confirm" not in page.text
    assert officer.get(f"{PAGE}/confirm").headers["Location"] == PAGE


def test_a_press_that_comes_too_early_is_told_the_day(officer: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    form = officer.get(f"{PAGE}/confirm").text
    turn_clock(monkeypatch, "2026-12-07T10:00+09:00")
    (found,) = (one for one in forms_of(form) if one.action == f"{PAGE}/confirm")
    answer = officer.post(found.action, data=found.fields)
    assert answer.status_code == 422
    assert "2026-12-08부터 확정할 수 있으니" in answer.text


def test_the_second_page_says_what_happens_and_has_one_button(officer: FlaskClient) -> None:
    page = officer.get(f"{PAGE}/confirm").text
    (form,) = (one for one in forms_of(page) if one.action == f"{PAGE}/confirm")
    assert list(form.fields) == ["csrf_token"]
    assert "확정은 되돌릴 수 없습니다" in page
    assert "판단하지 않은 것이 있습니다" not in page


def test_open_reviews_are_a_warning_and_no_hindrance(bench: Bench, officer: FlaskClient) -> None:
    report(the_note(), agency_id=bench.world.agency_id, person_id=bench.world.kim.person_id, reason=REASON)
    assert "검토 1건, 재검토 요청 0건이 남아 있습니다" in officer.get(f"{PAGE}/confirm").text
    closed(officer)
    assert "확정한 달입니다." in officer.get(PAGE).text


def test_while_the_job_is_at_work_the_page_looks_again_by_itself(officer: FlaskClient) -> None:
    assert confirmed(officer).headers["Location"] == PAGE
    page = officer.get(PAGE)
    assert page.headers["Refresh"] == "5"
    assert "확정하는 중입니다." in page.text
    heed_asked()
    page = officer.get(PAGE)
    assert "Refresh" not in page.headers
    assert "확정한 달입니다." in page.text


def test_where_the_job_does_not_come_the_page_says_whom_to_ask(
    officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(officer)
    turn_clock(monkeypatch, "2026-12-09T10:04+09:00")
    page = officer.get(PAGE)
    assert "Refresh" not in page.headers
    assert "관리자에게 알려 주세요" in page.text


def test_a_closed_month_says_who_confirmed_it_and_when(officer: FlaskClient) -> None:
    closed(officer)
    page = words_of(officer.get(PAGE).text)
    assert "확정한 사람 오담당" in page
    assert "확정한 때 2026년 12월 9일 오전 10:00" in page
    assert "확정 뒤의 정정 없음" in page
    assert re.search(r"순위표의 확인값 [0-9a-f]{64}", page)


def test_corrections_since_stand_beside_a_closed_month(bench: Bench, officer: FlaskClient) -> None:
    closed(officer)
    give_back(the_note(), agency_id=bench.world.agency_id, person_id=bench.world.kim.person_id)
    assert "확정 뒤의 정정 1건, 포인트 -10" in words_of(officer.get(PAGE).text)


def test_a_stopped_closing_says_what_differs_and_what_to_do(officer: FlaskClient) -> None:
    spoil()
    closed(officer)
    page = officer.get(PAGE)
    assert page.status_code == 200
    assert "원장이 맞지 않아 확정을 멈췄습니다." in page.text
    assert "직원별 합계 2 2 month" in words_of(page.text)
    assert "ledger verify" in page.text
    assert "다시 확정하기" in page.text
    assert "2026년 11월 결과 확정이 멈춰 있습니다." in officer.get("/months").text


def test_nobodys_page_breaks_over_a_stopped_closing(bench: Bench, sign_in: SignIn, officer: FlaskClient) -> None:
    spoil()
    closed(officer)
    for path in ("/", "/notes/received", "/notes/sent", "/notes", "/scheme"):
        assert sign_in(bench.world.kim).get(path).status_code in (200, 404)


def test_a_stopped_closing_is_a_failed_job_on_the_administrators_page(bench: Bench, sign_in: SignIn) -> None:
    spoil()
    closed(sign_in(bench.oh))
    boss = a_colleague(bench.world.agency_id, "관리자", bench.world.roads, roles=(Role.ADMINISTRATOR,))
    page = words_of(sign_in(boss).get("/jobs").text)
    assert "월별 결과 확정 실패" in page
    assert "BooksDiffer: person totals" in page


def test_every_check_of_a_months_books_has_its_words() -> None:
    assert set(CHECK_WORDS) == set(MONTH_CHECKS)


def test_the_board_is_a_step_away(officer: FlaskClient) -> None:
    closed(officer)
    assert 'href="/boards/2026-11/departments"' in officer.get(PAGE).text
    assert officer.get("/boards/2026-11/departments").status_code == 200


def test_a_month_that_goes_on_cannot_be_confirmed(officer: FlaskClient) -> None:
    page = officer.get("/months/2026-12").text
    assert "진행 중인 달입니다." in page
    assert "/months/2026-12/confirm" not in page


@pytest.mark.parametrize(
    "path", ["/months/2026-09", "/months/2026-9", "/months/x", "/months/２０２６-11", "/months/x/confirm"]
)
def test_an_unknown_month_is_not_there(officer: FlaskClient, path: str) -> None:
    assert officer.get(path).status_code == 404


def test_the_administrator_reads_and_does_not_confirm(bench: Bench, sign_in: SignIn) -> None:
    boss = a_colleague(bench.world.agency_id, "관리자", bench.world.roads, roles=(Role.ADMINISTRATOR,))
    client = sign_in(boss)
    assert f"{PAGE}/confirm" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/confirm").status_code == 404
