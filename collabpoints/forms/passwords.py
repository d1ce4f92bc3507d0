"""New passwords: shape only; what one must be is told by `domain/passwords.py`."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField


class NewPasswordForm(FlaskForm):
    """A password, typed twice."""

    password = PasswordField(_("새 비밀번호"), default="")
    again = PasswordField(_("새 비밀번호 한 번 더"), default="")


class ChangePasswordForm(NewPasswordForm):
    """One's own, by who knows the present one."""

    current = PasswordField(_("지금 쓰는 비밀번호"), default="")
