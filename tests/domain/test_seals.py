"""What a digest is over, and which segments are looked at when."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.seals import (
    FIRST,
    SHARES,
    Break,
    SealBreak,
    SealFacts,
    Sealing,
    chain_breaks,
    line_of_row,
    segment_break,
    shares_due,
)

AT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
SEALING = Sealing(FIRST, 1, "entries", 1, AT)
CELLS = st.one_of(
    st.none(),
    st.integers(),
    st.text(st.characters(exclude_categories=["Cs"])),
    # The first morning of year 1 in Seoul is none in UTC.
    st.datetimes(datetime(1, 1, 2), timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))])),
)


def test_a_row_is_one_line_of_json() -> None:
    seoul = timezone(timedelta(hours=9))
    row = [7, None, "", "고맙습니다\n또", datetime(2026, 11, 22, 12, 30, 0, 5, tzinfo=seoul), True]
    assert line_of_row(row).decode() == (
        '[7,null,"","고맙습니다\\n또","2026-11-22T03:30:00.000005+00:00",true]\n'
    )  # fmt: skip


@given(st.lists(CELLS), st.lists(CELLS))
def test_two_rows_have_one_line_only_when_they_are_the_same(one: list[object], other: list[object]) -> None:
    def plain(row: list[object]) -> list[object]:
        # An instant and its own text would be told apart by their column, which has one type.
        return [cell.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(cell, datetime) else cell
                for cell in row]  # fmt: skip

    assert (line_of_row(one) == line_of_row(other)) == (plain(one) == plain(other))
    assert line_of_row(one).count(b"\n") == 1


def test_nothing_and_an_empty_text_are_told_apart() -> None:
    assert line_of_row([None]) != line_of_row([""])


def test_a_naive_instant_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="naive"):
        line_of_row([datetime(2026, 11, 22)])


def test_what_has_no_one_spelling_is_not_sealed() -> None:
    with pytest.raises(TypeError, match="bytes"):
        line_of_row([b"x"])


def test_a_digest_can_be_reckoned_without_the_program() -> None:
    written = f'["{FIRST}",1,"entries",1,"2026-11-22T03:30:00.000000+00:00"]\n[1,"a"]\n[2,null]\n'
    assert SEALING.digest([(1, "a"), (2, None)]) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        replace(SEALING, previous="1" * 64),
        replace(SEALING, agency_id=2),
        replace(SEALING, table="records"),
        replace(SEALING, segment=2),
        replace(SEALING, sealed_at=AT + timedelta(microseconds=1)),
    ],
)
def test_the_same_rows_have_another_digest_under_another_seal(other: Sealing) -> None:
    assert other.digest([(1,)]) != SEALING.digest([(1,)])


def a_chain(*rows: int) -> list[SealFacts]:
    """Seals that lean on each other, of so many rows each."""
    seals: list[SealFacts] = []
    for count in rows:
        first = seals[-1].last_id + 1 if seals else 1
        sealing = Sealing(seals[-1].digest if seals else FIRST, 1, "entries", len(seals) + 1, AT)
        ids = range(first, first + count)
        seals.append(SealFacts(sealing, first, ids[-1], count, sealing.digest((each,) for each in ids)))
    return seals


def test_seals_that_lean_on_each_other_are_whole() -> None:
    assert chain_breaks(a_chain(3, 1, 5)) == []


def test_no_seals_are_whole() -> None:
    assert chain_breaks([]) == []


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_seal_that_is_gone_is_named(gone: int) -> None:
    seals = a_chain(3, 1, 5, 2)
    del seals[gone]
    assert chain_breaks(seals) == [SealBreak("entries", gone + 1, Break.SEAL_MISSING, 1)]


def test_several_seals_gone_in_a_row_are_counted() -> None:
    seals = a_chain(1, 1, 1, 1, 1)
    assert chain_breaks([seals[0], seals[4]]) == [SealBreak("entries", 2, Break.SEAL_MISSING, 3)]


def test_a_seal_made_anew_is_seen_by_the_one_after_it() -> None:
    seals = a_chain(3, 1, 5)
    seals[1] = replace(seals[1], digest="e" * 64)
    assert chain_breaks(seals) == [SealBreak("entries", 3, Break.CHAIN)]


def test_a_seal_that_was_given_another_number_is_seen() -> None:
    seals = a_chain(3, 1, 5)
    del seals[1]
    seals[1] = replace(seals[1], sealing=replace(seals[1].sealing, segment=2))
    assert chain_breaks(seals) == [SealBreak("entries", 2, Break.CHAIN)]


def test_stretches_never_overlap() -> None:
    seals = a_chain(3, 2)
    seals[1] = replace(seals[1], first_id=3)
    assert chain_breaks(seals) == [SealBreak("entries", 2, Break.CHAIN)]


@pytest.mark.parametrize(
    ("found", "kind", "count"),
    [
        ((2, 1, 3, "a" * 64), Break.MISSING, 1),
        ((5, 1, 3, "a" * 64), Break.ADDED, 2),
        ((3, 1, 3, "a" * 64), Break.CHANGED, 0),
        ((3, 2, 4, "a" * 64), Break.CHANGED, 0),
    ],
)
def test_how_a_segment_differs(found: tuple[int, int, int, str], kind: Break, count: int) -> None:
    assert segment_break(a_chain(3)[0], *found) == SealBreak("entries", 1, kind, count)


def test_a_segment_that_is_as_it_was_does_not_differ() -> None:
    (seal,) = a_chain(3)
    assert segment_break(seal, 3, 1, 3, seal.digest) is None


def test_a_difference_in_words() -> None:
    assert str(SealBreak("entries", 3, Break.MISSING, 2)) == "entries segment 3: rows missing (2)"
    assert str(SealBreak("entries", 3, Break.CHANGED)) == "entries segment 3: rows or seal changed"


def test_the_first_look_sees_every_share() -> None:
    assert sorted(shares_due(None, AT)) == list(range(SHARES))


def test_within_the_hour_no_share_is_due_again() -> None:
    assert shares_due(AT, AT + timedelta(minutes=20)) == []


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    st.lists(st.integers(0, 30 * 60), min_size=1, max_size=60),
)
def test_whatever_the_pauses_every_share_is_looked_at_within_a_day_or_as_soon_as_the_job_is_back(
    began: datetime, pauses: list[int]
) -> None:
    last, now = None, began
    seen: dict[int, datetime] = {}
    for pause in pauses:
        for share in shares_due(last, now):
            seen[share] = now
        last, now = now, now + timedelta(minutes=pause)
        assert set(seen) == set(range(SHARES))
        assert all(last - at < timedelta(hours=25) for at in seen.values())


def test_the_share_that_waited_longest_comes_first() -> None:
    hours = (AT - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(hours=1)
    assert shares_due(AT - timedelta(hours=3), AT) == [(hours - back) % SHARES for back in (2, 1, 0)]


def test_a_clock_that_was_put_back_owes_nothing() -> None:
    assert shares_due(AT + timedelta(hours=5), AT) == []
