"""Everything that is wrong with a scheme's text, at once, each at its field."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.scheme_faults import FaultCode
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_files import LONGEST_FILE, read_book, read_toml, scheme_book, scheme_of
from collabpoints.domain.schemes import Scheme, SchemeFault, parse_scheme, scheme_text
from tests.domain.old_schemes import OLD_DIRECTIVE
from tests.strategies.schemes import schemes

F = FaultCode
DIRECTIVE = parse_scheme(OLD_DIRECTIVE)
SPECIAL = {"code": "idea", "name_ko": "혁신", "name_en": "Idea", "minimum": 10, "maximum": 50}
TIER = {"span": "year", "name_ko": "최우수", "name_en": "First", "persons": 1}
DIVISION = {"name_ko": "본청", "name_en": "Headquarters", "departments": ["1", "2"]}


def book(**changes: Any) -> dict[str, Any]:
    """The directive's book with some fields changed, by path with two low lines for the dot; ... takes the field away."""
    found: dict[str, Any] = scheme_book(DIRECTIVE)
    for name, value in changes.items():
        table, _, key = name.rpartition("__")
        place = found.setdefault(table, {}) if table else found
        place[key] = value
        if value is ...:
            del place[key]
    return found


def faults(**changes: Any) -> list[tuple[str, FaultCode]]:
    return [(fault.path, fault.code) for fault in read_book(book(**changes))[1]]


