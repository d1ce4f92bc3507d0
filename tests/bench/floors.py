"""The bare floors: what a Flask view costs that does only what the database must do, in SQL written by hand. They keep
a connection in each thread and nothing else: no sign-in, no rules, no ledger, no page."""

import json
import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, Response, redirect, request
from jinja2 import Template
from werkzeug.wrappers import Response as BaseResponse

TABLES = (
    "CREATE TABLE bare_allowances (person_id bigint PRIMARY KEY, granted bigint NOT NULL, spent bigint NOT NULL)",
    "CREATE TABLE bare_notes (id {id}, form_id varchar(36) NOT NULL UNIQUE, sender_id bigint NOT NULL,"
    " recipient_id bigint NOT NULL, text text NOT NULL, points bigint NOT NULL)",
    "CREATE TABLE bare_entries (id {id}, note_id bigint NOT NULL REFERENCES bare_notes, points bigint NOT NULL)",
    "INSERT INTO bare_allowances SELECT id, 100000000, 0 FROM people",
)
_NOTE = (
    "INSERT INTO bare_notes (form_id, sender_id, recipient_id, text, points) VALUES (%s, %s, %s, %s, %s) RETURNING id"
)
_ENTRY = "INSERT INTO bare_entries (note_id, points) VALUES (%s, %s)"
_SPEND = "UPDATE bare_allowances SET spent = spent + %s WHERE person_id = %s AND spent + %s <= granted"
_ROW = "SELECT text FROM bare_notes WHERE id = %s"

_STANDINGS = (
    "SELECT s.rank, p.name, (SELECT a.position FROM appointments a JOIN employees e ON e.id = a.employee_id"
    " WHERE e.person_id = s.person_id AND a.kind = 'primary' ORDER BY a.starts_on DESC LIMIT 1), d.names,"
    " s.received_points, s.sent_points, s.received_notes, s.colleagues, s.departments, s.score"
    " FROM person_standings s JOIN people p ON p.id = s.person_id JOIN department_paths d ON d.id = s.path_id"
    " WHERE s.board_id = %s AND s.place <= 100 ORDER BY s.place"
)

app = Flask(__name__)
_templates: dict[int, Template] = {}
_mine = threading.local()
_URL = os.environ.get("DATABASE_URL", "")
_IS_SQLITE = _URL.startswith("sqlite")


def prepare(url: str) -> None:
    """The floor's tables, and one note of each size in them to read (`/json/1`, `/page/2`)."""
    identity = "integer PRIMARY KEY" if url.startswith("sqlite") else "bigserial PRIMARY KEY"
    connection: Any = _connected(url)
    for statement in TABLES:
        connection.execute(statement.format(id=identity))
    connection.commit()
    connection.close()


def keep(url: str, body: str) -> int:
    """A row with this body for a floor to read; returns its id."""
    connection: Any = _connected(url)
    mark = "?" if url.startswith("sqlite") else "%s"
    made: int = connection.execute(
        _NOTE.replace("%s", mark), (f"row {len(body)} {hash(body)}"[:36], 0, 0, body, 0)
    ).fetchone()[0]
    connection.commit()
    connection.close()
    return made


@app.post("/send")
def send() -> BaseResponse:
    form = request.form
    sender, recipient, points = int(form["sender"]), int(form["recipient"]), int(form["points"])
    connection = _connection()
    try:
        _begin(connection)
        spent = connection.execute(_sql(_SPEND), (points, sender, points)).rowcount
        if spent != 1:
            connection.rollback()
            return Response(status=422)
        values = (form["form_id"], sender, recipient, form["text"], points)
        note_id = connection.execute(_sql(_NOTE), values).fetchone()[0]
        connection.execute(_sql(_ENTRY), (note_id, points))
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return redirect(f"/done/{note_id}", 303)


@app.get("/json/<int:row>")
def json_row(row: int) -> Response:
    return Response(json.dumps(json.loads(_read(row)), ensure_ascii=False), mimetype="application/json")


@app.get("/page/<int:row>")
def page_row(row: int) -> Response:
    return Response(_read(row), mimetype="text/html")


@app.get("/board/<int:template>/<int:board>")
def board(template: int, board: int) -> Response:
    """The first hundred of a board's frozen rows, in the template that a row of the floor's holds."""
    if template not in _templates:
        _templates[template] = app.jinja_env.from_string(_read(template))
    connection = _connection()
    rows = connection.execute(_sql(_STANDINGS), (board,)).fetchall()
    connection.rollback()
    return Response(_templates[template].render(rows=rows), mimetype="text/html")


def _read(row: int) -> str:
    connection = _connection()
    text: str = connection.execute(_sql(_ROW), (row,)).fetchone()[0]
    connection.rollback()
    return text


def _sql(statement: str) -> str:
    return statement.replace("%s", "?") if _IS_SQLITE else statement


def _begin(connection: Any) -> None:
    if _IS_SQLITE:  # psycopg says BEGIN itself
        connection.execute("BEGIN IMMEDIATE")


def _connection() -> Any:
    if not hasattr(_mine, "connection"):
        _mine.connection = _connected(_URL)
    return _mine.connection


def _connected(url: str) -> Any:
    if not url.startswith("sqlite"):
        return psycopg.connect(url.replace("+psycopg", ""))
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
