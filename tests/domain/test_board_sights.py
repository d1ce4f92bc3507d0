"""What of a board somebody may see."""

import pytest

from collabpoints.domain.board_sights import FIRST, Sight, sight_of
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Viewers


@pytest.mark.parametrize("role", Role)
def test_where_everyone_sees_the_ranking_all_of_it_is_open_to_all(role: Role) -> None:
    assert sight_of(Viewers.EVERYONE, {role}) == Sight(is_open=True)


@pytest.mark.parametrize("role", Role)
def test_where_the_first_ten_are_shown_nobody_sees_more_in_any_role(role: Role) -> None:
    assert sight_of(Viewers.FIRST_TEN, {role}) == Sight(is_open=True, up_to_rank=FIRST)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPARTMENT_HEAD])
def test_where_leads_and_hr_see_it_they_see_all_of_it_in_their_role(role: Role) -> None:
    assert sight_of(Viewers.LEADS_AND_HR, {Role.EMPLOYEE, role}) == Sight(is_open=True, role=role)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.DEPARTMENT_HEAD}))
def test_where_leads_and_hr_see_it_nobody_else_does(role: Role) -> None:
    assert not sight_of(Viewers.LEADS_AND_HR, {Role.EMPLOYEE, role}).is_open