def test_the_directive_has_none() -> None:
    assert faults() == []
    assert scheme_of(book()) == DIRECTIVE


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        # the file
        ({"code": ...}, "code", F.MISSING),
        ({"allowance": ...}, "allowance.unit", F.MISSING),
        ({"recipients__statuses": ...}, "recipients.statuses", F.MISSING),
        ({"text__maximum2": 1}, "text.maximum2", F.UNKNOWN),
        ({"colour": 1}, "colour", F.UNKNOWN),
        ({"sender": {"statuses": []}}, "sender", F.UNKNOWN),
        ({"text": 5}, "text", F.NOT_A_TABLE),
        ({"text": [{"minimum": 1}]}, "text", F.NOT_A_TABLE),
        # texts
        ({"name_ko": 5}, "name_ko", F.NOT_A_TEXT),
        ({"name_ko": "  "}, "name_ko", F.EMPTY),
        ({"name_ko": "ㅤ"}, "name_ko", F.UNFIT),
        ({"name_ko": "가\u202e나"}, "name_ko", F.UNFIT),
        ({"name_ko": "가\n나"}, "name_ko", F.UNFIT),
        ({"name_ko": "\ud800"}, "name_ko", F.UNFIT),
        ({"name_ko": "가" * 101}, "name_ko", F.TOO_LONG),
        ({"code": "Chungnam 2015"}, "code", F.NOT_A_CODE),
        ({"code": "a" * 41}, "code", F.NOT_A_CODE),
        ({"code": "../x"}, "code", F.NOT_A_CODE),
        # numbers
        ({"allowance__amount": 0}, "allowance.amount", F.OUT_OF_BOUNDS),
        ({"allowance__amount": 100_001}, "allowance.amount", F.OUT_OF_BOUNDS),
        ({"allowance__amount": "200"}, "allowance.amount", F.NOT_A_NUMBER),
        ({"allowance__amount": True}, "allowance.amount", F.NOT_A_NUMBER),
        ({"allowance__amount": 200.0}, "allowance.amount", F.NOT_A_NUMBER),
        ({"score__sent_basis_points": -1}, "score.sent_basis_points", F.OUT_OF_BOUNDS),
        ({"prizes__year_begins_in": 13}, "prizes.year_begins_in", F.OUT_OF_BOUNDS),
        ({"prizes__recent_months_left_out": 37}, "prizes.recent_months_left_out", F.OUT_OF_BOUNDS),
        ({"prizes__certificate": "medal"}, "prizes.certificate", F.NOT_A_CHOICE),
        ({"prizes__certificate_wording": ""}, "prizes.certificate_wording", F.EMPTY),
        ({"closing__correction_workdays": 61}, "closing.correction_workdays", F.OUT_OF_BOUNDS),
        ({"visibility__heads": "all"}, "visibility.heads", F.NOT_A_CHOICE),
        ({"appeals__days": 0}, "appeals.days", F.OUT_OF_BOUNDS),
        # flags and words
        ({"visibility__public_at_first": "yes"}, "visibility.public_at_first", F.NOT_A_FLAG),
        ({"visibility__public_at_first": 1}, "visibility.public_at_first", F.NOT_A_FLAG),
        ({"allowance__unit": "coins"}, "allowance.unit", F.NOT_A_CHOICE),
        ({"allowance__unit": ["points"]}, "allowance.unit", F.NOT_A_CHOICE),
        ({"senders__statuses": ["left"]}, "senders.statuses", F.NOT_A_CHOICE),
        ({"senders__statuses": []}, "senders.statuses", F.EMPTY),
        ({"senders__statuses": "active"}, "senders.statuses", F.NOT_A_LIST),
        ({"senders__statuses": ["active", "active"]}, "senders.statuses", F.TWICE),
        ({"senders__statuses": ["active"] * 99}, "senders.statuses", F.TOO_MANY),
        ({"senders__ranks_left_out": ["9급", " 9급 "]}, "senders.ranks_left_out", F.TWICE),
        ({"senders__ranks_left_out": ["9급", 9]}, "senders.ranks_left_out.2", F.NOT_A_TEXT),
        ({"ranking__persons_ties": ["sent", "notes", "sent"]}, "ranking.persons_ties", F.TWICE),
        # points
        ({"points__allowed": []}, "points.allowed", F.EMPTY),
        ({"points__allowed": 10}, "points.allowed", F.NOT_A_LIST),
        ({"points__allowed": [20, 10]}, "points.allowed", F.NOT_ASCENDING),
        ({"points__allowed": [10, 10]}, "points.allowed", F.NOT_ASCENDING),
        ({"points__allowed": [10.0]}, "points.allowed", F.NOT_A_NUMBER),
        ({"points__allowed": [True]}, "points.allowed", F.NOT_A_NUMBER),
        ({"points__allowed": [0, 10]}, "points.allowed", F.OUT_OF_BOUNDS),
        ({"points__allowed": [1001]}, "points.allowed", F.OUT_OF_BOUNDS),
        ({"points__allowed": {"from": 10, "to": 50}}, "points.allowed.step", F.MISSING),
        ({"points__allowed": {"from": 10, "to": 50, "step": 0}}, "points.allowed.step", F.OUT_OF_BOUNDS),
        ({"points__allowed": {"from": 10, "to": 50, "step": 10, "by": 1}}, "points.allowed.by", F.UNKNOWN),
        ({"points__allowed": {"from": 50, "to": 10, "step": 10}}, "points.allowed", F.RANGE_REVERSED),
        ({"points__allowed": {"from": 10, "to": 55, "step": 10}}, "points.allowed", F.STEP_UNEVEN),
        # lines
        ({"special": {"code": "idea"}}, "special", F.NOT_A_LIST),
        ({"special": ["idea"]}, "special.1", F.NOT_A_TABLE),
        ({"special": [SPECIAL | {"minimum": 0}]}, "special.1.minimum", F.OUT_OF_BOUNDS),
        ({"special": [SPECIAL, SPECIAL | {"colour": 1}]}, "special.2.colour", F.UNKNOWN),
        ({"special": [SPECIAL, SPECIAL]}, "special", F.TWICE),
        ({"special": [{"code": "idea"}]}, "special.1.name_ko", F.MISSING),
        ({"ranking__divisions": [DIVISION | {"departments": []}]}, "ranking.divisions.1.departments", F.EMPTY),
        # contradictions
        ({"text__minimum": 500, "text__maximum": 499}, "text.minimum", F.MINIMUM_ABOVE_MAXIMUM),
        ({"special": [SPECIAL | {"minimum": 51}]}, "special.1.minimum", F.MINIMUM_ABOVE_MAXIMUM),
        ({"points__allowed": [10, 210]}, "points.allowed", F.POINTS_ABOVE_ALLOWANCE),
        ({"recipients__notes_to_one_person": 21}, "recipients.notes_to_one_person", F.CAP_ABOVE_ALLOWANCE),
        ({"uses__credit_cap_hundredths": 50}, "uses.credit_cap_hundredths", F.CREDIT_CAP_WITHOUT_CREDIT),
        ({"uses__purposes": ["personal_credit"]}, "uses.credit_cap_hundredths", F.CREDIT_WITHOUT_CAP),
        ({"uses__purposes": [], "prizes__spans": ["year"]}, "prizes.spans", F.PRIZES_WITHOUT_PURPOSE),
        ({"prizes__spans": ["year"], "prizes__tiers": [TIER | {"persons": 0}]}, "prizes.tiers.1", F.TIER_WITHOUT_WINNERS),
        ({"prizes__tiers": [TIER]}, "prizes.tiers.1.span", F.TIER_WITHOUT_SPAN),
        ({"prizes__spans": ["year"], "prizes__tiers": [TIER, TIER]}, "prizes.tiers", F.TWICE),
        ({"score__received_basis_points": 0}, "score.received_basis_points", F.SCORE_COUNTS_NOTHING),
        ({"ranking__persons_ties": ["score"]}, "ranking.persons_ties", F.TIE_SAYS_NOTHING),
        ({"ranking__departments_ties": ["score"]}, "ranking.departments_ties", F.TIE_SAYS_NOTHING),
        ({"ranking__divisions": [DIVISION, DIVISION | {"name_ko": "사업소"}]},
         "ranking.divisions", F.DEPARTMENT_IN_TWO_DIVISIONS),
    ],
)  # fmt: skip
def test_a_fault_names_its_field(change: dict[str, Any], path: str, code: FaultCode) -> None:
    found = faults(**change)
    assert (path, code) in found
    with pytest.raises(SchemeFault):
        scheme_of(book(**change))


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ({"points__allowed": [10, 210]}, {"points": 210, "allowance": 200}),
        ({"points__allowed": [10, 20], "recipients__notes_to_one_person": 21}, {"cap": 21, "payable": 20}),
        ({"text__minimum": 500, "text__maximum": 499}, {"minimum": 500, "maximum": 499}),
        ({"special": [SPECIAL | {"minimum": 51}]}, {"minimum": 51, "maximum": 50}),
        ({"points__allowed": {"from": 10, "to": 55, "step": 10}}, {"low": 10, "high": 55, "step": 10}),
        ({"name_ko": "가" * 101}, {"longest": 100, "length": 101}),
        ({"senders__statuses": ["active", "active"]}, {"value": "active"}),
        ({"prizes__tiers": [TIER]}, {"name": "최우수"}),
    ],
)
def test_a_fault_carries_what_its_sentence_says(change: dict[str, Any], values: dict[str, Any]) -> None:
    (fault,) = read_book(book(**change))[1]
    assert dict(fault.values) == values


