"""상장, 표창장: one A4 page a winner, as a PDF to print, to sign and to seal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one page says. Every text is final, as it is printed; an empty one leaves its line out.

    `number` is what stands between 제 and 호 (`2026-3`); `title` is 상장 or 표창장, its letters are spaced by the page.
    For a department `name` is its name and `position` is empty. A blank line in `wording` begins a paragraph.
    """

    number: str
    title: str
    tier: str
    department: str
    position: str
    name: str
    wording: str
    awarded_on: date
    agency: str
    giver_title: str
    giver_name: str
