"""What is held about oneself, chapter by chapter, as the page shows it and the file carries it: the same words in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from collabpoints.domain.roles import Role
from collabpoints.domain.spans import Span
from collabpoints.queries.held import Held, held_of
from collabpoints.queries.held_figures import HeldFigures, held_figures_of
from collabpoints.queries.held_notes import held_notes_of
from collabpoints.queries.lookers import Look, looks_at, looks_by
from collabpoints.views import held_words as words
from collabpoints.views.act_words import act_words, file_words
from collabpoints.views.board_words import points, span_words
from collabpoints.views.filters import day, moment
from collabpoints.views.held_note_chapters import note_chapters
from collabpoints.views.identity import who
from collabpoints.views.role_words import ROLE_WORDS, reason_words


@dataclass(frozen=True, slots=True)
class Chapter:
    """A table with a name. `key` stands in its address; `told` says what it is; rows are texts, one for each heading."""

    key: str
    title: str
    told: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chapters() -> tuple[Chapter, ...]:
    """All that is held about who is signed in, in the order of the page; a chapter without rows says so."""
    me = who()
    held, figures = held_of(me.person_id), held_figures_of(me.person_id)
    notes = [Chapter(*one) for one in note_chapters(held_notes_of(me.person_id, agency_id=me.agency_id))]
    return (
        *(make(held) for make in (_services, _posts, _orders, _account, _sessions, _roles)),
        _looks(looks_at(me.person_id, agency_id=me.agency_id, zone=me.zone)),
        *notes,
        *(make(figures) for make in (_months, _standings, _submissions)),
        _drafts(held),
        _notices(held),
        _own_acts(looks_by(me.person_id, agency_id=me.agency_id, zone=me.zone)),
    )


def _services(held: Held) -> Chapter:
    called = f"{who().name} {who().position}".strip()
    headings = (_("성명"), _("사번"), _("전자우편"), _("전화"), _("재직 상태"), _("고용형태"), _("임용일"), _("퇴직일"))
    rows = [
        (called, one.number, one.email, one.phone, words.said(words.STATUS, one.status), one.employment,
         _day(one.joined_on), _day(one.left_on))
        for one in held.services
    ]  # fmt: skip
    return _chapter(
        "person",
        _("기본 정보"),
        _("인사 파일에서 온 정보입니다. 틀린 곳은 인사 부서에서 바로잡습니다."),
        headings,
        rows,
    )


def _posts(held: Held) -> Chapter:
    headings = (_("시작"), _("끝"), _("구분"), _("소속"), _("직급"), _("직위"), _("담당업무"))
    rows = [
        (_day(one.starts_on), _day(one.ends_on), words.said(words.POSTS, one.kind), one.department or "", one.rank,
         one.position, one.duty)
        for one in held.posts
    ]  # fmt: skip
    return _chapter(
        "posts", _("발령"), _("언제 어디에서 근무했는지입니다. 끝은 더는 근무하지 않는 첫날입니다."), headings, rows
    )


def _orders(held: Held) -> Chapter:
    headings = (_("시행일"), _("발령"), _("소속"), _("문서"))
    rows = [
        (_day(one.effective_on), words.said(words.ORDERS, one.act), one.department or "", one.document)
        for one in held.orders
    ]
    return _chapter("orders", _("시행된 발령 문서"), _("화면에서 처리한 발령입니다."), headings, rows)


def _account(held: Held) -> Chapter:
    one = held.account
    rows = [
        (_("아이디"), one.login),
        (_("만든 때"), moment(one.created_at)),
        (_("비밀번호를 정한 때"), _moment(one.password_changed_at)),
        (_("언어"), one.language),
        (_("아침 메일 받기"), words.yes(one.is_mail_wanted)),
        (_("순위에서 빠지기"), words.yes(one.is_opted_out)),
    ]
    told = _("비밀번호는 알아볼 수 없는 값으로만 있어 담지 않습니다.")
    return _chapter("account", _("계정과 설정"), told, (_("항목"), _("값")), rows)


def _sessions(held: Held) -> Chapter:
    rows = [(_("로그인"), moment(one.started_at), _moment(one.seen_at)) for one in held.sessions]
    rows += [(_("로그인 링크"), moment(one.started_at), _moment(one.seen_at)) for one in held.links]
    headings = (_("무엇"), _("시작하거나 만든 때"), _("마지막으로 쓴 때"))
    return _chapter(
        "sessions",
        _("로그인"),
        _("지금 로그인해 있는 기기와 받은 로그인 링크입니다. 기한이 지나면 지웁니다."),
        headings,
        rows,
    )


def _roles(held: Held) -> Chapter:
    headings = (
        _("역할"),
        _("부서"),
        _("맡은 때"),
        _("지정한 이"),
        _("사유"),
        _("그만둔 때"),
        _("해제한 이"),
        _("사유"),
    )
    rows = [
        (str(ROLE_WORDS[Role(one.role)]), one.department or "", moment(one.granted_at), one.granted_by or "",
         reason_words(one.granted_reason), _moment(one.revoked_at), one.revoked_by or "",
         reason_words(one.revoked_reason))
        for one in held.roles
    ]  # fmt: skip
    return _chapter("roles", _("역할"), _("맡았거나 맡고 있는 역할입니다."), headings, rows)


def _months(held: HeldFigures) -> Chapter:
    headings = (
        _("달"),
        _("배정"),
        _("쓴 만큼"),
        _("보낸 메시지"),
        _("보낸 포인트"),
        _("받은 메시지"),
        _("받은 포인트"),
        _("특별협업포인트"),
    )
    rows = [
        (one.period, *map(str, (one.granted, one.spent, one.sent_notes, one.sent_points, one.received_notes,
                                one.received_points, one.special_points)))
        for one in held.months
    ]  # fmt: skip
    return _chapter(
        "months",
        _("달마다의 합계"),
        _("퇴직해도 남는 숫자입니다. 배정과 쓴 만큼은 그달 운영 기준의 단위입니다."),
        headings,
        rows,
    )


def _standings(held: HeldFigures) -> Chapter:
    headings = (
        _("기간"),
        _("소속"),
        _("받은 포인트"),
        _("보낸 포인트"),
        _("특별협업포인트"),
        _("합산 포인트"),
        _("순위"),
    )
    rows = [
        (span_words(Span.parse(one.span)), one.department, str(one.received_points), str(one.sent_points),
         str(one.special_points), points(one.score), str(one.rank or ""))
        for one in held.standings
    ]  # fmt: skip
    return _chapter("standings", _("확정된 순위의 내 줄"), _("확정된 기간에 남은 나의 숫자입니다."), headings, rows)


def _submissions(held: HeldFigures) -> Chapter:
    headings = (
        _("제출본"),
        _("만든 때"),
        _("받은 곳"),
        _("목적"),
        _("받은 포인트"),
        _("보낸 포인트"),
        _("특별협업포인트"),
        _("합산 포인트"),
        _("순위"),
    )
    rows = [
        (f"{one.year}-{one.number}", moment(one.made_at), one.recipient, one.purpose, str(one.received_points),
         str(one.sent_points), str(one.special_points), points(one.score), str(one.rank or ""))
        for one in held.submissions
    ]  # fmt: skip
    return _chapter(
        "submissions", _("내 줄이 담긴 제출본"), _("위원회 등에 낸 파일과 그 안의 나의 숫자입니다."), headings, rows
    )


def _drafts(held: Held) -> Chapter:
    rows = [(moment(one.saved_at), one.text) for one in held.drafts]
    return _chapter(
        "drafts",
        _("임시 저장한 글"),
        _("보내지 않은 글입니다. 기한이 지나면 지웁니다."),
        (_("저장한 때"), _("글")),
        rows,
    )


def _notices(held: Held) -> Chapter:
    rows = [(moment(one.created_at), words.said(words.NOTICES, one.kind), _moment(one.read_at)) for one in held.notices]
    return _chapter("notices", _("알림"), _("나에게 온 알림입니다."), (_("온 때"), _("무엇"), _("읽은 때")), rows[::-1])


def _looks(looks: Sequence[Look]) -> Chapter:
    told = _(
        "맡은 일로 내 정보를 보거나 처리한 기록입니다. 파일은 내 정보가 들어 있을 수 있는 것을 모두 적었습니다. 동료 누구나 보는 화면과 내가 내 정보를 "
        "본 것은 기록하지 않습니다."
    )
    headings = (_("때"), _("누가"), _("맡은 역할"), _("무엇을"), _("사유"))
    rows = [(moment(one.at), _looker(one), _role(one.role), _deed(one), one.reason) for one in looks]
    return _chapter("looks", _("누가 내 정보를 보았나"), told, headings, rows)


def _own_acts(looks: Sequence[Look]) -> Chapter:
    rows = [(moment(one.at), _role(one.role), _deed(one), one.reason) for one in looks]
    told = _(
        "역할을 맡아 다른 사람의 정보를 보거나 처리한 기록입니다. 누구의 정보였는지는 그분의 정보라 담지 않습니다."
    )
    return _chapter("acts", _("내가 맡은 일로 한 기록"), told, (_("때"), _("맡은 역할"), _("무엇을"), _("사유")), rows)


def _looker(look: Look) -> str:
    return " ".join(part for part in (look.department, look.name, look.position) if part) or _("운영자의 명령")


def _role(role: str) -> str:
    return str(ROLE_WORDS[Role(role)]) if role in set(Role) else _("운영자")


def _deed(look: Look) -> str:
    return file_words(look.act) if look.is_file else act_words(look.act)


def _day(on: date | None) -> str:
    return day(on) if on else ""


def _moment(at: datetime | None) -> str:
    return moment(at) if at else ""


def _chapter(key: str, title: str, told: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Chapter:
    return Chapter(key, title, told, headings, tuple(rows))
