"""The pages of trees speak one language too, with thanks of several departments in them, and so do their pictures."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from collabpoints.domain.spans import Span
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.trees import grow_span
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.boards import boards_of
from tests.house.test_catalogue import LETTERS, MEND, Letters, Walk, a_full_world, compiled, is_foreign
from tests.house.test_persons import PeopleWalk

__all__ = ["compiled"]  # a fixture that the tests below use by its name
AGENCY = 1
GIVERS = 4  # enough in each department that its figures are shown


def a_world_of_trees(letters: Letters) -> tuple[Colleague, Span]:
    """Answers with somebody who holds every role and has leaves of her own, and with the span whose tree has grown."""
    me = a_full_world(letters)
    for department_id in (1, 2):
        for place in range(GIVERS):
            giver = a_colleague(AGENCY, letters.names[1], department_id, position=letters.position, duty=letters.duty)
            form_id = f"6f1d2c3a-0000-4000-a000-{department_id:06d}{place:06d}"
            new = NewNotes(form_id, (me.person_id,), letters.text, 0 if department_id == 1 else 10, False)
            send_notes(agency_id=AGENCY, sender_person_id=giver.person_id, new=new)
    span = boards_of(AGENCY)[0].span
    grow_span(AGENCY, span)
    return me, span


def addresses(span: Span) -> tuple[str, ...]:
    return ("/trees", f"/trees/{span}", f"/trees/{span}?mine=1", f"/trees/{span}.svg", "/trees/mine", "/trees/mine.svg",
            f"/trees/{span}/poster", "/lobby-links", "/flows", f"/flows/{span}")  # fmt: skip


class TreeWalk(Walk):
    """Pictures are listened to as well."""

    def _listen(self, where: str, answer: TestResponse) -> None:
        super()._listen(where, answer)
        if answer.mimetype == "image/svg+xml":
            said = re.sub(r"<style.*?</style>|<[^>]+>", "\n", answer.text, flags=re.DOTALL)
            self.leaks += [f"{where}: {line}" for line in said.splitlines() if is_foreign(line, self.language)]


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_tree_mixes_the_languages(app: Flask, sign_in: Callable[[Colleague], FlaskClient], language: str) -> None:
    me, span = a_world_of_trees(LETTERS[language])
    client = sign_in(me)
    client.set_cookie("language", language)
    walk = TreeWalk(app, client, language)
    for address in addresses(span):
        answer = walk._open(address)
        assert answer is not None
        assert answer.status_code == 200, address
    assert not walk.leaks, MEND + "\n".join(sorted(set(walk.leaks)))


def test_whom_a_tree_names_it_names_with_the_position(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> None:
    me, span = a_world_of_trees(LETTERS["ko"])
    walk = PeopleWalk(app, sign_in(me), "ko")
    for address in addresses(span):
        walk._open(address)
    assert {"trees.page", "own_trees.page", "posters.page"} <= walk.seen.keys()
    assert not walk.leaks, "\n".join(sorted(set(walk.leaks)))
