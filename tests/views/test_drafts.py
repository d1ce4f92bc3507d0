"""What is typed is kept while it is typed."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from collabpoints.db import db
from collabpoints.models import Draft
from tests.factories.agencies import Colleague
from tests.factories.worlds import TEXT, World, a_world
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def keep(client: FlaskClient, **typed: str) -> TestResponse:
    """Type into a new form, as the script of the page sends it."""
    fields = next(form.fields for form in forms_of(client.get("/notes/new").text) if form.action == "/notes/new")
    return client.post("/drafts", data={**fields, **typed})


def drafts() -> list[str]:
    found = list(db.session.scalars(select(Draft.text)))
    db.session.rollback()
    return found


def test_what_is_typed_is_kept(world: World, sign_in: SignIn) -> None:
    assert keep(sign_in(world.hong), text="쓰다 만 글", to=world.kim.number).status_code == 204
    assert drafts() == ["쓰다 만 글"]


def test_a_registration_number_is_not_kept(world: World, sign_in: SignIn) -> None:
    assert keep(sign_in(world.hong), text="900101-1234567").status_code == 422
    assert drafts() == []


def test_a_form_that_was_sent_is_not_kept(world: World, sign_in: SignIn) -> None:
    form_id = str(uuid4())
    world.send(world.hong, world.kim, form_id=form_id)
    assert keep(sign_in(world.hong), text=TEXT, form_id=form_id).status_code == 422
    assert drafts() == []


def test_odd_fields_are_not_a_fault(world: World, sign_in: SignIn) -> None:
    assert keep(sign_in(world.hong), text="\x00", form_id="x", help_kind="٣", to="\x00").status_code == 422


def test_a_stranger_keeps_nothing(world: World, client: FlaskClient) -> None:
    token = next(form for form in forms_of(client.get("/sign-in").text) if form.action == "/sign-in")
    answer = client.post("/drafts", data={"csrf_token": token.fields["csrf_token"], "text": TEXT})
    assert answer.status_code == 302
    assert drafts() == []


def test_a_draft_no_longer_wanted_is_dropped(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    keep(client, text="쓰다 만 글")
    assert submit(client, "/", action="/drafts/drop").location == "/"
    assert drafts() == []


def test_another_persons_draft_stays(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.hong)
    keep(client, text="쓰다 만 글")
    fields = next(form.fields for form in forms_of(client.get("/").text) if form.action == "/drafts/drop")
    other = sign_in(world.kim)
    token = next(form.fields for form in forms_of(other.get("/").text) if form.action == "/notes/new")["csrf_token"]
    other.post("/drafts/drop", data={**fields, "csrf_token": token})
    assert drafts() == ["쓰다 만 글"]


@pytest.mark.parametrize("form_id", ["x", "\x00", "１", "9" * 50])
def test_a_form_that_is_none_has_no_draft(world: World, sign_in: SignIn, form_id: str) -> None:
    assert sign_in(world.hong).get("/notes/new", query_string={"form": form_id}).status_code == 200
