"""Months: calendar months in the agency's zone, half-open, so that there is no last microsecond of a month.

Source: the schemes as published (`docs/schemes.md`); allowances and notes belong to a calendar month in Asia/Seoul.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_PERIOD = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month. Ordered by time; its text form is `2026-11`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written as `YYYY-MM` in ASCII digits. Raises ValueError for anything else."""
        found = _PERIOD.fullmatch(text)
        if found is None:
            raise ValueError(f"not a month written as YYYY-MM: {text!r}")
        return cls(int(found["year"]), int(found["month"]))

    @classmethod
    def of(cls, instant: datetime, zone: ZoneInfo) -> "Month":
        """The month in which an aware instant lies, in the agency's zone."""
        local = instant.astimezone(zone)
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def shifted(self, months: int) -> "Month":
        """The month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Its first instant, aware UTC."""
        return datetime(self.year, self.month, 1, tzinfo=zone).astimezone(UTC)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first instant that no longer belongs to it, aware UTC."""
        return self.shifted(1).starts_at(zone)


def today(instant: datetime, zone: ZoneInfo) -> date:
    """The date on which an aware instant lies, in the agency's zone."""
    return instant.astimezone(zone).date()
