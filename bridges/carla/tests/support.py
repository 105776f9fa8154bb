"""What the tests share."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [str(ROOT / "src"), str(ROOT.parent / "sim-driver" / "src")]
sys.path[:0] = SOURCES

from sim_driver import testing  # noqa: E402
from sim_driver.testing import SimulatorCase, controls, plan  # noqa: E402, F401

from sim_carla import CarlaSimulator, fake  # noqa: E402
from sim_carla.link import Server  # noqa: E402


class Case(SimulatorCase):
    """CARLA's side-car over the stand-in, with a client."""

    faults: dict[str, str] = {}

    def setUp(self) -> None:
        self.fake = fake.install(**self.faults)
        self.addCleanup(fake.remove)
        self.serve(lambda: CarlaSimulator(Server("127.0.0.1", 2000, 8000, 20.0)))


def child_environment() -> dict[str, str]:
    """For a process that imports these packages."""
    return testing.child_environment(SOURCES)
