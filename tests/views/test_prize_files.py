"""Files of prizes: each with its reason in the record; 미확정 before they are confirmed; nobody who hides is in a bundle."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from collabpoints.db import reading, unit_of_work
from collabpoints.models import AccessRecord, DownloadRecord, Person
from collabpoints.queries.prizes import proposal
from collabpoints.views import prize_documents
from tests.factories.prizes import PrizeWorld, a_ranked_world, hide, winner_of
from tests.forms import forms_of
from tests.views.test_prizes import records
from tests.views.test_special_grants import entered

WHY = "12월 월례조회에서 드릴 상장"


@pytest.fixture
def prizes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeWorld:
    return a_ranked_world(monkeypatch)


@pytest.fixture
def officer(app: Flask, prizes: PrizeWorld) -> FlaskClient:
    return entered(app, prizes.oh)


def take(officer: FlaskClient, proposal_id: int, kind: str, reason: str = WHY, winner: str = "") -> TestResponse:
    page = officer.get(f"/prizes/{proposal_id}").text
    form = next(f for f in forms_of(page) if "/files/" in f.action)
    return officer.post(f"/prizes/{proposal_id}/files/{kind}", data={**form.fields, "reason": reason, "winner": winner})


def rows(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]


@pytest.mark.parametrize("kind", list(prize_documents.MAKERS))
def test_each_file_is_made_and_stands_in_the_record_with_its_reason(
    prizes: PrizeWorld, officer: FlaskClient, kind: str
) -> None:
    proposal_id = prizes.open()
    prizes.confirm(proposal_id)
    answer = take(officer, proposal_id, kind)
    assert answer.status_code == 200
    beginning = {"certificates": b"%PDF", "slide": b"%PDF", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}[kind]
    assert answer.data.startswith(beginning)
    assert "attachment" in answer.headers["Content-Disposition"]
    named = {prizes.world.kim.person_id, prizes.world.park.person_id}
    assert set(records("prizes.take")) == {(person_id, WHY) for person_id in named}
    with reading() as session:
        assert session.scalars(select(AccessRecord.subject).where(AccessRecord.act == "prizes.take")).first() == (
            f"/prizes/{proposal_id}/files/{kind}"
        )
        assert session.scalars(select(DownloadRecord.what)).all() == [f"prize_files.{kind}"]


@pytest.mark.parametrize(("reason", "sentence"), [("", "사유를 적어 주세요."), ("가" * 201, "200자까지")])
def test_a_file_asks_for_its_reason(prizes: PrizeWorld, officer: FlaskClient, reason: str, sentence: str) -> None:
    answer = take(officer, prizes.open(), "csv", reason=reason)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert records("prizes.take") == []


def test_a_list_carries_numbers_places_and_words(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    prizes.confirm(proposal_id)
    year = (prizes.words().awarded_on or 0).year  # type: ignore[union-attr]
    first, _second, department = rows(take(officer, proposal_id, "csv"))
    assert first[:6] == [f"{year}-1", "최우수", "복지정책과", "주무관", "김민수", "30포인트"]
    assert first[7:9] == ["하늘도지사", "한지사"]
    assert department[1:5] == ["우수 부서", "", "", "복지정책과"]


def test_the_workbook_says_the_same(prizes: PrizeWorld, officer: FlaskClient) -> None:
    proposal_id = prizes.open()
    prizes.confirm(proposal_id)
    sheet = load_workbook(io.BytesIO(take(officer, proposal_id, "xlsx").data)).active
    assert sheet is not None
    told = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert told == rows(take(officer, proposal_id, "csv"))


def test_before_they_are_confirmed_files_say_so(prizes: PrizeWorld, officer: FlaskClient) -> None:
    answer = take(officer, prizes.open(), "csv")
    assert {row[0] for row in rows(answer)} == {"미확정"}
    assert "%EB%AF%B8%ED%99%95%EC%A0%95" in answer.headers["Content-Disposition"]


def test_who_has_not_answered_is_in_no_file(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch, "kim")
    proposal_id = prizes.open()
    names = {row[4] for row in rows(take(entered(app, prizes.oh), proposal_id, "csv"))}
    assert names == {"박서연", "복지정책과"}


def test_who_opts_out_later_is_in_no_bundle_but_has_a_certificate_of_his_own(
    prizes: PrizeWorld, officer: FlaskClient
) -> None:
    proposal_id = prizes.open()
    prizes.confirm(proposal_id)
    hide(prizes.world.kim)
    assert "김민수" not in {row[4] for row in rows(take(officer, proposal_id, "csv"))}
    shown = proposal(proposal_id, agency_id=prizes.agency_id)
    kim = winner_of(proposal_id, prizes.world.kim)
    assert [one.name for one in prize_documents.winners_in(shown, kim)] == ["김민수"]
    assert take(officer, proposal_id, "certificates", winner=str(kim)).data.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["", "x", "../csv", "CSV"])
def test_a_file_of_no_kind_does_not_exist(prizes: PrizeWorld, officer: FlaskClient, kind: str) -> None:
    assert take(officer, prizes.open(), kind).status_code == 404


def test_a_winner_of_nothing_has_no_certificate(prizes: PrizeWorld, officer: FlaskClient) -> None:
    answer = take(officer, prizes.open(), "certificates", winner="999")
    assert answer.status_code == 422
    assert "파일에 담을 사람이나 부서가 없습니다." in answer.text


def test_a_name_is_no_formula(prizes: PrizeWorld, officer: FlaskClient) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == prizes.world.kim.person_id).values(name="=1+1"))
    assert rows(take(officer, prizes.open(), "csv"))[0][4] == "'=1+1"
