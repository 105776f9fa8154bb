"""What the tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "examples")]

import grpc  # noqa: E402

from sim_driver import Driver, Plan, Server, ServerOptions, World, synthetic  # noqa: E402
from sim_driver._proto import driver_pb2, session_pb2  # noqa: E402
from sim_driver.cli import Client  # noqa: E402

REPOSITORY = ROOT.parent.parent


class Straight(Driver):
    """Straight on; counts what is asked of it."""

    version = "3"
    made: list[Straight] = []

    def __init__(self) -> None:
        self.decided: list[int] = []
        self.closed = 0
        type(self).made.append(self)

    def decide(self, world: World) -> Plan:
        self.decided.append(world.step)
        axle = world.ego.rear_axle
        return Plan([world.time_us, world.time_us + 1_000_000], [axle.x, axle.x + world.ego.speed], axle.y, axle.heading, world.ego.speed)

    def close(self) -> None:
        self.closed += 1


class Running:
    """A server on a free port with a client of it."""

    def __init__(self, driver: Callable[[], Driver], **options: object) -> None:
        self.server = Server(driver, ServerOptions(**{"listen": "127.0.0.1:0", **options}))  # type: ignore[arg-type]
        self.client = Client(self.server.address)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.channel.close()
        self.server.stop(0.1)

    def open(self, session: str = "s", token: str = "t", lease_us: int = 0, task: object = None, options: str = "") -> driver_pb2.OpenDriverReply:
        header = session_pb2.SessionHeader(session_id=session, owner_token=token, lease_us=lease_us, options_json=options)
        request = driver_pb2.OpenDriverRequest(header=header, task=task or synthetic.straight_road())  # type: ignore[arg-type]
        return self.client.call("OpenSession", request, driver_pb2.OpenDriverReply)  # type: ignore[no-any-return]

    def decide(self, request: driver_pb2.DriveRequest, timeout: float = 10.0) -> driver_pb2.DriveReply:
        return self.client.call("Decide", request, driver_pb2.DriveReply, timeout)  # type: ignore[no-any-return]

    def close(self, session: str = "s") -> None:
        self.client.call("CloseSession", session_pb2.CloseSessionRequest(session_id=session), session_pb2.CloseSessionReply)


def request(loop: synthetic.Loop, session: str = "s") -> driver_pb2.DriveRequest:
    return driver_pb2.DriveRequest(session_id=session, world=loop.frame())


def detail(error: grpc.RpcError) -> session_pb2.ErrorDetail:
    """What rides in the trailer."""
    return session_pb2.ErrorDetail.FromString(dict(error.trailing_metadata())["sim-error-bin"])


def child_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}"}
