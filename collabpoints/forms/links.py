"""Making one-time links: shape only."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField

EVERYWHERE = 0


class DepartmentLinksForm(FlaskForm):
    """For all of a department (or everywhere) who have no password yet."""

    department = SelectField(_("부서"), coerce=int, choices=[], default=EVERYWHERE)
    is_by_mail = BooleanField(_("메일 주소가 있으면 메일로 보내기"))

    def offer(self, places: Sequence[tuple[int, str]]) -> None:
        """Hand in the choices."""
        self.department.choices = list(places)


class OneLinkForm(FlaskForm):
    """For one person, who may have forgotten his password."""

    number = StringField(_("사번"), default="")
    is_by_mail = BooleanField(_("메일로 보내기"), id="one_is_by_mail")
