"""Fixtures for pytest: an emulator, and sessions at its hosts.

    def test_my_program(gigahost_session):          # runs at each of the five hosts
        my_program.store(gigahost_session)

    @pytest.mark.parametrize("gigahost_session", ["rapidgator"], indirect=True)
    def test_my_folders(gigahost_session, gigahost_emulator):
        ...

pytest loads this plugin automatically (`-p no:gigahost` disables it). Nothing starts until a test
requests a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import gigahost

from . import Emulator


@pytest.fixture(scope="session")
def gigahost_emulator_process() -> Iterator[Emulator]:
    """One emulator for the whole run. Tests should use `gigahost_emulator`, which is reset to the
    state after start."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def gigahost_emulator(gigahost_emulator_process: Emulator) -> Emulator:
    """The emulator, in the state after start."""
    gigahost_emulator_process.reset()
    return gigahost_emulator_process


@pytest.fixture(params=gigahost.HOSTS)
def gigahost_session(
    request: pytest.FixtureRequest, gigahost_emulator: Emulator
) -> Iterator[gigahost.Session]:
    """A session with the first seeded account, at each host in turn, or at those that the test
    selects with indirect parameters."""
    with gigahost_emulator.session(request.param) as session:
        yield session
