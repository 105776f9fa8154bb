"""
The base of adapters of outside simulators: derive from Simulator, serve with serve_simulator(). Sessions, leases, the table of states, repeated
steps, contents in pieces, digests, ends and deadlines are done here; a simulator only loads, steps and tells where everybody is.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import grpc

from ._proto import sensor_pb2, session_pb2, simulator_pb2, task_pb2, world_pb2
from .digest import world_digest
from .driver import Reproducibility
from .errors import BadOptions, RecordingError, Refused
from .rules import Goals, OnRoad
from .sessions import Fault, SessionBase, SessionTable, clean, module_failed, unknown, wait_for
from .transport import MAX_CONTENT_BYTES, MAX_MESSAGE_BYTES, MAX_PIECE_BYTES, Endpoint, ServerOptions, add_arguments, run
from .world import parse_options

T = TypeVar("T")
AFTER_CONTACT_US = 1_000_000
"""How long a case goes on after the ego's first contact when it stops at contacts."""
CLOSE_LIMIT_S = 3.0
"""How long a simulator may take to close before it counts as stuck."""
ABANDON_LIMIT_S = 5.0
BATCH_BYTES = MAX_PIECE_BYTES // 2
BATCH_S = 0.2
"""A reply that holds every step stays below these."""
MAX_SIGHTINGS = 1000
"""Events and contacts of one reply."""
_ALLOWED = {
    "Load": ("open", "loaded", "running", "ended"),
    "Reset": ("loaded", "running", "ended"),
    "Step": ("running",),
    "Observe": ("running", "ended", "faulted"),
    "Inject": ("running",),
}
_invalid = grpc.StatusCode.INVALID_ARGUMENT


def bad_scenario(text: str) -> Fault:
    """The scenario cannot be run here."""
    return Fault(_invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, text)


def bad_map(text: str) -> Fault:
    """The map cannot be used."""
    return Fault(_invalid, session_pb2.ERROR_REASON_BAD_MAP, text)


def bad_time(text: str) -> Fault:
    """Step length or time."""
    return Fault(_invalid, session_pb2.ERROR_REASON_BAD_TIME, text)


def bad_answer(text: str) -> Fault:
    """The driver's answer or a command is malformed or out of range."""
    return Fault(_invalid, session_pb2.ERROR_REASON_BAD_ANSWER, text)


def unsupported(text: str) -> Fault:
    """The scenario needs a feature that this simulator does not have."""
    return Fault(grpc.StatusCode.UNIMPLEMENTED, session_pb2.ERROR_REASON_FEATURE_UNSUPPORTED, text)


def version_mismatch(text: str) -> Fault:
    """Versions do not fit; the text names both."""
    return Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_VERSION_MISMATCH, text)


def lost(text: str) -> Fault:
    """The simulator behind the adapter is gone or cannot be reached."""
    return Fault(grpc.StatusCode.UNAVAILABLE, session_pb2.ERROR_REASON_PEER_LOST, text)


def too_late(text: str) -> Fault:
    """The simulator missed a deadline."""
    return Fault(grpc.StatusCode.DEADLINE_EXCEEDED, session_pb2.ERROR_REASON_TIMEOUT, text)


class Content(NamedTuple):
    """What a Load brought, complete and checked against its digests."""

    header: simulator_pb2.LoadHeader
    map: bytes
    scenario: bytes


@dataclass
class Loaded:
    """What became of a scenario."""

    task: task_pb2.DriverTask
    """What a driver is to be told."""
    unsupported: list[str] = field(default_factory=list)
    """What is left out or replaced, one sentence each."""
    traffic: str = ""
    """How the other actors move, in a word; empty: as the scenario says."""
    driven: bool = True
    """True when answers move the ego."""


@dataclass
class Stepped:
    """Where everybody is after a step, and what happened on the way."""

    actors: list[world_pb2.ActorFrame]
    signals: list[world_pb2.SignalFrame] = field(default_factory=list)
    events: list[simulator_pb2.WorldEvent] = field(default_factory=list)
    contacts: list[simulator_pb2.ContactFrame] = field(default_factory=list)
    sensors: list[sensor_pb2.SensorFrame] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    end: str = ""
    """Why the simulator itself ends here; empty when it does not."""


