"""The steps of a reorganisation's draft, and the people who are led elsewhere by name."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.reorganisations import Act, Step
from collabpoints.domain.roles import Role
from collabpoints.forms.reorganisations import MoveForm, StepForm
from collabpoints.queries.reorganisations import Serving, Sketch
from collabpoints.services.reorganisations import add_step, move_people, remove_step
from collabpoints.views import access, reorganisation_words
from collabpoints.views.identity import who
from collabpoints.views.reorganisations import found, shown
from collabpoints.views.sentences import sentences_by_field

reorganisation_steps = Blueprint("reorganisation_steps", __name__, url_prefix="/reorganisations")

_ID = "<int(max=9223372036854775807):reorganisation_id>"
_PEOPLE = f"/{_ID}/people/<int(max=9223372036854775807):department_id>"


@reorganisation_steps.post(f"/{_ID}/steps/<step_act>")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.change")
def add(reorganisation_id: int, step_act: str) -> ResponseReturnValue:
    if step_act not in set(Act):
        abort(404)
    act, form = Act(step_act), StepForm(prefix=f"{step_act}-")
    try:
        add_step(who().agency_id, reorganisation_id, _step(act, form))
    except Refused as refused:
        named = [replace(one, field=_field(act, one.field)) for one in refused.refusals]
        return shown(reorganisation_id, named, typed=form, act=act), 422
    return redirect(url_for("reorganisations.one", reorganisation_id=reorganisation_id, _anchor="steps"), 303)


@reorganisation_steps.post(f"/{_ID}/steps/<int(max=9223372036854775807):place>/remove")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.change")
def remove(reorganisation_id: int, place: int) -> ResponseReturnValue:
    try:
        remove_step(who().agency_id, reorganisation_id, place)
    except Refused as refused:
        return shown(reorganisation_id, refused.refusals), 422
    flash(_("단계를 뺐습니다."), "info")
    return redirect(url_for("reorganisations.one", reorganisation_id=reorganisation_id, _anchor="steps"), 303)


@reorganisation_steps.get(_PEOPLE)
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.see")
def people(reorganisation_id: int, department_id: int) -> str:
    sketch = found(reorganisation_id)
    return _people(sketch, department_id, MoveForm(formdata=None))


@reorganisation_steps.post(_PEOPLE)
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="reorganisations.change")
def move(reorganisation_id: int, department_id: int) -> ResponseReturnValue:
    """Those who are ticked go where was chosen; the others stay as they are."""
    sketch, form = found(reorganisation_id), MoveForm()
    own = {one.employee_id: one for one in _serving(sketch, department_id)}
    chosen = [employee_id for employee_id in form.people.data or () if employee_id in own]
    access.looks_at(own[employee_id].person_id for employee_id in chosen)
    try:
        if not chosen:
            raise Refused([Refusal.of(Code.REORGANISATION_NOBODY_CHOSEN, "people")])
        move_people(who().agency_id, reorganisation_id, chosen, form.to.data or "")
    except Refused as refused:
        return _people(sketch, department_id, form, refused.refusals), 422
    flash(_("%(count)s명이 갈 부서를 정했습니다.", count=len(chosen)), "success")
    return redirect(
        url_for("reorganisation_steps.people", reorganisation_id=reorganisation_id, department_id=department_id), 303
    )


def _field(act: Act, field: str) -> str:
    """How the form of the act calls what the service calls so."""
    is_new = (act, field) in ((Act.OPEN, "code"), (Act.SPLIT, "into_code"))
    return f"{act.value}-{'new_code' if is_new else field}" if field else ""


def _step(act: Act, form: StepForm) -> Step:
    return Step(
        0,
        act,
        code=(form.new_code.data if act is Act.OPEN else form.code.data) or "",
        name=form.name.data or "",
        parent_code=form.parent_code.data or "",
        into_code=(form.new_code.data if act is Act.SPLIT else form.into_code.data) or "",
        before_code=form.before_code.data or "",
    )


def _people(sketch: Sketch, department_id: int, form: MoveForm, refusals: Sequence[Refusal] = ()) -> str:
    own = _serving(sketch, department_id)
    access.looks_at(one.person_id for one in own)
    choices = reorganisation_words.department_choices(sketch)
    names = dict(choices)
    form.offer(
        [(one.employee_id, f"{one.name} {one.position} ({one.number})") for one in own],
        [("", _("정하지 않음 (단계를 따름)")), *choices],
    )
    return render_template(
        "reorganisations/people.html",
        sketch=sketch,
        outline=sketch.outline,
        department=sketch.found.before.branches[own[0].code].name,
        department_id=department_id,
        serving=own,
        names=names,
        form=form,
        errors=sentences_by_field(refusals),
    )


def _serving(sketch: Sketch, department_id: int) -> list[Serving]:
    """Who serves in the department on the day; 404 where nobody does, or where the plan is no draft any more."""
    own = [one for one in sketch.serving if sketch.ids[one.code] == department_id]
    if not own or sketch.outline.state != "draft":
        abort(404)
    return own
