"""Circles: small groups among whom notes may go round, before anybody weighs whether they do.

Points come back to somebody only within a strongly connected component of the graph of notes: what is not in one of more
than chance is no circle. Within it a circle is grown from each person, strongest tie first; every stage is a circle.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

import networkx

from collabpoints.domain.pattern_books import Book

Circle = frozenset[int]
Ties = Mapping[int, Mapping[int, float]]

LARGEST = 10
_SEEDS = 3
_FADED = 0.4
_LEAST_CHANCE = 0.1
_SURPRISING = 6.0
_WAYS = 2
_LONGEST_WAY = 8


def circles(book: Book) -> set[Circle]:
    """Every circle that is worth weighing: by how often its people wrote to one another, and by what their notes have in
    common."""
    found: set[Circle] = set()
    for ties in (_frequent(book), _alike(book)):
        within = _returning(book, ties)
        for one in sorted(within):
            for other in sorted(within[one], key=lambda mate: (-within[one][mate], mate))[:_SEEDS]:
                found.update(_grown(book, within, one, other))
        found.update(_communities(within))
    found.update(_cycles(book))
    return found


def _frequent(book: Book) -> Ties:
    """People who exchanged more notes than chance makes, by how surprising that is."""
    ties: dict[int, dict[int, float]] = defaultdict(dict)
    for one, given in book.to.items():
        for other in given:
            if other in ties[one]:
                continue
            notes = book.between(one, other)
            by_chance = book.expected(one, other) + book.expected(other, one) if notes > 1 else notes
            if notes > by_chance + 1:
                ties[one][other] = ties[other][one] = _surprise(notes, by_chance)
    return ties


def _alike(book: Book) -> Ties:
    """People whose notes to one another repeat a text of either, or were answered the same day, by how often."""
    ties: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    writers: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for note in book.notes:
        if note.text:
            writers[note.text][note.sender] += 1
    days = {(note.sender, note.day) for note in book.notes}
    for note in book.notes:
        used = writers.get(note.text, {})
        again = used.get(note.sender, 0) - 1 + used.get(note.recipient, 0)
        weight = 0.0
        if again > 0:
            weight += 2.0 / (1.0 + book.text_uses[note.text] / 50.0)
        if (note.recipient, note.day) in days:
            weight += 0.4
        if weight:
            ties[note.sender][note.recipient] += weight
            ties[note.recipient][note.sender] += weight
    return {
        one: {other: weight for other, weight in mates.items() if weight >= 1 and book.between(one, other) > 1}
        for one, mates in ties.items()
    }


def _returning(book: Book, ties: Ties) -> Ties:
    """The ties within strongly connected components: elsewhere nothing comes back."""
    graph = networkx.DiGraph()
    graph.add_edges_from(
        (one, other) for one, mates in ties.items() for other in mates if other in book.to.get(one, {})
    )
    part = {one: place for place, people in enumerate(networkx.strongly_connected_components(graph)) for one in people}
    return {
        one: {other: weight for other, weight in mates.items() if part[one] == part[other]}
        for one, mates in ties.items()
        if mates
    }


def _grown(book: Book, ties: Ties, one: int, other: int) -> Iterator[Circle]:
    """The circle of these two, then with whoever has the strongest ties to it, until the next has hardly any."""
    members = {one, other}
    yield frozenset(members)
    inner = ties[one][other]
    pull: dict[int, float] = defaultdict(float)
    for member in members:
        for mate, weight in ties[member].items():
            pull[mate] += weight
    while len(members) < LARGEST:
        nearest = max(
            (mate for mate in pull if mate not in members), key=lambda mate: (pull[mate], -mate), default=None
        )
        if nearest is None or pull[nearest] < _FADED * inner / len(members):
            break
        members.add(nearest)
        inner += pull[nearest]
        for mate, weight in ties[nearest].items():
            pull[mate] += weight
        yield frozenset(members)
    core = _core(book, members)
    if len(core) > 1:
        yield core


def _core(book: Book, members: set[int]) -> Circle:
    """Those who give to others of them and get from others of them."""
    core = set(members)
    while core:
        given, taken = book.counts_among(core)
        idle = {one for one in core if not (given[one] and taken[one])}
        if not idle:
            break
        core -= idle
    return frozenset(core)


def _cycles(book: Book) -> Iterator[Circle]:
    """Ways by which points come back to somebody, along each one's two most surprising directions."""
    graph = networkx.DiGraph()
    for one, given in book.to.items():
        ways = ((_surprise(len(places), book.expected(one, other)), other) for other, places in given.items())
        for surprise, other in sorted(ways, key=lambda way: (-way[0], way[1]))[:_WAYS]:
            if surprise > _SURPRISING:
                graph.add_edge(one, other)
    for cycle in networkx.simple_cycles(graph, length_bound=_LONGEST_WAY):
        if len(cycle) > 2:
            yield frozenset(cycle)


def _surprise(notes: int, by_chance: float) -> float:
    """How surprising a number is where so many are expected: the deviance of a Poisson count; 0 where it is no more."""
    by_chance += _LEAST_CHANCE
    return notes * math.log(notes / by_chance) - (notes - by_chance) if notes > by_chance else 0.0


def _communities(ties: Ties) -> Iterator[Circle]:
    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        (one, other, weight) for one, mates in ties.items() for other, weight in mates.items() if one < other
    )
    for people in networkx.community.louvain_communities(graph, resolution=4.0, seed=1):
        if 2 <= len(people) <= LARGEST:
            yield frozenset(people)