@pytest.mark.parametrize(
    "change",
    [
        {"recipients__notes_to_one_person": 20},
        {"allowance__unit": "notes", "points__allowed": [300], "recipients__notes_to_one_person": 200},
        {"points__allowed": [200]} | {"recipients__notes_to_one_person": 1},
        {"text__minimum": 500, "text__maximum": 500},
        {"score__received_basis_points": 0, "score__sent_basis_points": 1},
        {"score__received_basis_points": 0, "special": [SPECIAL]},
        {"score__sent_basis_points": 20_000},
        {"ranking__departments_per_head": True, "ranking__departments_ties": ["score", "received"]},
        {"special": [SPECIAL, SPECIAL | {"code": "saving", "minimum": 50}]},
        {"prizes__spans": ["year", "month"], "prizes__tiers": [TIER, TIER | {"span": "month"}]},
        {"points__allowed": {"from": 10, "to": 10, "step": 5}},
        {"uses__purposes": ["personal_credit"], "uses__credit_cap_hundredths": 50},
        {"uses__purposes": []},
        {"prizes__roles_left_out": []},
    ],
)
def test_what_lies_just_within_the_bounds_is_no_fault(change: dict[str, Any]) -> None:
    assert faults(**change) == []


def test_all_faults_come_at_once_in_the_order_of_the_fields() -> None:
    text = 'code = "A B"\n[senders]\nstatuses = ["left"]\n[allowance]\namount = true\nx = 1\n[zz]\n[text]\nminimum = 6\nmaximum = 5'
    with pytest.raises(SchemeFault) as raised:
        parse_scheme(text)
    assert [(fault.path, fault.code) for fault in raised.value.faults] == [
        ("zz", F.UNKNOWN),
        ("allowance.x", F.UNKNOWN),
        ("code", F.NOT_A_CODE),
        ("name_ko", F.MISSING),
        ("name_en", F.MISSING),
        ("used_for_ko", F.MISSING),
        ("used_for_en", F.MISSING),
        ("allowance.unit", F.MISSING),
        ("allowance.amount", F.NOT_A_NUMBER),
        ("points.allowed", F.MISSING),
        ("recipients.same_department", F.MISSING),
        ("recipients.statuses", F.MISSING),
        ("senders.statuses", F.NOT_A_CHOICE),
        ("text.minimum", F.MINIMUM_ABOVE_MAXIMUM),
        ("visibility.public_at_first", F.MISSING),
        ("take_back.minutes", F.MISSING),
        ("score.received_basis_points", F.MISSING),
        ("score.sent_basis_points", F.MISSING),
    ]
    assert "allowance.amount: not_a_number (high=100000, low=1)" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("code", 1),
        ('code = "a"\ncode = "b"', 2),
        ("a = 1\n" * 3, 2),
        ("[text]\n\n[text]", 3),
        ("x = " + "[" * 5000, 1),
        ("x = " + "9" * 5000, 1),
        ("x = 2026-13-99", 1),
        ("\x00", 1),
        ("\n\nx" + ".a" * 40_000 + " = 1", 3),
        ("\n[x" + " . 'a'" * 15_000 + "]", 2),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SchemeFault) as raised:
        parse_scheme(text)
    (fault,) = raised.value.faults
    assert (fault.code, dict(fault.values)) == (F.NOT_TOML, {"line": line})


