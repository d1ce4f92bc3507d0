"""My tree: which limbs it has, what they carry, and that it grows from giving too."""

from hypothesis import given, settings
from hypothesis import strategies as st

from collabpoints.domain.own_trees import OwnNote, OwnTree, SentMonth, own_tree, round_number
from collabpoints.domain.periods import Month
from collabpoints.domain.tree_leaves import marks_of

NOW = Month(2026, 11)


def months_back(most: int) -> st.SearchStrategy[Month]:
    return st.integers(0, most).map(lambda months: NOW.shifted(-months))


received_notes = st.lists(st.tuples(months_back(60), st.booleans()), max_size=60).map(
    lambda notes: [OwnNote(number, month, crossed) for number, (month, crossed) in enumerate(sorted(notes), start=1)]
)
sent_months = st.dictionaries(months_back(60), st.integers(1, 30), max_size=20).map(
    lambda months: [SentMonth(month, months[month], number) for number, month in enumerate(sorted(months), start=1)]
)


def grown(received: list[OwnNote], sent: list[SentMonth]) -> OwnTree:
    tree = own_tree(received, sent, NOW)
    assert tree is not None
    return tree


def notes(month: Month, number: int, *, crossed: bool = False) -> list[OwnNote]:
    return [OwnNote(one, month, crossed) for one in range(1, number + 1)]


def test_where_there_is_neither_there_is_no_tree() -> None:
    assert own_tree([], [], NOW) is None


def test_months_of_this_year_and_the_last_have_limbs_and_years_before_that() -> None:
    months = (Month(2023, 2), Month(2024, 5), Month(2024, 12), Month(2025, 1), Month(2026, 11))
    tree = grown([OwnNote(one, month, False) for one, month in enumerate(months, start=1)], [])
    assert [(limb.year, limb.month) for limb in tree.limbs] == [
        (2023, None), (2024, None), (2025, 1), (2026, 11)
    ]  # fmt: skip
    assert [limb.received for limb in tree.limbs] == [1, 2, 1, 1]


def test_in_december_the_year_before_is_one_limb() -> None:
    tree = own_tree(notes(Month(2025, 11), 2), [], Month(2026, 12))
    assert tree is not None
    assert [(limb.year, limb.month) for limb in tree.limbs] == [(2025, None)]


def test_a_month_without_a_note_has_no_limb() -> None:
    tree = grown(notes(Month(2026, 3), 2), [SentMonth(Month(2026, 9), 1, 7)])
    assert [limb.month for limb in tree.limbs] == [3, 9]


def test_who_only_gave_has_a_tree_too() -> None:
    tree = grown([], [SentMonth(NOW, 3, 12)])
    assert (tree.received, tree.sent, tree.notes) == (0, 3, 3)
    assert tree.limbs[0].newest_sent == 12
    assert tree.limbs[0].newest_received is None
    assert tree.layout.limbs[0].crown > 0
    assert tree.layout.limbs[0].root is not None


def test_giving_makes_trunk_and_limbs_thicker_and_the_tree_higher() -> None:
    few, many = (
        grown(notes(NOW, 4), [SentMonth(NOW, given, 9), SentMonth(NOW.shifted(-1), 40, 5)]) for given in (1, 60)
    )
    assert many.layout.trunk > few.layout.trunk
    assert many.layout.scale > few.layout.scale
    assert many.layout.limbs[1].stroke.from_width > few.layout.limbs[1].stroke.from_width


def test_a_mark_opens_the_notes_that_it_stands_for_blossoms_after_leaves() -> None:
    received = [OwnNote(4, NOW, True), OwnNote(5, NOW, False), OwnNote(9, NOW, True), OwnNote(7, NOW, False)]
    limb = grown(received, []).limbs[0]
    assert limb.marks == ((5,), (7,), (4,), (9,))
    assert limb.newest_received == 9


def test_with_very_many_notes_a_mark_stands_for_several() -> None:
    tree = grown(notes(NOW, 1500), [])
    assert tree.layout.leaf_notes == 2
    assert len(tree.limbs[0].marks) == 750
    assert tree.limbs[0].marks[0] == (1, 2)


@settings(max_examples=40)
@given(received_notes, sent_months)
def test_every_note_hangs_on_one_limb_and_stands_behind_one_mark(
    received: list[OwnNote], sent: list[SentMonth]
) -> None:
    tree = own_tree(received, sent, NOW)
    assert (tree is None) == (not received and not sent)
    if tree is None:
        return
    assert sorted(note for limb in tree.limbs for mark in limb.marks for note in mark) == [n.id for n in received]
    assert tree.sent == sum(month.notes for month in sent) == sum(limb.sent for limb in tree.limbs)
    assert tree.crossed == sum(note.is_crossed for note in received)
    assert all(limb.received or limb.sent for limb in tree.limbs)
    for limb, drawn in zip(tree.limbs, tree.layout.limbs, strict=True):
        assert limb.place == drawn.place
        assert (limb.received, limb.crossed, limb.sent) == (drawn.received, drawn.crossed, drawn.sent)
        assert sum(marks_of(drawn, tree.layout.leaf_notes)) == len(limb.marks)


@settings(max_examples=40)
@given(received_notes, sent_months)
def test_the_same_notes_grow_the_same_tree_in_whatever_order_they_come(
    received: list[OwnNote], sent: list[SentMonth]
) -> None:
    assert own_tree(received, sent, NOW) == own_tree(received[::-1], sent[::-1], NOW)


@settings(max_examples=40)
@given(received_notes, sent_months, months_back(60), st.booleans())
def test_one_more_note_never_makes_the_tree_smaller(
    received: list[OwnNote], sent: list[SentMonth], month: Month, is_given: bool
) -> None:
    before = own_tree(received, sent, NOW)
    if is_given:
        after = grown(received, [*sent, SentMonth(month, 1, 999)])
    else:
        after = grown([*received, OwnNote(999, month, False)], sent)
    if before is not None:
        assert after.layout.scale >= before.layout.scale
        assert after.layout.trunk >= before.layout.trunk
        assert after.notes == before.notes + 1


def test_a_round_number_is_told_until_a_tenth_more_has_come_ten_at_most() -> None:
    told = {notes: number for notes in range(1, 231) if (number := round_number(notes))}
    spells = ((10, 1), (30, 3), (50, 5), (100, 10), (200, 10))
    assert told == {number + more: number for number, tenth in spells for more in range(tenth)}


def test_every_hundred_is_a_round_number() -> None:
    assert [round_number(notes) for notes in (300, 1200, 1209, 1210)] == [300, 1200, 1200, None]
