"""What stands out among notes, in sentences: what it is, why it is shown, and what else it may be. None says that anybody did
wrong."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence
from flask_babel import ngettext

from collabpoints.domain.pattern_facts import PatternDecisionKind, PatternKind
from collabpoints.queries.patterns import Pattern
from collabpoints.views.month_words import month_name

KIND_WORDS = {
    PatternKind.EXCHANGE: sentence("둘이 주고받은 메시지"),
    PatternKind.RING: sentence("몇 사람 안에서 도는 메시지"),
    PatternKind.LAST_DAY: sentence("월말에 몰린 메시지"),
    PatternKind.SAME_TEXT: sentence("되풀이한 같은 글"),
    PatternKind.ONE_GIVER: sentence("한 사람에게 몰린 메시지"),
    PatternKind.SUPERIOR: sentence("부서장과 부서원 사이의 메시지"),
    PatternKind.PROGRAMME: sentence("우수자가 된 운영 직원"),
}

ALSO_WORDS = {
    PatternKind.EXCHANGE: sentence("날마다 같이 일하는 두 사람, 업무를 나누어 맡은 두 사람도 이렇게 보일 수 있습니다."),
    PatternKind.RING: sentence("오래 같이 일하는 작은 팀, 여러 부서가 함께하는 사업도 이렇게 보일 수 있습니다."),
    PatternKind.LAST_DAY: sentence(
        "월말에 일이 끝나는 업무, 한 달을 모아 고마움을 전하는 습관도 이렇게 보일 수 있습니다."
    ),
    PatternKind.SAME_TEXT: sentence("같은 도움을 자주 받는 사람도 같은 글을 되풀이할 수 있습니다."),
    PatternKind.ONE_GIVER: sentence(
        "오래 곁에서 가르쳐 준 선배, 늘 도와주는 담당자에게도 이렇게 고마움이 모일 수 있습니다."
    ),
    PatternKind.SUPERIOR: sentence("가까이에서 일하는 부서장과 부서원 사이에도 고마운 일은 많습니다."),
    PatternKind.PROGRAMME: sentence("운영을 맡은 직원도 동료를 잘 도와 우수자가 될 수 있습니다."),
}

_WHY = {
    PatternKind.EXCHANGE: sentence(
        "%(span)s 두 사람이 서로 %(notes)s통을 주고받았습니다. 두 사람이 다른 동료와 주고받은 만큼으로 보면 %(expected)s 정도가"
        " 보통입니다. 이 기간 두 사람이 보내고 받은 메시지의 %(measure)s%%가 서로의 것입니다."
    ),
    PatternKind.RING: sentence(
        "%(span)s %(people)s명 안에서 %(notes)s통이 돌았습니다. 이 사람들이 다른 동료와 주고받은 만큼으로 보면 %(expected)s 정도가"
        " 보통입니다. 이 기간 이들이 보내고 받은 메시지의 %(measure)s%%가 서로의 것입니다."
    ),
    PatternKind.LAST_DAY: sentence(
        "%(span)s 보낸 메시지의 %(measure)s%%가 그달의 마지막 이틀에 나갔고, 그 가운데 %(notes)s통이 같은 몇 사람에게 갔습니다."
        " 이 기관에서는 같은 수를 보낼 때 %(expected)s 정도가 마지막 이틀에 나갑니다."
    ),
    PatternKind.SAME_TEXT: sentence(
        "%(span)s 같은 글을 여러 날에 걸쳐 %(notes)s통 보냈습니다. 이 사람이 보낸 메시지의 %(measure)s%%입니다."
        " 받은 메시지에 답한 것과 한 번에 여러 명에게 보낸 것은 세지 않았습니다."
    ),
    PatternKind.ONE_GIVER: sentence(
        "%(span)s 첫째 사람이 둘째 사람에게 %(notes)s통을 보냈습니다. 첫째 사람이 보낸 메시지의 %(measure)s%%이고, 우연이라면"
        " %(expected)s 정도입니다. 돌아온 메시지는 거의 없습니다."
    ),
    PatternKind.SUPERIOR: sentence(
        "%(span)s 부서장과 같은 부서 직원이 서로 %(notes)s통을 주고받았습니다. 두 사람 모두 보낸 메시지의 %(measure)s%% 이상이"
        " 서로에게 갔고, 우연이라면 %(expected)s 정도입니다."
    ),
    PatternKind.PROGRAMME: sentence(
        "이 제도를 운영하는 역할을 맡은 사람이 최근 열두 달 안에 시상을 받았습니다. 그동안 받은 메시지는 %(notes)s통이고, 가장 많이"
        " 보낸 한 사람의 것이 %(measure)s%%입니다. 직원 한 사람이 받은 메시지는 평균 %(expected)s입니다."
    ),
}

# By decision, None while it is open: what it is called, the badge's kind, its drawing.
DECISION_WORDS = {
    None: (sentence("확인 전"), "warm", "search"),
    PatternDecisionKind.EXPLAINED: (sentence("이유를 확인함"), "leaf", "check"),
    PatternDecisionKind.REVIEW: (sentence("검토로 보냄"), "blue", "flag"),
}


def span(row: Pattern) -> str:
    """`2026년 3월부터 2026년 11월까지`, or one month."""
    if row.first == row.last:
        return month_name(str(row.first))
    return _("%(first)s부터 %(last)s까지", first=month_name(str(row.first)), last=month_name(str(row.last)))


def expected(row: Pattern) -> str:
    """`0.4통`, `12통`: how many notes chance would have made."""
    if row.expected >= 9.95:
        return ngettext("%(num)s통", "%(num)s통", round(row.expected))
    return _("%(count)s통", count=f"{row.expected:.1f}")


def why(row: Pattern) -> str:
    """Why it is shown, in a plain sentence with its figures."""
    figures = {
        "span": span(row),
        "notes": row.notes,
        "expected": expected(row),
        "measure": row.measure,
        "people": row.size,
    }
    return str(_WHY[row.kind]) % figures
