"""Sites to race on and to hurt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crowds import Crowd, crowd
from tests.faults.sites import Site, site
from tests.postgres import Server


@pytest.fixture(scope="session")
def eight_clients() -> Iterator[Crowd]:
    with crowd() as made:
        yield made


@pytest.fixture(scope="module")
def postgres_site(
    postgres_server: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    name = f"faults_{Path(str(request.node.path)).stem}"
    postgres_server.create(name)
    with site(postgres_server.url(name), tmp_path_factory.mktemp("log") / "web.log") as made:
        yield made


@pytest.fixture(scope="module")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("협업 포인트")
    with site(f"sqlite:///{folder / 'faults.sqlite3'}", folder / "web.log") as made:
        yield made