def test_of_an_unknown_key_only_what_can_be_shown_stands_in_the_fault() -> None:
    with pytest.raises(SchemeFault) as raised:
        parse_scheme(OLD_DIRECTIVE + '"\\u001b[2J\\u202eabc" = 1\n' + f"{'x' * 500} = 1\n")
    assert [fault.path for fault in raised.value.faults] == ["score.[2Jabc", f"score.{'x' * 40}"]


def test_an_unknown_key_that_a_browser_could_not_break_is_shown_without_its_pile() -> None:
    with pytest.raises(SchemeFault) as raised:
        parse_scheme(OLD_DIRECTIVE + f'"a{chr(0x1100) * 300}b" = 1\n')
    assert [fault.path for fault in raised.value.faults] == [f"score.a{chr(0x1100) * 3}b"]


def test_a_text_with_many_dots_is_a_text() -> None:
    """The longest sentence of a scheme has 300 characters."""
    for dots in ("." * 300, "a." * 150):
        assert read_toml(f'source = "{dots}"') == {"source": dots}


def test_an_endless_file_is_not_read() -> None:
    with pytest.raises(SchemeFault) as raised:
        parse_scheme("#" * (LONGEST_FILE + 1))
    assert [fault.code for fault in raised.value.faults] == [F.TOO_LARGE]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(schemes(), st.sampled_from(FIELDS), anything)
def test_whatever_stands_in_a_field_is_read_or_refused_at_that_field_or_its_fellows(
    scheme: Scheme, field: Any, value: object
) -> None:
    changed: dict[str, Any] = scheme_book(scheme)
    table, _, key = field.path.rpartition(".")
    (changed[table] if table else changed)[key] = value
    values, found = read_book(changed)
    if not found:
        assert parse_scheme(scheme_text(Scheme(**values))) == Scheme(**values)
    else:
        assert all(fault.path for fault in found)


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    with pytest.raises(SchemeFault):
        parse_scheme(text)


@given(schemes(), st.sampled_from([field for field in FIELDS if field.is_required]))
def test_a_required_field_that_is_missing_is_named_and_nothing_else(scheme: Scheme, field: Any) -> None:
    changed: dict[str, Any] = scheme_book(scheme)
    table, _, key = field.path.rpartition(".")
    del (changed[table] if table else changed)[key]
    assert [(fault.path, fault.code) for fault in read_book(changed)[1]] == [(field.path, F.MISSING)]


@given(schemes(), st.sampled_from([field for field in FIELDS if not field.is_required]))
def test_any_other_field_may_be_missing(scheme: Scheme, field: Any) -> None:
    changed: dict[str, Any] = scheme_book(scheme)
    table, _, key = field.path.rpartition(".")
    (changed[table] if table else changed).pop(key, None)
    assert F.MISSING not in [fault.code for fault in read_book(changed)[1]]
