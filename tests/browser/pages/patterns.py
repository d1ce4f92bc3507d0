"""What stands out among the notes, for the officer."""

from collabpoints import clock
from collabpoints.domain.pattern_facts import Finding, PatternDecisionKind, PatternKind
from collabpoints.domain.periods import Month
from collabpoints.queries.notes import feed
from collabpoints.queries.patterns import patterns
from collabpoints.services.patterns import decide, keep_findings
from tests.browser.pages.cast import Cast
from tests.browser.pages.entry import Entry, refused

PAGES = (
    Entry("/patterns"),
    Entry("/patterns?state=explained", "explained"),
    Entry("/patterns?state=review", "empty", "founder"),
    Entry("/patterns/{pattern}"),
    Entry("/patterns/{explained_pattern}", "explained"),
    refused("/patterns/{pattern}", "button[value=review]"),
)


def prepare(cast: Cast) -> dict[str, object]:
    """Two patterns of what the others shared, one of them explained."""
    agency_id, office = cast.world.agency_id, cast.office.person_id
    shared = [
        row for row in feed(agency_id, limit=60).rows if office not in (row.sender.person_id, row.recipient.person_id)
    ][:5]
    people = tuple(dict.fromkeys(end.person_id for row in shared for end in (row.sender, row.recipient)))
    notes = tuple(sorted(row.id for row in shared))
    month = Month(clock.now().year, clock.now().month)
    kinds = (PatternKind.RING, people), (PatternKind.EXCHANGE, people[:2])
    keep_findings(agency_id, [Finding(kind, who, notes, month.shifted(-8), month, 140, 71) for kind, who in kinds])
    ids = {row.kind: row.id for row in patterns(agency_id, officer=office).rows}
    decide(
        ids[PatternKind.EXCHANGE],
        PatternDecisionKind.EXPLAINED,
        agency_id=agency_id,
        person_id=office,
        reason="재난안전상황실 운영을 두 부서가 나누어 맡아 날마다 함께 일합니다.",
    )
    return {"pattern": ids[PatternKind.RING], "explained_pattern": ids[PatternKind.EXCHANGE]}
