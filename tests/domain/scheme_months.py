"""A month lived under a scheme, without a database: who sent what to whom, and what the scheme says to it.

The model keeps notes and sums them up when asked; every judgement is the rules' own (`judge_sending`, `Scheme.score`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from collabpoints.domain.errors import Code
from collabpoints.domain.roles import Status
from collabpoints.domain.scheme_words import Measure, Span
from collabpoints.domain.schemes import WHOLE, Scheme, parse_scheme, preset_text
from collabpoints.domain.sending import RecipientFacts, SenderFacts, judge_sending

HELP = "회의실이 막힌 날 자료를 함께 옮기고 화면까지 이어 주셔서 제때 시작했습니다."


@dataclass(frozen=True)
class Employee:
    """Somebody of the month: an id, a department, and what the rules may ask about him."""

    id: int
    department: int
    status: Status = Status.ACTIVE


@dataclass(frozen=True)
class Sent:
    """One note with its points (0: thanks alone)."""

    sender: Employee
    recipient: Employee
    points: int


@dataclass
class LivedMonth:
    """The month so far. `headcount` is the average number of people of a department."""

    scheme: Scheme
    people: tuple[Employee, ...]
    headcount: dict[int, int] = field(default_factory=dict)
    notes: list[Sent] = field(default_factory=list)
    special: list[tuple[Employee | int, int]] = field(default_factory=list)

    def send(self, sender: Employee, recipient: Employee, points: int | None = None, text: str = HELP) -> list[Code]:
        """What the rules object; with nothing to object the note is sent."""
        points = self.scheme.points_allowed[0] if points is None else points
        of = SenderFacts(sender.id, sender.department, sender.status, self.remaining(sender))
        counted = sum(note.points > 0 for note in self.notes if (note.sender, note.recipient) == (sender, recipient))
        to = RecipientFacts(recipient.id, recipient.department, recipient.status, counted)
        refusals = judge_sending(self.scheme, of, (to,), text=text, points=points)
        if not refusals:
            self.notes.append(Sent(sender, recipient, points))
        return [refusal.code for refusal in refusals]

    def grant(self, receiver: Employee | int, kind_code: str, points: int) -> None:
        """Special points of a kind and within its bounds, to a person or to a department (by its number)."""
        kind = self.scheme.special_kind(kind_code)
        assert kind is not None
        assert kind.minimum <= points <= kind.maximum
        assert kind.given_to in ("either", "department" if isinstance(receiver, int) else "person")
        self.special.append((receiver, points))

    def remaining(self, sender: Employee) -> int:
        return self.scheme.allowance - sum(
            self.scheme.cost(note.points) for note in self.notes if note.sender == sender
        )

    def measured(self, people: Iterable[Employee], by: Measure, departments: Iterable[int] = ()) -> int:
        """A sum over some people, and over special points of departments; a score in ten-thousandths of a point."""
        whom = set(people)
        received = [note.points for note in self.notes if note.recipient in whom]
        sent = sum(note.points for note in self.notes if note.sender in whom)
        special = sum(points for receiver, points in self.special if receiver in whom | set(departments))
        return {
            Measure.RECEIVED: sum(received),
            Measure.SENT: sent,
            Measure.NOTES: sum(points > 0 for points in received),
            Measure.SCORE: self.scheme.score(received=sum(received), sent=sent, special=special),
        }[by]

    def score(self, person: Employee) -> Fraction:
        """A person's score in points."""
        return Fraction(self.measured([person], Measure.SCORE), WHOLE)

    def persons(self) -> list[list[int]]:
        """The ids in the order of the ranking; who shares a rank stands together. Nobody with nothing has one."""
        order = (self.scheme.persons_ranked_by, *self.scheme.persons_ties)
        return _ranked({p.id: tuple(Fraction(self.measured([p], by)) for by in order) for p in self.people})

    def departments(self) -> list[list[int]]:
        """The departments in the order of the ranking, per head where the scheme says so; ties by sums."""
        places: dict[int, tuple[Fraction, ...]] = {}
        for number in sorted({person.department for person in self.people}):
            members = [person for person in self.people if person.department == number]
            heads = self.headcount.get(number, len(members)) if self.scheme.is_per_head else 1
            first = Fraction(self.measured(members, self.scheme.departments_ranked_by, [number]), heads)
            ties = (Fraction(self.measured(members, by, [number])) for by in self.scheme.departments_ties)
            places[number] = (first, *ties)
        return _ranked(places)

    def winners(self, span: Span) -> list[tuple[str, list[int], list[int]]]:
        """Each tier of a span with its persons and departments, while no tie stands across a border."""
        persons = [one for place in self.persons() for one in place]
        departments = [one for place in self.departments() for one in place]
        won = []
        for tier in self.scheme.tiers:
            if tier.span is span:
                won.append((tier.name_ko, persons[: tier.persons], departments[: tier.departments]))
                persons, departments = persons[tier.persons :], departments[tier.departments :]
        return won


def _ranked(places: dict[int, tuple[Fraction, ...]]) -> list[list[int]]:
    values = sorted({value for value in places.values() if value[0]}, reverse=True)
    return [[one for one, its in places.items() if its == value] for value in values]


def lived(code: str, *departments: int) -> LivedMonth:
    """A month under a preset; person n (from 1) serves in the n-th of the departments."""
    people = tuple(Employee(place, department) for place, department in enumerate(departments, 1))
    return LivedMonth(parse_scheme(preset_text(code)), people)
