"""Models equal migrations; up, down and up again works; the head is pinned where two branches would meet."""

from pathlib import Path

import flask_migrate
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from collabpoints.app import HOME, migrations
from collabpoints.db import db
from tests.conftest import _empty

PINNED = Path(HOME / "migrations" / "HEAD").read_text(encoding="utf-8").strip()


def test_there_is_one_head_and_it_is_the_pinned_one() -> None:
    assert ScriptDirectory(str(HOME / "migrations")).get_heads() == [PINNED]


def test_the_models_equal_the_migrations(app: Flask) -> None:
    assert migrations.directory
    flask_migrate.check()


def test_down_and_up_again(app: Flask) -> None:
    flask_migrate.downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    flask_migrate.upgrade()
    assert left == set()
    _empty()
