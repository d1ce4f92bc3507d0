"""A suite is worth what it would catch: each planted fault makes the suite fail that claims to catch it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.plants import CAUGHT_BY, nothing

pytestmark = pytest.mark.faults

HOME = Path(__file__).resolve().parents[2]
_PATIENCE = 400


def run_planted(fault: Callable[[], None], *tests: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run these tests in a process of their own, with the fault planted in it and in the servers that it starts."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.faults.planted", *tests],
        cwd=HOME, env={**os.environ, "FAULTS_PLANT": fault.__name__, **settings},
        capture_output=True, text=True, timeout=_PATIENCE, check=False,
    )  # fmt: skip


def caught(run: "subprocess.CompletedProcess[str]") -> bool:
    """Whether a test itself failed: what could not even be set up catches nothing."""
    return run.returncode == 1 and bool(re.search(r"^\d+ failed", run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("fault", CAUGHT_BY, ids=lambda fault: fault.__name__)
def test_the_fault_is_caught(fault: Callable[[], None]) -> None:
    run = run_planted(fault, CAUGHT_BY[fault], "-x", FAULTS="planted")
    assert caught(run), f"{CAUGHT_BY[fault]} does not catch {fault.__name__}:\n{run.stdout}{run.stderr}"


def test_planting_nothing_is_caught_by_nobody() -> None:
    """The way of planting breaks nothing: it is the faults that are caught. (Other suites run unplanted anyway.)"""
    suites = {suite for suite in CAUGHT_BY.values() if re.search("faults/test_(races|presses|kills)", suite)}
    run = run_planted(nothing, *sorted(suites), FAULTS="glance")
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("fault", CAUGHT_BY, ids=lambda fault: fault.__name__)
def test_the_table_in_the_docs_names_fault_and_suite(fault: Callable[[], None]) -> None:
    lines = (HOME / "docs" / "faults.md").read_text(encoding="utf-8").splitlines()
    row = next((line for line in lines if line.startswith(f"| `{fault.__name__}` |")), "")
    assert f"`{CAUGHT_BY[fault]}`" in row, f"docs/faults.md does not say what catches {fault.__name__}"
