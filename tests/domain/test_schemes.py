"""Schemes are data: read whole, written in one way, compared field by field."""

import re
import tomllib
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.scheme_fields import BY_NAME, BY_PATH, FIELDS, GROUPS, fields_of
from collabpoints.domain.scheme_files import read_book, scheme_book, scheme_of
from collabpoints.domain.scheme_kinds import Choice
from collabpoints.domain.scheme_lists import Choices
from collabpoints.domain.scheme_words import (
    WORDINGS,
    Approver,
    Beneficiary,
    Certificate,
    HeadView,
    Level,
    Measure,
    Purpose,
    Span,
    StockCheck,
    Viewers,
    wording_of,
)
from collabpoints.domain.schemes import (
    PRESETS,
    AllowanceUnit,
    FaultCode,
    Scheme,
    SchemeFault,
    compare,
    digest,
    parse_scheme,
    preset_text,
    scheme_text,
)
from tests.domain.changed_fields import BASE, ONE_CHANGED
from tests.domain.old_schemes import OLD_CHUNGNAM, OLD_DIRECTIVE
from tests.strategies.schemes import schemes, values_of

DIRECTIVE = parse_scheme(OLD_DIRECTIVE)


@pytest.mark.parametrize("code", PRESETS)
def test_every_preset_is_a_scheme_of_its_name(code: str) -> None:
    assert parse_scheme(preset_text(code)).code == code


def test_an_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(SchemeFault, match="chungnam-2015") as raised:
        preset_text("nowhere")
    assert [fault.code for fault in raised.value.faults] == [FaultCode.PRESET_UNKNOWN]


def test_chungnam_2015_as_it_was_stored_first_counts_notes() -> None:
    scheme = parse_scheme(OLD_CHUNGNAM)
    assert (scheme.allowance_unit, scheme.allowance, scheme.fixed_points) == (AllowanceUnit.NOTES, 30, 10)
    assert scheme.is_same_department_allowed
    assert scheme.pair_cap is None
    assert (scheme.cost(10), scheme.cost(0)) == (1, 0)


def test_the_directive_of_2016_as_it_was_stored_first_counts_points() -> None:
    assert (DIRECTIVE.allowance_unit, DIRECTIVE.allowance, DIRECTIVE.fixed_points) == (AllowanceUnit.POINTS, 200, 10)
    assert not DIRECTIVE.is_same_department_allowed
    assert DIRECTIVE.pair_cap == 2
    assert (DIRECTIVE.cost(10), DIRECTIVE.cost(0)) == (10, 0)
    assert Status.LEAVE not in DIRECTIVE.receiving_statuses


def test_what_an_old_file_does_not_say_takes_the_documented_default() -> None:
    assert DIRECTIVE.purposes == {Purpose.PRIZES}
    assert DIRECTIVE.same_level is Level.DEPARTMENT
    assert DIRECTIVE.has_points_for_own_line
    assert DIRECTIVE.ranking_viewers is Viewers.FIRST_TEN
    assert DIRECTIVE.stock_check is StockCheck.HINT
    assert (DIRECTIVE.prize_spans, DIRECTIVE.tiers, DIRECTIVE.divisions) == (frozenset(), (), ())
    assert DIRECTIVE.roles_without_prizes == {Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR}
    assert (DIRECTIVE.year_begins_in, DIRECTIVE.appeal_days, DIRECTIVE.has_second_person) == (1, 14, True)
    assert (DIRECTIVE.correction_workdays, DIRECTIVE.heads_see) == (5, HeadView.DEPARTMENT)
    assert (DIRECTIVE.recent_months_without_prizes, DIRECTIVE.certificate) == (0, Certificate.AWARD)
    assert (DIRECTIVE.has_note_prize, DIRECTIVE.gives_note_prize) == (True, True)


@given(schemes())
def test_a_scheme_written_reads_as_the_same_scheme(scheme: Scheme) -> None:
    text = scheme_text(scheme)
    assert parse_scheme(text) == scheme
    assert scheme_text(parse_scheme(text)) == text


@pytest.mark.parametrize("text", [*map(preset_text, PRESETS), OLD_CHUNGNAM, OLD_DIRECTIVE])
def test_the_written_form_and_its_digest_are_stable(text: str) -> None:
    written = scheme_text(parse_scheme(text))
    assert parse_scheme(written) == parse_scheme(text)
    assert digest(scheme_text(parse_scheme(written))) == digest(written)


@given(schemes())
def test_a_book_of_a_form_reads_like_a_file(scheme: Scheme) -> None:
    assert scheme_of(scheme_book(scheme)) == scheme


@given(schemes())
def test_what_stands_in_a_box_is_read_as_it_was(scheme: Scheme) -> None:
    for field in FIELDS:
        value = getattr(scheme, field.name)
        if value is not None:
            typed = field.kind.typed(field.kind.shown(value))
            if type(field.kind).__name__ not in ("Choices", "Order", "Rows"):  # boxes of their own, not one
                assert field.kind.read(typed, field.path, []) == value, field.path


def test_a_scheme_cannot_be_changed_and_is_read_once() -> None:
    assert parse_scheme(OLD_DIRECTIVE) is parse_scheme(OLD_DIRECTIVE)
    with pytest.raises(FrozenInstanceError):
        DIRECTIVE.allowance = 1  # type: ignore[misc]


# the table


