"""What may be typed about a note: shape only, what is allowed is judged in domain/."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField


class NoteForm(FlaskForm):
    """A note being written. One form with several buttons, so that nothing typed is lost on the way without scripts:
    `action` is `send`, `thanks` (alone, no points), `search`, `more:OFFSET`, `choose:NUMBER`, `remove:NUMBER`, `compose` or
    `edit`.

    `to` are the employee numbers of the chosen colleagues in the order of choosing, `points` and `help_kind` are unread.
    """

    form_id = HiddenField()
    to = SelectMultipleField(validate_choice=False)
    q = StringField()
    text = TextAreaField()
    points = StringField()
    help_kind = StringField()
    is_private = BooleanField()
    action = StringField()


class GuideForm(FlaskForm):
    """The questions beside the text, part of the same form on the page; what is answered becomes text by the action `compose`."""

    class Meta:
        csrf = False  # the form around it carries the token

    guide_when = StringField()
    guide_what = TextAreaField()
    guide_how = TextAreaField()
    guide_where = StringField()
    guide_why = StringField()


class ReplyForm(FlaskForm):
    """Thanks for the thanks; an empty text is the one-tap reply."""

    text = TextAreaField()


class ActForm(FlaskForm):
    """One press that changes something and carries nothing but its token."""
