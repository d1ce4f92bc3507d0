"""create_app: the only place that wires the parts together."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, has_request_context
from flask_migrate import Migrate

import collabpoints.models  # noqa: F401  (makes every table known)
from collabpoints import views
from collabpoints.db import db, engine_options, prepare_engine

if TYPE_CHECKING:
    from config import Config

HOME = Path(__file__).resolve().parent.parent
migrations = Migrate(directory=str(HOME / "migrations"))


def create_app(config: "Config") -> Flask:
    """The application for these settings: database, pages, languages, errors. Starts no thread and no job."""
    app = Flask("collabpoints", template_folder=str(HOME / "templates"))
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(
            config.database_url, timeout=config.database_timeout, threads=config.web_threads
        ),
        COLLABPOINTS=config,
    )
    db.init_app(app)
    migrations.init_app(app, db)
    with app.app_context():
        prepare_engine(db.engine, timeout=config.database_timeout, is_page=has_request_context)
    views.register(app, config)
    return app
