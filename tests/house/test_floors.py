"""The rules of the house that a linter for imports does not hold. Each message says what to do instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table

import collabpoints.models  # noqa: F401  (makes every table known)
from collabpoints.db import Base
from collabpoints.domain.errors import Code
from collabpoints.views.sentences import SENTENCES

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "collabpoints"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((HOME / "templates").rglob("*.html"))
LONGEST_MODULE = 300
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "tools"}


def calls(path: Path) -> Iterator[str]:
    """Every call of the module as it is written: `session.commit`, `now`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def name_of(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_one_noun(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, (
        f"{name_of(path)} has {lines} lines: look for the second noun inside and split it out"
    )
    assert path.stem not in JUNK_DRAWERS, f"{name_of(path)}: name it by what it is about"


def test_commit_is_written_once() -> None:
    found = [name_of(path) for path in MODULES if any(call.endswith("session.commit") for call in calls(path))]
    assert found == ["collabpoints/db.py"], f"use db.unit_of_work() instead of commit() in {found}"


def test_only_the_doors_look_at_the_clock() -> None:
    doors = ("views/", "jobs/", "cli/", "scheduler.py", "clock.py")
    clocks = {"clock.now", "datetime.now", "date.today", "time.time", "datetime.utcnow"}
    found = {
        name_of(path): sorted(clocks.intersection(calls(path)))
        for path in MODULES
        if not name_of(path).removeprefix("collabpoints/").startswith(doors) and clocks.intersection(calls(path))
    }
    assert not found, f"take the instant as an argument (or db.database_now in a unit of work): {found}"


def test_only_the_clock_module_reads_the_machines_clock() -> None:
    found = [
        name_of(path) for path in MODULES if {"datetime.now", "date.today", "datetime.utcnow"}.intersection(calls(path))
    ]
    assert found == ["collabpoints/clock.py"], f"call clock.now() in {found}"


@pytest.mark.parametrize("code", Code)
def test_every_refusal_has_a_sentence(code: Code) -> None:
    assert code in SENTENCES, f"write the sentence for {code} in views/sentences.py: which rule, and what to do now"


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_every_table_names_its_agency(table: Table) -> None:
    assert table.name == "agencies" or "agency_id" in table.c, f"{table.name} needs agency_id"


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_every_constraint_has_a_name(table: Table) -> None:
    unnamed = [constraint for constraint in table.constraints if not constraint.name]
    assert not unnamed, f"name {unnamed}, so that a test can break it by name"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, instead in (
        (r"\sstyle=", "use a class"),
        (r"<style", "use static/css"),
        (r"\son(?!ly=)[a-z]+=", "listen in static/js"),  # `only=` is an argument of an address
        (r"\|\s*safe\b", "let Jinja escape it"),
        (r"https?://(?!www\.w3\.org/)", "load nothing from another host"),
        (r"javascript:", "use a button and static/js"),
    ):
        assert not re.search(pattern, text), f"{name_of(path)}: {instead}"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), f"{name_of(path)}: scripts live in static/js"


@pytest.mark.parametrize("path", [page for page in TEMPLATES if "components" not in page.parts and page.name != "base.html"
                                  and not page.name.startswith("_")], ids=name_of)  # fmt: skip
def test_a_page_has_its_one_heading_from_the_base(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "{% extends" in text:
        assert "{% block heading %}" in text, f"{name_of(path)}: give the page its h1 in the block `heading`"
        assert "<h1" not in text, f"{name_of(path)}: the h1 stands in base.html"


def test_lock_files_carry_hashes_and_no_addresses() -> None:
    for name in ("requirements/app.txt", "requirements/test.txt", "package-lock.json"):
        text = (HOME / name).read_text(encoding="utf-8")
        assert "://" not in text, f"{name} names a host; run `make lock`"
    assert "--hash=sha256:" in (HOME / "requirements/app.txt").read_text(encoding="utf-8")
