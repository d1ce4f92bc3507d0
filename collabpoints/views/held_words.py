"""The words of what is held about oneself: states, kinds, and yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

from collabpoints.queries.identities import Identity
from collabpoints.views.filters import day

OWN_REASON = "본인 정보 열람"
"""What the record of a file of one's own data says: nobody has to explain why he wants it."""

STATUS: dict[str, LazyString] = {
    "active": sentence("재직"),
    "leave": sentence("휴직"),
    "seconded": sentence("파견"),
    "training": sentence("교육"),
    "left": sentence("퇴직"),
}
POSTS: dict[str, LazyString] = {
    "primary": sentence("본직"),
    "concurrent": sentence("겸임"),
    "seconded": sentence("파견"),
}
ORDERS: dict[str, LazyString] = {
    "transfer": sentence("전보"),
    "second": sentence("파견"),
    "end_secondment": sentence("파견 마침"),
    "concurrent": sentence("겸임"),
    "end_concurrent": sentence("겸임 마침"),
    "leave": sentence("휴직"),
    "return": sentence("복직"),
    "part": sentence("퇴직"),
    "rehire": sentence("재임용"),
    "merge": sentence("기록 합침"),
}
WITHDRAWN: dict[str, LazyString] = {
    "taken_back": sentence("보낸 이가 취소함"),
    "given_back": sentence("받은 이가 되돌림"),
    "reclaimed": sentence("회수됨"),
}
STEPS: dict[str, LazyString] = {
    "opened": sentence("검토자가 둘만 보기 글을 열어 봄"),
    "passed": sentence("검토를 마침"),
    "reclaimed": sentence("포인트를 회수함"),
    "asked": sentence("재검토를 요청함"),
    "granted": sentence("재검토에서 포인트를 되돌림"),
    "dismissed": sentence("재검토에서 회수를 유지함"),
    "withdrawn": sentence("재검토 요청을 거둠"),
}
PRIZES: dict[str, LazyString] = {
    "proposed": sentence("수상"),
    "asked": sentence("받을지 여쭘"),
    "agreed": sentence("받기로 답함"),
    "declined": sentence("받지 않기로 답함"),
    "confirmed": sentence("수상"),
    "dropped": sentence("중단"),
}
GRANTS: dict[str, LazyString] = {
    "proposed": sentence("결정 전"),
    "approved": sentence("승인"),
    "refused": sentence("승인하지 않음"),
    "withdrawn": sentence("제안을 거둠"),
}
NOTICES: dict[str, LazyString] = {
    "received": sentence("메시지를 받음"),
    "replied": sentence("답례를 받음"),
    "given_back": sentence("메시지를 되돌려 받음"),
    "taken_back": sentence("메시지 취소"),
    "made_private": sentence("메시지가 둘만 보기로 바뀜"),
    "opened": sentence("검토자가 둘만 보기 글을 열어 봄"),
    "reclaimed": sentence("포인트 회수"),
    "appealed": sentence("재검토 요청"),
    "appeal_decided": sentence("재검토 결과"),
    "report_decided": sentence("알린 글의 검토 결과"),
    "special_granted": sentence("특별협업포인트"),
    "special_decided": sentence("특별협업포인트 결정"),
    "prize_asked": sentence("시상 여쭘"),
    "prize_won": sentence("수상"),
    "note_prize_asked": sentence("이달의 협업메시지 여쭘"),
    "note_prize_won": sentence("이달의 협업메시지"),
    "export_ready": sentence("내려받기 준비됨"),
}


def said(words: dict[str, LazyString], code: str | None) -> str:
    """The word for a code; "" of none, the code itself where nobody has found a word."""
    return str(words.get(code, code)) if code else ""


def yes(is_so: bool) -> str:
    return _("예") if is_so else _("아니요")


@dataclass(frozen=True, slots=True)
class KeptFor:
    """Whole years for which names, texts and records are kept; 0: for ever."""

    names: int
    texts: int
    records: int


class _Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def rows(self) -> Sequence[object]: ...


def kept_sentences(kept: KeptFor) -> tuple[str, ...]:
    """For what all this is held, and for how long."""
    return (
        _("고마움을 전하고 그 합계를 내는 데, 그리고 운영 기준에 적힌 쓰임에만 씁니다."),
        _("이름과 나에 관한 글은 퇴직하고 %(years)s년이 지나면 지웁니다.", years=kept.names)
        if kept.names
        else _("퇴직한 뒤에도 이름을 지우지 않도록 정해져 있습니다."),
        _("메시지의 글은 보낸 지 %(years)s년이 지나면 지웁니다. 합계는 남습니다.", years=kept.texts)
        if kept.texts
        else _("메시지의 글은 지우지 않도록 정해져 있습니다."),
        _("누가 보았는지의 기록은 적어도 %(years)s년 동안 보관합니다.", years=kept.records),
    )


def left_out() -> str:
    """What is held and not told here, and why."""
    return _(
        "신고한 사람, 결정하기 전의 신고, 운영 담당자가 살펴보는 이용 현황 점검은 담지 않습니다. 다른 사람을 지키고 공정하게 판단하기 위해서입니다"
        "(개인정보 보호법 제35조 제4항)."
    )


def letter(chapters: Sequence[_Titled], me: Identity, made_on: date, kept: KeptFor) -> bytes:
    """The letter in the file, as a text that Windows opens: whose data, of which day, and what lies in which table."""
    lines = [
        _(
            "%(department)s %(name)s %(position)s 님의 정보",
            department=me.department,
            name=me.name,
            position=me.position,
        ),
        day(made_on),
        "",
        *kept_sentences(kept),
        left_out(),
        _("표는 CSV(UTF-8)입니다. 엑셀에서 바로 열립니다."),
        "",
        *(f"{place:02d} {one.title} ({len(one.rows):,}): {one.told}" for place, one in enumerate(chapters, 1)),
    ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def letter_name() -> str:
    return "00 " + _("읽어 보세요") + ".txt"


def file_name(made_on: date) -> str:
    return _("내 정보") + f" {made_on}.zip"
