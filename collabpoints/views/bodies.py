"""What the body of a request may bring: fields that have a name, and a file where a form asks for one; without a file
no more than anybody types (Werkzeug itself limits the texts of one kind of form only).

No browser sends anything else. Flask-WTF reads files and texts from one place, so that a field of text that arrives as
a file would be a file to the view, and stumbles over a part without a name.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., object])


def takes_file(view: View) -> View:
    """What is sent to this endpoint may bring a file."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Refuse other bodies. Called before CSRFProtect, which reads the fields first."""
    app.before_request(_refuse)


def _refuse() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.method != "POST":
        return
    is_file_welcome = bool(getattr(view, "takes_file", False))
    if not is_file_welcome:
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    if (request.files and not is_file_welcome) or None in request.form or None in request.files:
        abort(400)
