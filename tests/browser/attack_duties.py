"""Texts for every place in which people give reasons, and a scheme all of payloads; each text that may be long carries
several payloads, so that every payload stands in every place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any

from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_book import Division, SpecialKind, Tier
from collabpoints.domain.scheme_kinds import Text
from collabpoints.domain.scheme_words import Approver, Beneficiary, Span
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import digest, parse_scheme, preset_text, scheme_text
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import Scheme
from collabpoints.services import appeals, reviews, special_decisions, special_grants
from collabpoints.services.note_openings import Opening, open_for_review
from collabpoints.services.reports import report
from collabpoints.services.special_grants import NewSpecialGrant, Upload
from tests.attacks.corpus import TEXTS
from tests.browser.attack_site import cells_of
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.evidence import PDF
from tests.factories.worlds import World

TYPED = [text for text in TEXTS if "\x00" not in text and "\r" not in text]


def packed(longest: int, may_stand: Callable[[str], bool], between: str = "\n") -> list[str]:
    """Every payload that may stand there at all, in as few texts of at most `longest` characters as hold them."""
    found = [""]
    for payload in dict.fromkeys(map(cleaned, TEXTS)):
        longer = cleaned(f"{found[-1]}{between}{payload}")
        if may_stand(longer) and len(longer) <= longest:
            found[-1] = longer
        elif len(payload) <= longest and may_stand(payload):
            found.append(payload)
    return found


def fits(text: str) -> bool:
    return not judge_text(text, minimum=1, maximum=1000)


def is_line(text: str) -> bool:
    return bool(Text(1000).read(text, "", []) == text)


REASONS = packed(500, fits)
LONG_REASONS = [text for text in packed(1000, fits) if len(text) >= 10]
SENTENCES = packed(300, is_line, " ")
NAMES = packed(100, is_line, " ")
WORDS = [text for text in packed(40, is_line, " ") if text]


def some(texts: Sequence[str], place: int, count: int) -> list[str]:
    """So many of the texts, from a place that moves on from scheme to scheme; from the end on with the first again."""
    return list(dict.fromkeys(islice(cycle(texts), place * count, (place + 1) * count)))


def rule_book(place: int) -> RuleBook:
    """A scheme every text of which is payloads: `place` says which."""
    names, words = some(NAMES, place, 90), some(WORDS, place, 100)
    named = [(name, other) for name, other in zip(names, reversed(names), strict=True)]
    return replace(
        parse_scheme(preset_text("cheonan-2019")),
        name_ko=NAMES[place % len(NAMES)],
        name_en=NAMES[-place % len(NAMES)],
        used_for_ko=SENTENCES[place % len(SENTENCES)],
        used_for_en=SENTENCES[-place % len(SENTENCES)],
        source=SENTENCES[(place + 9) % len(SENTENCES)],
        assumptions=tuple(some(SENTENCES, place, 20)),
        stock_phrases=tuple(some(WORDS, place, 200)),
        positions_without_points=tuple(words),
        receiving_ranks_left_out=tuple(words),
        sending_ranks_left_out=tuple(reversed(words)),
        ranks_without_prizes=tuple(words),
        special_kinds=tuple(
            SpecialKind(f"k{n}", *pair, 1, 10, Beneficiary.EITHER, Approver.OFFICER)
            for n, pair in enumerate(named[:30])
        ),
        tiers=tuple(Tier(Span.QUARTER, *pair, 1, 0) for pair in named[30:70]),
        divisions=tuple(Division(*pair, (f"D{n}",)) for n, pair in enumerate(named[70:90])),
    )


@dataclass
class Duties:
    """Everybody is called by a payload. `notes`, `grants`: ids by what became of them, in the order of the texts."""

    world: World
    officer: Colleague
    head: Colleague
    reader: Colleague
    reviewer: Colleague
    senders: list[Colleague]
    notes: dict[str, list[int]]
    grants: dict[str, list[int]]


def duties_of(world: World) -> Duties:
    """The scheme of payloads holds, and everything was done about notes and special points that there is to do."""
    hold(rule_book(0))
    names = cells_of(Column.NAME, 60)

    def serves(place: int, department_id: int, *roles: Role) -> Colleague:
        return a_colleague(world.agency_id, names[place % len(names)], department_id, position="과장", roles=roles)

    made = Duties(
        world,
        officer=serves(1, world.roads, Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR),
        head=serves(2, world.planning, Role.DEPARTMENT_HEAD),
        reader=serves(3, world.planning),
        reviewer=serves(4, world.roads, Role.REVIEWER),
        senders=[serves(place, world.welfare) for place in range(len(names))],
        notes={},
        grants={},
    )
    _review(made)
    _propose(made)
    return made


def hold(rules: RuleBook) -> None:
    """The agency's scheme, also of the month that has begun, says this from now on: only a test may do that."""
    with unit_of_work() as session:
        row = session.scalars(select(Scheme).order_by(Scheme.id).limit(1)).one()
        row.text = scheme_text(rules)
        row.digest = digest(row.text)


