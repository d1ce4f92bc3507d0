"""What is kept of a search for patterns, and what the officer's decisions do: they move notes into the review queue, no more."""

import pytest
from sqlalchemy import func, select

from collabpoints.db import db
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.pattern_facts import Finding, PatternDecisionKind, PatternKind
from collabpoints.domain.periods import Month
from collabpoints.models import Entry, Note, NoteFlag, PatternDecision, PatternFinding, PatternNote
from collabpoints.queries.pattern_facts import pattern_facts
from collabpoints.queries.patterns import behind, pattern, patterns
from collabpoints.queries.reviews import waiting
from collabpoints.services.patterns import decide, keep_findings
from tests.factories.patterns import PatternScene, a_pattern_scene


@pytest.fixture
def scene(app: object) -> PatternScene:
    return a_pattern_scene()


def the_finding(scene: PatternScene) -> int:
    return patterns(scene.agency_id, officer=scene.officer.person_id).rows[0].id


def explain(scene: PatternScene, reason: str = "같은 사업을 함께 했습니다.") -> None:
    decide(
        the_finding(scene),
        PatternDecisionKind.EXPLAINED,
        agency_id=scene.agency_id,
        person_id=scene.officer.person_id,
        reason=reason,
    )


def review(scene: PatternScene) -> tuple[int, ...]:
    return decide(
        the_finding(scene),
        PatternDecisionKind.REVIEW,
        agency_id=scene.agency_id,
        person_id=scene.officer.person_id,
        reason="세 사람 사이에서 같은 글이 되풀이됩니다.",
    )


def test_the_search_is_given_standing_notes_with_points(scene: PatternScene) -> None:
    facts = pattern_facts(scene.agency_id)
    assert {note.note_id for note in facts.notes} == set(scene.note_ids)
    assert {note.sender_department for note in facts.notes} <= {one.department for one in facts.staff.values()}
    assert len(facts.months) == 12


def test_notes_alike_but_for_signs_and_names_have_one_digest(scene: PatternScene) -> None:
    texts = {note.text for note in pattern_facts(scene.agency_id).notes}
    assert len(texts) == 1


def test_a_pattern_found_again_is_the_same_row_with_its_newest_figures(scene: PatternScene) -> None:
    before = the_finding(scene)
    again = Finding(PatternKind.RING, scene.people[::-1], scene.note_ids[:2], Month(2026, 10), Month(2026, 11), 150, 61)
    assert keep_findings(scene.agency_id, [again]) == 1
    row = pattern(before, agency_id=scene.agency_id, officer=scene.officer.person_id)
    assert (row.notes, row.expected, row.measure) == (2, 1.5, 61)
    assert [one.person_id for one in row.people] == list(scene.people[::-1])


def test_what_stands_out_no_longer_is_gone(scene: PatternScene) -> None:
    assert keep_findings(scene.agency_id, []) == 0
    assert db.session.scalar(select(func.count()).select_from(PatternFinding)) == 0
    assert db.session.scalar(select(func.count()).select_from(PatternNote)) == 0


def test_what_was_decided_is_kept_although_it_stands_out_no_longer(scene: PatternScene) -> None:
    explain(scene)
    keep_findings(scene.agency_id, [])
    rows = patterns(scene.agency_id, officer=scene.officer.person_id, state=PatternDecisionKind.EXPLAINED).rows
    assert [row.size for row in rows] == [len(scene.people)]


def test_an_explained_pattern_leaves_the_open_ones(scene: PatternScene) -> None:
    explain(scene)
    found = patterns(scene.agency_id, officer=scene.officer.person_id)
    assert found.rows == ()
    assert found.counts == {PatternDecisionKind.EXPLAINED: 1}


def test_sent_to_review_its_notes_wait_for_a_reviewer_with_the_reason(scene: PatternScene) -> None:
    assert set(review(scene)) == set(scene.people)
    for note_id in scene.note_ids:
        row = waiting(note_id, agency_id=scene.agency_id, reviewer=scene.reviewer.person_id)
        assert [flag.detail for flag in row.flags] == ["세 사람 사이에서 같은 글이 되풀이됩니다."]


def test_a_decision_moves_no_point(scene: PatternScene) -> None:
    before = db.session.scalar(select(func.count()).select_from(Entry))
    review(scene)
    assert db.session.scalar(select(func.count()).select_from(Entry)) == before
    assert db.session.scalar(select(func.count()).select_from(Note).where(Note.withdrawn.is_not(None))) == 0


def test_sent_twice_a_note_waits_once(scene: PatternScene) -> None:
    finding = the_finding(scene)
    for reason in ("처음", "다시"):
        decide(
            finding,
            PatternDecisionKind.REVIEW,
            agency_id=scene.agency_id,
            person_id=scene.officer.person_id,
            reason=reason,
        )
    assert db.session.scalar(select(func.count()).select_from(NoteFlag)) == len(scene.note_ids)
    assert [one.reason for one in behind(finding).decisions] == ["처음", "다시"]


def test_the_same_said_twice_is_said_once(scene: PatternScene) -> None:
    finding = the_finding(scene)
    for _press in range(2):
        decide(
            finding,
            PatternDecisionKind.EXPLAINED,
            agency_id=scene.agency_id,
            person_id=scene.officer.person_id,
            reason="한 팀",
        )
    assert db.session.scalar(select(func.count()).select_from(PatternDecision)) == 1


def test_a_decision_wants_a_reason(scene: PatternScene) -> None:
    with pytest.raises(Refused):
        explain(scene, reason="  ")
    assert db.session.scalar(select(func.count()).select_from(PatternDecision)) == 0


def test_nobody_sees_or_decides_what_he_is_part_of(scene: PatternScene) -> None:
    finding = the_finding(scene)
    found = patterns(scene.agency_id, officer=scene.people[0])
    assert (found.rows, found.own) == ((), 1)
    with pytest.raises(NotFound):
        pattern(finding, agency_id=scene.agency_id, officer=scene.people[0])
    with pytest.raises(NotFound):
        decide(
            finding,
            PatternDecisionKind.EXPLAINED,
            agency_id=scene.agency_id,
            person_id=scene.people[0],
            reason="내가 압니다",
        )


def test_private_notes_tell_neither_their_people_nor_their_days(app: object) -> None:
    scene = a_pattern_scene(is_private=True)
    row = patterns(scene.agency_id, officer=scene.officer.person_id).rows[0]
    told = behind(row.id)
    assert (row.people, row.size) == ((), len(scene.people))
    assert (told.notes, told.private, dict(told.flows)) == ((), len(scene.note_ids), {})
