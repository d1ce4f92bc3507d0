"""Names of files in headers: a server sends nothing but ASCII there."""

import pytest
from flask import Response
from werkzeug.http import parse_options_header

from collabpoints.views.attachments import attach


@pytest.mark.parametrize(
    "name", ["tree-2026-10-D1.svg", "tree-2026-10-기획01.csv", 'flows-a"b;c\\.csv', "＜x＞.csv", "%.csv"]
)
def test_a_file_is_saved_under_its_name_and_the_header_can_be_sent(name: str) -> None:
    answer = Response(b"")
    attach(answer, name)
    header = answer.headers["Content-Disposition"]
    assert header.isascii()
    assert parse_options_header(header) == ("attachment", {"filename": name})


def test_an_old_browser_keeps_the_ending_of_a_korean_name() -> None:
    answer = Response(b"")
    attach(answer, "부서별.xlsx")
    assert "filename=collabpoints.xlsx;" in answer.headers["Content-Disposition"]
