"""The main menu (주요 메뉴) in the head of every page: the ways that everybody has, and those of one's roles.

Written once for all who have the same roles, on the same place of the menu and with as many unread letters, and found
again by these (docs/adr/0033).
"""

from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from collabpoints.domain.roles import Role
from collabpoints.views.assets import asset
from collabpoints.views.identity import who
from collabpoints.views.languages import selected
from collabpoints.views.pieces import write

TEMPLATE = "components/main_menu.html"
_LETTERS = "notes.received"
_MOST = 100
"""Unread letters are counted so far: the page says 99+."""

WAYS = (
    ("home.page", _("고마움 전하기")),
    (_LETTERS, _("받은 메시지")),
    ("notes.sent", _("보낸 메시지")),
    ("notes.feed", _("함께 읽기")),
    ("boards.page", _("순위")),
    ("trees.page", _("협업나무")),
    ("schemes.page", _("이달의 운영 기준")),
)
"""Where one goes, and what it is called."""

DUTIES = (
    ("reviews.page", _("검토 대기"), (Role.REVIEWER,)),
    ("appeals.page", _("재검토 요청"), (Role.REVIEWER, Role.OFFICER)),
    ("special_grants.queue", _("특별협업포인트 결정"), (Role.OFFICER, Role.REVIEWER)),
    ("own_departments.page", _("우리 부서"), (Role.DEPARTMENT_HEAD,)),
    ("flows.page", _("서로 도운 부서"), (Role.DEPARTMENT_HEAD, Role.OFFICER)),
    ("special_grants.proposed", _("특별협업포인트 제안"), (Role.DEPARTMENT_HEAD,)),
    ("exports.page", _("내려받기"), (Role.DEPARTMENT_HEAD, Role.OFFICER)),
    ("submissions.page", _("제출본"), (Role.OFFICER,)),
    ("patterns.page", _("확인해 볼 흐름"), (Role.OFFICER,)),
    ("prizes.page", _("시상"), (Role.OFFICER,)),
    ("note_prizes.page", _("이달의 협업메시지"), (Role.OFFICER, Role.REVIEWER)),
    ("staff_orders.page", _("인사 발령"), (Role.ADMINISTRATOR, Role.OFFICER)),
    ("people_import.page", _("명부 가져오기"), (Role.ADMINISTRATOR, Role.OFFICER)),
    ("reorganisations.page", _("조직개편"), (Role.ADMINISTRATOR, Role.OFFICER)),
    ("roles.page", _("역할 관리"), (Role.ADMINISTRATOR,)),
    ("links.page", _("로그인 링크"), (Role.ADMINISTRATOR,)),
    ("records.page", _("접속기록 점검"), (Role.PRIVACY_OFFICER,)),
    ("jobs.page", _("예약 작업"), (Role.ADMINISTRATOR,)),
    ("months.page", _("월별 결과 확정"), (Role.OFFICER, Role.ADMINISTRATOR)),
    ("scheme_books.page", _("운영 기준 관리"), (Role.ADMINISTRATOR, Role.OFFICER)),
    ("help_kinds.page", _("도움의 종류"), (Role.ADMINISTRATOR, Role.OFFICER)),
    ("lobby_links.page", _("로비 화면"), (Role.ADMINISTRATOR, Role.OFFICER)),
)
"""Where one goes, what it is called, and the roles that see it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the menu. `current` is its aria-current: "page", "true" for a page under it, or ""."""

    address: str
    words: LazyString
    current: str
    counts: bool = False


def register(app: Flask) -> None:
    """Give templates `main_menu(unread_count)`."""
    app.jinja_env.globals["main_menu"] = main_menu


def main_menu(unread: int) -> Markup:
    """The menu of who is signed in, as it looks on the page of this request."""
    place = _place(request.endpoint or "")
    return written(who().roles, place, min(int(unread), _MOST), selected(), request.script_root, asset("icons.svg"))


@lru_cache(maxsize=256)
def written(roles: frozenset[Role], place: str, unread: int, language: str, _root: str, icons: str | None) -> Markup:
    """The menu for these roles, opened at this place. Where the application is mounted stands in every address."""
    blueprint = place.partition(".")[0]
    ways = [
        Way(
            url_for(endpoint),
            words,
            "page" if endpoint == place else "true" if endpoint == f"{blueprint}.page" else "",
            counts=endpoint == _LETTERS,
        )
        for endpoint, words in WAYS
    ]
    duties = [
        Way(url_for(endpoint), words, "page" if endpoint.partition(".")[0] == blueprint else "")
        for endpoint, words, theirs in DUTIES
        if not roles.isdisjoint(theirs)
    ]
    return write(TEMPLATE, language, ways=ways, duties=duties, unread=unread, icons=icons)


def _place(endpoint: str) -> str:
    """The endpoint where the menu has it, else its blueprint with a dot where the menu has that, else ""."""
    blueprint = endpoint.partition(".")[0] + "."
    return endpoint if endpoint in _ENDPOINTS else blueprint if blueprint in _BLUEPRINTS else ""


_ENDPOINTS = frozenset(endpoint for endpoint, *_rest in (*WAYS, *DUTIES))
_BLUEPRINTS = frozenset(endpoint.partition(".")[0] + "." for endpoint in _ENDPOINTS)