def _review(made: Duties) -> None:
    """Every reason in every act about a note."""
    agency_id, reviewer, senders = made.world.agency_id, made.reviewer.person_id, cycle(made.senders)
    for reason in REASONS:
        for fate in ("reported", "opened", "passed", "asked", "dismissed", "granted"):
            sender = next(senders)
            note_id = made.world.send(
                sender, made.reader, is_private=fate == "opened", points=0 if fate == "reported" else 10
            ).note_ids[0]
            made.notes.setdefault(fate, []).append(note_id)
            report(note_id, agency_id=agency_id, person_id=made.reader.person_id, reason=reason)
            acts: dict[str, Any] = {"agency_id": agency_id, "reason": reason}
            if fate == "opened":
                open_for_review(note_id, Opening(agency_id, reviewer, Role.REVIEWER, "", reason))
            elif fate == "passed":
                reviews.pass_note(note_id, person_id=reviewer, **acts)
                report(note_id, person_id=made.head.person_id, **acts)
            elif fate != "reported":
                reviews.reclaim(note_id, person_id=reviewer, **acts)
                appeal_id = appeals.ask(note_id, person_id=sender.person_id, **acts)
                if fate == "dismissed":
                    appeals.dismiss(appeal_id, person_id=made.officer.person_id, **acts)
                elif fate == "granted":
                    appeals.grant(appeal_id, person_id=made.officer.person_id, **acts)


def _propose(made: Duties) -> None:
    """Every reason in every act about special points; every payload the name of a file."""
    agency_id, fates, files = made.world.agency_id, ("proposed", "approved", "refused", "reclaimed"), cycle(TYPED)
    for place in range(max(len(REASONS) * len(fates), len(TYPED) // 3 + 1)):
        fate, reason = fates[place % 4], LONG_REASONS[place // 4 % len(LONG_REASONS)]
        uploads = tuple(Upload(f"{name[:190]}.pdf", PDF) for name in islice(files, 3))
        new = NewSpecialGrant(
            f"00000000-0000-4000-8000-{place:012d}", f"k{place % 30}", made.reader.person_id, None, 10, reason, uploads
        )
        grant_id = special_grants.propose(agency_id=agency_id, proposer_person_id=made.head.person_id, new=new)
        made.grants.setdefault(fate, []).append(grant_id)
        opinion = REASONS[place // 4 % len(REASONS)]
        acts: dict[str, Any] = {"agency_id": agency_id, "person_id": made.officer.person_id, "reason": opinion}
        if fate == "refused":
            special_decisions.refuse(grant_id, **acts)
        elif fate != "proposed":
            special_decisions.approve(grant_id, **acts)
        if fate == "reclaimed":
            special_decisions.reclaim(grant_id, **acts)
