"""내려받기: what is chosen, what would be in it, having it made, how far it is, taking it. For the officer of the whole
agency, for heads of their departments, for everybody of himself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from collabpoints import clock
from collabpoints.domain.errors import NotFound, Refusal, Refused
from collabpoints.domain.exports import Scope, Wanted
from collabpoints.domain.roles import Role
from collabpoints.forms.exports import AskForm, TakeForm
from collabpoints.queries.export_requests import ExportRequest, export_request, requests_of
from collabpoints.queries.exports import Table, table_of
from collabpoints.queries.headed_departments import headed_departments
from collabpoints.services import exports as making
from collabpoints.services.exports import Asker, Keeping
from collabpoints.views import access, confirmations, downloads, export_words, kept
from collabpoints.views.days import today
from collabpoints.views.export_choices import Choice, address_of, chosen
from collabpoints.views.identity import who
from collabpoints.views.paging import number
from collabpoints.views.sentences import sentences_by_field

if TYPE_CHECKING:
    from config import Config

exports = Blueprint("exports", __name__, url_prefix="/exports")

OWN_REASON = "본인"
"""The reason that stands for a file of oneself: nobody is asked why he takes what is his."""

_ONE = "/<int(max=9223372036854775807):export_id>"
_WAIT = "5"
_FARTHEST = 10_000


@exports.get("")
@access.signed_in
def page() -> ResponseReturnValue:
    """The choice, what would be in the file once something is chosen, and the files that were asked for."""
    choice = chosen(request.args)
    _acts(choice, "exports.page")
    return _page(choice, AskForm(formdata=None))


@exports.post("")
@kept.keeps_typed
@access.signed_in
def ask() -> ResponseReturnValue:
    """Have the file made. What was carried over a session that ran out is shown again first."""
    choice, form = chosen(request.form), AskForm()
    _acts(choice, "exports.ask")
    if choice.wanted is None or form.action.data == "edit":
        _acts(choice, "exports.page")
        return _page(choice, form)
    try:
        reason = OWN_REASON if choice.is_own else downloads.judged(form)
        export_id = _asked(choice.wanted, choice.role, reason)
    except Refused as refused:
        return _page(choice, form, refused.refusals)
    return redirect(url_for("exports.one", export_id=export_id), 303)


@exports.get(_ONE)
@access.signed_in
def one(export_id: int) -> ResponseReturnValue:
    """Looks again by itself while the file is made, without scripts."""
    found = _mine(export_id)
    return _one(found, TakeForm(formdata=None)), {"Refresh": _WAIT} if found.state == "asked" else {}


@exports.post(_ONE + "/take")
@access.signed_in
def take(export_id: int) -> ResponseReturnValue:
    """The file itself. The password is asked for again where others' data is in it and that was long ago."""
    found, form = _mine(export_id), TakeForm()
    is_own = found.wanted.scope is Scope.OWN
    refused = () if is_own else confirmations.confirmed(form.file_password.data or "")
    if refused:
        return _one(found, form, refused), downloads.status_of(refused)
    try:
        taken = making.take(
            export_id, who().agency_id, downloads.taker(found.role, found.reason), departments=_headed(found.wanted)
        )
    except NotFound:
        return redirect(url_for("exports.one", export_id=export_id), 303)  # it expired meanwhile; its page says so
    if not is_own:
        access.acts_as(Role(found.role), "exports.take", ())
        access.because(found.reason)
    return downloads.handed(taken)


def _page(choice: Choice, form: AskForm, refused: Sequence[Refusal] = ()) -> ResponseReturnValue:
    shown, refusals = _farthest(), [*choice.refusals, *refused]
    table = None
    try:
        table = _table(choice.wanted)
    except Refused as found:
        refusals += [one for one in found.refusals if one not in refusals]
    page = render_template(
        "exports/page.html",
        choice=choice,
        table=table,
        files=requests_of(who().agency_id, who().person_id, page=shown),
        at=shown,
        form=form,
        errors=sentences_by_field(refusals),
        words=export_words,
    )
    return page, downloads.status_of(refusals) if refusals else 200


def _one(found: ExportRequest, form: TakeForm, refusals: Sequence[Refusal] = ()) -> str:
    return render_template(
        "exports/one.html",
        file=found,
        form=form,
        errors=sentences_by_field(refusals),
        words=export_words,
        address_of=address_of,
    )


def _table(wanted: Wanted | None) -> Table | None:
    """What would be in the file now."""
    return table_of(wanted, who().agency_id, today=today()) if wanted else None


def _asked(wanted: Wanted, role: Role, reason: str) -> int:
    config: Config = current_app.config["COLLABPOINTS"]
    export_id = making.ask(
        wanted,
        who().agency_id,
        Asker(who().person_id, role.value, reason),
        Keeping(config.export_rows_at_once, config.export_days),
        at=clock.now(),
    )
    access.because(reason)
    return export_id


def _mine(export_id: int) -> ExportRequest:
    """A file that the one at the door asked for, in a role that he still has. 404 for any other."""
    found = export_request(who().agency_id, export_id)
    if found.asked_by_person_id != who().person_id or not who().has(Role(found.role)):
        abort(404)
    if found.wanted.scope is Scope.DEPARTMENT and found.wanted.department_id not in _headed(found.wanted):
        abort(404)
    return found


def _headed(wanted: Wanted) -> frozenset[int]:
    """The departments whose files a head may take now; none are asked for where the file is no head's."""
    if wanted.scope is not Scope.DEPARTMENT:
        return frozenset()
    return frozenset(one.department_id for one in headed_departments(who().agency_id, who().person_id))


def _acts(choice: Choice, act: str) -> None:
    """Figures of others, in a role, are something that the record has to know of."""
    if choice.wanted is not None and not choice.is_own:
        access.acts_as(choice.role, act, ())


def _farthest() -> int:
    return min(number(request.args.get("page", "")) or 1, _FARTHEST)
