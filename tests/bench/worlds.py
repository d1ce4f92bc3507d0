"""A crowd of colleagues to measure with: enough people and departments that no row is everybody's, and an allowance
that a measurement does not use up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import flask_migrate
from flask import Flask
from sqlalchemy import update

from collabpoints.app import create_app
from collabpoints.db import db, unit_of_work
from collabpoints.domain.schemes import digest, preset_text
from collabpoints.models import Scheme
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague, a_department, a_session, an_agency

_DEPARTMENTS = 10
_EACH = 20
_SURNAMES = "김이박최정강조윤장임"
_GIVEN = ("민수", "서연", "지훈", "은영", "현우", "수빈", "도윤", "하은", "정호", "미경")


@dataclass(frozen=True)
class Crowd:
    """`colleagues` in order, neighbours in the list serve in different departments; `tokens` are their sessions'."""

    app: Flask
    agency_id: int
    colleagues: tuple[Colleague, ...]
    tokens: tuple[str, ...]


@contextmanager
def a_crowd(url: str) -> Iterator[Crowd]:
    """A migrated database at `url` with an agency and 200 signed-in people; inside the application's context."""
    app = create_app(a_config(url))
    with app.app_context():
        flask_migrate.upgrade()
        agency_id = an_agency()
        _be_generous(agency_id)
        departments = [a_department(agency_id, f"제{place}과") for place in range(1, _DEPARTMENTS + 1)]
        colleagues = tuple(
            a_colleague(agency_id, _SURNAMES[place % 10] + _GIVEN[place // 10 % 10], departments[place % _DEPARTMENTS])
            for place in range(_DEPARTMENTS * _EACH)
        )
        tokens = tuple(a_session(colleague) for colleague in colleagues)
        db.session.remove()
        yield Crowd(app, agency_id, colleagues, tokens)
        db.session.remove()
        db.engine.dispose()


def _be_generous(agency_id: int) -> None:
    """The same rules, with an allowance and a cap that are checked like any other and never reached."""
    text = (
        preset_text("directive-2016")
        .replace("amount = 200", "amount = 100000")
        .replace("notes_to_one_person = 2", "notes_to_one_person = 1000")
    )
    with unit_of_work() as session:
        session.execute(update(Scheme).where(Scheme.agency_id == agency_id).values(text=text, digest=digest(text)))
