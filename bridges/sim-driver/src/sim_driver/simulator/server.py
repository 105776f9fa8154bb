"""The gRPC server of a simulator: sim.v1.Simulator with its heartbeat."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

import grpc

from .._proto import session_pb2, simulator_pb2, world_pb2
from ..sessions import Fault, SessionTable, module_failed, wait_for
from ..transport import Endpoint, ServerOptions
from .base import Simulator
from .content import collect
from .faults import INVALID, too_late
from .session import Simulation

T = TypeVar("T")


class SimulatorServer(Endpoint):
    """A running server of one simulator. stop() it."""

    service = "sim.v1.Simulator"

    def __init__(self, make: Callable[[], Simulator], options: ServerOptions | None = None, *, stuck: Callable[[], None] | None = None) -> None:
        """Listens when it returns. make: a new instance for each session. stuck: told when a session left a hanging thread behind."""
        self._about = make()
        chosen = options or ServerOptions()
        super().__init__(self._about.name, dataclasses.replace(chosen, max_sessions=min(chosen.max_sessions, self._about.max_sessions)))
        self._make, self._stuck = make, stuck
        self._table: SessionTable[Simulation] = SessionTable(self.options.max_sessions, self.name)
        u, s = self._unary, self._stream
        self._listen(
            grpc.method_handlers_generic_handler(
                self.service,
                {
                    "Handshake": u(self._handshake, session_pb2.HandshakeRequest, session_pb2.HandshakeReply),
                    "OpenSession": u(self._open, simulator_pb2.OpenSimulatorRequest, simulator_pb2.OpenSimulatorReply),
                    "Load": self._collect(self._load, simulator_pb2.LoadRequest, simulator_pb2.LoadReply),
                    "Reset": u(self._reset, simulator_pb2.ResetRequest, simulator_pb2.ResetReply),
                    "Step": u(self._step, simulator_pb2.StepRequest, simulator_pb2.StepReply),
                    "Run": s(self._run, simulator_pb2.StepRequest, simulator_pb2.StepReply),
                    "Observe": u(self._observe, simulator_pb2.ObserveRequest, world_pb2.WorldFrame),
                    "Inject": u(self._inject, simulator_pb2.InjectRequest, simulator_pb2.InjectReply),
                    "CloseSession": u(self._close, session_pb2.CloseSessionRequest, session_pb2.CloseSessionReply),
                    "Heartbeat": s(self._heartbeat, session_pb2.Ping, session_pb2.Pong),
                },
            )
        )

    def _end_sessions(self) -> None:
        self._table.stop()

    def _introduction(self) -> session_pb2.HandshakeReply:
        found: Future[str] = Future()

        def look() -> None:
            try:
                found.set_result(self._about.native_version())
            except BaseException as e:
                found.set_exception(e)

        threading.Thread(target=look, name="handshake", daemon=True).start()
        try:
            native = found.result(timeout=8.0)
        except TimeoutError:
            raise too_late(f"what stands behind {self.name} does not tell its version within 8 s") from None
        except Fault:
            raise
        except Exception:
            raise module_failed(f"{self.name} does not know what stands behind it") from None
        return session_pb2.HandshakeReply(
            server=session_pb2.PeerInfo(name=self.name[:200], version=self._about.version[:200], native_version=native[:200]),
            capabilities=(*self._about.capabilities, "steps", *(("endings",) if "contacts" in self._about.capabilities else ())),
            reproducibility=int(self._about.reproducibility),  # type: ignore[arg-type]
            limits=session_pb2.Limits(step_quantum_us=self._about.step_quantum_us),
        )

    def _tell_stuck(self) -> None:
        if self._stuck is not None:
            self._stuck()

    def _wait(self, session: Simulation, phase: int, what: str, limit_s: float, work: Callable[[], T], context: Any) -> T:
        if session.stuck:
            session.allow("Step")
        with self._table.call(session):
            session.phase = phase  # type: ignore[assignment]
            try:
                return wait_for(session.worker.submit(work), context.is_active, limit_s)
            except TimeoutError:
                raise session.now_stuck(what, limit_s) from None

    def _open(self, request: simulator_pb2.OpenSimulatorRequest, context: Any) -> simulator_pb2.OpenSimulatorReply:
        header = request.header
        self._named(header.module)

        def begin(session_id: str, token: str, lease_s: float, case_id: str) -> Simulation:
            session = Simulation(self._make, self._tell_stuck, session_id, token, lease_s, case_id)
            session.opened = session.worker.submit(lambda: session.open(header.options_json, header.case_id))
            return session

        session = self._table.enter(header, begin)
        opened = session.opened
        assert opened is not None
        if session.state == "faulted":
            text = "OpenSession is not allowed while the session is faulted"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_WRONG_STATE, text, state="faulted")
        try:
            with self._table.call(session):
                wait_for(opened, context.is_active, session.module.load_limit_s)
        except TimeoutError:
            fault = session.now_stuck("opening a session", session.module.load_limit_s)
            self._table.close(session.id)
            raise fault from None
        except Fault:
            if opened.done():
                self._table.close(session.id)
            raise
        return simulator_pb2.OpenSimulatorReply()

    def _load(self, requests: Iterator[simulator_pb2.LoadRequest], context: Any) -> simulator_pb2.LoadReply:
        first = next(requests, None)
        if first is None or first.WhichOneof("part") != "header":
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_SCENARIO, "the first message holds the header")
        header = first.header
        session = self._table.find(header.session_id)
        session.allow("Load")
        with self._table.call(session):
            session.phase = session_pb2.PHASE_LOADING
            content = collect(header, requests)
        return self._wait(session, session_pb2.PHASE_LOADING, "to load", session.module.load_limit_s, lambda: session.load(content), context)

    def _reset(self, request: simulator_pb2.ResetRequest, context: Any) -> simulator_pb2.ResetReply:
        session = self._table.find(request.session_id)
        return self._wait(session, session_pb2.PHASE_LOADING, "to reset", session.module.load_limit_s, lambda: session.reset(request), context)

    def _step(self, request: simulator_pb2.StepRequest, context: Any) -> simulator_pb2.StepReply:
        session = self._table.find(request.session_id)
        limit = session.module.step_limit_s * max(1, min(request.count, 100))
        return self._wait(session, session_pb2.PHASE_STEPPING, f"step {request.step}", limit, lambda: session.advance(request), context)

    def _run(self, requests: Iterator[simulator_pb2.StepRequest], context: Any) -> Iterator[simulator_pb2.StepReply]:
        for request in requests:
            yield self._step(request, context)

    def _observe(self, request: simulator_pb2.ObserveRequest, context: Any) -> world_pb2.WorldFrame:
        session = self._table.find(request.session_id)
        # Not on the session's thread: a simulator that hangs can still be looked at.
        with self._table.call(session):
            session.allow("Observe")
            return session.world

    def _inject(self, request: simulator_pb2.InjectRequest, context: Any) -> simulator_pb2.InjectReply:
        session = self._table.find(request.session_id)
        return self._wait(session, session_pb2.PHASE_STEPPING, "an injection", session.module.step_limit_s, lambda: session.inject(request), context)

    def _close(self, request: session_pb2.CloseSessionRequest, context: Any) -> session_pb2.CloseSessionReply:
        self._table.close(request.session_id)
        return session_pb2.CloseSessionReply()

    def _heartbeat(self, pings: Iterator[session_pb2.Ping], context: Any) -> Iterator[session_pb2.Pong]:
        for ping in pings:
            pong = self._table.renew(list(ping.session_ids))
            pong.sequence = ping.sequence
            yield pong
