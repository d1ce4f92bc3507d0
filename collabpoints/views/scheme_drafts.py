"""Drafts of schemes: begun from the present one, a preset or a file, written field by field, compared, tried on last
month's notes, started by a second person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_faults import Fault
from collabpoints.domain.scheme_fields import GROUPS
from collabpoints.domain.scheme_files import LONGEST_FILE, read_book, read_toml
from collabpoints.domain.scheme_words import wording_of
from collabpoints.domain.schemes import DEFAULT_PRESET, SchemeFault, compare, parse_scheme, preset_text, scheme_text
from collabpoints.forms.schemes import (
    DraftForm,
    NewDraftForm,
    SchemeFileForm,
    StartForm,
    book_text,
    controls,
    place_of,
    typed_book,
)
from collabpoints.queries.scheme_trials import trial
from collabpoints.queries.schemes import DraftRow, draft_row, scheme_in
from collabpoints.services import scheme_drafts as services
from collabpoints.views import access, bodies, kept
from collabpoints.views.identity import who
from collabpoints.views.scheme_books import listed
from collabpoints.views.scheme_sentences import fault_line, fault_sentence_at, said, told
from collabpoints.views.sentences import sentence_for, sentences_by_field
from collabpoints.views.trial_words import why

scheme_drafts = Blueprint("scheme_drafts", __name__, url_prefix="/schemes/drafts")
_WRITERS = (Role.OFFICER, Role.ADMINISTRATOR)
_MOST_LINES = 50


@scheme_drafts.post("")
@access.only(*_WRITERS)
def begin() -> ResponseReturnValue:
    """A draft from the present scheme or a preset."""
    form = NewDraftForm()
    if not form.validate():
        return listed(form, SchemeFileForm(formdata=None), {"source": [_("목록에 있는 기준을 골라 주세요.")]}), 422
    if form.source.data:
        text = preset_text(form.source.data)
    else:
        present = scheme_in(who().agency_id, str(_present()))
        text = present.text if present else preset_text(DEFAULT_PRESET)
    return _begun(text, form.starts_in.data or "", lambda errors: listed(form, SchemeFileForm(formdata=None), errors))


@scheme_drafts.post("/file")
@bodies.takes_file
@access.only(*_WRITERS)
def upload() -> ResponseReturnValue:
    """A draft from a file; one that is no scheme is refused with everything that is wrong with it."""
    form = SchemeFileForm()
    again = NewDraftForm(formdata=None)
    if not form.validate():
        return listed(again, form, {"file": list(map(str, form.file.errors))}), 422
    try:
        text = form.file.data.stream.read(LONGEST_FILE * 4).decode("utf-8-sig")
    except UnicodeDecodeError:
        return listed(again, form, {"file": [_("UTF-8로 저장한 TOML 파일을 올려 주세요.")]}), 422
    try:
        parse_scheme(text)
    except SchemeFault as fault:
        return listed(again, form, {"file": _lines(fault.faults)}), 422
    return _begun(text, form.starts_in.data or "", lambda errors: listed(again, form, _of_file(errors)))


@scheme_drafts.get("/<int:draft_id>")
@access.only(*_WRITERS)
def page(draft_id: int) -> str:
    draft = draft_row(draft_id, agency_id=who().agency_id)
    form = DraftForm(formdata=None, revision=str(draft.revision), starts_in=draft.starts_in)
    return _page(draft, form, read_toml(draft.text))


@scheme_drafts.post("/<int:draft_id>")
@kept.keeps_typed
@access.only(*_WRITERS)
def save(draft_id: int) -> ResponseReturnValue:
    """Keep what is typed, also what is no scheme yet; then on to the comparison, or back with every fault."""
    draft = draft_row(draft_id, agency_id=who().agency_id)
    form = DraftForm()
    book = typed_book(request.form)
    # Where it is refused, what is typed stands against what the other wrote: the next press wins.
    read, form.revision.data = _revision(form), str(draft.revision)
    try:
        revision = services.change_draft(
            draft_id,
            who().agency_id,
            person_id=who().person_id,
            revision=read,
            starts_in=form.starts_in.data or "",
            text=book_text(book),
        )
    except Refused as refused:
        return _page(draft, form, book, refused.refusals), 422
    except SchemeFault as fault:
        return _page(draft, form, book, said_of_all=[*map(fault_line, fault.faults)]), 422
    _values, faults = read_book(book)
    if faults or request.form.get("action") == "more":
        form.revision.data = str(revision)
        return _page(draft, form, book), 422 if faults else 200
    return redirect(url_for("scheme_drafts.comparison", draft_id=draft_id), 303)


@scheme_drafts.get("/<int:draft_id>/compare")
@access.only(*_WRITERS)
def comparison(draft_id: int) -> str:
    draft = draft_row(draft_id, agency_id=who().agency_id)
    return _comparison(draft, StartForm(formdata=None, revision=str(draft.revision)))


@scheme_drafts.post("/<int:draft_id>/start")
@access.only(*_WRITERS)
def start(draft_id: int) -> ResponseReturnValue:
    return _started(draft_id, services.start_draft)


@scheme_drafts.post("/<int:draft_id>/at-once")
@access.only(*_WRITERS)
def at_once(draft_id: int) -> ResponseReturnValue:
    """The emergency path: the running month changes now."""
    return _started(draft_id, services.change_at_once)


@scheme_drafts.post("/<int:draft_id>/drop")
@access.only(*_WRITERS)
def drop(draft_id: int) -> ResponseReturnValue:
    form = StartForm()
    try:
        services.drop_draft(draft_id, who().agency_id, revision=_revision(form))
    except Refused as refused:
        return _comparison(draft_row(draft_id, agency_id=who().agency_id), form, refused.refusals), 422
    flash(_("초안을 지웠습니다."), "success")
    return redirect(url_for("scheme_books.page"), 303)


def _begun(text: str, starts_in: str, refused_page: Callable[[dict[str, list[str]]], str]) -> ResponseReturnValue:
    try:
        draft_id = services.write_draft(
            who().agency_id, person_id=who().person_id, starts_in=starts_in, text=scheme_text(parse_scheme(text))
        )
    except Refused as refused:
        return refused_page(sentences_by_field(refused.refusals)), 422
    except SchemeFault as fault:
        return refused_page({"": [*map(fault_line, fault.faults)]}), 422
    return redirect(url_for("scheme_drafts.page", draft_id=draft_id), 303)


def _lines(faults: Sequence[Fault]) -> list[str]:
    """What is wrong with a file: as many lines as somebody reads."""
    more = len(faults) - _MOST_LINES
    lines = [*map(fault_line, faults[:_MOST_LINES])]
    return [*lines, _("고칠 곳이 %(count)s곳 더 있습니다.", count=more)] if more > 0 else lines


def _of_file(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """The page has two months to type: this one is the file's."""
    return {"file_starts_in" if field == "starts_in" else field: sentences for field, sentences in errors.items()}


