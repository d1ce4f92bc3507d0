"""Looking for a person, and ordering what happens to his service: shape only."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField


class SearchForm(FlaskForm):
    """Whom, by number or by how his name begins; sent with GET, so it carries no token."""

    class Meta:
        csrf = False

    q = StringField(_("이름이나 사번"), default="")


class OrderForm(FlaskForm):
    """One order; which fields are asked for depends on the act. `action` says which button was pressed (`preview`,
    `confirm`); without one what was typed is shown again. `digest` names the preview that is confirmed."""

    effective_on = DateField(_("발령일"))
    department = SelectField(_("부서"), coerce=str, choices=[], default="", validate_choice=False)
    rank = StringField(_("직급"), default="")
    position = StringField(_("직위"), default="")
    duty = StringField(_("맡은 업무"), default="")
    number = StringField(_("새 사번"), default="")
    until_on = DateField(_("끝나는 예정일"))
    other = StringField(_("합칠 기록의 사번"), default="")
    document = StringField(_("문서번호"), default="")
    is_same = BooleanField(_("두 기록이 같은 사람임을 인사 자료로 확인했습니다."), default=False)
    is_final = BooleanField(_("합친 기록은 화면에서 되돌릴 수 없음을 알고 있습니다."), default=False)
    action = HiddenField(default="")
    digest = HiddenField(default="")

    def offer(self, departments: Sequence[tuple[str, str]]) -> None:
        """Hand in the departments: id and words; the empty one is none."""
        self.department.choices = list(departments)

    @property
    def department_id(self) -> int | None:
        """The chosen department; None for none and for what is no number."""
        typed = self.department.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None

    def is_unreadable(self, name: str) -> bool:
        """Whether something was typed into this date that is no date."""
        field = self[name]
        return field.data is None and any(str(typed).strip() for typed in field.raw_data or ())
