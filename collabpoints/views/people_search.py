"""The search box asks here while one types; without scripts the form for a note answers the same question."""

from typing import TypedDict

from flask import Blueprint, Response, jsonify, request

from collabpoints.queries.colleagues import Colleague, Hit
from collabpoints.queries.colleagues import search as colleagues
from collabpoints.views import access
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.staff_order_words import KIND_WORDS
from collabpoints.views.writing import Writing

people = Blueprint("people", __name__, url_prefix="/people")

_MOST_DIGITS = 9


class Shown(TypedDict):
    """What a hit tells; `note` says why points cannot go there now, or is empty, and `thanks` is "yes" where thanks alone
    still can. Nothing else leaves."""

    number: str
    name: str
    position: str
    department: str
    duty: str
    extension: str
    note: str
    thanks: str


@people.get("/search")
@access.signed_in
def search() -> Response:
    """The colleagues whom `q` finds, from `offset` on, as JSON."""
    me = who()
    found = colleagues(
        me.agency_id,
        me.person_id,
        request.args.get("q", ""),
        day=today(),
        offset=_offset(request.args.get("offset", "")),
    )
    return jsonify(hits=[_shown(hit) for hit in found.hits], more=found.has_more, next=found.next_offset)


def _shown(hit: Hit) -> Shown:
    colleague = hit.colleague
    return Shown(
        number=colleague.number,
        name=colleague.name,
        position=colleague.position,
        department=_where(colleague),
        duty=colleague.duty,
        extension=colleague.extension,
        note=Writing.note(hit),
        thanks="yes" if Writing.is_for_thanks(hit) else "",
    )


def _where(colleague: Colleague) -> str:
    """`복지정책과 · 겸임 도로과`."""
    words = (f"{KIND_WORDS[post.kind]} {post.department}" for post in colleague.beside)
    return " · ".join((colleague.department, *words))


def _offset(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else 0
