"""Narrowing and signing the records: shape only."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import Optional


class NarrowForm(Form):
    """What the address narrows the page to; nothing is changed, so that it carries no token."""

    first = DateField(_("첫날"), validators=[Optional()])
    last = DateField(_("마지막 날"), validators=[Optional()])
    number = StringField(_("사번"), default="")
    act = SelectField(_("무엇을"), default="", validate_choice=False)

    def offer(self, acts: Sequence[tuple[str, str]]) -> None:
        """The acts to choose from."""
        self.act.choices = [("", _("모두")), *acts]


class SignForm(FlaskForm):
    """The days that are signed for, and a remark."""

    first = DateField(_("첫날"), validators=[Optional()])
    last = DateField(_("마지막 날"), validators=[Optional()])
    remark = TextAreaField(_("점검 의견"), default="")
