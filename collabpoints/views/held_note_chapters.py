"""The chapters about notes and honours of what is held about oneself (views/held_chapters.py)."""

from collections.abc import Sequence

from flask_babel import gettext as _

from collabpoints.domain.periods import Month
from collabpoints.domain.spans import Span
from collabpoints.formats.spans import month_in
from collabpoints.queries.held_notes import HeldNotes
from collabpoints.queries.notes import End, NoteRow
from collabpoints.queries.special_grants import SpecialGrantRow
from collabpoints.views import held_words as words
from collabpoints.views.board_words import span_words
from collabpoints.views.filters import day, moment
from collabpoints.views.languages import language

_Chapter = tuple[str, str, str, tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Key, title, what it is, headings, rows."""


def note_chapters(held: HeldNotes) -> tuple[_Chapter, ...]:
    """Notes received and sent, what became of them, what he reported, special points and prizes."""
    return (
        _received(held.received),
        _sent(held.sent),
        _steps(held),
        _reports(held),
        _special(held.special),
        _proposed(held.proposed),
        _prizes(held),
    )


def _received(notes: Sequence[NoteRow]) -> _Chapter:
    headings = (_("받은 때"), _("보낸 이"), _("글"), *_common(), _("나의 답례"))
    rows = [(moment(one.sent_at), _end(one.sender), one.text, *_figures(one), _reply(one)) for one in notes]
    told = _("둘만 보기 글도 모두 담습니다. 나도 그 두 사람 가운데 한 사람입니다.")
    return "received", _("받은 메시지"), told, headings, tuple(rows)


def _sent(notes: Sequence[NoteRow]) -> _Chapter:
    headings = (_("보낸 때"), _("받은 이"), _("글"), *_common(), _("받은 답례"))
    rows = [(moment(one.sent_at), _end(one.recipient), one.text, *_figures(one), _reply(one)) for one in notes]
    return "sent", _("보낸 메시지"), _("취소하거나 되돌아온 것도 담습니다."), headings, tuple(rows)


def _common() -> tuple[str, ...]:
    return (_("포인트"), _("도움 종류"), _("둘만 보기"), _("읽은 때"), _("상태"))


def _figures(note: NoteRow) -> tuple[str, ...]:
    kind = note.help_kind_en if language() == "en" else note.help_kind_ko
    read = moment(note.read_at) if note.read_at else ""
    return (str(note.points), kind, words.yes(note.is_private), read, words.said(words.WITHDRAWN, note.withdrawn))


def _reply(note: NoteRow) -> str:
    if note.replied_at is None:
        return ""
    return note.reply_text or _("고마움에 답했습니다")


def _end(end: End) -> str:
    return " ".join(part for part in (end.department, end.name, end.position) if part)


def _steps(held: HeldNotes) -> _Chapter:
    headings = (_("때"), _("메시지 번호"), _("무엇이"), _("사유"))
    rows = [
        (moment(one.step.at), str(one.note_id), words.said(words.STEPS, one.step.kind), one.step.reason)
        for one in held.steps
    ]
    told = _("내 메시지에 관해 나에게 알려 드린 일입니다. 신고한 사람과 결정하기 전의 일은 담지 않습니다.")
    return "reviews", _("검토와 재검토"), told, headings, tuple(rows)


def _reports(held: HeldNotes) -> _Chapter:
    headings = (_("때"), _("메시지 번호"), _("내가 쓴 사유"), _("살펴봄"))
    rows = [(moment(one.reported_at), str(one.note_id), one.reason, words.yes(one.is_decided)) for one in held.reports]
    return (
        "reports",
        _("내가 알린 메시지"),
        _("알린 사람이 누구인지는 다른 이에게 알리지 않습니다."),
        headings,
        tuple(rows),
    )


def _special(grants: Sequence[SpecialGrantRow]) -> _Chapter:
    headings = (_("정한 때"), _("종류"), _("포인트"), _("사유"), _("회수"))
    rows = [
        (
            moment(one.decided_at) if one.decided_at else "",
            _kind(one),
            str(one.points),
            one.reason,
            moment(one.reclaimed.at) if one.reclaimed else "",
        )
        for one in grants
    ]
    return "special", _("받은 특별협업포인트"), _("승인되어 알려 드린 것입니다."), headings, tuple(rows)


def _proposed(grants: Sequence[SpecialGrantRow]) -> _Chapter:
    headings = (_("제안한 때"), _("종류"), _("포인트"), _("사유"), _("결정"))
    rows = [
        (moment(one.proposed_at), _kind(one), str(one.points), one.reason, words.said(words.GRANTS, one.state))
        for one in grants
    ]
    return "proposed", _("내가 제안한 특별협업포인트"), _("부서장으로서 제안한 것입니다."), headings, tuple(rows)


def _kind(grant: SpecialGrantRow) -> str:
    return grant.kind_en if language() == "en" else grant.kind_ko


def _prizes(held: HeldNotes) -> _Chapter:
    headings = (_("기간"), _("상"), _("상태"), _("시상일"), _("상장 번호"))
    rows = [
        (
            span_words(Span.parse(one.span)),
            one.tier_en if language() == "en" else one.tier_ko,
            words.said(words.PRIZES, one.state),
            day(one.awarded_on) if one.awarded_on else "",
            one.certificate_number,
        )
        for one in held.prizes
    ]
    rows += [
        (
            month_in(Month.parse(one.period), language()),
            _("이달의 협업메시지"),
            words.said(words.PRIZES, one.state),
            day(one.chosen_at),
            "",
        )
        for one in held.note_prizes
    ]
    return "prizes", _("시상"), _("여쭈었거나 받은 상입니다."), headings, tuple(rows)
