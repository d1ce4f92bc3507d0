"""The editable list of kinds of help."""

import pytest
from flask import Flask

from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.queries.help_kinds import help_kinds
from collabpoints.services.help_kinds import add_help_kind, change_help_kind, move_help_kind
from tests.factories.agencies import an_agency


@pytest.fixture
def agency_id(app: Flask) -> int:
    return an_agency()


def names(agency_id: int, *, offered_only: bool = True) -> list[str]:
    return [kind.name_ko for kind in help_kinds(agency_id, offered_only=offered_only)]


def test_kinds_stand_in_the_order_they_are_given(agency_id: int) -> None:
    first, second = (
        add_help_kind(agency_id=agency_id, name_ko=name, name_en="") for name in ("지식 나눔", "함께 일하기")
    )
    assert names(agency_id) == ["지식 나눔", "함께 일하기"]
    move_help_kind(second, agency_id=agency_id, is_up=True)
    assert names(agency_id) == ["함께 일하기", "지식 나눔"]
    move_help_kind(second, agency_id=agency_id, is_up=True)
    move_help_kind(first, agency_id=agency_id, is_up=False)
    assert names(agency_id) == ["함께 일하기", "지식 나눔"], "the ends of the list stay"


def test_a_kind_no_longer_offered_stays_on_the_list(agency_id: int) -> None:
    kind = add_help_kind(agency_id=agency_id, name_ko="일손 돕기", name_en="A hand")
    change_help_kind(kind, agency_id=agency_id, name_ko="일손", name_en="", is_offered=False)
    assert names(agency_id) == []
    assert names(agency_id, offered_only=False) == ["일손"]


@pytest.mark.parametrize("name", ["", "ㅤ", "가" * 41, "\u202e"])
def test_an_unfit_name_is_refused(agency_id: int, name: str) -> None:
    with pytest.raises(Refused):
        add_help_kind(agency_id=agency_id, name_ko=name, name_en="")


def test_a_name_is_taken_once(agency_id: int) -> None:
    add_help_kind(agency_id=agency_id, name_ko="지식 나눔", name_en="")
    with pytest.raises(Refused) as refused:
        add_help_kind(agency_id=agency_id, name_ko=" 지식 나눔 ", name_en="")
    assert refused.value.refusals[0].code is Code.NAME_TAKEN


def test_the_kinds_of_another_agency_do_not_exist(agency_id: int) -> None:
    kind = add_help_kind(agency_id=agency_id, name_ko="지식 나눔", name_en="")
    with pytest.raises(NotFound):
        move_help_kind(kind, agency_id=agency_id + 1, is_up=True)
    with pytest.raises(NotFound):
        change_help_kind(kind, agency_id=agency_id + 1, name_ko="x", name_en="", is_offered=True)
