"""Submissions: purposes beyond the scheme's, lines that differ and why."""

from dataclasses import replace

import pytest

from collabpoints.domain.errors import Code
from collabpoints.domain.exports import Filters, Only
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.schemes import parse_scheme, preset_text
from collabpoints.domain.submissions import (
    Act,
    Cause,
    Line,
    causes_of,
    compared,
    filters_of,
    is_beyond,
    judge_submission,
)

PRIZES_ONLY = replace(parse_scheme(preset_text("directive-2016")), purposes=frozenset({Purpose.PRIZES}))
BOTH = replace(PRIZES_ONLY, purposes=frozenset({Purpose.PRIZES, Purpose.DEPARTMENT_EVALUATION}))
LINE = Line(7, 3, 1, 20, 2, 0, 0, 0, 200_000)


def test_what_the_scheme_names_is_not_beyond_it() -> None:
    assert not is_beyond(Purpose.PRIZES, Subject.PERSONS, [PRIZES_ONLY])


@pytest.mark.parametrize("purpose", [Purpose.PERSONAL_CREDIT, None])
def test_what_the_scheme_does_not_name_is_beyond_it(purpose: Purpose | None) -> None:
    assert is_beyond(purpose, Subject.PERSONS, [PRIZES_ONLY])


def test_a_use_that_came_later_does_not_reach_back() -> None:
    assert is_beyond(Purpose.DEPARTMENT_EVALUATION, Subject.DEPARTMENTS, [PRIZES_ONLY, BOTH])
    assert not is_beyond(Purpose.DEPARTMENT_EVALUATION, Subject.DEPARTMENTS, [BOTH])


def test_an_evaluation_of_departments_needs_no_lines_of_persons() -> None:
    assert is_beyond(Purpose.DEPARTMENT_EVALUATION, Subject.PERSONS, [BOTH])


def test_candidates_alone_unless_everyone_is_wanted() -> None:
    assert filters_of(Filters(is_monthly=True), is_everyone=False) == Filters(only=Only.RANKED, has_corrections=False)
    assert filters_of(Filters(), is_everyone=True).only is Only.EVERYONE


def test_every_word_that_is_missing_or_too_long_is_named_at_once() -> None:
    found = judge_submission(" ", "가" * 201)
    assert {(one.field, one.code) for one in found} == {
        ("recipient", Code.SUBMISSION_RECIPIENT_MISSING),
        ("purpose", Code.SUBMISSION_LONG),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("위\u202e원회", Code.TEXT_INVISIBLE),
        ("\u3164", Code.TEXT_INVISIBLE),
        ("가" + "\u0301" * 50, Code.TEXT_STACKED),
        ("900101-1234567", Code.RESIDENT_NUMBER),
    ],
    ids=ascii,
)
def test_words_that_hide_pile_up_or_name_a_resident_are_refused(text: str, code: Code) -> None:
    for field, found in (("recipient", judge_submission(text, "시상")), ("purpose", judge_submission("위원회", text))):
        assert (field, code) in {(one.field, one.code) for one in found}


def test_lines_that_are_the_same_are_no_difference() -> None:
    assert compared([LINE], [LINE]) == ()


def test_added_gone_and_changed_lines_in_the_later_ones_order() -> None:
    second, third = replace(LINE, subject_id=8), replace(LINE, subject_id=9)
    found = compared([LINE, second], [third, replace(LINE, received_points=30)])
    assert [(one.act, one.subject_id) for one in found] == [(Act.ADDED, 9), (Act.CHANGED, 7), (Act.GONE, 8)]
    assert [(change.key, change.before, change.after) for change in found[1].changes] == [("received_points", 20, 30)]


@pytest.mark.parametrize(
    ("after", "general", "merged", "causes"),
    [
        (replace(LINE, rank=2), (), {}, (Cause.OTHERS,)),
        (replace(LINE, path_id=4), (), {}, (Cause.MOVED,)),
        (replace(LINE, received_points=40, rank=2), (), {8: 7}, (Cause.MERGED,)),
        (replace(LINE, score=1), (Cause.SCHEME,), {}, (Cause.SCHEME,)),
        (replace(LINE, received_points=40), (Cause.MONTHS, Cause.FILTERS), {}, (Cause.MONTHS,)),
        (None, (Cause.FILTERS,), {}, (Cause.FILTERS,)),
        (None, (), {}, (Cause.NO_RANK,)),
        (None, (), {7: 8}, (Cause.MERGED,)),
    ],
)
def test_a_difference_without_entries_has_its_cause(
    after: Line | None, general: tuple[Cause, ...], merged: dict[int, int], causes: tuple[Cause, ...]
) -> None:
    (one,) = compared([LINE], [after] if after else [])
    found = causes_of(one, general=general, has_entries=False, merged=merged, kept=frozenset(merged.values()))
    assert found == causes
