"""A small client of sim.v1.Simulator, for checks and tests of adapters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import grpc

from ._proto import session_pb2, simulator_pb2, world_pb2
from .transport import CONTRACT, MAX_MESSAGE_BYTES, MAX_PIECE_BYTES


def load_requests(session: str, scenario: bytes, road: bytes = b"", **header: Any) -> Iterator[simulator_pb2.LoadRequest]:
    """A Load: header and pieces. Sim's byte form unless scenario_format says otherwise; map and scenario with their digests."""
    header.setdefault("scenario_format", simulator_pb2.SCENARIO_FORMAT_SIM_JSON)
    yield simulator_pb2.LoadRequest(
        header=simulator_pb2.LoadHeader(
            session_id=session,
            map_bytes=len(road),
            map_sha256=hashlib.sha256(road).digest() if road else b"",
            scenario_bytes=len(scenario),
            scenario_sha256=hashlib.sha256(scenario).digest(),
            **header,
        )
    )
    content = road + scenario
    for i in range(0, len(content), MAX_PIECE_BYTES):
        yield simulator_pb2.LoadRequest(content=content[i : i + MAX_PIECE_BYTES])


class SimulatorClient:
    """Calls of one server. Remembers at which step its sessions stand."""

    def __init__(self, address: str, token: str = "") -> None:
        self.channel = grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", MAX_MESSAGE_BYTES)])
        self._metadata = (("authorization", f"Bearer {token}"),) if token else ()
        self._at: dict[str, int] = {}
        self.reset_reply = simulator_pb2.ResetReply()
        """What the last reset() brought besides the world."""

    def close_channel(self) -> None:
        """Ends the connection."""
        self.channel.close()

    def at(self, session: str) -> int:
        """The step that a session stands at."""
        return self._at.get(session, 0)

    def _call(self, method: str, request: Any, reply: Any, timeout: float = 30.0) -> Any:
        call = self.channel.unary_unary(f"/sim.v1.Simulator/{method}", type(request).SerializeToString, reply.FromString)
        return call(request, timeout=timeout, metadata=self._metadata)

    def handshake(self, version: tuple[int, int, int] = CONTRACT, required: Sequence[str] = ()) -> session_pb2.HandshakeReply:
        """Agrees on the contract."""
        request = session_pb2.HandshakeRequest(
            client=session_pb2.PeerInfo(name="sim_driver"), contract=session_pb2.Version(major=version[0], minor=version[1], patch=version[2]), required=required
        )
        reply: session_pb2.HandshakeReply = self._call("Handshake", request, session_pb2.HandshakeReply)
        return reply

    def open(self, session: str, token: str = "t", lease_us: int = 0, options: str = "", module: str = "") -> None:
        """Opens a session."""
        header = session_pb2.SessionHeader(session_id=session, owner_token=token, lease_us=lease_us, options_json=options, module=module, case_id="case")
        self._call("OpenSession", simulator_pb2.OpenSimulatorRequest(header=header), simulator_pb2.OpenSimulatorReply, 60.0)

    def load(self, session: str, scenario: bytes, road: bytes = b"", **header: Any) -> simulator_pb2.LoadReply:
        """Loads map and scenario."""
        return self.load_parts(load_requests(session, scenario, road, **header))

    def load_parts(self, parts: Iterable[simulator_pb2.LoadRequest]) -> simulator_pb2.LoadReply:
        """Loads what is given, right or wrong."""
        call = self.channel.stream_unary("/sim.v1.Simulator/Load", simulator_pb2.LoadRequest.SerializeToString, simulator_pb2.LoadReply.FromString)
        reply: simulator_pb2.LoadReply = call(iter(parts), timeout=300.0, metadata=self._metadata)
        return reply

    def reset(self, session: str, seed: int = 0, perfect_tracking: bool = False) -> world_pb2.WorldFrame:
        """Back to step 0."""
        request = simulator_pb2.ResetRequest(session_id=session, seed=seed, perfect_tracking=perfect_tracking)
        self._at[session] = 0
        reply: simulator_pb2.ResetReply = self._call("Reset", request, simulator_pb2.ResetReply, 300.0)
        self.reset_reply = reply
        return reply.world

    def step(
        self, session: str, step: int, answer: world_pb2.AnswerFrame | None = None, *, count: int = 0, every: bool = False, external: Sequence[world_pb2.ActorFrame] = (), timeout: float = 60.0
    ) -> simulator_pb2.StepReply:
        """Advances."""
        request = simulator_pb2.StepRequest(session_id=session, step=step, count=count, every=every, answer=answer, external=external)
        reply: simulator_pb2.StepReply = self._call("Step", request, simulator_pb2.StepReply, timeout)
        self._at[session] = reply.world.step
        return reply

    def run(self, session: str, answers: Iterable[world_pb2.AnswerFrame]) -> Iterator[simulator_pb2.StepReply]:
        """Advances over a stream, a step for each answer."""
        requests = (simulator_pb2.StepRequest(session_id=session, step=a.step, answer=a) for a in answers)
        call = self.channel.stream_stream("/sim.v1.Simulator/Run", simulator_pb2.StepRequest.SerializeToString, simulator_pb2.StepReply.FromString)
        yield from call(requests, metadata=self._metadata)

    def observe(self, session: str) -> world_pb2.WorldFrame:
        """The world now."""
        world: world_pb2.WorldFrame = self._call("Observe", simulator_pb2.ObserveRequest(session_id=session), world_pb2.WorldFrame)
        return world

    def inject(self, session: str, step: int, *changes: simulator_pb2.Injection) -> list[str]:
        """Changes something between two steps; for each change empty or why not."""
        request = simulator_pb2.InjectRequest(session_id=session, step=step, injections=changes)
        return list(self._call("Inject", request, simulator_pb2.InjectReply).problems)

    def close(self, session: str) -> None:
        """Ends a session."""
        self._call("CloseSession", session_pb2.CloseSessionRequest(session_id=session, reason="finished"), session_pb2.CloseSessionReply)

    def ping(self, sessions: Sequence[str]) -> session_pb2.Pong:
        """A sign of life."""
        call = self.channel.stream_stream("/sim.v1.Simulator/Heartbeat", session_pb2.Ping.SerializeToString, session_pb2.Pong.FromString)
        pong: session_pb2.Pong = next(call(iter([session_pb2.Ping(sequence=1, session_ids=sessions)]), timeout=10.0, metadata=self._metadata))
        return pong
