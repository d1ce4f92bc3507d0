"""Search of colleagues: under which terms a person is found, and which lookups a typed query means.

A person is found by range scans over stored terms (`search_terms`), never by a pattern inside a text: `terms_of` says
what is stored, `plan` what is looked up. Both fold alike (`domain/hangul.folded`), so that one answers the other.
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from collabpoints.domain.hangul import LEADING, Typed, folded, initial, prefix_end, readings, typed
from collabpoints.domain.texts import cleaned, is_unfit

MOST_LETTERS = 40
"""A query is read up to here; nobody's name is longer."""
_MOST_RAW = 200  # NFD writes a syllable as three characters, and spaces do not count
_LONGEST = 60  # of a term, as the column holds it
_LONGEST_DUTY = 20
_MOST_RUNS = 3  # of syllables behind consonants that are weighed against each other
_LEAST_LETTERS = 2  # of a number, a duty or a department: one letter would list half the agency
_LEAST_TAIL = 3
_EXTENSION = 4
_TELEPHONE = re.compile(r"[0-9()+.\- ]+", re.ASCII)
_NUMBER = re.compile(r"[a-z._-]*[0-9][0-9a-z._-]*", re.ASCII)
_NO_DIGIT = re.compile(r"[^0-9]+", re.ASCII)


class Kind(IntEnum):
    """What a stored term is. Terms of initials carry the letters behind them (ㄱㅁㅅ김민수), so that they can be filtered
    by letter and are listed by name."""

    NAME = 1
    NAME_PART = 2
    INITIALS = 3
    INITIALS_PART = 4
    DUTY = 5
    TELEPHONE = 6


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter at this place (from 0) of a name lies in a half-open range."""

    place: int
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class TermRange:
    """The stored terms of a kind from `low` up to before `high` whose `letters` fit; with `behind`, a consonant, the range
    lies behind a first letter that begins with it. `among`: a range in which everybody found here has a term too; where
    it is the narrower one, people are looked for in it."""

    kind: Kind
    low: str
    high: str
    letters: tuple[Letter, ...] = ()
    among: "TermRange | None" = None
    behind: str = ""

    def holds(self, kind: int, term: str) -> bool:
        """Whether a stored term is found by this lookup; the database answers the same by SQL."""
        if self.behind:
            first, term = term[:1], term[1:]
            if not first or initial(first) != self.behind:
                return False
        if kind != self.kind or not self.low <= term < self.high:
            return False
        name = term[len(term) // 2 :] if self.is_initials else term
        return all(letter.low <= name[letter.place : letter.place + 1] < letter.high for letter in self.letters)

    @property
    def is_initials(self) -> bool:
        return self.kind in (Kind.INITIALS, Kind.INITIALS_PART)


@dataclass(frozen=True, slots=True)
class Terms:
    """A lookup of stored terms. Where it names two ranges, both find the same people and the narrower is taken."""

    ranges: tuple[TermRange, ...]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A lookup of employee numbers from `low` up to before `high`."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """A lookup of departments whose path `name` matches; `stem` surely stands in it as it is."""

    name: Typed
    stem: str


Lookup = Terms | NumberRange | DepartmentName


@dataclass(frozen=True, slots=True)
class Findable:
    """All of a person that search looks at: his stored terms, his number, the path of his department."""

    terms: frozenset[tuple[Kind, str]]
    number: str
    department: str


def terms_of(name: str, duty: str, phone: str) -> set[tuple[Kind, str]]:
    """Every stored term of a person: kind and term, at most 60 letters each, folded."""
    letters = folded(name)
    parts = [letters[start:] for start in range(1, len(letters))]
    found = {(Kind.NAME, letters[:_LONGEST]), (Kind.INITIALS, _with_initials(letters))}
    found |= {(Kind.NAME_PART, part[:_LONGEST]) for part in parts}
    found |= {(Kind.INITIALS_PART, _with_initials(part)) for part in parts}
    words = folded(duty)[:_LONGEST]
    found |= {(Kind.DUTY, words[start : start + _LONGEST_DUTY]) for start in range(len(words) - 1)}
    found.add((Kind.TELEPHONE, digits_of(phone)[::-1][:_LONGEST]))
    return {(kind, term) for kind, term in found if term}


def digits_of(phone: str) -> str:
    """The digits of a telephone number as it is written."""
    return _NO_DIGIT.sub("", folded(phone))


def plan(query: str) -> tuple[Lookup, ...]:
    """The lookups that a typed query means, the best first; none for a query that means nothing."""
    text = cleaned(query[:_MOST_RAW])
    entered = typed(folded(text)[:MOST_LETTERS])
    if not entered.text or is_unfit(text):
        return ()
    if _TELEPHONE.fullmatch(entered.text):
        found = _digits(entered.text)
    else:
        found = [lookup for reading in readings(entered) for lookup in _names(reading)] + _numbers(entered.text)
    stem = _literal_start(entered)
    if stem and len(entered.text) >= _LEAST_LETTERS:
        found.append(DepartmentName(entered, stem))
    if entered.is_syllables and len(entered.text) >= _LEAST_LETTERS:
        found.append(Terms((_by_letters(Kind.DUTY, typed(entered.text[:_LONGEST_DUTY])),)))
    return tuple(found)


def finds(lookup: Lookup, person: Findable) -> bool:
    """Whether a lookup finds this person; the database answers the same."""
    if isinstance(lookup, NumberRange):
        return lookup.low <= person.number < lookup.high
    if isinstance(lookup, DepartmentName):
        return lookup.name.matches(person.department)
    return any(lookup.ranges[0].holds(kind, term) for kind, term in person.terms)


def first_term(scan: TermRange, person: Findable) -> str:
    """The first of the person's terms in the range: where a list shows him, though more of them lie in it."""
    return min((term for kind, term in person.terms if scan.holds(kind, term)), default="")


