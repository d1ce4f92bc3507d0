"""The pages of special points speak one language too, with proposals in every state on them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.roles import Role
from collabpoints.services.roles import grant_role
from collabpoints.services.special_decisions import approve, reclaim, refuse
from collabpoints.services.special_grants import NewSpecialGrant, Upload, propose, withdraw
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.evidence import PDF
from tests.factories.special_grants import with_special_kinds
from tests.house.test_catalogue import LETTERS, MEND, NOW, Letters, Walk, compiled

__all__ = ["compiled"]  # a fixture that the tests below use by its name
AGENCY = 1


def propose_points(letters: Letters, by: Colleague, receiver: Colleague, *, form_id: int) -> int:
    new = NewSpecialGrant(
        form_id=f"6f1d2c3a-0000-4000-9000-{form_id:012d}",
        kind_code="innovation",
        receiver_person_id=receiver.person_id,
        receiver_department_id=None,
        points=30,
        reason=letters.text,
        uploads=(Upload("a.pdf", PDF),),
    )
    return propose(agency_id=AGENCY, proposer_person_id=by.person_id, new=new)


def a_world_of_proposals(letters: Letters) -> Colleague:
    """Answers with somebody who proposes, decides and receives: something stands on each of his pages."""
    assert an_agency() == AGENCY
    with_special_kinds(AGENCY)
    planning, roads = (a_department(AGENCY, name) for name in letters.departments)

    def serves(name: str, department_id: int, *roles: Role) -> Colleague:
        return a_colleague(
            AGENCY, name, department_id, position=letters.position, rank="", duty=letters.duty, roles=roles
        )

    me = serves(letters.names[0], roads, Role.OFFICER, Role.DEPARTMENT_HEAD)
    near, far = serves(letters.names[1], planning, Role.OFFICER), serves(letters.names[2], roads)
    grant_role(AGENCY, near.person_id, Role.DEPARTMENT_HEAD, department_id=planning, granted_by=None,
               reason=letters.text, now=NOW)  # fmt: skip
    made = [propose_points(letters, near, far, form_id=form_id) for form_id in range(4)]
    approve(made[0], agency_id=AGENCY, person_id=me.person_id, reason=letters.text)
    approve(made[1], agency_id=AGENCY, person_id=me.person_id)
    reclaim(made[1], agency_id=AGENCY, person_id=me.person_id, reason=letters.text)
    refuse(made[2], agency_id=AGENCY, person_id=me.person_id, reason=letters.text)
    approve(propose_points(letters, near, me, form_id=10), agency_id=AGENCY,
            person_id=serves(letters.names[1], planning, Role.OFFICER).person_id)  # fmt: skip
    withdraw(propose_points(letters, me, far, form_id=11), agency_id=AGENCY, person_id=me.person_id)
    propose_points(letters, me, far, form_id=12)
    return me


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_of_special_points_mixes_the_languages(
    app: Flask, sign_in: Callable[[Colleague], FlaskClient], language: str
) -> None:
    me = a_world_of_proposals(LETTERS[language])
    client = sign_in(me)
    client.set_cookie("language", language)
    walk = Walk(app, client, language)
    walk.everywhere()
    lists = {"new", "proposed", "departments", "queue", "decided", "mine", "page", "evidence"}
    assert {f"special_grants.{name}" for name in lists} <= walk.seen.keys()
    leaks = {leak for leak in walk.leaks if "/special-grants" in leak or "/account" in leak}
    assert not leaks, MEND + "\n".join(sorted(leaks))


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_form_of_a_proposal_speaks_one_language(
    app: Flask, sign_in: Callable[[Colleague], FlaskClient], language: str
) -> None:
    client = sign_in(a_world_of_proposals(LETTERS[language]))
    client.set_cookie("language", language)
    walk = Walk(app, client, language)
    for address in ("/special-grants/new?department=1", "/special-grants/new?q=1000", "/special-grants/new?to=0"):
        walk._open(address)
    assert walk.seen == {"special_grants.new": 3}
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))
