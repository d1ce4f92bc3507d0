"""What stands out among the notes, for the officer alone: he looks, says what it is, or asks a reviewer."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.pattern_facts import PatternDecisionKind
from collabpoints.domain.reasons import LONGEST
from collabpoints.domain.roles import Role
from collabpoints.formats.ring_pictures import ring_picture
from collabpoints.forms.patterns import PatternDecisionForm
from collabpoints.queries.patterns import Pattern, PatternBehind, behind, pattern
from collabpoints.queries.patterns import patterns as patterns_of
from collabpoints.services.patterns import decide as decide_about
from collabpoints.views import access, kept, pattern_words
from collabpoints.views.identity import who
from collabpoints.views.paging import before
from collabpoints.views.sentences import sentences_by_field

patterns = Blueprint("patterns", __name__, url_prefix="/patterns")


@patterns.get("")
@access.only(Role.OFFICER, record="patterns.page")
def page() -> str:
    """Those in one state. The record names everybody who is named."""
    state = _decision(request.args.get("state", ""))
    found = patterns_of(who().agency_id, officer=who().person_id, state=state)
    access.looks_at(one.person_id for row in found.rows for one in row.people)
    return render_template("patterns/page.html", found=found, state=state, words=pattern_words)


@patterns.get("/<int:finding_id>")
@access.only(Role.OFFICER, record="patterns.one")
def one(finding_id: int) -> str:
    """One pattern with the notes behind it."""
    return _one(finding_id)


@patterns.post("/<int:finding_id>")
@kept.keeps_typed
@access.only(Role.OFFICER, record="patterns.decide")
def decide(finding_id: int) -> ResponseReturnValue:
    """Say that it has an ordinary reason, or send its notes to review."""
    form = PatternDecisionForm()
    decision = _decision(form.decision.data or "") or abort(404)
    reason = form.reason.data or ""
    try:
        access.looks_at(
            decide_about(finding_id, decision, agency_id=who().agency_id, person_id=who().person_id, reason=reason)
        )
    except Refused as refused:
        return _one(finding_id, form, refused.refusals), 422
    access.because(reason)
    if decision is PatternDecisionKind.EXPLAINED:
        flash(_("확인한 내용을 남겼습니다. 아무에게도 알리지 않았습니다."), "success")
    else:
        flash(_("메시지를 검토 대기에 올렸습니다. 판단은 검토자가 합니다."), "success")
    return redirect(url_for("patterns.one", finding_id=finding_id), 303)


def _one(finding_id: int, form: PatternDecisionForm | None = None, refusals: Sequence[Refusal] = ()) -> str:
    row = pattern(finding_id, agency_id=who().agency_id, officer=who().person_id)
    shown = behind(finding_id, before=before())
    ends = {end.person_id for note in shown.notes for end in (note.sender, note.recipient)}
    access.looks_at(ends | {one.person_id for one in row.people})
    return render_template(
        "patterns/one.html",
        row=row,
        behind=shown,
        picture=_picture(row, shown),
        form=form or PatternDecisionForm(formdata=None),
        longest=LONGEST,
        errors=sentences_by_field(refusals),
        words=pattern_words,
    )


def _picture(row: Pattern, shown: PatternBehind) -> Markup | None:
    """None where there are no two people between whom something could be drawn."""
    if len(row.people) < 2:
        return None
    title = _("번호는 아래 목록의 사람이고, 화살표의 숫자는 보낸 메시지 수입니다.")
    people = [one.person_id for one in row.people]
    return Markup(ring_picture(people, shown.flows, name="ring", title=title))  # noqa: S704  # escaped in formats


def _decision(given: str) -> PatternDecisionKind | None:
    return PatternDecisionKind(given) if given in {one.value for one in PatternDecisionKind} else None
