"""What tests of adapters share: a client's view of faults, and answers as messages."""

from __future__ import annotations

import os
import unittest
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import grpc

from ._proto import session_pb2, world_pb2
from .server import ServerOptions
from .simulator import Simulator, SimulatorServer
from .simulator_client import SimulatorClient


class FaultCase(unittest.TestCase):
    """A test that looks at faults of the contract."""

    def fails(self, code: str, reason: str, work: Callable[[], Any], says: str = "") -> session_pb2.ErrorDetail:
        """The call ends with a status, a reason of the contract, and a sentence that holds the words."""
        with self.assertRaises(grpc.RpcError) as caught:
            work()
        error = caught.exception
        self.assertEqual(error.code().name, code, error.details())
        detail: session_pb2.ErrorDetail = session_pb2.ErrorDetail.FromString(dict(error.trailing_metadata())["sim-error-bin"])
        self.assertEqual(session_pb2.ErrorReason.Name(detail.reason), "ERROR_REASON_" + reason, error.details())
        self.assertIn(says, error.details())
        return detail


class SimulatorCase(FaultCase):
    """A server of a simulator on a free port, with a client."""

    def serve(self, make: Callable[[], Simulator]) -> None:
        """Begins both; they end with the test. The simulators that were made are in `made`."""
        self.made: list[Any] = []

        def noted() -> Simulator:
            self.made.append(make())
            simulator: Simulator = self.made[-1]
            return simulator

        self.server = SimulatorServer(noted, ServerOptions(listen="127.0.0.1:0"))
        self.addCleanup(self.server.stop, 0.1)
        self.client = SimulatorClient(self.server.address)
        self.addCleanup(self.client.close_channel)


def controls(step: int, accel: float = 0.0, steer: float = 0.0) -> world_pb2.AnswerFrame:
    """An answer of controls."""
    return world_pb2.AnswerFrame(step=step, controls=world_pb2.Controls(accel_mps2=accel, steer_rad=steer))


def plan(step: int, *points: tuple[int, float, float, float, float]) -> world_pb2.AnswerFrame:
    """An answer of a plan: time in µs, x, y, heading, speed of the rear axle."""
    made = [world_pb2.PlanPoint(time_us=t, x=x, y=y, heading_rad=heading, speed_mps=speed) for t, x, y, heading, speed in points]
    return world_pb2.AnswerFrame(step=step, plan=made)


def child_environment(folders: Iterable[str | Path]) -> dict[str, str]:
    """For a process that imports packages from folders."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders)), "GRPC_VERBOSITY": "NONE"}
