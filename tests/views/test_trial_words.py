"""The comparison of a scheme says why notes would have been refused; nothing in it is the figure of a single note."""

import pytest
from flask import Flask

from collabpoints.domain.errors import Code, Refusal
from collabpoints.views.trial_words import WORDS, why

OF_ONE_NOTE = {"person": 7, "needed": 41, "remaining": 42, "length": 43, "days": 44}
OF_THE_SCHEME = {"cap": 2, "allowed": "10", "minimum": 20, "maximum": 500, "unit": "points"}


@pytest.mark.parametrize("code", WORDS)
def test_words_name_what_the_scheme_says_and_nothing_of_a_note(sqlite_app: Flask, code: Code) -> None:
    with sqlite_app.test_request_context("/"):
        said = why(Refusal.of(code, "", **OF_ONE_NOTE, **OF_THE_SCHEME))  # type: ignore[arg-type]
    assert said.endswith(".")
    assert not any(str(figure) in said for figure in OF_ONE_NOTE.values())


def test_what_has_no_words_of_its_own_is_said_as_to_a_sender(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/"):
        assert why(Refusal.of(Code.TEXT_INVISIBLE)).startswith("보이지 않거나")
