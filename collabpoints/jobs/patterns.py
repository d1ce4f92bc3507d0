"""The daily look for suspicious patterns."""

from collabpoints.domain.patterns import find
from collabpoints.queries.pattern_facts import pattern_facts
from collabpoints.services.patterns import keep_findings


def look(agency_id: int) -> int:
    """Afterwards what stands out among the notes of the last twelve months is there for the officer to look at; returns how
    many patterns. It changes nothing else, and twice gives the same."""
    facts = pattern_facts(agency_id)
    return keep_findings(agency_id, find(facts.notes, facts.staff, facts.months))
