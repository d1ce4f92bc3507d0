"""What a scheme says of a month's sums: score, special points, ranking, confirming, prizes, and the hands that start it."""

from collections.abc import Iterator

from collabpoints.domain.scheme_book import WHOLE, Scheme
from collabpoints.domain.scheme_topics import Says, Statement, Topic, worded
from collabpoints.domain.scheme_words import Certificate, HeadView, Viewers, Wording, wording_of


def score_statements(scheme: Scheme) -> Iterator[Statement]:
    """What the score adds up."""
    topic = Topic.SCORE
    if (scheme.received_basis_points, scheme.sent_basis_points) == (WHOLE, 0):
        yield Statement.of(topic, Says.SCORE_RECEIVED)
    else:
        received, sent = (worded(scheme, name) for name in ("received_basis_points", "sent_basis_points"))
        yield Statement.of(topic, Says.SCORE_WEIGHTED, received=received, sent=sent)
    if scheme.special_kinds:
        yield Statement.of(topic, Says.SCORE_SPECIAL)


def special_statements(scheme: Scheme) -> Iterator[Statement]:
    """Each kind of special points."""
    for kind in scheme.special_kinds:
        points = f"{kind.minimum}~{kind.maximum}" if kind.minimum < kind.maximum else str(kind.minimum)
        yield Statement.of(
            Topic.SPECIAL,
            Says.SPECIAL_KIND,
            name=Wording(kind.name_ko, kind.name_en),
            points=Wording(points, points.replace("~", " to ")),
            to=wording_of(kind.given_to),
            by=wording_of(kind.approved_by),
        )


def ranking_statements(scheme: Scheme) -> Iterator[Statement]:
    """How the order is found and who sees it."""
    topic = Topic.RANKING
    yield Statement.of(topic, Says.PERSONS_RANKED, by=wording_of(scheme.persons_ranked_by))
    if scheme.persons_ties:
        yield Statement.of(topic, Says.PERSONS_TIES, order=worded(scheme, "persons_ties"))
    says = Says.DEPARTMENTS_PER_HEAD if scheme.is_per_head else Says.DEPARTMENTS_RANKED
    yield Statement.of(topic, says, by=wording_of(scheme.departments_ranked_by))
    if scheme.departments_ties:
        yield Statement.of(topic, Says.DEPARTMENTS_TIES, order=worded(scheme, "departments_ties"))
    if scheme.divisions:
        names = [Wording(division.name_ko, division.name_en) for division in scheme.divisions]
        yield Statement.of(
            topic, Says.DIVISIONS, names=Wording(", ".join(n.ko for n in names), ", ".join(n.en for n in names))
        )
    seen = {
        Viewers.EVERYONE: Says.SEEN_BY_EVERYONE,
        Viewers.FIRST_TEN: Says.SEEN_FIRST_TEN,
        Viewers.LEADS_AND_HR: Says.SEEN_BY_LEADS,
    }
    yield Statement.of(topic, seen[scheme.ranking_viewers])
    yield Statement.of(topic, Says.HEADS_SEE_THANKED if scheme.heads_see is HeadView.THANKED else Says.HEADS_SEE_SUMS)


def closing_statements(scheme: Scheme) -> Iterator[Statement]:
    """When a month that has ended is confirmed."""
    topic = Topic.CLOSING
    if scheme.correction_workdays:
        yield Statement.of(topic, Says.CORRECTION_DAYS, days=scheme.correction_workdays)
    else:
        yield Statement.of(topic, Says.NO_CORRECTION_DAYS)


def prize_statements(scheme: Scheme) -> Iterator[Statement]:
    """For what and to whom prizes go; nothing where there are none."""
    topic = Topic.PRIZES
    if scheme.prize_spans:
        yield Statement.of(topic, Says.PRIZE_SPANS, spans=worded(scheme, "prize_spans"))
        yield from _tiers(scheme)
        yield from _without_prizes(scheme)
        if scheme.year_begins_in != 1:
            yield Statement.of(topic, Says.YEAR_BEGINS, month=scheme.year_begins_in)
        if scheme.certificate is not Certificate.NONE:
            yield Statement.of(topic, Says.CERTIFICATE, certificate=worded(scheme, "certificate"))
    if scheme.gives_note_prize:
        yield Statement.of(topic, Says.NOTE_PRIZE)


def _tiers(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.PRIZES
    for tier in scheme.tiers:
        named = {"span": wording_of(tier.span), "name": Wording(tier.name_ko, tier.name_en)}
        if tier.persons and tier.departments:
            yield Statement.of(topic, Says.TIER, persons=tier.persons, departments=tier.departments, **named)
        elif tier.persons:
            yield Statement.of(topic, Says.TIER_PERSONS, persons=tier.persons, **named)
        else:
            yield Statement.of(topic, Says.TIER_DEPARTMENTS, departments=tier.departments, **named)


def _without_prizes(scheme: Scheme) -> Iterator[Statement]:
    topic = Topic.PRIZES
    if scheme.roles_without_prizes:
        yield Statement.of(topic, Says.ROLES_WITHOUT_PRIZES, roles=worded(scheme, "roles_without_prizes"))
    if scheme.ranks_without_prizes:
        yield Statement.of(topic, Says.RANKS_WITHOUT_PRIZES, ranks=worded(scheme, "ranks_without_prizes"))
    if scheme.recent_months_without_prizes:
        yield Statement.of(topic, Says.RECENT_WITHOUT_PRIZES, months=scheme.recent_months_without_prizes)


def hands_statements(scheme: Scheme) -> Iterator[Statement]:
    """Who starts a scheme."""
    yield Statement.of(Topic.HANDS, Says.SECOND_PERSON if scheme.has_second_person else Says.ONE_PERSON)
