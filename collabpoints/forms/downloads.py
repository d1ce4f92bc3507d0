"""What is typed where a file is taken: shape only."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField


class DownloadForm(FlaskForm):
    """Why a file is taken, and the password again where that was long ago. The reason is shown again after a refusal, the
    password never. `action` is `edit` where what was typed is only to be shown again."""

    reason = StringField(_("내려받는 사유"), default="", id="file_reason")
    file_password = PasswordField(_("비밀번호 한 번 더"), default="")
    action = HiddenField(default="")
