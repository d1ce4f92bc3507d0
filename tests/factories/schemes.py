"""Schemes of one's own: the only scheme of a test's agency, with some fields changed."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.schemes import digest, parse_scheme, scheme_text
from collabpoints.models import Scheme


def change_scheme(**fields: Any) -> None:
    """The agency's scheme holds with these fields from now on. For agencies in which no month has begun."""
    with unit_of_work() as session:
        row = session.execute(select(Scheme)).scalar_one()
        row.text = scheme_text(replace(parse_scheme(row.text), **fields))
        row.digest = digest(row.text)
