"""The demo's totals, added up from its entries."""

from collections import defaultdict
from typing import Any

from collabpoints.services.demo_rows import AGENCY, Rows

_BOTH_WAYS = ("sent_points", "sent_notes", "received_points", "received_notes")


def person_total_rows(entries: Rows, allowance: int) -> Rows:
    """A row for each person and month in which something happened."""
    found: dict[tuple[int, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys(("spent", *_BOTH_WAYS), 0))
    for entry in entries:
        found[entry["month_id"], entry["giver_person_id"]]["spent"] += entry["spent"]
        _add_both_ways(found, entry, "person_id")
    return _rows(found, ("month_id", "person_id"), granted=allowance)


def department_total_rows(entries: Rows) -> Rows:
    """A row for each department and month in which something happened."""
    found: dict[tuple[int, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_BOTH_WAYS, 0))
    for entry in entries:
        _add_both_ways(found, entry, "department_id")
    return _rows(found, ("month_id", "department_id"))


def pair_total_rows(entries: Rows, cap: int | None) -> Rows:
    """A row for each pair and month in which something happened."""
    found: dict[tuple[int, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys(("counted", "points", "notes"), 0))
    for entry in entries:
        row = found[entry["month_id"], entry["giver_person_id"], entry["receiver_person_id"]]
        for figure in row:
            row[figure] += entry[figure]
    return _rows(found, ("month_id", "sender_person_id", "recipient_person_id"), cap=cap)


def _add_both_ways(found: dict[tuple[int, ...], dict[str, int]], entry: dict[str, Any], end: str) -> None:
    for way, who in (("sent", f"giver_{end}"), ("received", f"receiver_{end}")):
        row = found[entry["month_id"], entry[who]]
        row[f"{way}_points"] += entry["points"]
        row[f"{way}_notes"] += entry["notes"]


def _rows(found: dict[tuple[int, ...], dict[str, int]], keys: tuple[str, ...], **same: int | None) -> Rows:
    return [{"agency_id": AGENCY, **dict(zip(keys, key, strict=True)), **same, **found[key]} for key in sorted(found)]
