"""Notices: shape only."""

from flask_wtf import FlaskForm
from wtforms import StringField


class ReadForm(FlaskForm):
    """Everything up to the notice `newest` has been seen."""

    newest = StringField()
