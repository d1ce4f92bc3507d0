"""What tries are counted in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.sign_in import WINDOW, buckets, change_bucket, minutes_left, place_of, window_start

KEY = "only-for-tests"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def digests(login: str, address: str, known: str | None = None, key: str = KEY) -> set[str]:
    return {bucket.digest for bucket in buckets(login, address, known_browser=known, key=key)}


def test_a_known_browser_shares_no_bucket_with_anybody_elsewhere() -> None:
    assert digests("100234", "10.0.0.1", "browser").isdisjoint(digests("100234", "10.0.0.1"))
    assert digests("100234", "10.0.0.1", "browser").isdisjoint(digests("100234", "10.0.0.1", "another"))
    assert digests("100234", "10.0.0.1", "browser").isdisjoint(digests("100235", "10.0.0.1", "browser"))


def test_a_known_browser_is_counted_wherever_it_is_carried() -> None:
    assert digests("100234", "10.0.0.1", "browser") == digests("100234", "203.0.113.9", "browser")


def test_two_logins_from_one_address_share_the_address_alone() -> None:
    assert len(digests("100234", "10.0.0.1") & digests("100235", "10.0.0.1")) == 1


def test_one_login_from_two_addresses_shares_the_login_alone() -> None:
    assert len(digests("100234", "10.0.0.1") & digests("100234", "10.0.0.2")) == 1


def test_parts_do_not_run_together() -> None:
    assert digests("ab", "c").isdisjoint(digests("a", "bc"))


def test_a_digest_says_nothing_without_the_key() -> None:
    assert digests("100234", "10.0.0.1").isdisjoint(digests("100234", "10.0.0.1", key="another"))


def test_own_buckets_are_those_that_success_empties() -> None:
    assert [bucket.is_own for bucket in buckets("a", "10.0.0.1", known_browser=None, key=KEY)] == [True, False, False]
    assert [bucket.is_own for bucket in buckets("a", "10.0.0.1", known_browser="b", key=KEY)] == [True]
    assert change_bucket(7, key=KEY).is_own


def test_hostile_logins_have_buckets_too() -> None:
    assert len(digests("\x00\ud800", "not an address")) == 3


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_machine_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_every_instant_lies_in_its_window(naive: datetime) -> None:
    now = naive.replace(tzinfo=UTC)
    assert window_start(now) <= now < window_start(now) + WINDOW
    assert 1 <= minutes_left(now) <= 15


def test_windows_are_the_same_in_every_zone() -> None:
    korea = NOON.astimezone(timezone(timedelta(hours=9)))
    assert window_start(korea) == window_start(NOON) == NOON


def test_minutes_left_are_rounded_up() -> None:
    assert minutes_left(NOON) == 15
    assert minutes_left(NOON + timedelta(minutes=14, seconds=59)) == 1
    assert minutes_left(NOON + timedelta(minutes=5, seconds=1)) == 10
