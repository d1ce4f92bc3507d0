"""One's own settings: shape only."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField


class MailForm(FlaskForm):
    """The morning mail, on or off."""

    is_wanted = BooleanField(_("새 알림이 있으면 아침에 메일로 알려 주세요"))


class RankingForm(FlaskForm):
    """Whether one stands in rankings."""

    is_opted_out = BooleanField(_("순위와 명단에 제 이름을 올리지 않습니다"))
