"""What is unusual in the records, and what changed, in sentences."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

from collabpoints.domain.particles import filled
from collabpoints.domain.record_patterns import (
    FEWEST_FILES,
    FEWEST_PERSONS,
    FIRST_HOUR,
    LAST_HOUR,
    TIMES,
    Finding,
    Unusual,
)
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_orders import Act
from collabpoints.queries.record_changes import Change, Topic, What
from collabpoints.queries.record_people import Named
from collabpoints.views.filters import day
from collabpoints.views.held_words import OWN_REASON
from collabpoints.views.month_words import month_name
from collabpoints.views.role_words import ROLE_WORDS, reason_words
from collabpoints.views.staff_order_words import ACT_WORDS

TOPIC_WORDS = {
    Topic.RIGHTS: sentence("권한"),
    Topic.SCHEMES: sentence("운영 기준"),
    Topic.CLOSINGS: sentence("확정과 제출"),
    Topic.DIRECTORY: sentence("직원 명부"),
}
SCOPE_WORDS = {"agency": sentence("기관 전체"), "department": sentence("부서"), "own": sentence("본인")}
_SENTENCES = {
    What.ROLE_GRANTED: sentence("%(actor)s[이] %(subject)s에게 %(name)s 역할을 부여했습니다."),
    What.ROLE_REVOKED: sentence("%(actor)s[이] %(subject)s의 %(name)s 역할을 해제했습니다."),
    What.SCHEME_DRAFTED: sentence("%(actor)s[이] %(after)s부터 쓸 운영 기준의 초안을 쓰기 시작했습니다."),
    What.SCHEME_DROPPED: sentence("%(after)s부터 쓸 운영 기준의 초안을 그만두었습니다."),
    What.SCHEME_STARTED: sentence(
        "%(actor)s[이] 운영 기준 %(name)s[을] %(after)s부터 쓰기로 정했습니다. 초안: %(subject)s."
    ),
    What.CLOSING_ASKED: sentence("%(actor)s[이] %(name)s의 결과를 확정하도록 요청했습니다."),
    What.CLOSING_DONE: sentence("%(name)s의 결과가 확정되었습니다."),
    What.SUBMITTED: sentence("%(actor)s[이] 제출본 %(name)s호(%(count)s줄)를 %(after)s에 냈습니다."),
    What.IMPORTED: sentence("%(actor)s[이] 명부 파일 %(name)s[을] 반영했습니다. %(counts)s."),
    What.ORDER_PLANNED: sentence("%(actor)s[이] %(subject)s의 %(name)s 발령을 예약했습니다. 날짜: %(on)s."),
    What.ORDER_DONE: sentence("%(subject)s의 %(name)s 발령이 %(on)s부터 시행되었습니다."),
    What.ORDER_DROPPED: sentence("%(actor)s[이] %(subject)s의 %(name)s 발령(%(on)s)을 취소했습니다."),
    What.REORGANISATION_PLANNED: sentence("%(actor)s[이] 조직개편 %(name)s[을] 예약했습니다. 날짜: %(on)s."),
    What.REORGANISATION_DONE: sentence("조직개편 %(name)s[이] %(on)s에 시행되었습니다."),
    What.REORGANISATION_DROPPED: sentence("%(actor)s[이] 조직개편 %(name)s[을] 취소했습니다."),
}


def role_words(role: str) -> str:
    """A role as it stands in a record; the operator's commands have their own."""
    return str(ROLE_WORDS[Role(role)]) if role in set(Role) else _("명령")


def called(one: Named | None) -> str:
    """`기획담당관 홍길동 주무관`; the operator's commands and jobs have no name."""
    return " ".join(part for part in (one.department, one.name, one.position) if part) if one else _("운영자 명령")


def typed_reason(reason: str) -> str:
    """The reason of a look or a download as it was typed; the one that the system writes itself is told in the language of
    its reader."""
    return _("본인 정보 열람") if reason == OWN_REASON else reason


def why(finding: Finding) -> str:
    """Why a day is shown, in a sentence."""
    if finding.kind is Unusual.HOURS:
        return _("근무 시간이 아닌 때에 %(count)s번 보거나 내려받았습니다.", count=f"{finding.count:,}")
    if finding.kind is Unusual.PERSONS:
        return _(
            "하루에 %(count)s명의 정보를 보았습니다. 이 역할은 보통 하루에 %(usual)s명입니다.",
            count=f"{finding.count:,}", usual=f"{finding.usual:,}",
        )  # fmt: skip
    return _(
        "하루에 파일을 %(count)s번 내려받았습니다. 이 역할은 보통 하루에 %(usual)s번입니다.",
        count=f"{finding.count:,}", usual=f"{finding.usual:,}",
    )  # fmt: skip


def rule() -> str:
    """What is pointed at, in a sentence."""
    return _(
        "근무일 %(first)s시~%(last)s시가 아닌 때의 열람, 그리고 그 역할의 보통 하루(최근 90일의 가운뎃값)보다 %(times)s배 넘게 많은 열람(%(persons)s명부터)과"
        " 내려받기(%(files)s번부터)를 보여 줍니다. 잘못이라는 뜻은 아닙니다.",
        first=FIRST_HOUR, last=LAST_HOUR, times=TIMES, persons=FEWEST_PERSONS, files=FEWEST_FILES,
    )  # fmt: skip


def story(change: Change) -> str:
    """What happened, in a sentence with full names and positions."""
    told = change.told
    values = {
        "actor": called(change.actor),
        "subject": called(change.subject),
        "name": _name(change),
        "after": month_name(told.after) if change.what.startswith("scheme") else told.after,
        "on": day(told.on) if told.on else "",
        "count": f"{told.counts[0]:,}" if told.counts else "",
        "counts": _counts(told.counts) if change.what is What.IMPORTED else "",
    }
    said = filled(str(_SENTENCES[change.what]), values)
    if told.before and told.after and change.what.startswith("order"):
        said += " " + filled(_("%(before)s에서 %(after)s[으로]."), {"before": told.before, "after": told.after})
    elif told.after and change.what.startswith("order"):
        said += " " + filled(_("%(after)s[으로]."), {"after": told.after})
    return said


def reason(change: Change) -> str:
    """The reason or document as it was written, "" where there was none."""
    return reason_words(change.told.reason)


def _name(change: Change) -> str:
    told = change.told
    if change.what.startswith("role"):
        return role_words(told.name) + (f" ({told.place})" if told.place else "")
    if change.what.startswith("order"):
        return str(ACT_WORDS[Act(told.name)])
    return month_name(told.name) if change.what.startswith("closing") else told.name


def _counts(counts: tuple[int, ...]) -> str:
    new, changed, left, returned = counts
    return _(
        "새로 온 직원 %(new)s명, 달라진 직원 %(changed)s명, 퇴직 %(left)s명, 돌아온 직원 %(returned)s명",
        new=f"{new:,}", changed=f"{changed:,}", left=f"{left:,}", returned=f"{returned:,}",
    )  # fmt: skip
