"""The rules in plain sentences, Korean and English."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings

from collabpoints.domain.scheme_statements import Says, Statement, Topic, statements
from collabpoints.domain.scheme_words import Certificate, Measure
from collabpoints.domain.schemes import PRESETS, Scheme, parse_scheme, preset_text
from collabpoints.views.scheme_statements import SENTENCES, TOPICS, paragraphs, statement_sentence
from tests.factories.agencies import Colleague
from tests.factories.worlds import a_world
from tests.strategies.schemes import schemes


def test_every_statement_and_topic_has_its_words() -> None:
    assert set(SENTENCES) == set(Says)
    assert set(TOPICS) == set(Topic)


def test_every_place_of_every_sentence_is_filled(sqlite_app: Flask) -> None:
    @settings(max_examples=30)
    @given(schemes())
    def judge(scheme: Scheme) -> None:
        for statement in statements(scheme):
            places = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[statement.says])))
            assert places == {name for name, _ in statement.values}

    with sqlite_app.test_request_context():
        judge()


def test_numbers_are_written_as_on_every_page(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        statement = Statement.of(Topic.ALLOWANCE, Says.ALLOWANCE_IN_POINTS, count=12_000)
        assert "12,000포인트" in statement_sentence(statement)


@pytest.mark.parametrize("code", PRESETS)
def test_every_preset_can_be_read(sqlite_app: Flask, code: str) -> None:
    scheme = parse_scheme(preset_text(code))
    with sqlite_app.test_request_context():
        found = paragraphs(scheme)
    assert found[0].sentences[0] == scheme.used_for_ko
    assert all(paragraph.sentences for paragraph in found)


def test_cheonan_in_sentences(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        told = "\n".join(
            one for paragraph in paragraphs(parse_scheme(preset_text("cheonan-2019"))) for one in paragraph.sentences
        )
    assert "받은 포인트의 100%와 보낸 포인트의 50%를 더합니다." in told
    assert "기관장 부여: 30~70포인트. 받는 쪽은 개인, 승인은 기관장." in told
    assert "분기 장려: 2명." in told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"persons_ranked_by": Measure.NOTES}, "개인 순위는 포인트와 함께 받은 메시지 수로 매깁니다."),
        ({"departments_ranked_by": Measure.NOTES}, "부서 순위는 포인트와 함께 받은 메시지 수로 매깁니다."),
        ({"certificate": Certificate.AWARD}, "상을 받는 직원과 부서에 상장을 드립니다."),
        ({"certificate": Certificate.COMMENDATION}, "상을 받는 직원과 부서에 표창장을 드립니다."),
        ({"recent_months_without_prizes": 12}, "지난 12개월 안에 상을 받은 분은 다시 시상하지 않습니다."),
    ],
)
def test_a_rule_in_a_sentence(sqlite_app: Flask, changed: dict[str, Any], told: str) -> None:
    scheme = replace(parse_scheme(preset_text("cheonan-2019")), **changed)
    with sqlite_app.test_request_context():
        assert told in [one for paragraph in paragraphs(scheme) for one in paragraph.sentences]


def test_a_percent_sign_in_the_agencys_own_words_stays(sqlite_app: Flask) -> None:
    scheme = replace(parse_scheme(preset_text("cheonan-2019")), used_for_ko="100% 시상에 씁니다 %(x)s")
    with sqlite_app.test_request_context():
        assert paragraphs(scheme)[0].sentences[0] == "100% 시상에 씁니다 %(x)s"


def test_the_page_in_english(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> None:
    client = sign_in(a_world(scheme="cheonan-2019").hong)
    client.set_cookie("language", "en")
    page = client.get("/scheme").text
    assert "Each quarter prizes are given" in page
    assert "Granted by the head of the agency" in page
