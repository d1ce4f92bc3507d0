"""Access marks: who may come through a door, and which access record the visit owes (architecture, rule 12).

Every endpoint wears exactly one mark; one without is refused for everybody and fails the house test. Absent and
forbidden look the same: 404. Whether an object is one's own is asked by the query or service that fetches it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from collabpoints import clock
from collabpoints.domain.roles import Role
from collabpoints.services.records import record_access
from collabpoints.views import kept
from collabpoints.views.identity import is_signed_in, who

_REFUSED = (409, 422)
"""What was typed was refused; the answer shows the page again."""

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Mark:
    """`roles` None: everybody, signed in or not. `record`: the act that stands in the access record, or ""."""

    roles: frozenset[Role] | None
    record: str = ""


def public(view: View) -> View:
    """Open to everybody, without signing in."""
    return _mark(view, Mark(None))


def signed_in(view: View) -> View:
    """Open to every signed-in employee."""
    return _mark(view, Mark(frozenset({Role.EMPLOYEE})))


def only(*roles: Role, record: str = "") -> Callable[[View], View]:
    """Open to these roles. `record` names the act where the page shows or changes others' data in a role."""
    return lambda view: _mark(view, Mark(frozenset(roles), record))


def looks_at(person_ids: Iterable[int]) -> None:
    """The record that this visit owes names these persons, a row for each: it is their data that is looked at."""
    g.looked_at = tuple(sorted(set(person_ids)))


def because(reason: str) -> None:
    """The record that this visit owes says why: what is taken away as a file asks for its reason (promise 19)."""
    g.access_reason = reason


def acts_as(role: Role, act: str, person_ids: Iterable[int]) -> None:
    """This visit of a page that is open to everybody is made in a role, beyond what every colleague sees: it owes a record
    of the act, with these persons."""
    g.acted_as = (role, act)
    looks_at(person_ids)


def mark_of(app: Flask, endpoint: str) -> Mark | None:
    """The mark that an endpoint wears; None when it wears none."""
    mark = getattr(app.view_functions.get(endpoint), "access_mark", None)
    return mark if isinstance(mark, Mark) else None


def register(app: Flask) -> None:
    """Hold the doors of this application."""
    app.before_request(_hold)
    app.after_request(_record)
    public(app.view_functions["static"])


def _mark(view: View, mark: Mark) -> View:
    if hasattr(view, "access_mark"):
        raise ValueError(f"{view!r} already wears an access mark")
    view.access_mark = mark  # type: ignore[attr-defined]
    return view


def _hold() -> BaseResponse | None:
    if request.endpoint is None:
        return None  # no such page: 404 follows
    mark = mark_of(current_app, request.endpoint)
    if mark is None:
        current_app.logger.error("endpoint without an access mark: %s", request.endpoint)
        abort(404)
    if mark.roles is None:
        return None
    if not is_signed_in():
        if kept.is_carrying():
            return current_app.make_response(kept.ask_to_sign_in())
        return redirect(url_for("sign_in.form", next=_own_path()))
    if not who().has(*mark.roles):
        abort(404)
    return None


def _own_path() -> str:
    # Only a GET can be gone back to; what a POST of `kept.keeps_typed` brought is carried instead.
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _record(response: Response) -> Response:
    mark = mark_of(current_app, request.endpoint) if request.endpoint else None
    acted_as: tuple[Role, str] | None = g.get("acted_as")
    act = acted_as[1] if acted_as else mark.record if mark else ""
    if act and response.status_code in _REFUSED:
        act = act.partition(".")[0] + ".page"  # nothing was done, and the page was shown all the same
    if act and (response.status_code < 400 or response.status_code in _REFUSED) and is_signed_in():
        record_access(
            agency_id=who().agency_id,
            actor_person_id=who().person_id,
            role=acted_as[0] if acted_as else _role_at(mark),
            address=request.remote_addr or "",
            act=act,
            subject_person_ids=g.get("looked_at", ()),
            subject=request.path,
            reason=g.get("access_reason", ""),
            at=clock.now(),
        )
    return response


def _role_at(mark: Mark | None) -> str:
    """The role in which somebody came through a door: the first that it asks for and he has."""
    roles = (mark.roles if mark else None) or frozenset()
    return next((role.value for role in Role if role in roles and role in who().roles), "")
