"""The scheme (운영 기준): an agency's rule book, as data.

A scheme is one TOML text; it is stored with its digest, and parsed to one frozen dataclass. The fields stand in
`scheme_fields.py`, their faults in `scheme_faults.py`. The presets in `presets/` are the rule sets that agencies have
published; what a report does not say is marked there as an assumption.
"""

import hashlib
from importlib import resources

from collabpoints.domain.scheme_book import WHOLE, Division, Scheme, SpecialKind, Tier
from collabpoints.domain.scheme_changes import Change, compare
from collabpoints.domain.scheme_faults import Fault, FaultCode, SchemeFault
from collabpoints.domain.scheme_files import parse_scheme, scheme_text
from collabpoints.domain.scheme_words import AllowanceUnit

__all__ = [
    "DEFAULT_PRESET",
    "PRESETS",
    "WHOLE",
    "AllowanceUnit",
    "Change",
    "Division",
    "Fault",
    "FaultCode",
    "Scheme",
    "SchemeFault",
    "SpecialKind",
    "Tier",
    "compare",
    "digest",
    "parse_scheme",
    "preset_text",
    "scheme_text",
]

PRESETS = (
    "chungnam-2015",
    "directive-2016",
    "gyeongju-2016",
    "cheonan-2019",
    "sancheong-2019",
    "daejeon-seogu-2019",
    "wando-2022",
    "cheongyang-2022",
    "gwangju-namgu-2023",
    "gwanak-2026",
)
DEFAULT_PRESET = "directive-2016"


def preset_text(code: str) -> str:
    """The TOML text of a preset that ships with the application. Raises SchemeFault for an unknown name."""
    if code not in PRESETS:
        raise SchemeFault([Fault.of(FaultCode.PRESET_UNKNOWN, name=code, presets=", ".join(PRESETS))])
    return (resources.files("collabpoints.domain") / "presets" / f"{code}.toml").read_text(encoding="utf-8")


def digest(text: str) -> str:
    """The SHA-256 of a scheme's text, hex: notes and months name the exact rule book that judged them."""
    return hashlib.sha256(text.encode()).hexdigest()
