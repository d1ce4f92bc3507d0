"""What stands out among notes, and what does not: small worlds, one story each."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from collabpoints.domain.pattern_books import last_days
from collabpoints.domain.pattern_facts import Finding, PatternKind, PatternNoteFacts, PatternStaff
from collabpoints.domain.patterns import find
from collabpoints.domain.periods import Month
from tests.factories.pattern_stories import Climate, Story, a_story

QUIET = Climate(people=160, rings=0, rate=2.5)


@cache
def ordinary() -> Story:
    """A year of 160 people with projects, pairs, help desks, newcomers and farewells, and no ring."""
    return a_story(11, QUIET)


def outsiders(story: Story, count: int) -> list[int]:
    """As many people who take part in nothing special, of different departments as far as there are any."""
    first: dict[int, int] = {}
    plain = [person for person, one in sorted(story.staff.items()) if not story.honest.get(person) and not one.is_head]
    for person in plain:
        first.setdefault(story.staff[person].department, person)
    return [*first.values(), *(person for person in plain if person not in first.values())][:count]


def planted(
    ways: Sequence[tuple[int, int, date, str]], *, points: int = 30, kind: int | None = None
) -> tuple[PatternNoteFacts, ...]:
    """Notes along these ways (sender, recipient, day, text) among the ordinary ones; their ids are from a million on."""
    staff = ordinary().staff
    return tuple(
        PatternNoteFacts(
            1_000_000 + place, one, other, day, points, text, staff[one].department, staff[other].department, kind
        )
        for place, (one, other, day, text) in enumerate(ways)
    )


def found(notes: Sequence[PatternNoteFacts], **changes: dict[int, PatternStaff]) -> tuple[Finding, ...]:
    story = ordinary()
    return find([*story.notes, *notes], changes.get("staff", story.staff), story.months)


def of_kind(findings: Sequence[Finding], kind: PatternKind) -> list[Finding]:
    return [one for one in findings if one.kind is kind]


def round_trips(members: Sequence[int], *, last: bool = True, texts: bool = True) -> tuple[PatternNoteFacts, ...]:
    """Twice a month from each to the next, all year."""
    return planted(
        [
            (one, other, last_days(month) if last else date(month.year, month.month, 3 + 4 * turn + place), "ㄱㅅ" if texts else "")
            for month in ordinary().months
            for turn in range(2)
            for place, (one, other) in enumerate(zip(members, [*members[1:], members[0]], strict=True))
        ]
    )  # fmt: skip


def test_nothing_comes_of_nothing() -> None:
    assert find([], {}, [Month(2026, 1)]) == ()


def test_ordinary_work_stands_out_nowhere() -> None:
    circles = [one for one in found(()) if one.kind in (PatternKind.EXCHANGE, PatternKind.RING)]
    assert circles == []


@pytest.mark.parametrize("size", [3, 5, 8])
def test_a_ring_is_found_with_its_people_and_notes(size: int) -> None:
    members = outsiders(ordinary(), size)
    notes = round_trips(members)
    (ring,) = of_kind(found(notes), PatternKind.RING)
    assert set(ring.people) == set(members)
    assert {note.note_id for note in notes} <= set(ring.note_ids)
    assert (ring.first, ring.last) == (Month(2026, 1), Month(2026, 12))


def test_the_people_of_a_ring_stand_in_the_order_in_which_points_go_round() -> None:
    members = outsiders(ordinary(), 4)
    (ring,) = of_kind(found(round_trips(members)), PatternKind.RING)
    start = ring.people.index(members[0])
    assert [*ring.people[start:], *ring.people[:start]] == members


def test_two_who_return_every_note_are_an_exchange() -> None:
    pair = outsiders(ordinary(), 2)
    (exchange,) = of_kind(found(round_trips(pair)), PatternKind.EXCHANGE)
    assert set(exchange.people) == set(pair)
    assert len(exchange.note_ids) > 20 * exchange.expected_hundredths / 100


def test_a_ring_needs_no_sign_but_that_it_is_closed_steady_and_even() -> None:
    members = outsiders(ordinary(), 4)
    assert of_kind(found(round_trips(members, last=False, texts=False)), PatternKind.RING)


def test_one_way_thanks_are_no_ring() -> None:
    desk, *others = outsiders(ordinary(), 8)
    notes = planted([(one, desk, date(2026, month, 10), "") for month in range(1, 13) for one in others])
    circles = [one for one in found(notes) if one.kind in (PatternKind.EXCHANGE, PatternKind.RING)]
    assert not [one for one in circles if desk in one.people]


def test_the_order_in_which_notes_come_makes_no_difference() -> None:
    notes = [*ordinary().notes, *round_trips(outsiders(ordinary(), 3))]
    shuffled = random.Random(1).sample(notes, len(notes))
    assert find(notes, ordinary().staff, ordinary().months) == find(shuffled, ordinary().staff, ordinary().months)


def test_notes_of_other_months_are_not_looked_at() -> None:
    early = [replace(note, day=note.day.replace(year=2025)) for note in round_trips(outsiders(ordinary(), 3))]
    assert found(early) == found(())


def test_one_text_again_and_again_is_found_with_the_notes_that_carry_it() -> None:
    one, *others = outsiders(ordinary(), 13)
    notes = planted(
        [(one, other, date(2026, 1 + place, 9), "늘 같은 글") for place, other in enumerate(others[:12])] * 2
    )
    (finding,) = [same for same in of_kind(found(notes), PatternKind.SAME_TEXT) if same.people == (one,)]
    assert set(finding.note_ids) >= {note.note_id for note in notes}


def test_one_press_to_many_is_not_one_text_many_times() -> None:
    one, *others = outsiders(ordinary(), 13)
    notes = planted([(one, other, date(2026, 5, 8), "모두 고맙습니다") for other in others] * 3)
    assert not [same for same in of_kind(found(notes), PatternKind.SAME_TEXT) if one in same.people]


def test_bursts_on_the_last_day_to_the_same_few_are_found() -> None:
    one, *few = outsiders(ordinary(), 3)
    ways = [(one, other, last_days(month), "") for month in ordinary().months for other in few for _ in range(3)]
    assert [last.people for last in of_kind(found(planted(ways)), PatternKind.LAST_DAY) if one in last.people] == [
        (one,)
    ]


def test_the_last_days_are_the_last_two_working_days() -> None:
    assert last_days(Month(2026, 5)) == date(2026, 5, 28)
    assert last_days(Month(2026, 6)) == date(2026, 6, 29)


def test_who_feeds_one_person_all_year_is_found_with_him() -> None:
    one, other = outsiders(ordinary(), 2)
    ways = [(one, other, date(2026, month, day), "") for month in range(1, 13) for day in (4, 11, 18, 25, 26, 27)]
    assert (one, other) in [fed.people for fed in of_kind(found(planted(ways)), PatternKind.ONE_GIVER)]


def test_who_thanks_his_mentor_for_some_months_is_not() -> None:
    one, other = outsiders(ordinary(), 2)
    ways = [(one, other, date(2026, month, day), "") for month in range(1, 5) for day in (4, 11, 18, 25, 26, 27)]
    assert (one, other) not in [fed.people for fed in of_kind(found(planted(ways)), PatternKind.ONE_GIVER)]


def test_a_head_and_one_of_his_people_are_found() -> None:
    staff = ordinary().staff
    head = next(person for person, one in sorted(staff.items()) if one.is_head and not ordinary().honest.get(person))
    mate = next(
        person for person, one in sorted(staff.items()) if one.department == staff[head].department and person != head
    )
    ways = [
        (one, other, date(2026, month, day), "")
        for month in range(1, 13)
        for day in (3, 9, 15, 21, 23, 25)
        for one, other in ((head, mate), (mate, head))
    ]
    assert (head, mate) in [two.people for two in of_kind(found(planted(ways)), PatternKind.SUPERIOR)]


def test_programme_staff_among_the_winners_are_always_told() -> None:
    person = outsiders(ordinary(), 1)[0]
    staff = dict(ordinary().staff)
    staff[person] = replace(staff[person], is_programme=True, is_winner=True)
    got = [note.note_id for note in ordinary().notes if note.recipient == person]
    (finding,) = [one for one in of_kind(found((), staff=staff), PatternKind.PROGRAMME) if one.people == (person,)]
    assert list(finding.note_ids) == sorted(got)


def test_in_a_year_of_its_own_stories_most_rings_are_found_and_hardly_anybody_honest() -> None:
    """Stories on which the rules were tuned: the judgement is made on others (tests/bench/patterns.py)."""
    story = a_story(5, Climate(people=700, rings=10, rate=2.5))
    findings = find(story.notes, story.staff, story.months)
    strong = [ring for ring in story.rings if ring.monthly >= 1.5 * len(ring.members)]
    hits = [
        ring
        for ring in strong
        if any(4 * len(set(one.people) & set(ring.members)) >= 3 * len(ring.members) for one in findings)
    ]
    members = {one for ring in story.rings for one in ring.members}
    honest = {
        one for finding in findings for one in finding.people if finding.kind is not PatternKind.PROGRAMME
    } - members
    assert strong
    assert len(hits) >= 0.8 * len(strong)
    assert len(honest) <= 0.03 * len(story.staff)
