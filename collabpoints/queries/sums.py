"""Sums that are whole numbers on both databases, and cheap on both."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, case, cast, func

_LARGEST = 2**31 - 1


def total(figure: Any) -> ColumnElement[int]:
    """The sum, 0 of nothing."""
    # PostgreSQL adds bigints up to numerics, which would divide with fractions.
    return cast(func.coalesce(func.sum(figure), 0), BigInteger)


def small(figure: Any) -> ColumnElement[int]:
    """A figure of a month that PostgreSQL adds up to a bigint: it adds bigints up to numerics, at twice the cost where
    groups are many. The largest agency gives 1.2 billion points a month; what is too large for an integer, which only a
    hand can have written, counts as the largest, and differs from what it stands beside."""
    return cast(case((figure.between(-_LARGEST, _LARGEST), figure), else_=_LARGEST), Integer)
