"""The questions beside the text (육하원칙): who and when are filled in, what is answered becomes text in the box."""

from collections.abc import Iterable
from datetime import date

from flask import request

from collabpoints.domain.guides import Guide, added, composed
from collabpoints.forms.notes import GuideForm
from collabpoints.queries.colleagues import Hit
from collabpoints.views import filters
from collabpoints.views.languages import language

_TYPED = ("guide_what", "guide_how", "guide_where", "guide_why")


def is_begun() -> bool:
    """Whether this request brings answers that no text was made of yet. Every send asks: the form itself is not built."""
    typed = request.form
    return any(name in typed and typed[name] for name in _TYPED) and has_answers(GuideForm())


def has_answers(form: GuideForm) -> bool:
    """Whether something stands beside the questions, but for the day."""
    return _guide(form).is_begun


def questions(day: date) -> GuideForm:
    """The questions with what this request answers. The day stands there filled in; one that was emptied by hand stays so."""
    form = GuideForm()
    if form.guide_when.data is None:
        form.guide_when.data = filters.day(day)
    return form


def no_answers(day: date) -> GuideForm:
    """The questions as at the beginning."""
    return GuideForm(formdata=None, guide_when=filters.day(day))


def text_with_answers(text: str, chosen: Iterable[Hit]) -> str:
    """The text, and behind it what the answers of this request make, where there are any."""
    if not is_begun():
        return text
    names = [f"{hit.colleague.name} {hit.colleague.position}".strip() for hit in chosen]
    return added(text, composed(_guide(GuideForm()), names, language()))


def _guide(form: GuideForm) -> Guide:
    return Guide(
        what=form.guide_what.data or "",
        how=form.guide_how.data or "",
        where=form.guide_where.data or "",
        why=form.guide_why.data or "",
        when=form.guide_when.data or "",
    )
