"""What the tests share."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [str(ROOT / "src"), str(ROOT.parent / "sim-driver" / "src")]
sys.path[:0] = SOURCES

from sim_driver import Server, ServerOptions, synthetic  # noqa: E402
from sim_driver._proto import driver_pb2, session_pb2, task_pb2, world_pb2  # noqa: E402
from sim_driver.cli import Client  # noqa: E402
from sim_driver.testing import FaultCase  # noqa: E402

from sim_alpasim import AlpasimDriver, fake, stubs  # noqa: E402
from sim_alpasim.policy import Policy  # noqa: E402

LONG_S = 60.0
"""A limit that is never reached by what goes well, however busy the machine is."""


class Case(FaultCase):
    """The adapter over the stand-in, with a client in Sim's place."""

    def serve(self, wrong: dict[str, str] | None = None, *, deadline_s: float = LONG_S, start_deadline_s: float = LONG_S, listen: str = "127.0.0.1:0") -> None:
        fake.install()
        self.addCleanup(fake.remove)
        self.peer = fake.FakePolicy(wrong, listen)
        self.addCleanup(self.peer.stop)
        self.adapt(self.peer.address, deadline_s, start_deadline_s)

    def adapt(self, address: str, deadline_s: float = LONG_S, start_deadline_s: float = LONG_S) -> None:
        self.policy = policy = Policy(stubs.load(), address, deadline_s=deadline_s, start_deadline_s=start_deadline_s, connect_s=LONG_S)
        self.addCleanup(policy.close)
        self.server = Server(AlpasimDriver.of(policy, policy.greet()), ServerOptions(listen="127.0.0.1:0"))
        self.addCleanup(self.server.stop, 0.1)
        self.client = Client(self.server.address)
        self.addCleanup(self.client.channel.close)

    def fails(self, code: str, reason: str, work: Any, says: str = "") -> session_pb2.ErrorDetail:
        with contextlib.redirect_stderr(io.StringIO()):
            return super().fails(code, reason, work, says)

    def open(self, task: task_pb2.DriverTask, options: str = "", session: str = "s") -> Any:
        header = session_pb2.SessionHeader(session_id=session, owner_token="t", options_json=options)
        return self.client.call("OpenSession", driver_pb2.OpenDriverRequest(header=header, task=task), driver_pb2.OpenDriverReply, timeout=LONG_S)

    def close(self, session: str = "s") -> None:
        self.client.call("CloseSession", session_pb2.CloseSessionRequest(session_id=session), session_pb2.CloseSessionReply, timeout=LONG_S)

    def decide(self, frame: world_pb2.WorldFrame, *sensors: Any, session: str = "s") -> world_pb2.AnswerFrame:
        request = driver_pb2.DriveRequest(session_id=session, world=frame, sensors=sensors)
        answer: world_pb2.AnswerFrame = self.client.call("Decide", request, driver_pb2.DriveReply, timeout=LONG_S).answer
        return answer

    def run_on(self, loop: synthetic.Loop, steps: int) -> list[world_pb2.AnswerFrame]:
        """Steps in a closed loop."""
        answers = []
        for _ in range(steps):
            answers.append(self.decide(loop.frame()))
            loop.advance(answers[-1])
        return answers
