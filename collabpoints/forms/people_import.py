"""HR's file: choosing it, and confirming what it would change."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length


class StaffFileForm(FlaskForm):
    """The file."""

    file = FileField(_("인사 파일"), validators=[FileRequired(_("파일을 골라 주세요."))])


class ConfirmImportForm(FlaskForm):
    """Which plan was seen, and whether so many may leave."""

    digest = HiddenField(validators=[Length(min=64, max=64)])
    confirm = BooleanField(_("퇴직 처리할 인원이 맞음을 확인했습니다."))
