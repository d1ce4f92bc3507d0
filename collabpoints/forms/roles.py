"""Granting and revoking roles: shape only."""

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField

from collabpoints.domain.roles import GRANTED, Role

_PAIR = re.compile(r"([0-9]{1,15})-([0-9]{1,15})", re.ASCII)


class FindForm(FlaskForm):
    """Whom, by number; sent with GET, so it carries no token."""

    class Meta:
        csrf = False

    number = StringField(_("사번"), default="")


class GrantForm(FlaskForm):
    """A role for the person found. Department 0 is none."""

    number = HiddenField(default="")
    role = SelectField(_("역할"), coerce=Role, choices=[])
    department = SelectField(_("부서"), coerce=int, choices=[], default=0)
    reason = StringField(_("사유"), default="")

    def offer(self, words: Sequence[tuple[Role, str]], places: Sequence[tuple[int, str]]) -> None:
        """Hand in the choices."""
        self.role.choices = [(role.value, word) for role, word in words if role in GRANTED]
        self.department.choices = list(places)


class RevokeForm(FlaskForm):
    """Why the role is taken away."""

    reason = StringField(_("사유"), default="")


class HeadsForm(FlaskForm):
    """The proposed heads: those that the page showed and those ticked, "person-department" each, and which button."""

    head = SelectMultipleField(validate_choice=False)
    shown = SelectMultipleField(validate_choice=False)
    who = StringField(default="ticked")

    def pairs(self) -> list[tuple[int, int]]:
        """(person id, department id) of the ticked ones, or of all that were shown; what is no pair is passed over."""
        chosen = self.shown if self.who.data == "all" else self.head
        found = (_PAIR.fullmatch(value) for value in chosen.data or [])
        return [(int(pair[1]), int(pair[2])) for pair in found if pair]
