"""What the officer says of a pattern: shape only."""

from wtforms import StringField

from collabpoints.forms.reviews import ReasonForm


class PatternDecisionForm(ReasonForm):
    """Why, and which button was pressed: `explained` or `review`."""

    decision = StringField(default="")
