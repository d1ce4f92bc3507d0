"""Why a scheme would have refused notes, in words about many notes and not to their senders."""

from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.errors import Code, Refusal
from collabpoints.views.sentences import sentence_for

WORDS: dict[Code, LazyString] = {
    Code.SAME_DEPARTMENT: sentence("같은 부서 사이였습니다."),
    Code.SAME_BUREAU: sentence("같은 실·국 사이였습니다."),
    Code.SAME_TEAM: sentence("같은 팀 사이였습니다."),
    Code.OWN_LINE: sentence("보낸 사람의 결재라인에 있는 상급자에게 갔습니다."),
    Code.POSITION_WITHOUT_POINTS: sentence("포인트를 받지 않는 직위의 동료에게 갔습니다."),
    Code.RECIPIENT_TAKES_NO_PART: sentence("받은 사람이 포인트를 받는 대상이 아닙니다."),
    Code.SENDER_TAKES_NO_PART: sentence("보낸 사람이 포인트를 보내는 대상이 아닙니다."),
    Code.SENDER_NOT_YET: sentence("보낸 사람이 들어온 지 얼마 되지 않았습니다."),
    Code.PAIR_CAP_REACHED: sentence("한 사람에게 한 달에 %(cap)s건을 넘었습니다."),
    Code.CANNOT_RECEIVE: sentence("받은 사람의 재직상태로는 받을 수 없습니다."),
    Code.CANNOT_SEND: sentence("보낸 사람의 재직상태로는 보낼 수 없습니다."),
    Code.ALLOWANCE_SHORT: sentence("한 달 배정을 다 쓴 뒤였습니다."),
    Code.POINTS_NOT_ALLOWED: sentence("그 포인트는 보낼 수 없습니다(보낼 수 있는 것은 %(allowed)s)."),
    Code.TEXT_SHORT: sentence("글이 %(minimum)s자보다 짧았습니다."),
    Code.TEXT_LONG: sentence("글이 %(maximum)s자보다 길었습니다."),
}


def why(example: Refusal) -> str:
    """The words for one reason; what has none is said as to a sender. No figure of a single note stands in them."""
    words = WORDS.get(example.code)
    return sentence_for(example) if words is None else str(words) % dict(example.values)