def test_every_attribute_of_a_scheme_is_one_field() -> None:
    assert sorted(field.name for field in FIELDS) == sorted(attribute.name for attribute in fields(Scheme))
    assert len(BY_PATH) == len(BY_NAME) == len(FIELDS)


def test_every_group_has_fields_and_a_name() -> None:
    assert {field.group for field in FIELDS} == set(GROUPS)
    assert tuple(field for group in GROUPS for field in fields_of(group)) == FIELDS


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_every_field_is_explained_in_both_languages(field: Any) -> None:
    for wording in (field.label, field.explanation):
        assert wording.ko
        assert wording.en
        assert re.search("[가-힣]", wording.ko)
        assert not re.search("[가-힣]", wording.en), f"{field.path}: Korean in the English"


def test_every_word_of_a_choice_is_worded_as_what_it_is() -> None:
    kinds = (
        AllowanceUnit,
        Level,
        StockCheck,
        Span,
        Measure,
        Purpose,
        Viewers,
        HeadView,
        Certificate,
        Beneficiary,
        Approver,
    )
    assert all(set(enum) == set(WORDINGS[enum]) for enum in kinds)
    assert all(
        wording_of(word) for field in FIELDS if isinstance(field.kind, Choice | Choices) for word in field.kind.of
    )
    # Spelled alike, and not the same.
    assert wording_of(AllowanceUnit.NOTES) != wording_of(Measure.NOTES)
    assert wording_of(Level.DEPARTMENT) != wording_of(Beneficiary.DEPARTMENT)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_every_field_says_its_limits(field: Any) -> None:
    assert field.kind.limits().ko
    assert not re.search("[가-힣]", field.kind.limits().en)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
@given(data=st.data())
@settings(max_examples=20)
def test_every_value_can_be_said(field: Any, data: st.DataObject) -> None:
    said = field.worded(data.draw(values_of(field.kind)))
    assert said.ko or field.name == "source"
    assert said.en or field.name == "source"


@pytest.mark.parametrize(
    ("name", "value", "ko", "en"),
    [
        ("received_basis_points", 10_000, "100%", "100 %"),
        ("sent_basis_points", 1_250, "12.5%", "12.5 %"),
        ("credit_cap_hundredths", 50, "0.5점", "0.5 credits"),
        ("credit_cap_hundredths", None, "없음", "none"),
        ("pair_cap", None, "제한 없음", "no limit"),
        ("pair_cap", 2, "2건", "2 notes"),
        ("points_allowed", (10,), "10포인트", "10 points"),
        ("points_allowed", (10, 20, 30), "10~30포인트, 10포인트 단위", "10 to 30 points in steps of 10"),
        (
            "departments_ties",
            (Measure.RECEIVED, Measure.SENT),
            "받은 포인트 → 보낸 포인트",
            "points received → points sent",
        ),
        ("is_guided", True, "예", "yes"),
        ("correction_workdays", 5, "5일", "5 working days"),
        ("recent_months_without_prizes", 12, "12개월", "12 months"),
        ("persons_ranked_by", Measure.NOTES, "포인트와 함께 받은 메시지 수", "notes received with points"),
    ],
)
def test_values_in_words(name: str, value: object, ko: str, en: str) -> None:
    said = BY_NAME[name].worded(value)
    assert (said.ko, said.en) == (ko, en)


# comparing


def test_a_scheme_does_not_differ_from_itself() -> None:
    assert compare(DIRECTIVE, parse_scheme(scheme_text(DIRECTIVE))) == ()


def test_each_difference_names_its_field_with_both_values() -> None:
    (change,) = compare(DIRECTIVE, replace(DIRECTIVE, pair_cap=3))
    assert (change.field.path, change.old, change.new) == ("recipients.notes_to_one_person", 2, 3)


@given(schemes(), schemes())
def test_what_differs_and_what_does_not_make_the_whole(old: Scheme, new: Scheme) -> None:
    changed = {change.field.name for change in compare(old, new)}
    for field in FIELDS:
        assert (getattr(old, field.name) != getattr(new, field.name)) == (field.name in changed)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, cases in ONE_CHANGED.items() for value, _ in cases]
)
def test_a_field_changed_by_one_is_seen_by_file_and_comparison(name: str, value: object) -> None:
    changed = replace(BASE, **{name: value})  # type: ignore[arg-type]
    (change,) = compare(BASE, changed)
    assert (change.field.name, change.new) == (name, value)
    assert change.field.worded(change.old) != change.field.worded(change.new)
    read, _ = read_book(tomllib.loads(scheme_text(changed)))
    assert read == {field.name: getattr(changed, field.name) for field in FIELDS}
    assert digest(scheme_text(changed)) != digest(scheme_text(BASE))


@pytest.mark.parametrize(
    ("path", "value", "language"),
    [("name_ko", "기준", "ko"), ("name_en", "Rules", "en"), ("assumptions", ("가정",), "und"), ("assumptions", (), ""),
     ("allowance.amount", 5, "")],
)  # fmt: skip
def test_the_language_of_the_agencys_own_words_is_known_or_not(path: str, value: object, language: str) -> None:
    assert BY_PATH[path].language_of(value) == language


def test_where_there_is_room_a_list_has_lines() -> None:
    field = BY_PATH["text.stock_phrases"]
    assert field.lines(("가", "나")).ko == "가\n나"
    assert (field.lines(()).ko, field.lines(()).en) == ("없음", "none")
