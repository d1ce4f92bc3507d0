"""Handing a list in: shape only. Choices are handed in."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, StringField


class SubmitForm(FlaskForm):
    """To whom and for what. `aim` is one of the uses that the scheme names, "" for another; `action` is `edit` where what was
    typed is only to be shown again."""

    recipient = StringField(_("받는 곳"), default="")
    aim = RadioField(_("무엇에 쓰는지"), choices=[], validate_choice=False)
    purpose = StringField(_("목적"), default="")
    file_password = PasswordField(_("비밀번호 한 번 더"), default="")
    action = HiddenField(default="")

    def offer(self, aims: Sequence[tuple[str, str]]) -> None:
        """Hand in the uses: code and words."""
        self.aim.choices = list(aims)
