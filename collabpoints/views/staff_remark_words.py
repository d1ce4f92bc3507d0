"""What was understood of HR's file, in sentences."""

from flask_babel import gettext as _

from collabpoints.domain.particles import filled
from collabpoints.domain.staff_remarks import Remark, RemarkKind, RemarkList


def remark_sentences(lists: tuple[RemarkList, ...]) -> list[str]:
    """Every remark as a sentence, and how many of a kind are not told."""
    said = []
    for one in lists:
        said += [_sentence(remark) for remark in one.remarks]
        if one.unshown:
            said.append(_("그 밖에 %(count)s건이 더 있습니다.", count=one.unshown))
    return said


def _sentence(remark: Remark) -> str:
    if remark.kind is RemarkKind.FROM_ABOVE and remark.more:
        said = _("%(line)s~%(more)s행의 빈 부서 칸(병합된 칸)은 위와 같은 '%(value)s'[으로] 읽었습니다.")
        return filled(said, {"line": remark.line, "more": remark.more, "value": remark.value})
    words = {
        RemarkKind.HEADING: _("%(line)s행을 열 제목으로 읽었습니다. 그 위의 줄은 읽지 않았습니다."),
        RemarkKind.COLUMNS_UNREAD: _("읽지 않은 열: %(value)s"),
        RemarkKind.LINE_PASSED: _("%(line)s행은 합계나 설명으로 보고 읽지 않았습니다: %(value)s"),
        RemarkKind.FROM_ABOVE: _("%(line)s행의 빈 부서 칸(병합된 칸)은 위와 같은 '%(value)s'[으로] 읽었습니다."),
        RemarkKind.SERIAL: _(
            "%(line)s행 '%(more)s' 칸의 %(value)s[은] 엑셀의 날짜 번호여서 %(meaning)s[으로] 읽었습니다."
        ),
        RemarkKind.NUMBER_PADDED: _(
            "%(line)s행의 사번 %(value)s[은] 앞의 0이 빠진 것으로 보고 %(meaning)s[으로] 읽었습니다."
        ),
        RemarkKind.CODE_PADDED: _(
            "%(line)s행의 부서코드 %(value)s[은] 앞의 0이 빠진 것으로 보고 %(meaning)s[으로] 읽었습니다."
        ),
        RemarkKind.PARENT_NAMED: _(
            "%(line)s행의 상위부서코드 %(value)s[은] 파일에 부서로 나오지 않아 이름을 '%(meaning)s'[으로] 둡니다."
        ),
        RemarkKind.SAME_NAME: _("%(line)s행: %(meaning)s에 %(value)s[이라]는 이름이 두 사람 있습니다(사번 %(more)s)."),
        RemarkKind.SAME_PERSON: _(
            "%(line)s행의 %(value)s(새 사번 %(meaning)s)[은] 사번 %(more)s의 기록과 이름, 연락처가 같아 같은 사람일 수 있습니다. 저절로 합치지 않으니 확인해 주세요."
        ),
    }
    values = {"line": remark.line, "value": remark.value, "meaning": remark.meaning, "more": remark.more}
    return filled(words[remark.kind], values)
