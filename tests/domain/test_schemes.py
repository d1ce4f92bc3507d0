"""Schemes are data; a fault names the field."""

import pytest

from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import PRESETS, AllowanceUnit, SchemeFault, parse_scheme, preset_text


@pytest.mark.parametrize("code", PRESETS)
def test_every_preset_is_a_scheme_of_its_name(code: str) -> None:
    assert parse_scheme(preset_text(code)).code == code


def test_chungnam_2015_counts_notes() -> None:
    scheme = parse_scheme(preset_text("chungnam-2015"))
    assert (scheme.allowance_unit, scheme.allowance, scheme.fixed_points) == (AllowanceUnit.NOTES, 30, 10)
    assert scheme.is_same_department_allowed
    assert scheme.pair_cap is None
    assert (scheme.cost(10), scheme.cost(0)) == (1, 0)


def test_the_directive_of_2016_counts_points() -> None:
    scheme = parse_scheme(preset_text("directive-2016"))
    assert (scheme.allowance_unit, scheme.allowance, scheme.fixed_points) == (AllowanceUnit.POINTS, 200, 10)
    assert not scheme.is_same_department_allowed
    assert scheme.pair_cap == 2
    assert (scheme.cost(10), scheme.cost(0)) == (10, 0)
    assert Status.LEAVE not in scheme.receiving_statuses


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("amount = 200", "amount = 0", "amount"),
        ("amount = 200", 'amount = "200"', "amount"),
        ("amount = 200", "amount = true", "amount"),
        ("allowed = [10]", "allowed = []", "points.allowed"),
        ("allowed = [10]", "allowed = [20, 10]", "ascend"),
        ("allowed = [10]", "allowed = [210]", "allowance"),
        ("allowed = [10]", "allowed = [10.0]", "points.allowed"),
        ("notes_to_one_person = 2", "notes_to_one_person = 0", "notes_to_one_person"),
        ("minimum = 10", "minimum = 501", "minimum"),
        ("minimum = 10", "minimum = 400\nmaximum2 = 1", ""),
        ("maximum = 500", "maximum = 5", "text.minimum"),
        ("public_at_first = true", 'public_at_first = "yes"', "public_at_first"),
        ('statuses = ["active", "seconded", "training"]', 'statuses = ["retired"]', "statuses"),
        ("[senders]", "[sender]", "senders"),
        ('unit = "points"', 'unit = "coins"', "coins"),
        ("code =", "code", "TOML"),
    ],
)
def test_a_faulty_scheme_is_refused_by_name(before: str, after: str, named: str) -> None:
    text = preset_text("directive-2016")
    assert before in text
    if not named:  # a field that is not known yet does no harm here; `scheme check` (later) names it
        assert parse_scheme(text.replace(before, after, 1)).text_minimum == 400
        return
    with pytest.raises((SchemeFault, ValueError), match=named):
        parse_scheme(text.replace(before, after, 1))


def test_an_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(SchemeFault, match="chungnam-2015"):
        preset_text("nowhere")
