"""How the roles, and the reasons that the system gives for them, are called on pages."""

from flask_babel import lazy_gettext as _

from collabpoints.domain.roles import Role, SystemReason

ROLE_WORDS = {
    Role.EMPLOYEE: _("직원"),
    Role.DEPARTMENT_HEAD: _("부서장"),
    Role.REVIEWER: _("검토자"),
    Role.OFFICER: _("운영 담당자"),
    Role.PRIVACY_OFFICER: _("개인정보 보호책임자"),
    Role.ADMINISTRATOR: _("관리자"),
}

_REASON_WORDS = {
    SystemReason.AGENCY_CREATED: _("기관을 만들 때 지정"),
    SystemReason.BY_COMMAND: _("운영자가 명령으로 지정"),
    SystemReason.BY_POSITION: _("직위에 따라 부서장으로 확인"),
    SystemReason.NOT_IN_FILE: _("인사 파일에 없어 퇴직 처리"),
    SystemReason.DEMO_ACCOUNT: _("데모 계정"),
    SystemReason.REORGANISED: _("조직개편으로 부서가 없어짐"),
    SystemReason.BY_ORDER: _("인사 발령에 따라 해제"),
}


def reason_words(reason: str) -> str:
    """A reason as it is read: the system's own in the language of the reader, what people typed as they typed it."""
    return str(_REASON_WORDS[SystemReason(reason)]) if reason in set(SystemReason) else reason
