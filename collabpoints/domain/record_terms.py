"""How long records of looks and downloads (접속기록) are kept, and how often they are looked through.

Source: 개인정보의 안전성 확보조치 기준 (개인정보보호위원회고시, as in force since 2025-10-31) 제8조: records are kept a year or
longer, two years where 50,000 people or more are held (제1항), looked through once a month or more often, and the reason of
each download is asked (제2항). Sensitive data and identity numbers, which ask for two years too, are not held here.
"""

from datetime import date, timedelta

SHORTEST_TERM = timedelta(days=366)
"""A year, whichever: the database's trigger refuses to delete anything younger, whatever the settings say."""

MANY_PEOPLE = 50_000
"""From so many people on the law asks for two years."""


def record_term(years: int, people: int) -> timedelta:
    """How long records are kept where the setting says so many years and so many people are held: never shorter than the
    law asks."""
    return max(years, 2 if people >= MANY_PEOPLE else 1) * SHORTEST_TERM


def next_review_on(reviewed_through: date | None, first_record_on: date | None, interval_days: int) -> date | None:
    """By which day the records want to be looked through again; None while there is nothing to look at.

    Counted from the last day that somebody signed for, before the first review from the first record.
    """
    since = reviewed_through or first_record_on
    return since + timedelta(days=interval_days) if since else None