def _names(query: Typed) -> list[Lookup]:
    """Whole names and parts of names: by letters as far as they are written out, by initials, or by either."""
    found: list[Lookup] = []
    for by_letters, by_initials in ((Kind.NAME, Kind.INITIALS), (Kind.NAME_PART, Kind.INITIALS_PART)):
        scans = [] if query.text[0] in LEADING else [_by_letters(by_letters, query)]
        if not query.is_syllables:
            scans.append(_by_initials(by_initials, query))
        ways = (*scans, *_among(scans, query), *(_behind(scans, query) if by_letters is Kind.NAME else ()))
        found.append(Terms(tuple(scan for scan in scans if not scan.letters)[:1] or ways))
    return found


def _among(scans: list[TermRange], query: Typed) -> list[TermRange]:
    """The last of these ranges once more, looked for among those who have the syllables that stand behind a consonant."""
    text = query.text
    runs = [at for at in range(1, len(text)) if text[at - 1] in LEADING and text[at] not in LEADING]
    narrow = (_by_letters(Kind.NAME_PART, typed(text[at:])) for at in runs[:_MOST_RUNS])
    return [replace(scans[-1], among=replace(scan, letters=())) for scan in narrow]


def _behind(scans: list[TermRange], query: Typed) -> list[TermRange]:
    """The last of these ranges once more, of a consonant and a syllable: looked for among those who have the syllable
    behind a surname that begins so. Where both are common but not together (ㄱ숙), nothing else is narrow."""
    text = query.text
    if len(text) == 1 or text[0] not in LEADING or text[1] in LEADING:
        return []
    narrow = _by_letters(Kind.NAME, typed(text[1:]))
    return [replace(scans[-1], among=replace(narrow, letters=(), behind=text[0]))]


def _by_letters(kind: Kind, query: Typed) -> TermRange:
    """Terms that begin with the written letters and, after them, one initial; what follows is left to be filtered."""
    ranges = query.ranges()
    width = next((at for at, letter in enumerate(query.text) if letter in LEADING), len(ranges) - 1)
    low, high = ranges[width]
    start = query.text[:width]
    return TermRange(
        kind, start + low, start + high, tuple(Letter(at, *ranges[at]) for at in range(width + 1, len(ranges)))
    )


def _by_initials(kind: Kind, query: Typed) -> TermRange:
    """Terms that begin with the initials of all that is written; written syllables are left to be filtered."""
    written = tuple(
        Letter(at, *fitting)
        for at, (letter, fitting) in enumerate(zip(query.text, query.ranges(), strict=True))
        if letter not in LEADING
    )
    return TermRange(kind, query.initials, prefix_end(query.initials), written)


def _digits(text: str) -> list[Lookup]:
    """Telephone tails and employee numbers; up to four digits are an extension first."""
    digits = digits_of(text)
    tail = digits[::-1]
    tails: list[Lookup] = (
        [Terms((TermRange(Kind.TELEPHONE, tail, prefix_end(tail)),))] if len(digits) >= _LEAST_TAIL else []
    )
    return tails + _numbers(text) if len(digits) <= _EXTENSION else _numbers(text) + tails


def _numbers(text: str) -> list[Lookup]:
    if len(text) < _LEAST_LETTERS or not _NUMBER.fullmatch(text):
        return []
    return [NumberRange(start, prefix_end(start)) for start in dict.fromkeys((text, text.upper()))]


def _literal_start(query: Typed) -> str:
    """What surely stands in a text that the query matches: the letters before a consonant or an unfinished syllable."""
    for at, (letter, (low, high)) in enumerate(zip(query.text, query.ranges(), strict=True)):
        if letter in LEADING or ord(high) - ord(low) > 1:
            return query.text[:at]
    return query.text


def _with_initials(letters: str) -> str:
    half = letters[: _LONGEST // 2]
    return "".join(map(initial, half)) + half
