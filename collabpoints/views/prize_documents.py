"""What the files of prizes hold: certificates, the slide, the list for mail merge. In Korean, whatever language their maker
reads. While the prizes are not confirmed each says 미확정 (not confirmed)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.scheme_words import Certificate as CertificateKind
from collabpoints.formats.certificates import Certificate, certificates_pdf
from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.formats.mail_merge import MergeRow, merge_csv, merge_xlsx
from collabpoints.formats.slides import Slide, SlideFigure, SlideNote, SlideWinner, slide_pdf
from collabpoints.queries.note_prizes import confirmed
from collabpoints.queries.notes import End
from collabpoints.queries.prize_figures import span_figures
from collabpoints.queries.prize_heads import ProposalHead
from collabpoints.queries.prize_winners import STANDING, Winner
from collabpoints.queries.prizes import ProposalPage
from collabpoints.views.prize_words import korean_figure, korean_span

_TITLES = {CertificateKind.AWARD: "상장", CertificateKind.COMMENDATION: "표창장"}
_UNCONFIRMED = "미확정"
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Making:
    """What every file needs: the agency's Korean name, the fonts, today."""

    agency: str
    fonts: DocumentFonts
    made_on: date


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away."""

    name: str
    media_type: str
    content: bytes


def winners_in(shown: ProposalPage, winner_id: int | None) -> tuple[Winner, ...]:
    """Whose names are in a file: the one that was asked for, or all who win and do not hide from rankings."""
    standing = [winner for winner in shown.winners if winner.state in STANDING]
    if winner_id is not None:
        return tuple(winner for winner in standing if winner.id == winner_id)
    return tuple(winner for winner in standing if not winner.is_hidden)


def certificates(shown: ProposalPage, winners: Sequence[Winner], making: Making) -> File:
    """A page a winner. Raises Refused where there is nobody, no certificate, or no font."""
    head = shown.head
    if not winners or head.certificate is CertificateKind.NONE:
        raise Refused((Refusal.of(Code.PRIZE_NOBODY),))
    title = _TITLES[head.certificate]
    pages = [
        Certificate(
            number=winner.certificate_number,
            title=title,
            tier=winner.tier_ko,
            department=winner.department,
            position=winner.position,
            name=winner.name,
            wording=head.wording,
            awarded_on=_day(head),
            agency=making.agency,
            giver_title=head.giver_title,
            giver_name=head.giver_name,
            mark="" if head.state == "confirmed" else f"{_UNCONFIRMED} (확인용)",
        )
        for winner in winners
    ]
    name = _name(head, title)
    return File(f"{name}.pdf", _PDF, certificates_pdf(pages, making.fonts, title=name))


def slide(shown: ProposalPage, winners: Sequence[Winner], making: Making) -> File:
    """One page for the staff meeting, with the honoured note of the span's last month that has one."""
    head = shown.head
    notes = confirmed(head.agency_id, [str(month) for month in head.span.months])
    note = notes[0].note if notes else None
    figures = span_figures(head.agency_id, head.span)
    made = Slide(
        title="협업포인트 우수자" if head.state == "confirmed" else f"협업포인트 우수자 ({_UNCONFIRMED})",
        span=korean_span(head),
        agency=making.agency,
        winners=tuple(
            SlideWinner(
                winner.tier_ko, winner.department, winner.position, winner.name, korean_figure(winner, head.scheme)
            )
            for winner in winners
        ),
        note=SlideNote(note.text, _in_line(note.sender), _in_line(note.recipient)) if note else None,
        figures=(
            *(() if figures.notes is None else (SlideFigure(f"{figures.notes:,}건", "포인트를 담은 메시지"),)),
            SlideFigure(f"{figures.thanked:,}명", "고마움을 받은 직원"),
            SlideFigure(f"{figures.departments:,}곳", "고마움을 받은 부서"),
        ),
        made_on=making.made_on,
    )
    return File(f"{_name(head, '슬라이드')}.pdf", _PDF, slide_pdf(made, making.fonts))


def merged_csv(shown: ProposalPage, winners: Sequence[Winner], _making: Making) -> File:
    return File(f"{_name(shown.head, '수상자')}.csv", "text/csv; charset=utf-8", merge_csv(_rows(shown, winners)))


def merged_xlsx(shown: ProposalPage, winners: Sequence[Winner], making: Making) -> File:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    content = merge_xlsx(_rows(shown, winners), made_on=making.made_on)
    return File(f"{_name(shown.head, '수상자')}.xlsx", kind, content)


Maker = Callable[[ProposalPage, Sequence[Winner], Making], File]

MAKERS: Mapping[str, Maker] = {"certificates": certificates, "slide": slide, "csv": merged_csv, "xlsx": merged_xlsx}
"""By the last word of the address."""


def _rows(shown: ProposalPage, winners: Sequence[Winner]) -> list[MergeRow]:
    head = shown.head
    if not winners:
        raise Refused((Refusal.of(Code.PRIZE_NOBODY),))
    return [
        MergeRow(
            number=winner.certificate_number if head.state == "confirmed" else _UNCONFIRMED,
            tier=winner.tier_ko,
            department=winner.department,
            position=winner.position,
            name=winner.name,
            points=korean_figure(winner, head.scheme),
            awarded_on=_day(head),
            giver_title=head.giver_title,
            giver_name=head.giver_name,
            wording=head.wording,
        )
        for winner in winners
    ]


def _day(head: ProposalHead) -> date:
    return head.awarded_on or head.span.end_day


def _name(head: ProposalHead, what: str) -> str:
    mark = "" if head.state == "confirmed" else f"-{_UNCONFIRMED}"
    return f"협업포인트-{head.span}-{what}{mark}"


def _in_line(end: End) -> str:
    return " ".join(word for word in (end.department, end.position, end.name) if word)
