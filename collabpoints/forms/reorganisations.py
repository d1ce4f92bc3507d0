"""What may be typed about a reorganisation: shape only. The departments to choose from are handed in by the view."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

Choices = Sequence[tuple[str, str]]


class DetailsForm(FlaskForm):
    """What it is called, when it takes effect, which document orders it."""

    title = StringField(_("이름"), default="")
    effective_on = DateField(_("시행일"), validators=[Optional()])
    document = StringField(_("문서번호"), default="")


class PlanForm(FlaskForm):
    """Which plan was seen."""

    seen = HiddenField(default="")


class StepForm(FlaskForm):
    """A step; each act shows the fields that it speaks of. Codes that are there are chosen, new ones are typed."""

    code = SelectField(_("부서"), choices=[], validate_choice=False, default="")
    new_code = StringField(_("새 부서의 코드"), default="")
    name = StringField(_("새 부서의 이름"), default="")
    parent_code = SelectField(_("어느 부서 아래에 두나요?"), choices=[], validate_choice=False, default="")
    into_code = SelectField(_("어느 부서로 통합하나요?"), choices=[], validate_choice=False, default="")
    before_code = SelectField(_("어느 부서 앞에 두나요?"), choices=[], validate_choice=False, default="")

    def offer(self, departments: Choices, before: Choices) -> "StepForm":
        """These departments may be chosen; `before` has the empty choice on top. Returns itself."""
        for field in (self.code, self.parent_code, self.into_code):
            field.choices = list(departments)
        self.before_code.choices = list(before)
        return self


class MoveForm(FlaskForm):
    """Who goes where."""

    people = SelectMultipleField(
        _("직원"),
        choices=[],
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    to = SelectField(_("갈 부서"), choices=[], validate_choice=False, default="")

    def offer(self, people: Sequence[tuple[int, Any]], departments: Choices) -> "MoveForm":
        """These people may be ticked, these departments chosen. Returns itself."""
        self.people.choices = list(people)
        self.to.choices = list(departments)
        return self