class Simulator:
    """
    One session with an outside simulator. All methods but abandon() are called on the session's own thread, one after another. They raise the
    faults above; RecordingError for a scenario that is none; anything else is a failure of the simulator, after which only close() is called.
    """

    name = ""
    version = "0"
    capabilities: tuple[str, ...] = ()
    """Words of the contract. "contacts" says that every contact of the ego is reported; then a case can end at one. Who says nothing of contacts
    leaves them to the host, which finds them from the boxes."""
    reproducibility = Reproducibility.STATISTICAL
    step_quantum_us = 0
    """Every step length is a multiple of this; 0 means not stated."""
    max_sessions = 1
    load_limit_s = 300.0
    """How long Load or Reset may take before the simulator counts as stuck."""
    step_limit_s = 60.0
    """The same for a Step."""

    def native_version(self) -> str:
        """Version of what stands behind; called for a handshake, before open() and on another instance. Raises version_mismatch() or lost()."""
        return ""

    def open(self, options: Any, case_id: str) -> None:
        """Begins a session. Raises BadOptions or Refused."""

    def load(self, content: Content) -> Loaded:
        """Map and scenario; may be called again."""
        raise NotImplementedError

    def reset(self, seed: int, perfect_tracking: bool) -> Stepped:
        """Back to step 0."""
        raise NotImplementedError

    def step(self, step: int, answer: world_pb2.AnswerFrame | None, external: Sequence[world_pb2.ActorFrame]) -> Stepped:
        """From step to step + 1. The answer is well-formed; None when answers do not move the ego."""
        raise NotImplementedError

    def inject(self, step: int, change: simulator_pb2.Injection) -> str:
        """One change from outside between two steps: empty when it was done, else why not."""
        return f"{self.name} cannot change anything from outside"

    def close(self) -> None:
        """Leaves the simulator as it was found. Called once after every open(), also when that failed."""

    def abandon(self) -> None:
        """The same when the session's thread hangs in the simulator: called on another thread, for at most five seconds."""


