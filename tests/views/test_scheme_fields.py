"""Each field of a scheme, changed by one: the form, the refusal, the pages and the file follow."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_fields import FIELDS, GROUPS
from collabpoints.domain.scheme_files import read_book, read_toml, scheme_of
from collabpoints.domain.scheme_kinds import Flag
from collabpoints.domain.scheme_lists import Choices, Order
from collabpoints.domain.schemes import Scheme, compare, parse_scheme
from collabpoints.forms.schemes import book_text, controls, place_of, typed_book
from collabpoints.queries.schemes import drafts, schemes
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world
from tests.forms import forms_of, submit
from tests.views.scheme_values import FULL, PLACES, Place, all_others, filled, other, several, typed, wrong

SignIn = Callable[[Colleague], FlaskClient]
MONTH = "2099-01"
each_place = pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])


def test_the_scheme_to_change_has_something_everywhere_and_every_field_changes() -> None:
    changes = compare(FULL, all_others(FULL))
    assert [change.field for change in changes] == list(FIELDS)


def book_typed(place: Place, values: list[str]) -> dict[str, Any]:
    """What a draft holds after the values were typed there into the form of FULL."""
    sent = {**filled(FULL), place.name: values}
    given: MultiDict[str, str] = MultiDict([(name, value) for name, some in sent.items() for value in some])
    return read_toml(book_text(typed_book(given)))


@each_place
def test_what_is_typed_into_one_field_changes_that_field_alone(place: Place) -> None:
    value = other(place.kind, place.held(FULL))
    book = book_typed(place, several(typed(place.kind, value)))
    assert scheme_of(book) == place.with_value(FULL, value)


@each_place
def test_what_no_field_holds_is_refused_where_it_was_typed_and_stays_there(place: Place) -> None:
    mistyped = several(wrong(place.kind))
    book = book_typed(place, mistyped)
    _values, faults = read_book(book)
    shown = controls(book)
    assert {place_of(fault.path, shown) for fault in faults} == {place.name}
    if not isinstance(place.kind, Flag | Choices):  # boxes to tick cannot show what is none of them
        sent = next(
            control
            for one in shown
            for control in (one, *(column for line in one.lines for column in line))
            if control.name == place.name
        )
        assert (list(sent.values) if isinstance(place.kind, Order) else [sent.value]) == mistyped


class Office:
    """Two who write schemes, in an agency with FULL; the second is an administrator too."""

    def __init__(self, sign_in: SignIn) -> None:
        self.world: World = a_world()
        change_scheme(**{field.name: getattr(FULL, field.name) for field in FIELDS})
        self.first = a_colleague(self.world.agency_id, "이순신", self.world.planning, roles=(Role.OFFICER,))
        self.second = a_colleague(
            self.world.agency_id, "신사임당", self.world.welfare, roles=(Role.OFFICER, Role.ADMINISTRATOR)
        )
        self.sign_in = sign_in
        begun = submit(sign_in(self.first), "/schemes", action="/schemes/drafts", source="", starts_in=MONTH)
        assert begun.status_code == 303, begun.text
        self.draft = begun.location

    def saved(self, scheme: Scheme) -> str:
        """The address of the comparison, after the first has typed the scheme into the form."""
        boxes: dict[str, Any] = {place.name: typed(place.kind, place.held(scheme)) for place in PLACES}
        answer = submit(self.sign_in(self.first), self.draft, **boxes)
        assert answer.status_code == 303, answer.text
        return answer.location


@pytest.fixture
def office(app: Flask, sign_in: SignIn) -> Office:
    return Office(sign_in)


def all_wrong() -> dict[str, Any]:
    return {place.name: wrong(place.kind) for place in PLACES}


def cells(page: str) -> set[tuple[str, ...]]:
    """The cells of each line of the page's tables; of the first, what is in bold."""
    lines = re.findall(r"<tr role=\"row\">(.*?)</tr>", page, re.DOTALL)
    found = (
        re.findall(r"<td[^>]*>(?:<b>|<span lang[^>]*>)?(.*?)(?:</b>.*?|</span>)?</td>", line, re.DOTALL)
        for line in lines
    )
    return {tuple(map(unescape, line)) for line in found}


def rules(page: str) -> set[tuple[str, str]]:
    """Each term of the page with what it says."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>\s*<p[^>]*>(.*?)</p>", page, re.DOTALL)
    return {(unescape(term), unescape(said)) for term, said in found}


def test_every_field_changed_is_in_the_draft_the_comparison_the_page_and_the_file(office: Office) -> None:
    wanted = all_others(FULL)
    compared = office.saved(wanted)
    (draft,) = drafts(office.world.agency_id)
    assert parse_scheme(draft.text) == wanted

    shown = cells(office.sign_in(office.second).get(compared).text)
    expected = {(f.label.ko, f.lines(getattr(FULL, f.name)).ko, f.lines(getattr(wanted, f.name)).ko) for f in FIELDS}
    assert expected - shown == set()

    started = submit(office.sign_in(office.second), compared, action=f"{office.draft}/start")
    assert started.status_code == 303, started.text
    newest = schemes(office.world.agency_id)[0]
    assert newest.scheme == wanted
    client = office.sign_in(office.first)
    told = rules(client.get(started.location).text)
    assert {(field.label.ko, field.lines(getattr(wanted, field.name)).ko) for field in FIELDS} - told == set()
    assert parse_scheme(client.get(f"{started.location}/file").text) == wanted


def test_every_field_is_refused_at_its_place_and_the_draft_keeps_what_was_typed(office: Office) -> None:
    client = office.sign_in(office.first)
    refused = submit(client, office.draft, **all_wrong())
    assert refused.status_code == 422
    assert [place.name for place in PLACES if f'id="{place.name}-errors"' not in refused.text] == []
    again = next(form for form in forms_of(client.get(office.draft).text) if form.action == office.draft)
    kept = {place.name: again.fields.get(place.name) for place in PLACES if isinstance(wrong(place.kind), str)}
    assert kept == {name: several(wrong(place.kind)) for place in PLACES if (name := place.name) in kept}


def test_each_fault_of_the_summary_leads_to_its_place(office: Office) -> None:
    client = office.sign_in(office.first)
    page = submit(client, office.draft, **all_wrong()).text
    links = set(re.findall(r'<li><a href="#([^"]+)"', page))
    assert {place.name for place in PLACES} <= links
    assert [link for link in links if f'id="{link}"' not in page] == []


def test_a_scheme_is_compared_and_shown_in_english_too(office: Office) -> None:
    wanted = all_others(FULL)
    compared = office.saved(wanted)
    client = office.sign_in(office.second)
    submit(client, "/schemes", action="/language", language="en")
    shown = cells(client.get(compared).text)
    expected = {(f.label.en, f.lines(getattr(FULL, f.name)).en, f.lines(getattr(wanted, f.name)).en) for f in FIELDS}
    assert expected - shown == set()
    page = client.get(f"/schemes/{schemes(office.world.agency_id)[0].id}").text
    assert {(field.label.en, field.lines(getattr(FULL, field.name)).en) for field in FIELDS} - rules(page) == set()
    assert all(heading.en in unescape(page) for heading in GROUPS.values())
