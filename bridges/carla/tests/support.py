"""What the tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPOSITORY = ROOT.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT.parent / "sim-driver" / "src")]

import unittest  # noqa: E402

import grpc  # noqa: E402
from sim_driver import ServerOptions  # noqa: E402
from sim_driver._proto import session_pb2, world_pb2  # noqa: E402
from sim_driver.simulator import SimulatorServer  # noqa: E402
from sim_driver.simulator_client import SimulatorClient  # noqa: E402

from sim_carla import CarlaSimulator, fake  # noqa: E402
from sim_carla.link import Server  # noqa: E402


class Case(unittest.TestCase):
    """A server over the stand-in, with a client."""

    faults: dict[str, str] = {}

    def setUp(self) -> None:
        self.fake = fake.install(**self.faults)
        self.addCleanup(fake.remove)
        self.made: list[CarlaSimulator] = []

        def make() -> CarlaSimulator:
            self.made.append(CarlaSimulator(Server("127.0.0.1", 2000, 8000, 20.0)))
            return self.made[-1]

        self.server = SimulatorServer(make, ServerOptions(listen="127.0.0.1:0"))
        self.addCleanup(self.server.stop, 0.1)
        self.client = SimulatorClient(self.server.address)
        self.addCleanup(self.client.close_channel)

    def fails(self, code: str, reason: str, work: Any, says: str = "") -> session_pb2.ErrorDetail:
        with self.assertRaises(grpc.RpcError) as caught:
            work()
        error = caught.exception
        self.assertEqual(error.code().name, code, error.details())
        detail = session_pb2.ErrorDetail.FromString(dict(error.trailing_metadata())["sim-error-bin"])
        self.assertEqual(session_pb2.ErrorReason.Name(detail.reason), "ERROR_REASON_" + reason, error.details())
        self.assertIn(says, error.details())
        return detail


def controls(step: int, accel: float = 0.0, steer: float = 0.0) -> world_pb2.AnswerFrame:
    """An answer of controls."""
    return world_pb2.AnswerFrame(step=step, controls=world_pb2.Controls(accel_mps2=accel, steer_rad=steer))


def plan(step: int, *points: tuple[int, float, float, float, float]) -> world_pb2.AnswerFrame:
    """An answer of a plan: time in µs, x, y, heading, speed of the rear axle."""
    names = ("time_us", "x", "y", "heading_rad", "speed_mps")
    return world_pb2.AnswerFrame(step=step, plan=[world_pb2.PlanPoint(**dict(zip(names, p, strict=True))) for p in points])  # type: ignore[arg-type]


def child_environment() -> dict[str, str]:
    """For a process that imports these packages."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[:2]), "GRPC_VERBOSITY": "NONE"}
