"""Proposing and deciding special points: shape only."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField


class ProposalForm(FlaskForm):
    """A proposal for the person with the number `to`, or for a `department` by its id. `action` is `propose`; without it
    what was typed is shown again."""

    form_id = HiddenField(default="")
    to = HiddenField(default="")
    department = HiddenField(default="")
    kind = RadioField(_("종류"), choices=[], validate_choice=False)
    points = StringField(_("포인트"), default="")
    reason = TextAreaField(_("사유"), default="")
    evidence = MultipleFileField(_("증빙 파일"))
    action = HiddenField(default="")

    def offer(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Hand in the kinds: code and words."""
        self.kind.choices = list(kinds)


class DecisionForm(FlaskForm):
    """Why something is approved or refused. `action` is `approve` or `refuse`."""

    reason = TextAreaField(_("의견"), default="")
    action = HiddenField(default="")


class ReclaimForm(FlaskForm):
    """Why points are taken away again. `action` is `reclaim`."""

    reason = TextAreaField(_("회수 사유"), default="", id="reclaim_reason")
    action = HiddenField(default="")
