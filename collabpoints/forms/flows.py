"""What may be typed about the maps of who helps whom."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField


class FlowFileForm(FlaskForm):
    """Why the table is taken away."""

    reason = StringField(_("내려받는 사유"), default="", id="file_reason")
