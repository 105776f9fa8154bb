"""
What any driver owes the contract, asked over the wire: the Python example, and the program that SIM_CPP_DRIVER names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import grpc
from support import ROOT, child_environment, detail, request

from sim_driver import synthetic
from sim_driver._proto import driver_pb2, session_pb2
from sim_driver.cli import Client


class ContractTests(unittest.TestCase):
    command = [sys.executable, str(ROOT / "examples" / "pure_pursuit.py")]
    name = "PurePursuit"

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.socket = Path(folder.name) / "driver.sock"
        environment = {**child_environment(), "SIM_DRIVER_ADDRESS": f"unix:{self.socket}", "SIM_DRIVER_STDIN": "watch"}
        self.process = subprocess.Popen(self.command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self._end)
        assert self.process.stderr
        self.assertIn("listens on", self.process.stderr.readline())
        self.client = Client(f"unix:{self.socket}")
        self.addCleanup(self.client.channel.close)

    def _end(self) -> None:
        self.process.kill()
        self.process.communicate()

    def open(self, token: str = "t", **changes: object) -> None:
        header = session_pb2.SessionHeader(session_id="s", owner_token=token, **changes)  # type: ignore[arg-type]
        self.client.call("OpenSession", driver_pb2.OpenDriverRequest(header=header, task=synthetic.straight_road()), driver_pb2.OpenDriverReply)

    def decide(self, message: driver_pb2.DriveRequest) -> driver_pb2.DriveReply:
        return self.client.call("Decide", message, driver_pb2.DriveReply)  # type: ignore[no-any-return]

    def close(self) -> None:
        self.client.call("CloseSession", session_pb2.CloseSessionRequest(session_id="s"), session_pb2.CloseSessionReply)

    def fails(self, code: grpc.StatusCode, reason: str, work: object) -> session_pb2.ErrorDetail:
        with self.assertRaises(grpc.RpcError) as caught:
            work()  # type: ignore[operator]
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        found = detail(caught.exception)
        self.assertEqual(session_pb2.ErrorReason.Name(found.reason), "ERROR_REASON_" + reason)
        return found

    def test_it_shakes_hands_and_refuses_another_major_version(self) -> None:
        self.assertEqual(self.socket.stat().st_mode & 0o077, 0)
        hello = self.client.handshake()
        self.assertEqual((hello.server.name, hello.reproducibility), (self.name, session_pb2.REPRODUCIBILITY_BIT))
        for version, required, reason in ((2, (), "VERSION_MISMATCH"), (1, ("levitation",), "CAPABILITY_MISSING")):
            request = session_pb2.HandshakeRequest(contract=session_pb2.Version(major=version), required=required)
            self.fails(grpc.StatusCode.FAILED_PRECONDITION, reason, lambda: self.client.call("Handshake", request, session_pb2.HandshakeReply))

    def test_it_closes_the_loop_and_returns_to_its_lane(self) -> None:
        self.open()
        loop = synthetic.Loop(synthetic.straight_road(), speed=10, y=1.2, gap=900)
        answers = self.client.drive("s", loop, 150)
        self.assertEqual([a.step for a in answers], list(range(150)))
        self.assertLess(abs(loop.y), 0.02)
        self.assertAlmostEqual(loop.speed, 15, delta=0.2)

    def test_steps_are_idempotent_and_conflicts_are_refused(self) -> None:
        self.open()
        loop = synthetic.Loop(synthetic.straight_road())
        first = self.decide(request(loop))
        self.assertEqual(self.decide(request(loop)), first)
        other = request(loop)
        other.world.actors[0].y += 1
        self.fails(grpc.StatusCode.ABORTED, "STEP_CONFLICT", lambda: self.decide(other))
        loop.advance(first.answer)
        self.decide(request(loop))
        self.fails(grpc.StatusCode.ABORTED, "STEP_CONFLICT", lambda: self.decide(request(synthetic.Loop(loop.task))))

    def test_a_session_has_one_owner_and_closes_twice(self) -> None:
        self.open()
        self.open()
        self.fails(grpc.StatusCode.PERMISSION_DENIED, "NOT_OWNER", lambda: self.open("other"))
        self.fails(grpc.StatusCode.NOT_FOUND, "MODULE_UNKNOWN", lambda: self.open(module="other"))
        self.close()
        self.close()
        self.fails(grpc.StatusCode.NOT_FOUND, "SESSION_UNKNOWN", lambda: self.decide(request(synthetic.Loop(synthetic.straight_road()))))
        self.open("other")

    def test_worlds_that_cannot_be_are_refused(self) -> None:
        self.open()
        message = request(synthetic.Loop(synthetic.straight_road()))
        message.world.time_us = 7
        self.fails(grpc.StatusCode.INVALID_ARGUMENT, "BAD_TIME", lambda: self.decide(message))
        message = request(synthetic.Loop(synthetic.straight_road()))
        message.world.actors[1].index = 77
        self.fails(grpc.StatusCode.NOT_FOUND, "ACTOR_UNKNOWN", lambda: self.decide(message))
        del message.world.actors[0:2]
        self.fails(grpc.StatusCode.INVALID_ARGUMENT, "BAD_SCENARIO", lambda: self.decide(message))

    def test_pings_are_answered_and_the_lease_ends_a_session(self) -> None:
        self.open(lease_us=300_000)
        pings = iter([session_pb2.Ping(sequence=k, session_ids=["s"]) for k in (1, 2, 3)])
        pongs = list(self.client.stream("Heartbeat", pings, session_pb2.Ping, session_pb2.Pong))
        self.assertEqual([(p.sequence, p.sessions) for p in pongs], [(1, 1), (2, 1), (3, 1)])
        for _ in range(200):
            pongs = list(self.client.stream("Heartbeat", iter([session_pb2.Ping()]), session_pb2.Ping, session_pb2.Pong))
            if pongs[0].sessions == 0:
                return
            self.process.poll()
            with self.assertRaises(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        self.fail("the session outlived its lease")

    def test_it_is_healthy_and_ends_with_its_host(self) -> None:
        self.assertEqual(self.client.channel.unary_unary("/grpc.health.v1.Health/Check")(b"", timeout=10), b"\x08\x01")
        assert self.process.stdin
        self.process.stdin.close()
        self.process.stdin = None
        self.assertEqual(self.process.wait(10), 0)


if cpp := os.environ.get("SIM_CPP_DRIVER"):

    class CppContractTests(ContractTests):
        command = [cpp]
        name = "cpp-pure-pursuit"


if __name__ == "__main__":
    unittest.main()
