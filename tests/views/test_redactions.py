"""Pages show the stand-in, kindly, wherever somebody is named whose name was redacted."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.redactions import NAME as STAND_IN
from collabpoints.domain.redactions import TEXT as GONE
from collabpoints.jobs.redactions import redact
from tests.factories.agencies import Colleague
from tests.factories.boards import boards_of
from tests.factories.redactions import NAME, Farewell, a_farewell

SignIn = Callable[[Colleague], FlaskClient]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def farewell(app: Flask) -> Farewell:
    farewell = a_farewell()
    redact(farewell.world.agency_id)
    return farewell


def test_his_letter_stays_with_whom_he_thanked(farewell: Farewell, sign_in: SignIn) -> None:
    page = sign_in(farewell.world.park).get(f"/notes/{farewell.sent}").text
    assert STAND_IN in page
    assert NAME not in page


def test_what_he_received_says_that_its_text_is_gone(farewell: Farewell, sign_in: SignIn) -> None:
    client = sign_in(farewell.world.hong)
    for address in ("/notes/sent", f"/notes/{farewell.received[0]}"):
        page = client.get(address).text
        assert GONE in page
        assert STAND_IN in page
        assert NAME not in page


def test_boards_and_submissions_keep_his_line(farewell: Farewell, sign_in: SignIn) -> None:
    span = boards_of(farewell.world.agency_id)[0].span
    client = sign_in(farewell.bench.oh)
    for address in (f"/boards/{span}/persons", f"/submissions/{farewell.submission}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert STAND_IN in answer.text, address
        assert NAME not in answer.text
