"""People come from HR's file: choose it, see what would change, confirm."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.periods import today
from collabpoints.domain.roles import Role
from collabpoints.domain.staff import Directory, FileRefused, read_directory
from collabpoints.domain.staff_order_files import is_order_file, read_orders
from collabpoints.domain.staff_previews import preview_of
from collabpoints.formats.staff_files import LARGEST_FILE, staff_rows
from collabpoints.forms.people_import import ConfirmImportForm, StaffFileForm
from collabpoints.queries.directory import plan_of
from collabpoints.queries.staff_imports import applied_files, waiting_file
from collabpoints.queries.staff_order_imports import wanted_orders
from collabpoints.queries.staff_orders import contradicted_orders
from collabpoints.services.people_import import Applying, judge_plan
from collabpoints.services.staff_imports import apply_staff_file, drop_staff_file, keep_staff_file
from collabpoints.views import access, bodies
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentence_for, sentences_by_field
from collabpoints.views.staff_order_imports import objections
from collabpoints.views.staff_order_words import ACT_WORDS
from collabpoints.views.staff_remark_words import remark_sentences

if TYPE_CHECKING:
    from config import Config

people_import = Blueprint("people_import", __name__, url_prefix="/people/import")


@people_import.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def page() -> str:
    return _page(StaffFileForm())


@people_import.post("")
@bodies.takes_file
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def upload() -> ResponseReturnValue:
    """Read the file. One with errors is not kept; a sound one waits under its own address."""
    form = StaffFileForm()
    if not form.validate_on_submit():
        return _page(form), 422
    content = form.file.data.stream.read(LARGEST_FILE + 1)
    try:
        is_orders = is_order_file(staff_rows(content))
        wrong = _objections(content) if is_orders else _refuse_unfit(content)
    except Refused as refused:
        return _page(form, refused), 422
    if wrong:
        return _page(form, said=wrong), 422
    import_id = keep_staff_file(
        who().agency_id,
        file_name=form.file.data.filename or "",
        content=content,
        uploaded_by_person_id=who().person_id,
        now=clock.now(),
    )
    page_of = "staff_order_imports.preview" if is_orders else "people_import.preview"
    return redirect(url_for(page_of, import_id=import_id), 303)


@people_import.get("/<int(max=9223372036854775807):import_id>")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def preview(import_id: int) -> ResponseReturnValue:
    """What the waiting file would change."""
    try:
        return _preview(import_id, _waiting_directory(import_id))
    except Refused as refused:  # read well when it was uploaded; the directory has changed since
        return _page(StaffFileForm(formdata=None), refused), 422


@people_import.post("/<int(max=9223372036854775807):import_id>")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def apply(import_id: int) -> ResponseReturnValue:
    """Do what the preview showed; when that is no longer the same, show the new one."""
    form = ConfirmImportForm()
    try:
        directory = _waiting_directory(import_id)
        plan = apply_staff_file(
            who().agency_id,
            import_id,
            directory,
            expected=form.digest.data or "",
            applying=_applying(confirm=bool(form.confirm.data)),
        )
    except FileRefused as refused:
        return _page(StaffFileForm(formdata=None), refused), 422
    except Refused as refused:
        return _preview(import_id, directory, refused.refusals), 422
    access.looks_at(plan.concerned)
    if plan.is_empty:
        flash(_("달라진 것이 없습니다."), "info")
    else:
        flash(_("명부를 반영했습니다."), "success")
    return redirect(url_for("people_import.page"), 303)


@people_import.post("/<int(max=9223372036854775807):import_id>/drop")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="people.import")
def drop(import_id: int) -> ResponseReturnValue:
    drop_staff_file(who().agency_id, import_id)
    flash(_("올린 파일을 지웠습니다. 명부는 그대로입니다."), "info")
    return redirect(url_for("people_import.page"), 303)


def _refuse_unfit(content: bytes) -> list[str]:
    """Raises Refused where the file cannot be read as a directory, or not be matched to ours."""
    plan_of(who().agency_id, read_directory(staff_rows(content)), today=_applying(confirm=False).today)
    return []


def _objections(content: bytes) -> list[str]:
    """What is objected to of a file of orders. Raises Refused where it cannot be read as one."""
    lines = read_orders(staff_rows(content))
    return objections(wanted_orders(who().agency_id, lines, actor_person_id=who().person_id).lines)


def _page(form: StaffFileForm, refused: Refused | None = None, *, said: Sequence[str] = ()) -> str:
    errors = [sentence_for(refusal) for refusal in refused.refusals] if refused else list(said)
    total = refused.total if isinstance(refused, FileRefused) else len(errors)
    return render_template(
        "people_import/page.html",
        form=form,
        errors=errors,
        unshown=total - len(errors),
        total=total,
        history=applied_files(who().agency_id),
        megabytes=LARGEST_FILE // 1024 // 1024,
    )


def _preview(import_id: int, directory: Directory, refusals: Sequence[Refusal] = ()) -> str:
    applying = _applying(confirm=False)
    plan = plan_of(who().agency_id, directory, today=applying.today)
    too_many = judge_plan(plan, applying)
    access.looks_at(plan.concerned)
    # The confirmation that was asked for is told beside its box; what was refused just now above everything.
    said = [refusal for refusal in refusals if refusal.code is not Code.REMOVES_TOO_MANY]
    return render_template(
        "people_import/preview.html",
        form=ConfirmImportForm(formdata=None),
        import_id=import_id,
        preview=preview_of(plan),
        warning=sentence_for(too_many[0]) if too_many else "",
        remarks=remark_sentences(plan.remarks.lists()),
        orders=contradicted_orders(who().agency_id, plan),
        act_words=ACT_WORDS,
        is_unconfirmed=len(said) < len(refusals),
        errors=sentences_by_field(said),
    )


def _waiting_directory(import_id: int) -> Directory:
    waiting = waiting_file(who().agency_id, import_id)
    if waiting is None:
        abort(404)
    return read_directory(staff_rows(waiting.content))


def _applying(*, confirm: bool) -> Applying:
    config: Config = current_app.config["COLLABPOINTS"]
    now = clock.now()
    return Applying(
        today=today(now, who().zone),
        now=now,
        removal_percent=config.import_removal_percent,
        confirm_removals=confirm,
        actor_person_id=who().person_id,
    )
