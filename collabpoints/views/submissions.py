"""제출본: lists as they were handed to a committee: made, kept, read again, compared line by line. For the officer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from collabpoints import clock
from collabpoints.domain.errors import NotFound, Refusal, Refused
from collabpoints.domain.exports import Only, Scope, Wanted, What
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.submissions import filters_of
from collabpoints.domain.texts import cleaned
from collabpoints.forms.downloads import DownloadForm
from collabpoints.forms.submissions import SubmitForm
from collabpoints.queries import submissions as kept_ones
from collabpoints.queries.submission_comparisons import comparison
from collabpoints.queries.submission_previews import SubmissionPreview, submission_preview
from collabpoints.services import exports as making
from collabpoints.services.submissions import NewSubmission, submit, write_submission_file
from collabpoints.views import access, confirmations, downloads, export_words, kept, submission_words
from collabpoints.views.days import today
from collabpoints.views.export_choices import Choice, chosen
from collabpoints.views.identity import who
from collabpoints.views.paging import before, number
from collabpoints.views.sentences import sentences_by_field

if TYPE_CHECKING:
    from config import Config

submissions = Blueprint("submissions", __name__, url_prefix="/submissions")

_ONE = "/<int(max=9223372036854775807):submission_id>"
_LINES = 50
_DIFFERENCES = 25
_COMPARED_WITH = 6
_FARTHEST = 10_000


@dataclass(frozen=True, slots=True)
class _Handing:
    """What is chosen for a submission. `wanted` with the filters of a submission; None where nothing is chosen yet."""

    choice: Choice
    wanted: Wanted | None
    is_everyone: bool


@submissions.get("")
@access.only(Role.OFFICER)
def page() -> str:
    return render_template(
        "submissions/page.html",
        submissions=kept_ones.submissions(who().agency_id, before=before()),
        is_first=before() is None,
        words=submission_words,
    )


@submissions.get("/new")
@access.only(Role.OFFICER, record="submissions.new")
def new() -> ResponseReturnValue:
    """The choice, and once something is chosen what would be handed over."""
    return _new(_handing(request.args), SubmitForm(formdata=None))


@submissions.post("/new")
@kept.keeps_typed
@access.only(Role.OFFICER, record="submissions.make")
def make() -> ResponseReturnValue:
    """Number it and keep it. What was carried over a session that ran out is shown again first."""
    handing, form = _handing(request.form), SubmitForm()
    if handing.wanted is None or form.action.data == "edit":
        access.acts_as(Role.OFFICER, "submissions.new", ())
        return _new(handing, form)
    try:
        submission_id = _made(handing.wanted, handing.is_everyone, form)
    except Refused as refused:
        return _new(handing, form, refused.refusals)
    flash(_("제출본을 만들어 번호를 붙였습니다."), "success")
    return redirect(url_for("submissions.one", submission_id=submission_id), 303)


@submissions.get(_ONE)
@access.only(Role.OFFICER, record="submissions.one")
def one(submission_id: int) -> str:
    return _one(submission_id)


@submissions.post(_ONE + "/take")
@kept.keeps_typed
@access.only(Role.OFFICER, record="submissions.take")
def take(submission_id: int) -> ResponseReturnValue:
    """The file as it was handed over."""
    head, form = kept_ones.submission(who().agency_id, submission_id), DownloadForm()
    if form.action.data == "edit":
        access.acts_as(Role.OFFICER, "submissions.one", ())
        return _one(submission_id, form)
    try:
        reason = downloads.judged(form)
    except Refused as refused:
        return _one(submission_id, form, refused.refusals), downloads.status_of(refused.refusals)
    try:
        taken = making.take(head.export_id, who().agency_id, downloads.taker(Role.OFFICER, reason))
    except NotFound:
        return redirect(url_for("submissions.one", submission_id=submission_id), 303)  # it is still being made
    return downloads.handed(taken)


@submissions.get("/compare")
@access.only(Role.OFFICER, record="submissions.compare")
def compare() -> str:
    """Two of them, in whichever order they are named; 404 for the same twice, and for persons against departments."""
    first, second = (number(request.args.get(name, "")) or 0 for name in ("first", "second"))
    if first == second:
        abort(404)
    at = _at()
    try:
        found = comparison(who().agency_id, first, second, skip=(at - 1) * _DIFFERENCES, most=_DIFFERENCES)
    except ValueError:
        abort(404)
    if found.after.subject is Subject.PERSONS:
        access.looks_at(row.subject.id for row in found.rows)
    return render_template(
        "submissions/compare.html", found=found, at=at, is_more=found.total > at * _DIFFERENCES, words=submission_words
    )


def _one(submission_id: int, form: DownloadForm | None = None, refusals: Sequence[Refusal] = ()) -> str:
    head = kept_ones.submission(who().agency_id, submission_id)
    is_whole, at = request.args.get("page") == "all", _at()
    rows = kept_ones.submission_rows(
        head.id, skip=0 if is_whole else (at - 1) * _LINES, most=None if is_whole else _LINES
    )
    if head.subject is Subject.PERSONS:
        access.looks_at(row.subject.id for row in rows)
    others = [
        other
        for other in kept_ones.submissions(who().agency_id).rows
        if other.id != head.id and other.subject is head.subject
    ]
    return render_template(
        "submissions/one.html",
        head=head,
        rows=rows,
        at=at,
        is_whole=is_whole,
        is_more=not is_whole and head.rows > at * _LINES,
        others=others[:_COMPARED_WITH],
        form=form or DownloadForm(formdata=None, reason=head.purpose),
        errors=sentences_by_field(refusals),
        words=submission_words,
    )


def _new(handing: _Handing, form: SubmitForm, refused: Sequence[Refusal] = ()) -> ResponseReturnValue:
    refusals, preview = [*handing.choice.refusals, *refused], None
    try:
        preview = submission_preview(handing.wanted, who().agency_id, today=today()) if handing.wanted else None
    except Refused as found:
        refusals += [one for one in found.refusals if one not in refusals]
    if preview:
        _offer(form, preview)
    shown = render_template(
        "submissions/new.html",
        choice=handing.choice,
        wanted=handing.wanted,
        is_everyone=handing.is_everyone,
        preview=preview,
        form=form,
        errors=sentences_by_field(refusals),
        words=export_words,
    )
    return shown, downloads.status_of(refusals) if refusals else 200


def _offer(form: SubmitForm, preview: SubmissionPreview) -> None:
    """The uses that the schemes of the months name, and any other, which goes beyond them."""
    aims = [(one.value, submission_words.aim_words(one)) for one in preview.purposes]
    form.offer([*aims, ("", _("그 밖의 목적(운영 기준이 정한 쓰임 밖이라고 화면과 표지에 적습니다)"))])
    if form.aim.data is None and aims:
        form.aim.data = aims[0][0]


def _handing(given: MultiDict[str, str]) -> _Handing:
    """404 for lines that are neither of persons nor of departments."""
    choice = chosen(given, within=(Scope.AGENCY,))
    whats = choice.form.what.choices or ()
    choice.form.what.choices = [one for one in whats if one[0] in (What.TOTALS, What.DEPARTMENTS)]
    choice.form.only.choices = [("", _("순위가 있는 후보만")), (Only.EVERYONE.value, _("모두(순위가 없는 줄도)"))]
    is_everyone = given.get("only") == Only.EVERYONE
    if choice.wanted is None:
        return _Handing(choice, None, is_everyone)
    if choice.wanted.what not in (What.TOTALS, What.DEPARTMENTS):
        abort(404)
    filters = filters_of(choice.wanted.filters, is_everyone=is_everyone)
    return _Handing(choice, replace(choice.wanted, filters=filters), is_everyone)


def _made(wanted: Wanted, is_everyone: bool, form: SubmitForm) -> int:
    """Its id. A right password counts though a word is missing. Raises Refused."""
    aim = next((one for one in Purpose if one == form.aim.data), None)
    purpose = cleaned(form.purpose.data or "") or (submission_words.aim_words(aim) if aim else "")
    refused = confirmations.confirmed(form.file_password.data or "")
    if refused:
        raise Refused(refused)
    new_one = NewSubmission(
        subject=Subject.PERSONS if wanted.what is What.TOTALS else Subject.DEPARTMENTS,
        span=wanted.span,
        first=wanted.first,
        last=wanted.last,
        department_id=wanted.department_id,
        filters=wanted.filters,
        is_everyone=is_everyone,
        recipient=cleaned(form.recipient.data or ""),
        aim=aim,
        purpose=purpose,
        file_format=wanted.file_format,
        language=wanted.language,
    )
    submission_id = submit(new_one, who().agency_id, actor_person_id=who().person_id)
    access.because(purpose)
    config: Config = current_app.config["COLLABPOINTS"]
    head = kept_ones.submission(who().agency_id, submission_id)
    if head.rows <= config.export_rows_at_once:
        write_submission_file(submission_id, who().agency_id, at=clock.now())
    return submission_id


def _at() -> int:
    return min(number(request.args.get("page", "")) or 1, _FARTHEST)
