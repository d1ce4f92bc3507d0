"""The quiet way from a note's page to a reviewer."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import NoteFlag
from tests.factories.agencies import Colleague
from tests.factories.reviews import REASON, Bench, a_bench
from tests.forms import submit

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def bench(app: Flask) -> Bench:
    return a_bench()


def flags() -> int:
    with reading() as session:
        return len(session.scalars(select(NoteFlag)).all())


def test_a_reader_asks_for_a_review_from_the_notes_page(bench: Bench, sign_in: SignIn) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    client = sign_in(bench.world.park)
    assert f'href="/notes/{note_id}/report"' in client.get(f"/notes/{note_id}").text
    assert submit(client, f"/notes/{note_id}/report", reason=REASON).status_code == 303
    assert "검토자에게 알렸습니다." in client.get(f"/notes/{note_id}").text
    assert flags() == 1


def test_a_second_time_says_that_it_waits(bench: Bench, sign_in: SignIn) -> None:
    note_id = bench.reported(bench.world.hong, bench.world.kim)
    answer = submit(sign_in(bench.world.kim), f"/notes/{note_id}/report", reason=REASON)
    assert answer.status_code == 422
    assert "이미 검토를 요청하신 메시지입니다." in answer.text
    assert flags() == 1


def test_an_empty_report_is_refused_at_its_field(bench: Bench, sign_in: SignIn) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    answer = submit(sign_in(bench.world.park), f"/notes/{note_id}/report")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_on_a_private_note_the_form_says_what_opening_means(bench: Bench, sign_in: SignIn) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim, is_private=True).note_ids[0]
    assert "두 분 모두에게 알려 드립니다." in sign_in(bench.world.kim).get(f"/notes/{note_id}/report").text


def test_what_was_typed_survives_a_session_that_ran_out(bench: Bench, client: FlaskClient) -> None:
    note_id = bench.world.send(bench.world.hong, bench.world.kim).note_ids[0]
    answer = client.post(f"/notes/{note_id}/report", data={"reason": REASON})
    assert answer.status_code in (400, 403)
    assert REASON in answer.text
