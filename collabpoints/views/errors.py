"""Pages for what goes wrong: which thing, and what to do now. Bad input never gets a 500."""

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from collabpoints.domain.errors import Busy, NotFound
from collabpoints.views import kept
from collabpoints.views.identity import be_nobody

_SECONDS_UNTIL_AGAIN = "5"
_WITH_A_PAGE = (400, 404, 405, 413, 429, 500, 503)


Answer = tuple[str, int, dict[str, str]]


def register(app: Flask) -> None:
    """Answer whatever goes wrong with a page of its own, with the database or without."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _foreign_name)
    app.register_error_handler(NotFound, lambda _fault: _page(404))
    app.register_error_handler(CSRFError, lambda _fault: kept.offer_again() or _page(400, name="expired"))
    for fault in (Busy, OperationalError, PoolTimeout):
        app.register_error_handler(fault, _unavailable)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def _http(fault: HTTPException) -> ResponseReturnValue:
    code = fault.code or 500
    if code < 400:
        return fault.get_response()
    shown = code if code in _WITH_A_PAGE else 400
    page, status, headers = _page(shown)
    if code == 405 and getattr(fault, "valid_methods", None):
        headers["Allow"] = ", ".join(sorted(fault.valid_methods))  # type: ignore[attr-defined]
    return page, code if status == shown else status, headers


def _foreign_name(_fault: SecurityError) -> ResponseReturnValue:
    # Under a name that is not ours no address of ours can be built, and a page is full of them.
    return "This site does not answer to that name.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _unavailable(fault: Exception) -> Answer:
    current_app.logger.warning("database unavailable: %s", type(fault).__name__)
    page, status, headers = _page(503)
    headers["Retry-After"] = _SECONDS_UNTIL_AGAIN
    return page, status, headers


def _database(fault: DBAPIError) -> ResponseReturnValue:
    # A server that shuts down or a cut line arrives as various DBAPI errors that say the connection is gone.
    return _unavailable(fault) if fault.connection_invalidated else _unexpected(fault)


def _unexpected(fault: Exception) -> ResponseReturnValue:
    current_app.logger.error("unexpected: %s", request.endpoint, exc_info=fault)
    return _page(500)


def _page(code: int, name: str = "") -> Answer:
    try:
        return _written(code, name)
    except (Busy, DBAPIError, PoolTimeout) as fault:
        return _unavailable(fault)  # the page wanted to show who is signed in, and the database is away


def _written(code: int, name: str) -> Answer:
    if code >= 500:
        be_nobody()
    again = kept.to_send_again() if code in (500, 503) else ()
    return render_template(f"errors/{name or code}.html", again=again, is_bare=code >= 500), code, {}
