"""The list of kinds of help, as the officer edits it: shape only."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField


class HelpKindForm(FlaskForm):
    """One kind of help. `action` is `save`, `up` or `down`."""

    name_ko = StringField()
    name_en = StringField()
    is_offered = BooleanField()
    action = StringField()