class Simulation(SessionBase):
    """One session of the contract around a Simulator."""

    def __init__(self, make: Callable[[], Simulator], stuck: Callable[[], None], session_id: str, token: str, lease_s: float, case_id: str) -> None:
        super().__init__(session_id, token, lease_s, case_id)
        self.module = make()
        self.state = "open"
        self.step = 0
        self.world = world_pb2.WorldFrame()
        self.opened: Future[None] | None = None
        self.stuck = False
        self._told_stuck = stuck
        self._last: tuple[simulator_pb2.StepRequest, simulator_pb2.StepReply | Fault] | None = None
        self._contact_us: int | None = None
        self._loaded: Loaded | None = None
        self._header = simulator_pb2.LoadHeader()

    def allow(self, call: str) -> None:
        """Refuses a call that the state does not allow."""
        if self.closed:
            raise unknown(self.id)
        if self.state not in _ALLOWED[call]:
            text = f"{call} is not allowed while the session is {self.state}"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_WRONG_STATE, text, state=self.state, step=self.step)

    def now_stuck(self, what: str, limit_s: float) -> Fault:
        """The simulator did not come back: the session is faulted for good, its thread is left behind."""
        self.stuck, self.state = True, "faulted"
        fault = too_late(f"{self.module.name} did not finish {what} within {limit_s:g} s and counts as stuck")
        fault.detail.state = self.state
        return fault

    def end(self) -> None:
        done = self.worker.submit(self._close)
        self.worker.stop()
        try:
            done.result(timeout=0.0 if self.stuck else CLOSE_LIMIT_S)
        except TimeoutError:
            # Whether it comes back nobody knows: what can be done from outside is done, and a later return changes nothing.
            self.stuck = True
            freeing = threading.Thread(target=self._abandon, name="abandon", daemon=True)
            freeing.start()
            freeing.join(ABANDON_LIMIT_S)
            self._told_stuck()

    def _abandon(self) -> None:
        try:
            self.module.abandon()
        except BaseException as e:
            print(f"sim_driver: abandoning {self.module.name} failed: {clean(repr(e), 300)}", file=sys.stderr)

    # What follows runs on the session's own thread.

    def _close(self) -> None:
        try:
            self.module.close()
        except BaseException as e:
            print(f"sim_driver: closing {self.module.name} failed: {clean(repr(e), 300)}", file=sys.stderr)

    def _ask(self, what: str, work: Callable[[], T]) -> T:
        """Calls the simulator; whatever goes wrong becomes a fault of the contract."""
        try:
            return work()
        except Fault as fault:
            if fault.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.INTERNAL, grpc.StatusCode.DATA_LOSS):
                self.state = "faulted"
            fault.detail.state = self.state
            raise
        except RecordingError as e:
            raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, str(e), state=self.state) from None
        except Refused as e:
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_REFUSED, str(e), state=self.state) from None
        except BadOptions as e:
            raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_OPTIONS, str(e), state=self.state) from None
        except BaseException:
            self.state = "faulted"
            raise module_failed(f"{self.module.name} failed {what}", "faulted", self.step) from None

    def open(self, options_json: str, case_id: str) -> None:
        try:
            options = parse_options(options_json)
        except ValueError as e:
            raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_OPTIONS, f"the options are not JSON: {e}", state="open") from None
        self._ask("to open a session", lambda: self.module.open(options, case_id))

    def load(self, content: Content) -> simulator_pb2.LoadReply:
        self.allow("Load")
        header = content.header
        # Until this one is loaded there is none.
        self.state, self._last = "open", None
        quantum = self.module.step_quantum_us
        if header.step_us < 0 or header.horizon_us < 0:
            raise bad_time(f"step {header.step_us} µs, horizon {header.horizon_us} µs: neither is negative")
        loaded = self._ask("to load", lambda: self.module.load(content))
        task = loaded.task
        if task.step_us <= 0 or (quantum and task.step_us % quantum):
            raise bad_time(f"a step of {task.step_us} µs is not a multiple of {quantum} µs, as {self.module.name} needs")
        if header.strict and loaded.unsupported:
            raise unsupported("; ".join(loaded.unsupported[:20]))
        self._loaded, self._header, self.state = loaded, header, "loaded"
        reply = simulator_pb2.LoadReply(task=task, unsupported=[clean(t, 4096) for t in loaded.unsupported[:MAX_SIGHTINGS]], traffic=loaded.traffic)
        if header.scenario_format == simulator_pb2.SCENARIO_FORMAT_SIM_JSON:
            # Whoever sent the scenario has these.
            for known in ("map", "task", "environment", "ego_log"):
                reply.task.ClearField(known)
        return reply

    def reset(self, request: simulator_pb2.ResetRequest) -> simulator_pb2.ResetReply:
        self.allow("Reset")
        if request.perfect_tracking and "perfect-tracking" not in self.module.capabilities:
            text = f"{self.module.name} lacks the capability perfect-tracking"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_CAPABILITY_MISSING, text, state=self.state)
        assert self._loaded is not None
        task = self._loaded.task
        first = self._ask("to reset", lambda: self.module.reset(request.seed, request.perfect_tracking))
        self._goals, self._road = Goals(task), OnRoad(task.map)
        self._contact_us = None
        self._was_on_road, self._last, self.step = True, None, 0
        self._was_there = {a.id for a in first.actors}
        self._set_world(0, first)
        events = [*first.events, *self._notice(first)]
        self._note_contacts(first)
        self.state = "running"
        return simulator_pb2.ResetReply(world=self.world, events=events, contacts=first.contacts, sensors=first.sensors, digest=world_digest(self.world))

    def advance(self, request: simulator_pb2.StepRequest) -> simulator_pb2.StepReply:
        if self._last is not None and self._loaded is not None and request.step == self._last[0].step:
            last, reply = self._last
            if request != last:
                text = f"step {request.step} has been done with another content"
                raise Fault(grpc.StatusCode.ABORTED, session_pb2.ERROR_REASON_STEP_CONFLICT, text, state=self.state, step=request.step)
            if isinstance(reply, Fault):
                raise reply
            return reply
        self.allow("Step")
        if request.step < self.step:
            text = f"step {request.step} has been done; the session is at step {self.step}"
            raise Fault(grpc.StatusCode.ABORTED, session_pb2.ERROR_REASON_STEP_CONFLICT, text, state=self.state, step=request.step)
        if request.step > self.step:
            text = f"the session is at step {self.step}, not at {request.step}"
            raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_TIME, text, state=self.state, step=request.step)
        assert self._loaded is not None
        answer = self._answer(request)
        self._check_external(request.external)
        reply = simulator_pb2.StepReply()
        before: list[simulator_pb2.StepReply] = []
        size, begin = 0, time.monotonic()
        try:
            for left in range(max(1, request.count) - 1, -1, -1):
                step = self.step
                done = self._ask(f"at step {step}", lambda: self.module.step(step, answer, request.external))
                self._take(done, reply)
                if reply.is_over or not left:
                    break
                if request.every:
                    size += reply.ByteSize()
                    if size + size // (len(before) + 1) > BATCH_BYTES or time.monotonic() - begin > BATCH_S:
                        break
                    before.append(reply)
                    reply = simulator_pb2.StepReply()
            reply.before.extend(before)
            if reply.ByteSize() > MAX_MESSAGE_BYTES - 1024:
                text = f"the reply of step {request.step} has {reply.ByteSize()} bytes, more than {MAX_MESSAGE_BYTES}: fewer or smaller sensors, or fewer steps in one call"
                self.state = "faulted"
                raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG, text, state=self.state, step=request.step)
        except Fault as fault:
            if self.step != request.step or self.state == "faulted":
                # The simulator has moved on: asking again must not do the step twice.
                self.state = "faulted"
                self._last = (request, fault)
            raise
        self._last = (request, reply)
        return reply

    def inject(self, request: simulator_pb2.InjectRequest) -> simulator_pb2.InjectReply:
        self.allow("Inject")
        if request.step != self.step:
            text = f"the session is at step {self.step}, not at {request.step}"
            raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_TIME, text, state=self.state, step=request.step)
        problems = []
        for change in request.injections:
            text = self._ask("an injection", lambda c=change: self.module.inject(self.step, c))  # type: ignore[misc]
            problems.append(clean(text, 4096))
        return simulator_pb2.InjectReply(problems=problems)

    def _answer(self, request: simulator_pb2.StepRequest) -> world_pb2.AnswerFrame | None:
        assert self._loaded is not None
        if not self._loaded.driven:
            return None

        def bad(text: str) -> Fault:
            return Fault(_invalid, session_pb2.ERROR_REASON_BAD_ANSWER, text, state=self.state, step=request.step)

        if not request.HasField("answer"):
            raise bad("the ego is driven, but there is no answer")
        answer = request.answer
        if answer.step != request.step:
            raise bad(f"the answer is to step {answer.step}, not to {request.step}")
        if answer.HasField("controls") == bool(answer.plan):
            raise bad("an answer is either a plan or controls")
        if answer.HasField("controls"):
            if not (math.isfinite(answer.controls.accel_mps2) and math.isfinite(answer.controls.steer_rad)):
                raise bad("a control is not finite")
            return answer
        if not 2 <= len(answer.plan) <= 2000:
            raise bad(f"a plan has 2 to 2000 points, found {len(answer.plan)}")
        times = [p.time_us for p in answer.plan]
        if any(b <= a for a, b in zip(times, times[1:], strict=False)):
            raise bad("the times of a plan are strictly increasing")
        if times[-1] <= self.world.time_us:
            raise bad(f"the plan ends at {times[-1]} µs, not after the present ({self.world.time_us} µs)")
        if not all(math.isfinite(v) for p in answer.plan for v in (p.x, p.y, p.heading_rad, p.speed_mps)):
            raise bad("a number of the plan is not finite")
        return answer

    def _check_external(self, external: Sequence[world_pb2.ActorFrame]) -> None:
        assert self._loaded is not None
        count = len(self._loaded.task.actors)
        for a in external:
            if a.index >= count:
                text = f"an actor that the client moves has index {a.index} of {count}"
                raise Fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_ACTOR_UNKNOWN, text, state=self.state, step=self.step)
            if not all(math.isfinite(v) for v in (a.x, a.y, a.heading_rad, a.speed_mps)):
                raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_ANSWER, f"actor {a.index}: a number is not finite", state=self.state, step=self.step)

    def _set_world(self, step: int, done: Stepped) -> None:
        assert self._loaded is not None
        for a in done.actors:
            if not all(map(math.isfinite, (a.x, a.y, a.heading_rad, a.speed_mps, a.lateral_mps, a.accel_mps2, a.yaw_rate_rps, a.steer_rad))):
                self.state = "faulted"
                text = f"{self.module.name} gave a state of '{clean(a.id, 80)}' that is not finite"
                raise Fault(grpc.StatusCode.INTERNAL, session_pb2.ERROR_REASON_MODULE_FAILED, text, state="faulted", step=step)
        actors = sorted(done.actors, key=lambda a: a.index)
        self.world = world_pb2.WorldFrame(step=step, time_us=step * self._loaded.task.step_us, actors=actors, signals=done.signals)
        self.step = step

    def _notice(self, done: Stepped) -> list[simulator_pb2.WorldEvent]:
        """Who came and went, and the ego leaving the road."""
        assert self._loaded is not None
        time_us, task = self.world.time_us, self._loaded.task
        events = []
        now = {a.id for a in self.world.actors}
        for who, kind, text in [(w, "appear", "appears") for w in sorted(now - self._was_there)] + [(w, "vanish", "leaves the scene") for w in sorted(self._was_there - now)]:
            events.append(simulator_pb2.WorldEvent(time_us=time_us, kind=kind, actors=[who], text=f"'{who}' {text}."))
        self._was_there = now
        ego = self._ego()
        if ego is not None and (on := self._road.at(ego.x, ego.y)) is not None:
            if self._was_on_road and not on and not any(e.kind == "off-road" for e in done.events):
                text = "The ego's centre has left every lane and drivable area."
                events.append(simulator_pb2.WorldEvent(time_us=time_us, kind="off-road", actors=[task.actors[task.ego_index].id], text=text))
            self._was_on_road = on
        return events

    def _ego(self) -> world_pb2.ActorFrame | None:
        assert self._loaded is not None
        return next((a for a in self.world.actors if a.index == self._loaded.task.ego_index), None)

    def _note_contacts(self, done: Stepped) -> None:
        assert self._loaded is not None
        who = self._loaded.task.actors[self._loaded.task.ego_index].id
        for c in done.contacts:
            if who in (c.a, c.b) and self._contact_us is None:
                self._contact_us = c.time_us

    def _take(self, done: Stepped, reply: simulator_pb2.StepReply) -> None:
        assert self._loaded is not None
        task = self._loaded.task
        self._set_world(self.step + 1, done)
        now = self.world.time_us
        events = [*done.events, *self._notice(done)]
        who = task.actors[task.ego_index].id
        self._note_contacts(done)
        ego, end = self._ego(), ""
        if done.missing:
            end = "simulator-failed"
        elif self._header.stop_at_contact and self._contact_us is not None and "contacts" in self.module.capabilities:
            end = "contact" if now - self._contact_us >= AFTER_CONTACT_US or now >= task.horizon_us else ""
        elif ego is not None and self._goals.reached(now, ego):
            end = "goal-reached"
            events.append(simulator_pb2.WorldEvent(time_us=now, kind="goal", actors=[who], text="The ego has reached its goal."))
        elif done.end:
            end = done.end
        elif now >= task.horizon_us:
            end = "horizon"
        elif ego is None:
            end = "log-end"
        reply.events.extend(events[: max(0, MAX_SIGHTINGS - len(reply.events))])
        reply.contacts.extend(done.contacts[: max(0, MAX_SIGHTINGS - len(reply.contacts))])
        reply.sensors.extend(done.sensors)
        reply.missing_sensors.extend(done.missing)
        reply.world.CopyFrom(self.world)
        reply.digest = world_digest(self.world)
        if end:
            reply.is_over, reply.end, self.state = True, end, "ended"


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
            raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, "the first message holds the header")
        header = first.header
        session = self._table.find(header.session_id)
        session.allow("Load")
        with self._table.call(session):
            session.phase = session_pb2.PHASE_LOADING
            content = self._pieces(header, requests)
        return self._wait(session, session_pb2.PHASE_LOADING, "to load", session.module.load_limit_s, lambda: session.load(content), context)

    def _pieces(self, header: simulator_pb2.LoadHeader, requests: Iterator[simulator_pb2.LoadRequest]) -> Content:
        total = header.map_bytes + header.scenario_bytes
        if total > MAX_CONTENT_BYTES:
            text = f"map and scenario have at most {MAX_CONTENT_BYTES} bytes together, {total} were announced"
            raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG, text)
        # It grows with what comes: what is only announced takes no room.
        content = bytearray()
        for part in requests:
            if part.WhichOneof("part") != "content":
                raise Fault(_invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, "after the header only pieces may come")
            if len(part.content) > MAX_PIECE_BYTES:
                text = f"a piece has {len(part.content)} bytes, more than {MAX_PIECE_BYTES}"
                raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG, text)
            content += part.content
            if len(content) > total:
                break
        if len(content) != total:
            text = f"the header states {total} bytes, the pieces hold {'more' if len(content) > total else len(content)}"
            raise Fault(grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS, text)
        road, scenario = bytes(content[: header.map_bytes]), bytes(content[header.map_bytes :])
        for what, data, digest in (("map", road, header.map_sha256), ("scenario", scenario, header.scenario_sha256)):
            if (data or digest) and hashlib.sha256(data).digest() != digest:
                raise Fault(grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS, f"the {what} does not fit its SHA-256")
        return Content(header, road, scenario)

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


