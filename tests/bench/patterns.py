"""Suspicious patterns, judged: a year of 5,000 people with planted rings (tests/factories/pattern_worlds.py, frozen before
the detector saw it).

A ring counts as found where findings of swaps and rings that are mostly about it (at least half of a finding's people are
its members) name three quarters of its members. An honest person counts as suspected where any finding of any kind names
him, save that programme staff are among the winners, which is a fact.
"""

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from collabpoints.domain.patterns import Finding, PatternNoteFacts, PatternStaff, find
from collabpoints.domain.periods import Month
from tests.factories.pattern_worlds import YEAR, Ring, World, world

_MANY = 3
"""Exchanges a month from which a ring has to be found."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of rings with many and with few exchanges a month: found and planted. Honest people: suspected and all. `kinds`: how
    many honest people each kind of finding names. `schemers`: planted others, found and all, by what they did."""

    rings: tuple[int, int]
    slow_rings: tuple[int, int]
    honest: tuple[int, int]
    kinds: Counter[str]
    schemers: dict[str, tuple[int, int]]
    findings: int
    seconds: float
    missed: tuple[Ring, ...]


def judged(made: World) -> Judgement:
    """What the detector says of this year, beside the truth."""
    notes, staff = _facts(made)
    began = time.process_time()
    findings = find(notes, staff, [Month(YEAR, month) for month in range(1, 13)])
    seconds = time.process_time() - began
    named = {kind: {person for one in findings if str(one.kind) == kind for person in one.people} for kind in
             {str(one.kind) for one in findings}}  # fmt: skip
    suspected = {person for kind, people in named.items() if kind != "programme" for person in people} & made.honest
    many = [ring for ring in made.rings if ring.exchanges >= _MANY]
    few = [ring for ring in made.rings if ring.exchanges < _MANY]
    kinds = Counter({kind: len(people & made.honest) for kind, people in named.items()})
    anywhere = set().union(*named.values()) if named else set()
    schemers = {
        what: (len(anywhere & planted), len(planted))
        for what in sorted(set(made.schemers.values()))
        if (planted := {person for person, done in made.schemers.items() if done == what})
    }
    return Judgement(
        (sum(_is_found(ring, findings) for ring in many), len(many)),
        (sum(_is_found(ring, findings) for ring in few), len(few)),
        (len(suspected), len(made.honest)),
        kinds,
        schemers,
        len(findings),
        seconds,
        tuple(ring for ring in many if not _is_found(ring, findings)),
    )


def _is_found(ring: Ring, findings: Sequence[Finding]) -> bool:
    members = set(ring.members)
    met: set[int] = set()
    for finding in findings:
        people = set(finding.people)
        if str(finding.kind) in ("exchange", "ring") and len(people & members) * 2 >= len(people):
            met |= people & members
    return len(met) * 4 >= len(members) * 3


def _facts(made: World) -> tuple[list[PatternNoteFacts], dict[int, PatternStaff]]:
    at = {one.person: one for one in made.people}
    notes = [
        PatternNoteFacts(place, note.sender, note.recipient, note.day, note.points, note.text,
                         at[note.sender].department, at[note.recipient].department, note.help_kind)
        for place, note in enumerate(made.notes, start=1)
    ]  # fmt: skip
    staff = {
        one.person: PatternStaff(one.person, one.department, one.bureau, one.is_head, one.is_programme, one.is_winner)
        for one in made.people
    }
    return notes, staff


def measured() -> list[tuple[str, ...]]:
    """One line a year: BENCH_SEEDS, with commas (20261122), BENCH_STAFF people (5000)."""
    rows: list[tuple[str, ...]] = [
        ("seed", "rings found", "target", "slow rings", "honest people suspected", "target", "by kind", "others planted",
         "findings", "CPU s"),
    ]  # fmt: skip
    for seed in os.environ.get("BENCH_SEEDS", "20261122").split(","):
        found = judged(world(int(seed), people=int(os.environ.get("BENCH_STAFF", "5000"))))
        rows.append(
            (seed, _share(found.rings), "95 %", _share(found.slow_rings), _share(found.honest), "1 %",
             " ".join(f"{kind} {count}" for kind, count in sorted(found.kinds.items())),
             " ".join(f"{what} {_share(share)}" for what, share in found.schemers.items()),
             str(found.findings), f"{found.seconds:.1f}")
        )  # fmt: skip
        rows += [
            (f"  missed: {len(ring.members)} people, {ring.exchanges} a month, {ring.shape}", *[""] * 9)
            for ring in found.missed
        ]
    return rows


def _share(counts: tuple[int, int]) -> str:
    some, everything = counts
    return f"{some} of {everything} ({100 * some / max(1, everything):.2f} %)"
