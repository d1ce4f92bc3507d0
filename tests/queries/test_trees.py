"""Trees as they are read: names of the span's day, codes that lead on, spans that have any, the leaves that open."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.spans import Span
from collabpoints.domain.tree_leaves import marks_of
from collabpoints.domain.trees import LimbKind
from collabpoints.models import Department, DepartmentPath, Note
from collabpoints.queries.tree_leaves import open_leaves
from collabpoints.queries.trees import Branch, GrownTree, root_of_code, tree_of, tree_spans
from collabpoints.services.note_changes import take_back
from collabpoints.services.trees import grow_span
from tests.factories.agencies import a_colleague
from tests.factories.clocks import turn_clock
from tests.factories.groves import Grove, a_grove


@pytest.fixture
def grove(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Grove:
    turn_clock(monkeypatch, "2026-11-20T12:00:00+09:00")
    return a_grove()


def tree(grove: Grove, root: int = 0) -> GrownTree:
    found = tree_of(grove.world.agency_id, grove.span, root)
    assert found is not None
    return found


def branch(grown: GrownTree, name: str) -> Branch:
    (found,) = [one for one in grown.branches if one.name == name]
    return found


# Names


def test_a_branch_has_its_own_name_and_that_of_its_bureau_before_it(grove: Grove) -> None:
    one = branch(tree(grove), "복지정책과")
    assert (one.path, one.code) == ("기획실 복지정책과", "D2")


def test_a_name_with_spaces_is_told_from_its_bureaus(grove: Grove) -> None:
    with unit_of_work() as session:
        session.execute(
            update(DepartmentPath)
            .where(DepartmentPath.home_id == grove.world.welfare)
            .values(names="기획실 복지 정책 담당관")
        )
    assert branch(tree(grove), "복지 정책 담당관").path == "기획실 복지 정책 담당관"


def test_a_department_that_was_renamed_since_keeps_the_name_of_the_span(grove: Grove) -> None:
    with unit_of_work() as session:
        department = session.get_one(Department, grove.world.welfare)
        path = session.get_one(DepartmentPath, department.path_id)
        renamed = DepartmentPath(
            agency_id=path.agency_id,
            ids=path.ids,
            names="기획실 행복과",
            home_id=path.home_id,
            bureau_id=path.bureau_id,
        )
        session.add(renamed)
        session.flush()
        department.name, department.path_id = "행복과", renamed.id
    assert branch(tree(grove), "복지정책과").path == "기획실 복지정책과"
    assert tree(grove, grove.world.welfare).root.path == "기획실 복지정책과"


def test_limbs_lead_to_the_trees_that_there_are(grove: Grove) -> None:
    codes = {one.name: one.code for one in tree(grove).branches}
    assert codes == {
        "기획실": "B1", "기획담당관": "D1", "복지정책과": "D2", "기록과": "", "문서과": "",
        "건설국": "B2", "도로과": "D5", "하천과": "D6", "": "",
    }  # fmt: skip


def test_a_bureaus_tree_leads_to_its_departments_and_not_to_itself(grove: Grove) -> None:
    root = root_of_code(grove.world.agency_id, "B1")
    assert root is not None
    grown = tree(grove, root)
    assert [(one.name, one.code) for one in grown.branches] == [
        ("기획담당관", "D1"),
        ("복지정책과", "D2"),
        ("기록과", ""),
        ("문서과", ""),
    ]
    assert (grown.root.code, grown.root.name, grown.root.above) == ("B1", "기획실", "")


def test_branches_stand_in_official_order_bureau_by_bureau(grove: Grove) -> None:
    assert [one.name for one in tree(grove).branches] == [
        "기획실", "기획담당관", "복지정책과", "기록과", "문서과", "건설국", "도로과", "하천과", "",
    ]  # fmt: skip


def test_a_bureaus_own_office_is_a_branch_of_the_bureaus_tree(grove: Grove) -> None:
    bureau = root_of_code(grove.world.agency_id, "B2")
    assert bureau is not None
    for name in ("국장", "보좌관", "비서"):
        a_colleague(grove.world.agency_id, name, bureau)
    grow_span(grove.world.agency_id, grove.span)
    grown = tree(grove, bureau)
    office = grown.branches[0]
    assert (office.limb.kind, office.limb.department_id, office.code) == (LimbKind.DEPARTMENT, bureau, "")
    assert [one.limb.kind for one in tree(grove).branches if one.limb.department_id == bureau] == [
        LimbKind.BUREAU,
        LimbKind.DEPARTMENT,
    ]


@pytest.mark.parametrize("code", ["", "nobody", "D1\0", "D" * 41])
def test_what_is_no_code_is_no_root(grove: Grove, code: str) -> None:
    assert root_of_code(grove.world.agency_id, code) is None


def test_another_agency_has_none_of_it(grove: Grove) -> None:
    assert tree_of(grove.world.agency_id + 1, grove.span) is None
    assert tree_spans(grove.world.agency_id + 1) == ()
    assert root_of_code(grove.world.agency_id + 1, "D1") is None


def test_a_span_without_trees_has_none(grove: Grove) -> None:
    assert tree_of(grove.world.agency_id, Span.parse("2025-11")) is None


def test_spans_with_trees_come_newest_first_the_shorter_before_the_longer(grove: Grove) -> None:
    for span in ("2026", "2026-Q4"):
        grow_span(grove.world.agency_id, Span.parse(span))
    assert [str(one.span) for one in tree_spans(grove.world.agency_id)] == ["2026-Q4", "2026", "2026-11"]


def test_the_checksum_is_that_of_the_figures_and_lines(grove: Grove) -> None:
    before = tree(grove).checksum
    grow_span(grove.world.agency_id, grove.span)
    assert tree(grove).checksum == before
    grove.world.send(grove.roads[5], grove.welfare[0])
    grow_span(grove.world.agency_id, grove.span)
    assert tree(grove).checksum != before


# Leaves that open


def test_each_public_note_has_a_leaf_of_its_own(grove: Grove) -> None:
    for grown in (tree(grove), tree(grove, grove.world.planning)):
        leaves = open_leaves(grown)
        limbs = {limb.place: limb for limb in grown.layout.limbs}
        assert len({(leaf.place, leaf.number) for leaf in leaves}) == len(leaves)
        assert all(leaf.number < sum(marks_of(limbs[leaf.place], 1)) for leaf in leaves)
        shown = [grove.world.planning, grove.world.welfare] if not grown.root.department_id else [grove.world.planning]
        assert {leaf.note_id for leaf in leaves} == notes_of(*shown)


def notes_of(*department_ids: int) -> set[int]:
    with reading() as session:
        return set(session.scalars(select(Note.id).where(Note.recipient_department_id.in_(department_ids))))


def test_leaves_come_first_and_blossoms_after_them(grove: Grove) -> None:
    grown = tree(grove)
    place = branch(grown, "기획담당관").limb.place
    with reading() as session:
        crossed = set(session.scalars(select(Note.id).where(Note.sender_department_id == grove.world.roads)))
    on_it = [leaf for leaf in open_leaves(grown) if leaf.place == place]
    assert Counter(leaf.number >= 7 for leaf in on_it) == {False: 7, True: 6}
    assert all((leaf.note_id in crossed) is (leaf.number >= 7) for leaf in on_it)


def test_a_private_note_opens_for_nobody_and_still_counts(grove: Grove) -> None:
    before = {leaf.note_id: leaf.number for leaf in open_leaves(tree(grove))}
    first = min(before)
    with unit_of_work() as session:
        session.execute(update(Note).where(Note.id == first).values(is_private=True))
    after = {leaf.note_id: leaf.number for leaf in open_leaves(tree(grove))}
    assert after == {note_id: number for note_id, number in before.items() if note_id != first}


def test_a_note_that_was_taken_back_since_opens_no_more_and_moves_no_other_leaf(
    grove: Grove, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = grove.roads[5]
    (note_id,) = grove.world.send(sender, grove.welfare[0]).note_ids
    grow_span(grove.world.agency_id, grove.span)
    before = open_leaves(tree(grove))
    take_back(note_id, agency_id=grove.world.agency_id, person_id=sender.person_id)
    assert open_leaves(tree(grove)) == tuple(leaf for leaf in before if leaf.note_id != note_id)


def test_what_came_after_the_tree_grew_has_no_leaf(grove: Grove) -> None:
    before = open_leaves(tree(grove))
    grove.world.send(grove.roads[5], grove.welfare[0])
    assert open_leaves(tree(grove)) == before


def test_no_leaf_of_a_small_department_opens(grove: Grove) -> None:
    opened = {leaf.note_id for leaf in open_leaves(tree(grove))}
    with reading() as session:
        small = set(
            session.scalars(
                select(Note.id)
                .join(Department, Department.id == Note.recipient_department_id)
                .where(Department.code.in_(("D3", "D4")))
            )
        )
    assert len(small) == 4
    assert not opened & small


def test_so_many_leaves_open_at_most_and_the_newest_first(grove: Grove) -> None:
    every = open_leaves(tree(grove))
    few = open_leaves(tree(grove), most=3)
    assert {leaf.note_id for leaf in few} == set(sorted(leaf.note_id for leaf in every)[-3:])
