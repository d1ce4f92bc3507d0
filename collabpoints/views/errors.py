"""Pages for what goes wrong: which thing, and what to do now. Bad input never gets a 500."""

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from collabpoints.domain.errors import Busy, NotFound

_SECONDS_UNTIL_AGAIN = "5"
_WITH_A_PAGE = (400, 404, 405, 413, 429, 500, 503)


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda _fault: _page(404))
    app.register_error_handler(CSRFError, lambda _fault: _page(400, name="expired"))
    for fault in (Busy, OperationalError, PoolTimeout):
        app.register_error_handler(fault, _unavailable)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def _http(fault: HTTPException) -> ResponseReturnValue:
    code = fault.code or 500
    if code < 400:
        return fault.get_response()
    page, status, headers = _page(code if code in _WITH_A_PAGE else 400)
    if code == 405 and getattr(fault, "valid_methods", None):
        headers["Allow"] = ", ".join(sorted(fault.valid_methods))  # type: ignore[attr-defined]
    return page, code or status, headers


def _unavailable(fault: Exception) -> ResponseReturnValue:
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


def _page(code: int, name: str = "") -> tuple[str, int, dict[str, str]]:
    return render_template(f"errors/{name or code}.html"), code, {}
