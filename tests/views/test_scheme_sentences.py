"""Every fault of a scheme has its sentence, and says at which field."""

import re
from typing import Any

import pytest
from flask import Flask

from collabpoints.domain.scheme_faults import Fault, FaultCode
from collabpoints.views.scheme_sentences import (
    FAULT_SENTENCES,
    fault_line,
    fault_sentence,
    fault_sentence_at,
    field_words,
)


@pytest.mark.parametrize("code", FaultCode)
def test_every_fault_has_a_sentence_that_says_what_to_do(code: FaultCode) -> None:
    assert code in FAULT_SENTENCES


def test_a_fault_is_said_at_its_field(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        fault = Fault.of(FaultCode.OUT_OF_BOUNDS, "text.minimum", low=1, high=500)
        assert fault_sentence(fault) == "1부터 500까지 정할 수 있습니다."
        assert fault_line(fault) == "글의 최소 길이 (text.minimum): 1부터 500까지 정할 수 있습니다."


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("prizes.tiers.2.persons", "상의 등급 2 · 개인"),
        ("prizes.tiers.2", "상의 등급 2"),
        ("special.1.minimum", "특별협업포인트의 종류 1 · 최소"),
        ("points.allowed.step", "메시지 하나의 포인트"),
        ("text.maximum2", "text.maximum2"),
        ("", ""),
    ],
)
def test_what_people_call_a_path(sqlite_app: Flask, path: str, words: str) -> None:
    with sqlite_app.test_request_context():
        assert field_words(path) == words


def test_of_a_box_with_several_lines_the_line_is_named(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        fault = Fault.of(FaultCode.EMPTY, "text.stock_phrases.3")
        assert fault_sentence_at(fault, "text.stock_phrases") == f"3번째 줄: {fault_sentence(fault)}"
        own = Fault.of(FaultCode.EMPTY, "text.stock_phrases")
        assert fault_sentence_at(own, "text.stock_phrases") == fault_sentence(own)


def test_every_value_of_a_sentence_is_filled(sqlite_app: Flask) -> None:
    given: dict[str, Any] = {"line": 3, "low": 1, "high": 9, "longest": 5, "length": 6, "most": 3, "value": "가", "choices": "a, b",
             "step": 2, "minimum": 2, "maximum": 1, "points": 300, "allowance": 200, "cap": 3, "payable": 2,
             "name": "최우수", "presets": "a"}  # fmt: skip
    with sqlite_app.test_request_context():
        for code in FaultCode:
            assert not re.search(r"%\(", fault_sentence(Fault.of(code, **given)))
