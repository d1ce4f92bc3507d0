"""What a file may be chosen to hold: shape only. Choices are handed in; one that is not among them is judged by the view."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField

from collabpoints.forms.downloads import DownloadForm

Choices = Sequence[tuple[str, str]]


class ChoiceForm(FlaskForm):
    """What the lines are, of whom, of which months, in which form. It only asks, so it needs no token."""

    class Meta:
        csrf = False

    scope = HiddenField(default="")
    what = SelectField(_("무엇을"), choices=[], validate_choice=False)
    span = SelectField(_("언제의"), choices=[], validate_choice=False)
    first = SelectField(_("첫 달"), choices=[], validate_choice=False)
    last = SelectField(_("마지막 달"), choices=[], validate_choice=False)
    department = SelectField(_("어느 부서의"), choices=[], validate_choice=False)
    only = SelectField(_("담을 줄"), choices=[], validate_choice=False)
    lines = SelectField(_("줄의 순서"), choices=[], validate_choice=False)
    order = SelectField(_("순위의 기준"), choices=[], validate_choice=False)
    monthly = SelectField(_("한 줄에 담을 기간"), choices=[], validate_choice=False)
    corrections = SelectField(_("확정 뒤의 정정"), choices=[], validate_choice=False)
    division = SelectField(_("부서의 구분"), choices=[], validate_choice=False)
    kind = SelectField(_("특별협업포인트의 종류"), choices=[], validate_choice=False)
    file_format = SelectField(_("파일 형식"), choices=[], validate_choice=False)

    def offer(self, choices: Mapping[str, Choices | dict[str, Choices]]) -> None:
        """Hand in what there is to choose from, by field: value and words, or groups of them."""
        for name, offered in choices.items():
            self[name].choices = offered


class AskForm(DownloadForm):
    """Why the file is made."""


class TakeForm(DownloadForm):
    """The password again, where that is due; the reason was given when the file was asked for."""
