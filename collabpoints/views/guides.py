"""The questions beside the text (육하원칙): who and when are filled in, what is answered becomes text in the box."""

from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale

from collabpoints.domain.guides import Guide, added, composed
from collabpoints.forms.notes import NoteForm
from collabpoints.queries.colleagues import Hit
from collabpoints.views import filters


def is_begun(form: NoteForm) -> bool:
    """Whether something was answered that no text was made of yet."""
    return _guide(form).is_begun


def fill_in(form: NoteForm, day: date) -> None:
    """The day stands in a form that has none; one that was emptied by hand stays empty."""
    if form.guide_when.data is None:
        form.guide_when.data = filters.day(day)


def text_with_answers(form: NoteForm, chosen: Iterable[Hit]) -> str:
    """The text of the form, and behind it what the answers make of themselves, where there are any."""
    text, guide = form.text.data or "", _guide(form)
    if not guide.is_begun:
        return text
    names = [f"{hit.colleague.name} {hit.colleague.position}".strip() for hit in chosen]
    return added(text, composed(guide, names, str(get_locale() or "ko")))


def compose(form: NoteForm, chosen: Iterable[Hit]) -> None:
    """The answers stand in the text, where they can be changed like anything else; the questions are empty again."""
    form.text.data = text_with_answers(form, chosen)
    for answer in (form.guide_what, form.guide_how, form.guide_where, form.guide_why):
        answer.data = ""


def _guide(form: NoteForm) -> Guide:
    return Guide(
        what=form.guide_what.data or "",
        how=form.guide_how.data or "",
        where=form.guide_where.data or "",
        why=form.guide_why.data or "",
        when=form.guide_when.data or "",
    )
