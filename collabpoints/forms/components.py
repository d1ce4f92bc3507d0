"""Fields as the page of components shows them: nothing is sent."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, PasswordField, RadioField, SelectField, StringField, TextAreaField


class SpecimenForm(FlaskForm):
    """One field of each kind."""

    login = StringField(_("사번"))
    secret = PasswordField(_("비밀번호"))
    reason = TextAreaField(_("사유"))
    month = SelectField(_("달"), choices=[])
    kind = RadioField(_("도움의 종류"), choices=[], default="1")
    is_private = BooleanField(_("둘만 보기"))
    evidence = FileField(_("증빙 파일"))

    def offer(self, months: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]]) -> None:
        """Hand in what there is to choose from: code and words."""
        self.month.choices, self.kind.choices = list(months), list(kinds)
