"""Reports, decisions and requests for another look: shape only."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField


class ReasonForm(FlaskForm):
    """Why."""

    reason = TextAreaField(_("사유"), default="")


class DecisionForm(ReasonForm):
    """Why, and which button was pressed: `pass` or `reclaim` for a note, `grant` or `dismiss` for a request."""

    decision = StringField(default="")
