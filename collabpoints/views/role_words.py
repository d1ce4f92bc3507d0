"""How the roles are called on pages."""

from flask_babel import lazy_gettext as _

from collabpoints.domain.roles import Role

ROLE_WORDS = {
    Role.EMPLOYEE: _("직원"),
    Role.DEPARTMENT_HEAD: _("부서장"),
    Role.REVIEWER: _("검토자"),
    Role.OFFICER: _("운영 담당자"),
    Role.PRIVACY_OFFICER: _("개인정보 보호책임자"),
    Role.ADMINISTRATOR: _("관리자"),
}
