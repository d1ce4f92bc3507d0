"""Signing in: shape only."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField


class SignInForm(FlaskForm):
    """The login is shown again after a failed try, the password never."""

    login = StringField(_("아이디(사번)"), default="")
    password = PasswordField(_("비밀번호"), default="")
    next = HiddenField(default="")
