"""One session of the contract around a simulator: the table of states, repeated steps, ends."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import grpc

from .._proto import session_pb2, simulator_pb2, world_pb2
from ..digest import world_digest
from ..errors import BadOptions, RecordingError, Refused
from ..rules import Goals, OnRoad
from ..sessions import Fault, SessionBase, clean, module_failed, unknown
from ..transport import MAX_MESSAGE_BYTES, MAX_PIECE_BYTES
from ..world import parse_options
from .base import Content, Loaded, Simulator, Stepped
from .checks import check_answer, check_external
from .faults import INVALID, bad_time, too_late, unsupported

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
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_SCENARIO, str(e), state=self.state) from None
        except Refused as e:
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_REFUSED, str(e), state=self.state) from None
        except BadOptions as e:
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_OPTIONS, str(e), state=self.state) from None
        except BaseException:
            self.state = "faulted"
            raise module_failed(f"{self.module.name} failed {what}", "faulted", self.step) from None

    def open(self, options_json: str, case_id: str) -> None:
        try:
            options = parse_options(options_json)
        except ValueError as e:
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_OPTIONS, f"the options are not JSON: {e}", state="open") from None
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
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_TIME, text, state=self.state, step=request.step)
        assert self._loaded is not None
        answer = check_answer(request, self.world.time_us, self.state) if self._loaded.driven else None
        check_external(request.external, len(self._loaded.task.actors), self.state, self.step)
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
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_TIME, text, state=self.state, step=request.step)
        problems = []
        for change in request.injections:
            text = self._ask("an injection", lambda c=change: self.module.inject(self.step, c))  # type: ignore[misc]
            problems.append(clean(text, 4096))
        return simulator_pb2.InjectReply(problems=problems)

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
