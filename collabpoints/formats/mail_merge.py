"""The list of winners for mail merge (메일머지), as CSV and XLSX: one row a winner, every cell a text."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A winner as the agency's word processor merges him. Texts are final; `points` as shown; `number` as `제 2026-3호`
    prints it, or empty where the scheme gives no certificate."""

    number: str
    tier: str
    department: str
    position: str
    name: str
    points: str
    awarded_on: date
    giver_title: str
    giver_name: str
    wording: str
