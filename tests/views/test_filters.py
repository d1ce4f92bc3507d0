from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string

A_MOMENT = datetime(2026, 11, 30, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{{ value|moment }}", "2026년 12월 1일 오전 12:05"),
        ("{{ value|day }}", "2026년 12월 1일"),
        ("{{ value|time_tag }}", '<time datetime="2026-12-01T00:05+09:00">2026년 12월 1일 오전 12:05</time>'),
    ],
)
def test_an_instant_is_told_in_the_agencys_zone(app: Flask, template: str, written: str) -> None:
    with app.test_request_context("/"):
        assert render_template_string(template, value=A_MOMENT) == written


def test_a_day_has_no_time(app: Flask) -> None:
    with app.test_request_context("/"):
        shown = render_template_string("{{ value|time_tag }}", value=date(2026, 3, 1))
    assert shown == '<time datetime="2026-03-01">2026년 3월 1일</time>'


def test_whoever_reads_english_is_told_in_english(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert render_template_string("{{ value|moment }}", value=A_MOMENT) == "1 December 2026, 00:05"


def test_large_numbers_are_grouped(app: Flask) -> None:
    with app.test_request_context("/"):
        assert render_template_string("{{ 1234567|number }}") == "1,234,567"
