"""What may be typed about a note: shape only, what is allowed is judged in domain/."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField


class NoteForm(FlaskForm):
    """A note being written. One form with several buttons, so that nothing typed is lost on the way without scripts:
    `action` is `send`, `thanks` (alone, no points), `search`, `more:OFFSET`, `choose:NUMBER`, `remove:NUMBER`, `compose` or
    `edit`.

    `to` are the employee numbers of the chosen colleagues in the order of choosing, `points` and `help_kind` are unread.
    `guide_…` are the answers that `compose` makes a text of, `seen_numbers` the telephone numbers in the text that were
    pointed out to the writer.
    """

    form_id = HiddenField()
    to = SelectMultipleField(validate_choice=False)
    q = StringField()
    text = TextAreaField()
    points = StringField()
    help_kind = StringField()
    is_private = BooleanField()
    guide_when = StringField()
    guide_what = TextAreaField()
    guide_how = TextAreaField()
    guide_where = StringField()
    guide_why = StringField()
    seen_numbers = SelectMultipleField(validate_choice=False)
    action = StringField()


class ReplyForm(FlaskForm):
    """Thanks for the thanks; an empty text is the one-tap reply."""

    text = TextAreaField()


class ActForm(FlaskForm):
    """One press that changes something and carries nothing but its token."""