EXIT_STUCK = 3
"""What a process ends with whose simulator hung: whoever started it starts another one."""


def serve_simulator(make: Callable[[argparse.Namespace], Callable[[], Simulator]], parser: argparse.ArgumentParser, argv: Sequence[str] | None = None, said_by: str = "sim_driver") -> None:
    """
    Serves a simulator until SIGTERM, Ctrl-C, until the host that started it is gone, or, with exit code 3, until a session left a hanging
    simulator behind. make is given the arguments and returns what makes an instance for each session; it may raise ConfigurationError.
    """
    defaults = ServerOptions()
    add_arguments(parser, defaults)
    parser.add_argument("--port", type=int, metavar="N", help="the same as --listen 127.0.0.1:N; 0 picks one")
    args = parser.parse_args(argv)
    if args.port is not None and not 0 <= args.port <= 65535:
        parser.error("--port is 0 to 65535")
    over = threading.Event()
    servers: list[SimulatorServer] = []

    def start() -> SimulatorServer:
        def stuck() -> None:
            print(f"{said_by}: a simulator hangs and cannot be freed: this process ends", file=sys.stderr, flush=True)
            servers[0].exit_code = EXIT_STUCK
            # The reply to whoever closed the session is still on its way.
            threading.Timer(0.2, over.set).start()

        options = ServerOptions(
            listen=f"127.0.0.1:{args.port}" if args.port is not None else args.listen,
            token_file=args.token_file,
            tls_cert=args.tls_cert,
            tls_key=args.tls_key,
            tls_client_ca=args.tls_client_ca,
        )
        servers.append(SimulatorServer(make(args), options, stuck=stuck))
        return servers[0]

    run(start, said_by, over)
