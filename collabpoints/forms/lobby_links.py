"""Making the link of a lobby screen: shape only."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField


class LobbyLinkForm(FlaskForm):
    """Where the screen hangs."""

    place = StringField(_("화면이 걸린 곳"), default="")
