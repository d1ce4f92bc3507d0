"""The slide for the monthly staff meeting (월례조회): 협업포인트 우수자, the note of the month, three figures; 16:9, PDF."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SlideWinner:
    """A person or a department with a prize. `points` as shown (`1,240점`); for a department `position` is empty."""

    tier: str
    department: str
    position: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class SlideNote:
    """The note of the month (이달의 협업메시지). Handed in only with the consent of both; `sender` and `recipient` are
    department, position and name in one line."""

    text: str
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class SlideFigure:
    """A number and what it counts: `1,284건` and `오간 협업메시지`."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Slide:
    """What the slide shows. At most 10 winners in the order handed in; `title` and `span` as shown (`협업포인트 우수자`,
    `2026년 10월`); `made_on` dates the file."""

    title: str
    span: str
    agency: str
    winners: tuple[SlideWinner, ...]
    note: SlideNote | None
    figures: tuple[SlideFigure, ...]
    made_on: date
