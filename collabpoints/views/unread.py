"""How many notes wait to be read: the header of every page shows it."""

from flask import Flask, g
from werkzeug.local import LocalProxy

from collabpoints.queries.notes import unread_count
from collabpoints.views.identity import is_signed_in, who


def register(app: Flask) -> None:
    """Give templates `unread_count`, counted when a template looks at it (an error page does not)."""

    @app.context_processor
    def _unread() -> dict[str, object]:
        return {"unread_count": LocalProxy(_count)}


def _count() -> int:
    if "unread_count" not in g:
        g.unread_count = unread_count(who().person_id) if is_signed_in() else 0
    count: int = g.unread_count
    return count
