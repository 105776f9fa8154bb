"""What the tests share."""

from __future__ import annotations

import os
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = ROOT.parent.parent
SOURCES = [str(ROOT / "src"), str(ROOT.parent / "sim-driver" / "src")]
sys.path[:0] = SOURCES

from sim_driver import testing  # noqa: E402
from sim_driver.testing import SimulatorCase, controls, plan  # noqa: E402, F401

from sim_metadrive import MetaDriveSimulator, fake  # noqa: E402


class Case(SimulatorCase):
    """MetaDrive's side-car over the stand-in, with a client."""

    faults: dict[str, str] = {}

    def setUp(self) -> None:
        self.fake = fake.install(**self.faults)
        self.addCleanup(fake.remove)
        self.serve(MetaDriveSimulator)


def child_environment() -> dict[str, str]:
    """For a process that imports these packages."""
    return testing.child_environment(SOURCES)


def recorded_data() -> Path:
    """The recorded runs of MetaDrive below SIM_DATA. Skips the test when there is no such folder, fails it when SIM_DATA names one that lacks it."""
    named = os.environ.get("SIM_DATA")
    folder = Path(named or REPOSITORY.parent / "shared" / "data") / "schemas" / "scenarionet_metadrive"
    if not (folder / "runs.json").is_file():
        if named:
            raise AssertionError(f"SIM_DATA has no {folder}")
        raise unittest.SkipTest("SIM_DATA is not set: the recorded runs of MetaDrive are not here")
    return folder
