"""Opening, changing, answering and confirming prizes, and taking their files: shape only."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from collabpoints.forms.downloads import DownloadForm


class OpenForm(FlaskForm):
    """Whose prizes are to be proposed: a span by its full name."""

    span = HiddenField(default="")


class RevisionForm(FlaskForm):
    """A change of a proposal by somebody who has read this revision. `action` says which button was pressed; without one
    what was typed is shown again."""

    revision = HiddenField(default="")
    action = HiddenField(default="")


class DropForm(RevisionForm):
    """Why the proposal is given up."""

    reason = TextAreaField(_("중단하는 사유"), default="", id="drop_reason")


class WinnerForm(RevisionForm):
    """A winner is moved to a tier, taken out, or asked. `action` is `move`, `remove` or `ask`."""

    tier = SelectField(_("상"), choices=[], validate_choice=False)
    reason = TextAreaField(_("사유"), default="")

    def offer(self, tiers: Sequence[tuple[str, str]]) -> None:
        """Hand in the tiers: number and words."""
        self.tier.choices = list(tiers)


class AddForm(WinnerForm):
    """Somebody is added: a person by number, or a department; the tier says which. `action` is `add`."""

    number = StringField(_("사번"), default="")
    department = SelectField(_("부서"), choices=[], validate_choice=False)

    def offer_departments(self, departments: Sequence[tuple[str, str]]) -> None:
        """Hand in the departments: id and words; the empty one is for a person."""
        self.department.choices = list(departments)


class ConfirmForm(RevisionForm):
    """What the certificates say, and why a tier has more winners than prizes. `action` is `preview` or `confirm`."""

    awarded_on = DateField(_("시상하는 날"))
    certificate = RadioField(_("증서의 종류"), choices=[], validate_choice=False)
    giver_title = StringField(_("수여하는 분의 직위"), default="")
    giver_name = StringField(_("수여하는 분의 성명"), default="")
    wording = TextAreaField(_("문구"), default="")
    reason = TextAreaField(_("확정하며 남기는 사유"), default="")


class AnswerForm(FlaskForm):
    """What somebody who was asked says. `action` is `agree` or `decline`."""

    action = HiddenField(default="")


class FileForm(DownloadForm):
    """Why a file is taken; `winner` names the one whose certificate it is, empty for all."""

    winner = HiddenField(default="")


class ChooseForm(FlaskForm):
    """Why a note is chosen. `action` is `choose`."""

    reason = TextAreaField(_("고른 사유"), default="")
    action = HiddenField(default="")
