"""What was typed is carried over a sign-in that ran out, an expired form and a short outage (promise 24).

The text travels in the page itself, as hidden fields of the next form, and never rests on the server: who sent it is
not known at that moment, a signed cookie is too small and can be read, and a text with a registration number in it may
be stored nowhere. So it works without scripts:

1. a POST of an endpoint that `keeps_typed` arrives without a session: it is answered with a sign-in form that carries
   the fields under names beginning with `kept-`; a failed try carries them again (kept/fields.html);
2. after signing in `go_on` answers with a page whose one button sends the fields, under their own names, back to where
   they belong. The password is in another form by then and is not sent twice.

A page of errors (errors/500, errors/503) offers to send the same fields again. Only endpoints that wear `keeps_typed` are carried: a password never is.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from collabpoints.views.identity import is_signed_in

View = TypeVar("View", bound=Callable[..., object])

_PREFIX = "kept-"
_OF_THE_FORM = ("csrf_token", "action", "file_password")

Fields = tuple[tuple[str, str], ...]


def register(app: Flask) -> None:
    """Give templates `kept_fields()`: what a sign-in form has to carry along, (name, value) pairs."""
    app.jinja_env.globals.update(kept_fields=kept_fields)


def keeps_typed(view: View) -> View:
    """What is sent to this endpoint is carried when it cannot be taken now."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def is_carrying() -> bool:
    """Whether this request brings something typed that must not be lost."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method == "POST" and bool(getattr(view, "keeps_typed", False))


def kept_fields() -> Fields:
    """The fields of this request as a sign-in form carries them; empty where there is nothing to carry."""
    if is_carrying():
        return tuple((_PREFIX + name, value) for name, value in _typed())
    return tuple((name, value) for name, value in request.form.items(multi=True) if name.startswith(_PREFIX))


def ask_to_sign_in() -> ResponseReturnValue:
    """A sign-in form that carries what this request brought. Nothing was written."""
    return render_template("kept/sign_in.html", next=request.path, text=_told(request.form)), 403


def offer_again() -> ResponseReturnValue | None:
    """Where a form's token no longer fits: the page that shows what was typed and goes on. None: nothing was typed."""
    if not is_carrying():
        return None
    if not is_signed_in():
        return ask_to_sign_in()
    return _resume(request.path, _typed()), 400


def to_send_again() -> Fields:
    """What this request brought, for a page of errors that offers to send it once more as it was; mostly nothing."""
    if not is_carrying():
        return ()
    return tuple(
        (name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "file_password")
    )


def go_on(path: str) -> str | None:
    """After signing in: the page that takes up what the sign-in form carried and sends it to `path`, where it came from.
    None when nothing was carried, or the path takes nothing that is typed."""
    fields = tuple((name.removeprefix(_PREFIX), value) for name, value in kept_fields())
    return _resume(path, fields) if fields and _takes_typed(path) else None


def _takes_typed(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, _values = adapter.match(path, method="POST")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return bool(getattr(current_app.view_functions[endpoint], "keeps_typed", False))


def _resume(path: str, fields: Fields) -> str:
    return render_template("kept/go_on.html", path=path, fields=fields, text=_told(dict(fields)))


def _told(fields: Mapping[str, str]) -> str:
    """What the person reads of what he typed: the text, or the reason for what he was about to do."""
    return fields.get("text", "") or fields.get("reason", "")


def _typed() -> Fields:
    return tuple((name, value) for name, value in request.form.items(multi=True) if name not in _OF_THE_FORM)
