"""Reorganisations: the list and a new one; one with its trees side by side, planned, taken back to a draft, dropped."""

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.reorganisations import Act
from collabpoints.domain.roles import Role
from collabpoints.forms.reorganisations import DetailsForm, PlanForm, StepForm
from collabpoints.queries.reorganisation_effects import effects_of
from collabpoints.queries.reorganisations import Sketch, sketch_of
from collabpoints.queries.reorganisations import reorganisations as all_of
from collabpoints.services.reorganisations import (
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_TITLE,
    Details,
    begin_reorganisation,
    change_details,
    digest_of,
    draft_again,
    drop_reorganisation,
    plan_reorganisation,
)
from collabpoints.views import access, reorganisation_words
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentence_for, sentences_by_field

reorganisations = Blueprint("reorganisations", __name__, url_prefix="/reorganisations")

MOST_SHOWN = 200
_ID = "<int(max=9223372036854775807):reorganisation_id>"


@reorganisations.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    return _page(DetailsForm(formdata=None))


@reorganisations.post("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.begin")
def begin() -> ResponseReturnValue:
    form = DetailsForm()
    try:
        found = begin_reorganisation(
            who().agency_id, _details(form), actor_person_id=who().person_id, now=clock.now(), today=today()
        )
    except Refused as refused:
        return _page(form, refused.refusals), 422
    return redirect(url_for("reorganisations.one", reorganisation_id=found), 303)


@reorganisations.get(f"/{_ID}")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.see")
def one(reorganisation_id: int) -> str:
    return shown(reorganisation_id)


@reorganisations.post(f"/{_ID}")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.change")
def change(reorganisation_id: int) -> ResponseReturnValue:
    """Another name, day or document."""
    form = DetailsForm()
    try:
        change_details(who().agency_id, reorganisation_id, _details(form), today=today())
    except Refused as refused:
        return shown(reorganisation_id, refused.refusals, details=form), 422
    flash(_("조직개편안을 고쳤습니다."), "success")
    return _back(reorganisation_id)


@reorganisations.post(f"/{_ID}/plan")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.plan")
def plan(reorganisation_id: int) -> ResponseReturnValue:
    try:
        plan_reorganisation(
            who().agency_id,
            reorganisation_id,
            seen=PlanForm().seen.data or "",
            actor_person_id=who().person_id,
            now=clock.now(),
            today=today(),
        )
    except Refused as refused:
        return shown(reorganisation_id, refused.refusals), 422
    flash(_("조직개편을 예약했습니다. 시행일이 시작될 때 저절로 바뀝니다."), "success")
    return _back(reorganisation_id)


@reorganisations.post(f"/{_ID}/draft")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.draft_again")
def redraft(reorganisation_id: int) -> ResponseReturnValue:
    draft_again(who().agency_id, reorganisation_id)
    flash(_("예약을 풀었습니다. 고친 뒤 다시 예약해 주세요."), "info")
    return _back(reorganisation_id)


@reorganisations.post(f"/{_ID}/drop")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.drop")
def drop(reorganisation_id: int) -> ResponseReturnValue:
    try:
        drop_reorganisation(who().agency_id, reorganisation_id, actor_person_id=who().person_id, now=clock.now())
    except Refused as refused:
        return shown(reorganisation_id, refused.refusals), 422
    flash(_("조직개편을 그만두었습니다. 부서는 그대로입니다."), "info")
    return redirect(url_for("reorganisations.page"), 303)


def found(reorganisation_id: int) -> Sketch:
    """The reorganisation of this address; 404 where there is none."""
    sketch = sketch_of(who().agency_id, reorganisation_id)
    if sketch is None:
        abort(404)
    return sketch


def shown(
    reorganisation_id: int,
    refusals: Sequence[Refusal] = (),
    *,
    details: DetailsForm | None = None,
    typed: StepForm | None = None,
    act: Act | None = None,
) -> str:
    """The page of one, with what was refused just now; `typed` is the form of the step that was."""
    sketch = found(reorganisation_id)
    outline = sketch.outline
    is_open = outline.state in ("draft", "planned")
    effects = effects_of(who().agency_id, sketch) if is_open else None
    against = [*sketch.found.refusals, *effects.refusals] if effects else []
    moved = sketch.moved if is_open else ()
    heads = effects.heads if effects else ()
    access.looks_at([*(one.person_id for one in moved[:MOST_SHOWN]), *(head.person_id for head in heads)])
    said = [refusal for refusal in refusals if refusal not in against]
    return render_template(
        "reorganisations/one.html",
        sketch=sketch,
        outline=outline,
        is_open=is_open,
        effects=effects,
        trees=reorganisation_words.trees_of(sketch) if is_open else None,
        sentences=reorganisation_words.step_words(sketch),
        against=sentences_by_field(against),
        whole=[sentence_for(refusal) for refusal in against if not refusal.field.startswith("step-")],
        errors=sentences_by_field(said),
        moved=moved[:MOST_SHOWN],
        unshown=max(len(moved) - MOST_SHOWN, 0),
        places=_places(sketch),
        form=PlanForm(formdata=None, seen=digest_of(sketch)),
        details=details or DetailsForm(formdata=None, **_typed(sketch)),
        steps=step_forms(sketch, act, typed) if outline.state == "draft" else {},
        act=act,
        acts=reorganisation_words.ACT_WORDS,
        words=reorganisation_words,
        longest=(LONGEST_TITLE, LONGEST_CODE, LONGEST_NAME),
    )


def step_forms(sketch: Sketch, act: Act | None = None, typed: StepForm | None = None) -> dict[Act, StepForm]:
    """A form for each act; `typed` stands for that of `act`."""
    choices = reorganisation_words.department_choices(sketch)
    before = [("", _("맨 끝")), *choices]
    return {
        one: (typed if typed and one is act else StepForm(formdata=None, prefix=f"{one.value}-")).offer(choices, before)
        for one in Act
    }


def _back(reorganisation_id: int) -> ResponseReturnValue:
    return redirect(url_for("reorganisations.one", reorganisation_id=reorganisation_id), 303)


def _page(form: DetailsForm, refusals: Sequence[Refusal] = ()) -> str:
    return render_template(
        "reorganisations/page.html",
        form=form,
        found=all_of(who().agency_id),
        errors=sentences_by_field(refusals),
        words=reorganisation_words,
        longest=LONGEST_TITLE,
    )


def _places(sketch: Sketch) -> list[tuple[int, str, int, int]]:
    """Departments whose people may be led elsewhere: id, name, how many serve there, how many of them have a destination."""
    found = []
    for code, people in groupby(sketch.serving, key=lambda one: one.code):
        own = list(people)
        branch = sketch.found.before.branches.get(code)
        if branch is not None:
            led = sum(one.employee_id in sketch.moves for one in own)
            found.append((sketch.ids[code], branch.name, len(own), led))
    return found


def _details(form: DetailsForm) -> Details:
    return Details(form.title.data or "", form.effective_on.data, form.document.data or "")


def _typed(sketch: Sketch) -> dict[str, object]:
    outline = sketch.outline
    return {"title": outline.title, "effective_on": outline.effective_on, "document": outline.document}
