"""A file of orders that waits: what each line would do, and the press that makes all of them stand."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_order_files import OrderLine, read_orders
from collabpoints.formats.staff_files import staff_rows
from collabpoints.forms.people_import import ConfirmImportForm
from collabpoints.queries.staff_imports import waiting_file
from collabpoints.queries.staff_order_imports import Wanted, wanted_orders
from collabpoints.services.staff_order_imports import apply_order_file
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentence_for, sentences_by_field
from collabpoints.views.staff_order_words import ACT_WORDS, effect_topics

staff_order_imports = Blueprint("staff_order_imports", __name__, url_prefix="/people/import")

_ADDRESS = "/<int(max=9223372036854775807):import_id>/orders"


@staff_order_imports.get(_ADDRESS)
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def preview(import_id: int) -> str:
    return _preview(import_id, _lines(import_id))


@staff_order_imports.post(_ADDRESS)
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def apply(import_id: int) -> ResponseReturnValue:
    """Do what the preview showed, all of it or nothing; when that is no longer the same, show the new one."""
    lines = _lines(import_id)
    try:
        placed = apply_order_file(
            who().agency_id,
            import_id,
            lines,
            expected=ConfirmImportForm().digest.data or "",
            actor_person_id=who().person_id,
            now=clock.now(),
        )
    except Refused as refused:
        return _preview(import_id, lines, refused.refusals), 422
    done = sum(one.is_done for one in placed)
    flash(
        _("발령 %(count)s건을 반영했고, %(later)s건을 예약했습니다.", count=done, later=len(placed) - done), "success"
    )
    return redirect(url_for("people_import.page"), 303)


def objections(lines: Sequence[Wanted]) -> list[str]:
    """What is objected to, a sentence for each with its line and who is meant."""
    return [
        _(
            "%(line)s번째 줄 %(who)s: %(why)s",
            line=one.line.line,
            who=one.line.name or one.line.number,
            why=sentence_for(refusal),
        )
        for one in lines
        for refusal in one.refusals
    ]


def _preview(import_id: int, lines: Sequence[OrderLine], refusals: Sequence[Refusal] = ()) -> str:
    wanted = wanted_orders(who().agency_id, lines, actor_person_id=who().person_id)
    access.looks_at(one.person_id for one in wanted.lines if one.person_id is not None)
    return render_template(
        "people_import/orders.html",
        form=ConfirmImportForm(formdata=None),
        import_id=import_id,
        wanted=wanted,
        objections=objections(wanted.lines),
        errors=sentences_by_field(refusals) if wanted.is_sound else {},
        topics=[effect_topics(one.preview) if one.preview else () for one in wanted.lines],
        act_words=ACT_WORDS,
    )


def _lines(import_id: int) -> tuple[OrderLine, ...]:
    waiting = waiting_file(who().agency_id, import_id)
    if waiting is None:
        abort(404)
    try:
        return read_orders(staff_rows(waiting.content))
    except Refused:  # it is no file of orders: that has its own page
        abort(404)
