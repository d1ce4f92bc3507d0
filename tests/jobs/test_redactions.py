"""The daily job takes what the settings say is due, in steps that survive being stopped."""

import pytest
from flask import Flask

from collabpoints.domain import redactions as stand_in
from collabpoints.jobs.redactions import redact
from config import Config
from tests.conftest import KEY
from tests.factories.redactions import NAME, Farewell, a_farewell, name_of


@pytest.fixture
def farewell(app: Flask) -> Farewell:
    return a_farewell()


def set_terms(app: Flask, monkeypatch: pytest.MonkeyPatch, *, names: int, texts: int) -> None:
    config = Config(secret_key=KEY, redact_names_years=names, redact_texts_years=texts)
    monkeypatch.setitem(app.config, "COLLABPOINTS", config)


def test_stopped_between_two_steps_the_next_run_does_the_rest(
    app: Flask, farewell: Farewell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_given: object, **_named: object) -> int:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("collabpoints.jobs.redactions.redact_files", cut)
        with pytest.raises(ConnectionError):
            redact(farewell.world.agency_id)
    assert name_of(farewell.gone.person_id) == stand_in.NAME
    assert redact(farewell.world.agency_id) == 1
    assert redact(farewell.world.agency_id) == 0


def test_nothing_is_due_where_the_terms_are_for_ever(
    app: Flask, farewell: Farewell, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_terms(app, monkeypatch, names=0, texts=0)
    assert redact(farewell.world.agency_id) == 0
    assert name_of(farewell.gone.person_id) == NAME


def test_a_longer_term_keeps_the_name(app: Flask, farewell: Farewell, monkeypatch: pytest.MonkeyPatch) -> None:
    set_terms(app, monkeypatch, names=50, texts=0)
    assert redact(farewell.world.agency_id) == 0
