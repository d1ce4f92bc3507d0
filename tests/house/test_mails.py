"""Mails as an office's program shows them: short lines of text, nothing else."""

from pathlib import Path

import pytest
from flask import Flask

MAILS = sorted((Path(__file__).resolve().parents[2] / "templates" / "emails").glob("*.txt"))
WIDEST = 76  # columns, of which a letter of Hangul takes two
LONGEST = {
    "agency": "제주특별자치도",
    "address": "https://points.example.go.kr/",
    "until": "2026. 12. 31. 23:59",
    "login": "2026123456",
    "count": 9999,
    "notes": 999,
    "replies": 999,
    "others": 999,
}


@pytest.mark.parametrize("mail", [path.name for path in MAILS])
def test_no_line_of_a_mail_is_broken_by_the_program_that_shows_it(app: Flask, mail: str) -> None:
    with app.app_context():
        text = app.jinja_env.get_template(f"emails/{mail}").render(**LONGEST)
    assert [line for line in text.splitlines() if columns(line) > WIDEST] == []
    assert "\n\n\n" not in text


def columns(line: str) -> int:
    """How wide a line is where Hangul is twice as wide as other letters."""
    return sum(2 if letter > "\u10ff" else 1 for letter in line)
