"""Tokens of one-time links."""

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.links import token_digest, token_of

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


def test_a_token_is_the_same_for_the_same_row_so_that_the_mailer_can_write_it() -> None:
    korea = NOON.astimezone(timezone(timedelta(hours=9)))
    assert token_of("key", 7, NOON) == token_of("key", 7, korea)


def test_another_key_row_or_instant_gives_another_token() -> None:
    tokens = {
        token_of("key", 7, NOON),
        token_of("another", 7, NOON),
        token_of("key", 8, NOON),
        token_of("key", 7, NOON + timedelta(microseconds=1)),
    }
    assert len(tokens) == 4


@given(st.integers(1, 2**62))
def test_a_token_is_five_groups_without_letters_that_are_mistaken(link_id: int) -> None:
    assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){4}", token_of("key", link_id, NOON))


@given(st.integers(1, 10_000))
def test_typed_from_paper_it_is_still_the_token(link_id: int) -> None:
    token = token_of("key", link_id, NOON)
    misread = token.replace("-", " ").replace("0", "O").replace("1", "l").upper()
    assert token_digest(misread) == token_digest(token)


@given(st.text())
def test_whatever_is_typed_has_a_digest(typed: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", token_digest(typed))
