"""What a scheme says in plain statements: each field is heard, what is not limited is not spoken of."""

from dataclasses import replace

import pytest
from hypothesis import given

from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_statements import Says, Topic, statements
from collabpoints.domain.scheme_words import Certificate, Purpose, Span
from collabpoints.domain.schemes import PRESETS, Scheme, parse_scheme, preset_text
from tests.domain.changed_fields import BASE, ONE_CHANGED
from tests.domain.old_schemes import OLD_DIRECTIVE
from tests.strategies.schemes import schemes

DIRECTIVE = parse_scheme(OLD_DIRECTIVE)


def said(scheme: Scheme) -> list[Says]:
    return [statement.says for statement in statements(scheme)]


ELSEWHERE = {"code", "name_ko", "name_en", "source", "assumptions", "credit_cap_hundredths", "certificate_wording"}


@pytest.mark.parametrize(
    ("name", "value", "says"), [(name, value, says) for name, cases in ONE_CHANGED.items() for value, says in cases]
)
def test_a_field_changed_by_one_is_heard(name: str, value: object, says: Says) -> None:
    before = BASE
    after = replace(before, **{name: value})  # type: ignore[arg-type]
    new = set(statements(after)) - set(statements(before))
    assert says in {statement.says for statement in new}


def test_every_field_is_heard() -> None:
    assert {field.name for field in FIELDS} - ELSEWHERE == set(ONE_CHANGED)


def test_the_cap_of_credit_is_heard_with_the_credit() -> None:
    with_credit = replace(DIRECTIVE, purposes=frozenset({Purpose.PERSONAL_CREDIT}), credit_cap_hundredths=50)
    (heard,) = [dict(one.values) for one in statements(with_credit) if one.says is Says.CREDIT_CAP]
    assert str(heard["cap"]) == "Wording(ko='0.5점', en='0.5 credits')"


def test_what_is_handed_to_nobody_is_not_spoken_of() -> None:
    with_prizes = replace(BASE, prize_spans=frozenset({Span.YEAR}))
    assert Says.CERTIFICATE in said(with_prizes)
    assert Says.CERTIFICATE not in said(replace(with_prizes, certificate=Certificate.NONE))


@pytest.mark.parametrize(
    ("purposes", "has_note_prize", "is_heard"),
    [(Purpose.PRIZES, True, True), (Purpose.PRIZES, False, False), (Purpose.DEPARTMENT_EVALUATION, True, False)],
)
def test_a_note_is_honoured_only_where_points_are_used_for_prizes(
    purposes: Purpose, has_note_prize: bool, is_heard: bool
) -> None:
    scheme = replace(DIRECTIVE, purposes=frozenset({purposes}), has_note_prize=has_note_prize)
    assert scheme.gives_note_prize is is_heard
    assert (Says.NOTE_PRIZE in said(scheme)) is is_heard


@given(schemes())
def test_what_points_are_used_for_comes_first_and_topics_stand_together(scheme: Scheme) -> None:
    found = statements(scheme)
    assert found[0].says is Says.USED_FOR
    places = [list(Topic).index(statement.topic) for statement in found]
    assert places == sorted(places)


@given(schemes())
def test_no_statement_is_made_twice_but_of_kinds_and_tiers(scheme: Scheme) -> None:
    repeatable = {Says.SPECIAL_KIND, Says.TIER, Says.TIER_PERSONS, Says.TIER_DEPARTMENTS}
    once = [says for says in said(scheme) if says not in repeatable]
    assert len(once) == len(set(once))


@pytest.mark.parametrize("code", PRESETS)
def test_every_preset_says_what_its_points_are_used_for_who_and_how_much(code: str) -> None:
    topics = {statement.topic for statement in statements(parse_scheme(preset_text(code)))}
    assert {Topic.USES, Topic.ALLOWANCE, Topic.POINTS, Topic.RECIPIENTS, Topic.TEXT, Topic.PRIZES} <= topics
