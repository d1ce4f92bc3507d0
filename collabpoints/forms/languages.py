"""The language switch."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf


class LanguageForm(FlaskForm):
    """Which language, and the page to come back to."""

    language = StringField(validators=[AnyOf(["ko", "en"])])
    next = HiddenField()
