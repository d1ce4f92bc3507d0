"""What a notice says and where it leads: one sentence and one address a kind, Korean here, English in the catalogue.

A sentence names the other end of one's own note and nobody else; what was decided says what came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.notices import NoticeKind
from collabpoints.queries.notices import NoticeRow, Other


@dataclass(frozen=True, slots=True)
class Sentences:
    """A kind's sentences: to the recipient of the note, to its sender, to anybody else; `icon` is of static/icons.svg.
    They may name `who` (the other end) or, of special points, `points`."""

    icon: str
    to_recipient: LazyString
    to_sender: LazyString
    to_others: LazyString


def _alike(icon: str, said: LazyString) -> Sentences:
    return Sentences(icon, said, said, said)


def _between(icon: str, to_either: LazyString, to_others: LazyString) -> Sentences:
    return Sentences(icon, to_either, to_either, to_others)


SENTENCES: dict[NoticeKind, Sentences] = {
    NoticeKind.RECEIVED: _alike("letter", sentence("%(who)s님이 고마움을 전했습니다.")),
    NoticeKind.REPLIED: _alike("reply", sentence("%(who)s님이 보내신 메시지에 답례했습니다.")),
    NoticeKind.GIVEN_BACK: _alike("back", sentence("%(who)s님이 잘못 온 것 같다며 보내신 메시지를 되돌렸습니다.")),
    NoticeKind.TAKEN_BACK: _alike("back", sentence("%(who)s님께 보낸 메시지를 취소했습니다.")),
    NoticeKind.MADE_PRIVATE: _alike("lock", sentence("%(who)s님이 보내신 메시지를 둘만 보기로 바꾸었습니다.")),
    NoticeKind.OPENED: Sentences(
        "lock",
        sentence("%(who)s님에게서 받은 둘만 보기 메시지를 검토자가 사유를 남기고 열어 보았습니다."),
        sentence("%(who)s님께 보낸 둘만 보기 메시지를 검토자가 사유를 남기고 열어 보았습니다."),
        sentence("둘만 보기 메시지를 검토자가 사유를 남기고 열어 보았습니다."),
    ),
    NoticeKind.RECLAIMED: Sentences(
        "flag",
        sentence("%(who)s님에게서 받은 메시지의 포인트가 검토를 거쳐 회수되었습니다."),
        sentence("%(who)s님께 보낸 메시지의 포인트가 검토를 거쳐 회수되었습니다."),
        sentence("메시지의 포인트가 검토를 거쳐 회수되었습니다."),
    ),
    NoticeKind.APPEALED: _between(
        "flag",
        sentence("%(who)s님이 회수된 메시지의 재검토를 요청했습니다."),
        sentence("회수된 메시지에 재검토 요청이 있습니다."),
    ),
    NoticeKind.APPEAL_DECIDED: _alike("flag", sentence("재검토 요청을 살펴보았습니다.")),
    NoticeKind.REPORT_DECIDED: _alike("check", sentence("알려 주신 메시지를 검토자가 살펴보았습니다. 고맙습니다.")),
    NoticeKind.SPECIAL_GRANTED: _alike("persimmon", sentence("특별협업포인트가 주어졌습니다.")),
    NoticeKind.SPECIAL_DECIDED: _alike("persimmon", sentence("제안하신 특별협업포인트를 살펴보았습니다.")),
    NoticeKind.PRIZE_ASKED: _alike(
        "persimmon", sentence("협업포인트 우수자 후보가 되셨습니다. 상을 받으실지 여쭙습니다.")
    ),
    NoticeKind.PRIZE_WON: Sentences(
        "persimmon",
        sentence("협업포인트 우수자로 뽑히셨습니다. 축하합니다."),
        sentence("협업포인트 우수자로 뽑히셨습니다. 축하합니다."),
        sentence("부서가 협업포인트 우수 부서로 뽑혔습니다. 축하합니다."),
    ),
    NoticeKind.NOTE_PRIZE_ASKED: Sentences(
        "letter",
        sentence("%(who)s님에게서 받은 메시지를 이달의 협업메시지로 알려도 될지 여쭙습니다."),
        sentence("%(who)s님께 보낸 메시지를 이달의 협업메시지로 알려도 될지 여쭙습니다."),
        sentence("메시지를 이달의 협업메시지로 알려도 될지 여쭙습니다."),
    ),
    NoticeKind.NOTE_PRIZE_WON: Sentences(
        "letter",
        sentence("%(who)s님에게서 받은 메시지가 이달의 협업메시지가 되었습니다. 축하합니다."),
        sentence("%(who)s님께 보낸 메시지가 이달의 협업메시지가 되었습니다. 축하합니다."),
        sentence("메시지가 이달의 협업메시지가 되었습니다. 축하합니다."),
    ),
    NoticeKind.EXPORT_READY: _alike("download", sentence("요청하신 내려받기 파일이 준비되었습니다.")),
}

OUTCOMES: dict[tuple[NoticeKind, str], Sentences] = {
    (NoticeKind.APPEAL_DECIDED, "granted"): Sentences(
        "flag",
        sentence("%(who)s님에게서 받은 메시지를 다시 살펴보고 회수한 포인트를 되돌렸습니다."),
        sentence("%(who)s님께 보낸 메시지를 다시 살펴보고 회수한 포인트를 되돌렸습니다."),
        sentence("재검토 요청을 살펴보고 회수한 포인트를 되돌렸습니다."),
    ),
    (NoticeKind.APPEAL_DECIDED, "dismissed"): Sentences(
        "flag",
        sentence("%(who)s님에게서 받은 메시지를 다시 살펴보았습니다. 회수는 그대로입니다."),
        sentence("%(who)s님께 보낸 메시지를 다시 살펴보았습니다. 회수는 그대로입니다."),
        sentence("재검토 요청을 살펴보았습니다. 회수는 그대로입니다."),
    ),
    (NoticeKind.APPEAL_DECIDED, "withdrawn"): _between(
        "flag",
        sentence("%(who)s님이 회수된 메시지의 재검토 요청을 철회했습니다."),
        sentence("회수된 메시지의 재검토 요청이 철회되었습니다."),
    ),
    (NoticeKind.SPECIAL_DECIDED, "approved"): _alike(
        "persimmon", sentence("제안하신 특별협업포인트 %(points)s포인트가 승인되었습니다.")
    ),
    (NoticeKind.SPECIAL_DECIDED, "refused"): _alike(
        "persimmon", sentence("제안하신 특별협업포인트 %(points)s포인트가 승인되지 않았습니다.")
    ),
}
"""Decisions by their outcome; the sentence of the kind where an outcome has none of its own."""

SPECIAL: dict[NoticeKind, Sentences] = {
    NoticeKind.SPECIAL_GRANTED: Sentences(
        "persimmon",
        sentence("특별협업포인트 %(points)s포인트를 받았습니다."),
        sentence("제안하신 특별협업포인트 %(points)s포인트가 주어졌습니다."),
        sentence("부서가 특별협업포인트 %(points)s포인트를 받았습니다."),
    ),
    NoticeKind.RECLAIMED: Sentences(
        "persimmon",
        sentence("받으신 특별협업포인트 %(points)s포인트가 회수되었습니다."),
        sentence("제안하신 특별협업포인트 %(points)s포인트가 회수되었습니다."),
        sentence("부서가 받은 특별협업포인트 %(points)s포인트가 회수되었습니다."),
    ),
}
"""About special points: to their receiver, to their proposer, to the heads of the department that got them."""


def sentence_of(row: NoticeRow) -> str:
    """What the notice says to its receiver, in the language of the request."""
    said = _sentences(row)
    is_recipient, is_sender = row.other is not None and not row.is_sender, row.is_sender
    if row.special_grant_id is not None or row.prize_winner_id is not None:
        is_recipient, is_sender = row.is_own, row.is_proposer
    words = said.to_recipient if is_recipient else said.to_sender if is_sender else said.to_others
    return str(words) % {"who": _who(row.other), "points": f"{row.points:,}"}


def icon_of(row: NoticeRow) -> str:
    """The drawing beside the sentence."""
    return _sentences(row).icon


def address_of(row: NoticeRow) -> str:
    """Where the thing itself is, for its receiver; the notices where there is nothing (left) that he may open."""
    return ADDRESSES[row.kind](row)


def _sentences(row: NoticeRow) -> Sentences:
    if row.special_grant_id is not None and row.kind in SPECIAL:
        return SPECIAL[row.kind]
    return OUTCOMES.get((row.kind, row.outcome), SENTENCES[row.kind])


def _who(other: Other | None) -> str:
    return " ".join(word for word in (other.department, other.name, other.position) if word) if other else ""


def _note(row: NoticeRow) -> str:
    if row.special_grant_id is not None:
        return _special(row)
    return url_for("notes.page", note_id=row.note_id) if row.is_note_open else url_for("notices.page")


def _special(row: NoticeRow) -> str:
    if row.is_own:
        return url_for("special_grants.mine")
    if row.is_proposer:
        return url_for("special_grants.page", special_grant_id=row.special_grant_id)
    return url_for("special_grants.departments")


def _asked(row: NoticeRow) -> str:
    if row.prize_winner_id is not None:
        return url_for("prizes.asked", winner_id=row.prize_winner_id)
    if row.note_prize_id is not None:
        return url_for("note_prizes.asked", note_prize_id=row.note_prize_id)
    return url_for("notices.page")


def _file(row: NoticeRow) -> str:
    return url_for("exports.one", export_id=row.export_id)


def _won(_row: NoticeRow) -> str:
    return url_for("prizes.winners")


ADDRESSES: dict[NoticeKind, Callable[[NoticeRow], str]] = {
    **dict.fromkeys(NoticeKind, _note),
    NoticeKind.SPECIAL_GRANTED: _special,
    NoticeKind.SPECIAL_DECIDED: _special,
    NoticeKind.PRIZE_ASKED: _asked,
    NoticeKind.PRIZE_WON: _won,
    NoticeKind.NOTE_PRIZE_ASKED: _asked,
    NoticeKind.NOTE_PRIZE_WON: _won,
    NoticeKind.EXPORT_READY: _file,
}
