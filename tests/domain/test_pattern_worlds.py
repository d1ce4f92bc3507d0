"""The world that the search for patterns is judged on is what it says it is."""

from collections import Counter

from tests.factories.pattern_worlds import World, world

SMALL = world(7, people=600, rings=12)


def within(one: World, place: int) -> Counter[int]:
    """How many notes each member of a ring sent within it in the ring's months."""
    ring = one.rings[place]
    return Counter(
        note.sender
        for note in one.notes
        if {note.sender, note.recipient} <= set(ring.members) and note.day.month in ring.months
    )


def test_the_same_seed_gives_the_same_year() -> None:
    assert world(7, people=600, rings=12).notes == SMALL.notes


def test_nobody_thanks_himself_and_no_pair_passes_its_cap() -> None:
    pairs = Counter((note.sender, note.recipient, note.day.month) for note in SMALL.notes)
    assert all(sender != recipient for sender, recipient, _month in pairs)
    assert max(pairs.values()) <= 5


def test_each_ring_member_sends_within_the_ring_what_the_truth_says() -> None:
    for place, ring in enumerate(SMALL.rings):
        sent = within(SMALL, place)
        assert set(sent) == set(ring.members)
        least = min(ring.exchanges, 5) * len(ring.months)
        assert min(sent.values()) >= least * 0.8  # a pair's cap may have been used up by honest thanks


def test_nobody_is_in_two_rings() -> None:
    members = [member for ring in SMALL.rings for member in ring.members]
    assert len(members) == len(set(members))


def test_most_people_are_honest() -> None:
    assert len(SMALL.honest) > 0.75 * len(SMALL.people)
