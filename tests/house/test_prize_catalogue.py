"""The pages of prizes speak one language too, with somebody in every state on them."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Certificate, Measure
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.schemes import Tier
from collabpoints.domain.spans import Span
from collabpoints.services.months import turn_months
from collabpoints.services.note_prizes import choose
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.prize_confirmations import PrizeWords, confirm
from collabpoints.services.prize_winners import Change, add_winner, remove_winner
from collabpoints.services.prizes import open_proposal
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.boards import newest_month
from tests.factories.clocks import turn_clock
from tests.factories.closings import close_month
from tests.factories.prizes import hide
from tests.factories.schemes import change_scheme
from tests.house.test_catalogue import LETTERS, MEND, Letters, Walk, compiled

__all__ = ["compiled"]  # a fixture that the test below uses by its name
AGENCY = 1


def a_world_of_prizes(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> Colleague:
    """Answers with the officer, who is asked about a note of her own; prizes are open, with one who is asked, one added
    and one taken out."""
    assert an_agency() == AGENCY
    change_scheme(
        prize_spans=frozenset({Length.MONTH}),
        tiers=(Tier(Length.MONTH, "최우수", "First", 1, 0), Tier(Length.MONTH, "우수 부서", "Departments", 0, 1)),
        certificate_wording=letters.text,
        persons_ranked_by=Measure.RECEIVED,
        departments_ranked_by=Measure.RECEIVED,
    )
    planning, roads = (a_department(AGENCY, name) for name in letters.departments)

    def serves(name: str, department_id: int, *roles: Role) -> Colleague:
        return a_colleague(AGENCY, name, department_id, position=letters.position, duty=letters.duty, roles=roles)

    def send(sender: Colleague, *to: Colleague, form: int) -> int:
        new = NewNotes(
            f"6f1d2c3a-0000-4000-9000-{form:012d}", tuple(one.person_id for one in to), letters.text, 10, False
        )
        return send_notes(agency_id=AGENCY, sender_person_id=sender.person_id, new=new).note_ids[0]

    me, other = serves(letters.names[0], roads, Role.OFFICER), serves(letters.names[1], planning, Role.OFFICER)
    near, far = serves(letters.names[2], roads), serves(letters.names[1], roads)
    own = send(other, me, near, form=1)
    send(other, near, form=2)
    send(other, far, form=3)
    hide(near)
    span, after = newest_month(AGENCY), newest_month(AGENCY).first.shifted(1)
    turn_clock(monkeypatch, f"{after}-20T10:00:00+09:00")
    turn_months(AGENCY)
    close_month(AGENCY, str(span), me)
    open_proposal(AGENCY, span.full_name, person_id=me.person_id)
    add_winner(Change(1, AGENCY, 1, other.person_id, letters.text), Subject.PERSONS, far.person_id, 1)
    remove_winner(Change(1, AGENCY, 2, other.person_id, letters.text), 3)
    chooser = serves(letters.names[2], planning, Role.REVIEWER)
    choose(own, agency_id=AGENCY, person_id=chooser.person_id, reason=letters.text)
    return me


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_page_of_prizes_mixes_the_languages(
    app: Flask, sign_in: Callable[[Colleague], FlaskClient], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    letters = LETTERS[language]
    client = sign_in(a_world_of_prizes(letters, monkeypatch))
    client.set_cookie("language", language)
    walk = Walk(app, client, language)
    one = ("/prizes/1", "/prizes/1/add", "/prizes/1/winners/1", "/prizes/1/winners/2", "/prizes/1/winners/3")
    for address in ("/prizes", *one, "/prizes/1/confirm", "/prizes/winners", "/note-prizes", "/note-prizes/asked/1"):
        walk._open(address)
    remove_winner(Change(1, AGENCY, 3, 2, letters.text), 1)
    month = Span.parse(str(newest_month(AGENCY).first)).first_day
    words = PrizeWords(date(month.year, month.month, 1), Certificate.AWARD, letters.position, "", letters.text)
    confirm(Change(1, AGENCY, 4, 2, ""), words)
    for address in ("/prizes/1", "/prizes/winners", "/prizes", "/notices"):
        walk._open(address)
    pages = ("prizes.page", "prizes.one", "prizes.winners", "prize_changes.add_form", "prize_changes.winner")
    assert {*pages, "prize_confirmations.form", "note_prizes.page", "note_prizes.asked"} <= walk.seen.keys()
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))
