"""Files come in where a form asks for one and nowhere else: a field of text that arrives as a file is no text."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., object])


def takes_file(view: View) -> View:
    """What is sent to this endpoint may bring a file."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Refuse files at every other door. Forms read files and texts from one place, so a form would take one for a text."""
    app.before_request(_refuse)


def _refuse() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view and request.files and not getattr(view, "takes_file", False):
        abort(400)
