"""How many notes and notices wait to be read: the header of every page shows it."""

from flask import Flask, g
from werkzeug.local import LocalProxy

from collabpoints.queries.notices import Unread, unread
from collabpoints.services.notices import mark_note_seen
from collabpoints.views.identity import is_signed_in, who


def register(app: Flask) -> None:
    """Give templates `unread_count` (notes) and `unread_notices`, counted together when a template looks at one of them
    (an error page does not)."""

    @app.context_processor
    def _unread() -> dict[str, object]:
        return {
            "unread_count": LocalProxy(lambda: _waiting().notes),
            "unread_notices": LocalProxy(lambda: _waiting().notices),
        }


def see_note(note_id: int) -> None:
    """The signed-in person looks at this note: what it has given notice of is read from now on."""
    if _waiting().notices:
        mark_note_seen(note_id, person_id=who().person_id)
        g.pop("waiting")


def _waiting() -> Unread:
    if "waiting" not in g:
        g.waiting = unread(who().person_id) if is_signed_in() else Unread(0, 0)
    waiting: Unread = g.waiting
    return waiting
