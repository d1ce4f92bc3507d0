"""A pytest plugin: `FAULTS_PLANT=name pytest -p tests.faults.planted …` runs tests with a fault planted."""

import os

import pytest

from tests.faults.plants import plant


def pytest_configure(config: pytest.Config) -> None:
    plant(os.environ["FAULTS_PLANT"])
