"""Write notes, read them, answer them. What may be seen or changed is asked of the query or service that does it."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.forms.notes import ActForm, NoteForm, ReplyForm
from collabpoints.queries.allowances import allowance
from collabpoints.queries.first_notes import is_first_of_month
from collabpoints.queries.note_stories import story
from collabpoints.queries.notes import batch_notes, note
from collabpoints.queries.notes import feed as public_notes
from collabpoints.queries.notes import received as received_notes
from collabpoints.queries.notes import sent as sent_notes
from collabpoints.services import note_changes, replies
from collabpoints.services.notes import send_notes
from collabpoints.views import access, guides, hints, kept, sprouts, unread, writing
from collabpoints.views.identity import who
from collabpoints.views.paging import before
from collabpoints.views.sentences import sentence_for

notes = Blueprint("notes", __name__, url_prefix="/notes")


@notes.get("/new")
@access.signed_in
def new() -> ResponseReturnValue:
    """The form: empty, for the colleagues in `to`, or with the draft of `form`."""
    return render_template("notes/new.html", writing=writing.opened())


@notes.post("/new")
@kept.keeps_typed
@access.signed_in
def send() -> ResponseReturnValue:
    """Send, or take the step that a button of the form names; whatever was typed comes back."""
    form = NoteForm()
    if form.action.data not in ("send", "thanks") or guides.is_begun():
        return render_template("notes/new.html", writing=writing.stepped(form))
    if numbers := hints.unseen_numbers(form.text.data or "", request.form.getlist("seen_numbers")):
        return render_template("notes/new.html", writing=writing.pointed_out(form, numbers))
    try:
        sent_now = send_notes(
            agency_id=who().agency_id,
            sender_person_id=who().person_id,
            new=writing.new_notes(form),
        )
    except Refused as refused:
        status = 409 if any(refusal.code is Code.FORM_ALREADY_USED for refusal in refused.refusals) else 422
        return render_template("notes/new.html", writing=writing.refused(form, refused.refusals)), status
    return redirect(url_for("notes.done", batch_id=sent_now.batch_id), 303)


@notes.post("/hint")
@access.signed_in
def hint() -> Response:
    """What a script shows beside the text while one writes, as JSON. Nothing is kept."""
    return jsonify(hints=hints.hints(NoteForm().text.data or "", _own_phrases()))


@notes.get("/done/<int:batch_id>")
@access.signed_in
def done(batch_id: int) -> str:
    """What was sent with one press, and how to cancel it."""
    rows = batch_notes(batch_id, person_id=who().person_id)
    if not rows:
        abort(404)
    hint = hints.bare_hint(rows[0].text, _own_phrases()) if rows[0].withdrawn is None else ""
    leaf = sprouts.new_leaf(batch_id)
    is_first = is_first_of_month(batch_id, person_id=who().person_id)
    return render_template(
        "notes/done.html", rows=rows, form=ActForm(), now=clock.now(), hint=hint, new_leaf=leaf, is_first=is_first
    )


@notes.get("/received")
@access.signed_in
def received() -> str:
    return render_template("notes/received.html", notes=received_notes(who().person_id, before=before()))


@notes.get("/sent")
@access.signed_in
def sent() -> str:
    return render_template("notes/sent.html", notes=sent_notes(who().person_id, before=before()), now=clock.now())


@notes.get("/feed")
@access.signed_in
def feed() -> str:
    """함께 읽기: the agency's public notes."""
    return render_template("notes/feed.html", notes=public_notes(who().agency_id, before=before()))


@notes.get("/<int:note_id>")
@access.signed_in
def page(note_id: int) -> str:
    """The note's page. Its recipient has read it from now on; its sender has seen the reply."""
    row = note(note_id, agency_id=who().agency_id, person_id=who().person_id)
    if row.recipient.person_id == who().person_id and row.read_at is None:
        note_changes.mark_read(note_id, agency_id=who().agency_id, person_id=who().person_id)
    is_reply_new = row.sender.person_id == who().person_id and row.replied_at is not None and not row.is_reply_read
    if is_reply_new:
        note_changes.mark_reply_read(note_id, agency_id=who().agency_id, person_id=who().person_id)
    unread.see_note(note_id)
    return _page(note_id, ReplyForm(formdata=None), is_reply_new=is_reply_new)


@notes.post("/<int:note_id>/reply")
@kept.keeps_typed
@access.signed_in
def reply(note_id: int) -> ResponseReturnValue:
    form = ReplyForm()
    try:
        replies.reply(note_id, agency_id=who().agency_id, person_id=who().person_id, text=form.text.data or "")
    except Refused as refused:
        return _page(note_id, form, refused.refusals), 422
    flash(_("답례를 전했습니다."), "success")
    return _to_page(note_id)


@notes.post("/<int:note_id>/take-back")
@access.signed_in
def take_back(note_id: int) -> ResponseReturnValue:
    try:
        note_changes.take_back(note_id, agency_id=who().agency_id, person_id=who().person_id)
    except Refused as refused:
        return _page(note_id, ReplyForm(formdata=None), refused.refusals), 422
    flash(_("보내기를 취소했습니다. 받는 분에게는 보이지 않습니다."), "success")
    return redirect(url_for("notes.sent"), 303)


@notes.get("/<int:note_id>/give-back")
@access.signed_in
def give_back_form(note_id: int) -> str:
    """What giving back means, before one does it."""
    row = note(note_id, agency_id=who().agency_id, person_id=who().person_id)
    if row.recipient.person_id != who().person_id:
        abort(404)
    return render_template("notes/give_back.html", row=row, form=ActForm())


@notes.post("/<int:note_id>/give-back")
@access.signed_in
def give_back(note_id: int) -> ResponseReturnValue:
    try:
        note_changes.give_back(note_id, agency_id=who().agency_id, person_id=who().person_id)
    except Refused as refused:
        return _page(note_id, ReplyForm(formdata=None), refused.refusals), 422
    flash(_("알려 주셔서 고맙습니다. 보낸 분에게 되돌렸습니다."), "success")
    return redirect(url_for("notes.received"), 303)


@notes.post("/<int:note_id>/private")
@access.signed_in
def make_private(note_id: int) -> BaseResponse:
    note_changes.make_private(note_id, agency_id=who().agency_id, person_id=who().person_id)
    flash(_("이제 두 사람만 볼 수 있습니다."), "success")
    return _to_page(note_id)


def _own_phrases() -> tuple[str, ...]:
    """The stock phrases of the agency, as the scheme that holds now lists them."""
    return allowance(who().agency_id, who().person_id).scheme.stock_phrases


def _page(note_id: int, form: ReplyForm, refusals: Sequence[Refusal] = (), *, is_reply_new: bool = False) -> str:
    row = note(note_id, agency_id=who().agency_id, person_id=who().person_id)
    errors = [sentence_for(refusal) for refusal in refusals]
    passed = story(note_id, agency_id=who().agency_id, person_id=who().person_id)
    return render_template(
        "notes/page.html", row=row, form=form, errors=errors, story=passed, now=clock.now(), is_reply_new=is_reply_new
    )


def _to_page(note_id: int) -> BaseResponse:
    return redirect(url_for("notes.page", note_id=note_id), 303)
