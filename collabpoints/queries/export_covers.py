"""The facts of a file's cover."""

from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_tables import CoverFacts


def cover_of(frame: Frame) -> CoverFacts:
    """What the cover says of the content."""
    language = frame.wanted.language
    agency = frame.agency_en if language == "en" else frame.agency_ko
    return CoverFacts(agency, "", "", ())
