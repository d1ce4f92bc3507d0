"""What an act in the records is called by its plain name: whose work it belongs to, and whether somebody looked, did or took."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

_WORK: dict[str, LazyString] = {
    "appeals": sentence("재검토"),
    "board_explanations": sentence("순위의 근거"),
    "boards": sentence("순위"),
    "exports": sentence("내려받기"),
    "flows": sentence("서로 도운 지도"),
    "held": sentence("내 정보"),
    "jobs": sentence("예약 작업"),
    "links": sentence("로그인 링크"),
    "lobby_links": sentence("로비 화면"),
    "months": sentence("월별 결과 확정"),
    "note_prizes": sentence("이달의 협업메시지"),
    "own_departments": sentence("부서 현황"),
    "patterns": sentence("이용 현황 점검"),
    "people": sentence("직원 명부"),
    "prizes": sentence("시상"),
    "records": sentence("접속기록 점검"),
    "reorganisations": sentence("조직개편"),
    "reports": sentence("신고된 메시지"),
    "reviews": sentence("검토"),
    "roles": sentence("역할"),
    "special_grants": sentence("특별협업포인트"),
    "staff": sentence("인사 발령"),
    "submissions": sentence("제출본"),
    "trees": sentence("협업나무"),
}
_FILES: dict[str, LazyString] = {
    "departments": sentence("부서 합계"),
    "notes": sentence("메시지"),
    "prizes": sentence("시상"),
    "reclaims": sentence("회수"),
    "special_grants": sentence("특별협업포인트"),
    "totals": sentence("개인 합계"),
}
_LOOKS = (
    "page",
    "one",
    "note",
    "queue",
    "decided",
    "agency",
    "bureau",
    "department",
    "departments",
    "persons",
    "evidence",
    "see",
    "compare",
    "looks",
    "changes",
    "request",
    "open",
)


def act_words(act: str) -> str:
    """`시상: 화면을 봄`, `검토: 일을 함`, `시상: 파일로 받음`; an act that nobody has found words for is an act of duty."""
    work, _dot, deed = act.partition(".")
    name = _WORK.get(work, _("업무"))
    if deed in _LOOKS:
        return _("%(work)s: 화면을 봄", work=name)
    if deed == "take":
        return _("%(work)s: 파일로 받음", work=name)
    return _("%(work)s: 업무 처리", work=name)


def file_words(what: str) -> str:
    """`개인 합계 파일을 받음`: what a download record calls a file, by its kind or by the page that made it."""
    work = what.partition(".")[0]
    name = _FILES.get(what) or _WORK.get(work, _("업무"))
    return _("%(work)s 파일을 받음", work=name)