def _started(draft_id: int, act: Callable[[int, services.Starting], int]) -> ResponseReturnValue:
    form = StartForm()
    starting = services.Starting(draft_id, _revision(form), who().person_id, who().roles, reason=form.reason.data or "")
    try:
        scheme_id = act(who().agency_id, starting)
    except Refused as refused:
        return _comparison(draft_row(draft_id, agency_id=who().agency_id), form, refused.refusals), 422
    except SchemeFault:
        return redirect(url_for("scheme_drafts.page", draft_id=draft_id), 303)
    flash(_("운영 기준을 정했습니다."), "success")
    return redirect(url_for("scheme_books.one", scheme_id=scheme_id), 303)


def _page(
    draft: DraftRow,
    form: DraftForm,
    book: Mapping[str, Any],
    refusals: Iterable[Refusal] = (),
    *,
    said_of_all: Sequence[str] = (),
) -> str:
    """The form with all that is wrong. With refusals, or something `said_of_all`, nothing was saved."""
    _values, faults = read_book(book)
    shown = controls(book)
    errors = sentences_by_field(refusals)
    for fault in faults:
        place = place_of(fault.path, shown)
        errors.setdefault(place, []).append(fault_sentence_at(fault, place))
    refused = [(refusal.field, sentence_for(refusal)) for refusal in refusals] + [("", line) for line in said_of_all]
    return render_template(
        "schemes/draft.html",
        draft=draft,
        form=form,
        groups=[(key, said(heading)) for key, heading in GROUPS.items()],
        controls=shown,
        scheme_words=said,
        scheme_word=lambda option: said(wording_of(option)),
        errors=errors,
        is_saved=not refused,
        summary=refused + [(place_of(fault.path, shown), fault_line(fault)) for fault in faults],
    )


def _comparison(draft: DraftRow, form: StartForm, refusals: Iterable[Refusal] = ()) -> str:
    form.revision.data = str(draft.revision)
    present = _present()
    other = scheme_in(who().agency_id, draft.starts_in)
    faults: tuple[Fault, ...] = ()
    changes, tried = [], None
    try:
        rules = parse_scheme(draft.text)
    except SchemeFault as fault:
        faults = fault.faults
    else:
        changes = [
            (said(change.field.label), said(change.field.explanation), told(change.field, change.old),
             told(change.field, change.new))
            for change in (compare(other.scheme, rules) if other else ())
        ]  # fmt: skip
        tried = trial(who().agency_id, str(present.shifted(-1)), rules)
    return render_template(
        "schemes/compare.html",
        draft=draft,
        other=other,
        changes=changes,
        tried=tried,
        reasons=[(why(reason.example), reason.notes) for reason in tried.reasons] if tried else [],
        faults=list(map(fault_line, faults)),
        form=form,
        errors=sentences_by_field(refusals),
        is_running=draft.starts_in == str(present),
        is_mine=draft.drafted_by_person_id == who().person_id,
    )


def _revision(form: DraftForm | StartForm) -> int:
    given = form.revision.data or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _present() -> Month:
    return Month.of(clock.now(), who().zone)
