"""Why prizes and the note of a month are not given so: the part of the catalogue of sentences that is about them."""

from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.errors import Code

PRIZE_SENTENCES: dict[Code, LazyString] = {
    Code.PRIZE_BOARD_PROVISIONAL: sentence(
        "순위가 확정되지 않은 기간입니다. 그 기간의 월별 결과를 모두 확정한 뒤에 시상을 준비해 주세요."
    ),
    Code.PRIZE_NONE_FOR_SPAN: sentence(
        "운영 기준에 이런 기간의 시상이 없습니다. 시상 주기와 상의 등급을 확인해 주세요."
    ),
    Code.PRIZE_ALREADY_OPEN: sentence("이 기간의 시상은 이미 준비 중이거나 확정되었습니다. 목록에서 확인해 주세요."),
    Code.PRIZE_CLOSED: sentence("이미 확정했거나 중단한 시상입니다. 더 바꿀 수 없습니다."),
    Code.PRIZE_CHANGED: sentence(
        "그사이 다른 담당자가 바꾸었거나 여쭌 분이 답했습니다. 바뀐 내용을 확인한 뒤 다시 해 주세요."
    ),
    Code.PRIZE_TIER_UNKNOWN: sentence("이 시상에 있는 상을 골라 주세요."),
    Code.PRIZE_TIER_SAME: sentence("이미 이 상에 있습니다. 다른 상을 골라 주세요."),
    Code.PRIZE_NO_STANDING: sentence("이 기간에 주고받은 포인트가 없습니다. 사번이나 부서를 확인해 주세요."),
    Code.PRIZE_ALREADY_PROPOSED: sentence("이미 이 시상에 들어 있습니다. 목록에서 상을 바꿔 주세요."),
    Code.PRIZE_DECLINED: sentence("이번 상을 받지 않겠다고 답한 분입니다. 다른 분을 골라 주세요."),
    Code.PRIZE_NOT_PROPOSED: sentence("이미 빠졌거나 받지 않겠다고 답한 분입니다. 목록을 확인해 주세요."),
    Code.PRIZE_NOT_HIDDEN: sentence("여쭐 것이 없습니다. 순위에 이름을 올리는 분이거나 이미 여쭈었습니다."),
    Code.PRIZE_ONESELF: sentence("자신이 받는 상은 정할 수 없습니다. 다른 운영 담당자가 정해 주세요."),
    Code.PRIZE_ANSWERED: sentence("답을 이미 받았거나 더 여쭙지 않게 된 상입니다. 따로 하실 일은 없습니다."),
    Code.PRIZE_EMPTY: sentence("받을 사람이나 부서가 하나도 없습니다. 넣은 뒤에 확정하거나 시상을 중단해 주세요."),
    Code.PRIZE_UNASKED: sentence("순위에 이름을 올리지 않기로 한 분이 %(people)s명 있습니다. 먼저 여쭈어 주세요."),
    Code.PRIZE_UNANSWERED: sentence("답하지 않은 분이 %(people)s명 있습니다. 답을 기다리거나 사유를 적고 빼 주세요."),
    Code.PRIZE_TOO_MANY: sentence(
        "운영 기준보다 많은 상이 있습니다: %(tiers)s  사유를 적어 줄이거나, 함께 주는 사유를 여기에 적어 주세요."
    ),
    Code.PRIZE_WORDS_MISSING: sentence("상장에 적을 말을 적어 주세요."),
    Code.PRIZE_DAY_INVALID: sentence(
        "시상하는 날을 2026-12-01처럼 적어 주세요. %(first)s부터 1년 안의 날이어야 합니다."
    ),
    Code.PRIZE_NOBODY: sentence("파일에 담을 사람이나 부서가 없습니다."),
    Code.NOTE_PRIZE_NONE: sentence("그달의 운영 기준에는 이달의 협업메시지가 없습니다."),
    Code.NOTE_PRIZE_MONTH_OPEN: sentence("끝나지 않은 달의 메시지입니다. 달이 끝난 뒤에 골라 주세요."),
    Code.NOTE_PRIZE_OWN: sentence("자신이 주고받은 메시지는 고르거나 확정할 수 없습니다. 다른 분이 정해 주세요."),
    Code.NOTE_PRIZE_PERSON_GONE: sentence(
        "두 사람 가운데 지금은 근무하지 않는 분이 있어 여쭐 수 없습니다. 다른 메시지를 골라 주세요."
    ),
    Code.NOTE_PRIZE_CHOSEN: sentence(
        "그달의 메시지를 이미 골랐거나, 전에 골랐던 메시지입니다. 목록에서 확인해 주세요."
    ),
    Code.NOTE_PRIZE_OVER: sentence("이번에는 알리지 않기로 했거나 이미 정해진 메시지입니다. 따로 하실 일은 없습니다."),
    Code.NOTE_PRIZE_UNANSWERED: sentence("두 분이 모두 동의해야 확정할 수 있습니다. 답을 기다려 주세요."),
}
