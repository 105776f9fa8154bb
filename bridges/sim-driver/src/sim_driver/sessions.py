"""Sessions of a driver: one instance each, on a thread of its own; leases; the last reply for whoever asks again."""

from __future__ import annotations

import hmac
import math
import queue
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

import grpc
import numpy as np

from ._proto import driver_pb2, session_pb2, task_pb2
from .driver import Driver
from .errors import BadOptions, Refused
from .plan import Controls, Plan
from .world import Task, World, parse_options, states

T = TypeVar("T")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}\Z")
DEFAULT_LEASE_S = 30.0
MAX_LEASE_S = 24 * 3600.0
# Lanes, points and actors are looked at one by one in Python: far beyond any real map this would take minutes.
MAX_ACTORS = 4096


def clean(text: str, limit: int = 2000) -> str:
    """One line without control characters, of bounded size: what may go into a status or a log line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")


class Fault(Exception):
    """A call ends with this status; becomes the trailer sim-error-bin."""

    def __init__(self, code: grpc.StatusCode, reason: int, text: str, *, state: str = "", step: int = -1, native: str = "", retryable: bool = False) -> None:
        super().__init__(text)
        self.code, self.text = code, clean(text)
        self.detail = session_pb2.ErrorDetail(
            reason=reason,  # type: ignore[arg-type]
            native_text=clean(native or text),
            state=state,
            step=step,
            retryable=retryable,
        )


def module_failed(what: str, state: str = "", step: int = -1) -> Fault:
    """The module threw: the traceback goes to stderr, its last line into the status. To be called while the exception is handled."""
    traceback.print_exc(file=sys.stderr)
    kind, value, _ = sys.exc_info()
    last = traceback.format_exception_only(kind, value)[-1].strip()
    return Fault(grpc.StatusCode.INTERNAL, session_pb2.ERROR_REASON_MODULE_FAILED, f"{what}: {last}", state=state, step=step, native=last)


class _Worker:
    """Runs what it is given one after another on its own thread. A module that hangs holds up nobody else, not even the end of the process."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        self._work.put((work, future))
        return future

    def stop(self) -> None:
        self._work.put(None)

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            work, future = item
            try:
                future.set_result(work())
            except BaseException as e:  # SystemExit of a module must not end the thread without an answer.
                future.set_exception(e)


class SessionBase:
    """One case: who owns it, when it was last heard of, and the thread that its module runs on."""

    def __init__(self, session_id: str, token: str, lease_s: float, case_id: str) -> None:
        self.id, self.token, self.lease_s, self.case_id = session_id, token, lease_s, case_id
        self.phase = session_pb2.PHASE_LOADING
        self.heard = time.monotonic()
        self.calls = 0
        self.worker = _Worker(f"session {session_id}")
        self.closed = False

    def end(self) -> None:
        """Tells the module that it is over; called once, from any thread, returns soon even when the module hangs."""
        raise NotImplementedError


class Session(SessionBase):
    """One case of a driver."""

    def __init__(self, session_id: str, token: str, lease_s: float, case_id: str) -> None:
        super().__init__(session_id, token, lease_s, case_id)
        self.opened: Future[driver_pb2.OpenDriverReply] | None = None
        self.driver: Driver | None = None
        self.task: Task | None = None
        self._last: tuple[driver_pb2.DriveRequest, driver_pb2.DriveReply | Fault] | None = None

    def end(self) -> None:
        done = self.worker.submit(self.close)
        self.worker.stop()
        try:
            done.result(timeout=2.0)
        except TimeoutError:
            pass

    # What follows runs on the session's own thread.

    def open(self, make: Callable[[], Driver], message: task_pb2.DriverTask, options_json: str) -> driver_pb2.OpenDriverReply:
        invalid = grpc.StatusCode.INVALID_ARGUMENT
        if message.step_us <= 0 or message.horizon_us <= 0:
            raise Fault(invalid, session_pb2.ERROR_REASON_BAD_TIME, f"step {message.step_us} µs, horizon {message.horizon_us} µs: both are positive", state="open")
        if not message.ego_index < len(message.actors) <= MAX_ACTORS:
            raise Fault(invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, f"ego {message.ego_index} of {len(message.actors)} actors (at most {MAX_ACTORS})", state="open")
        try:
            options = parse_options(options_json)
        except ValueError as e:
            raise Fault(invalid, session_pb2.ERROR_REASON_BAD_OPTIONS, f"the options are not JSON: {e}", state="open") from None
        try:
            self.task = Task(message, options, self.case_id)
            self.driver = make()
            self.driver.task = self.task
            self.driver.start(self.task)
        except Refused as e:
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_REFUSED, str(e), state="open") from None
        except BadOptions as e:
            raise Fault(invalid, session_pb2.ERROR_REASON_BAD_OPTIONS, str(e), state="open") from None
        except BaseException:
            raise module_failed("the driver failed to start", "open") from None
        return driver_pb2.OpenDriverReply(perfect_tracking=bool(self.driver.perfect_tracking))

    def decide(self, request: driver_pb2.DriveRequest, post_mortem: bool) -> driver_pb2.DriveReply:
        step = request.world.step
        if self._last is not None:
            last, reply = self._last
            if step < last.world.step or (step == last.world.step and request != last):
                text = f"step {step} has been done" + (" with another content" if step == last.world.step else f"; the session is at step {last.world.step}")
                raise Fault(grpc.StatusCode.ABORTED, session_pb2.ERROR_REASON_STEP_CONFLICT, text, state="running", step=step)
            if step == last.world.step:
                if isinstance(reply, Fault):
                    raise reply
                return reply
            if isinstance(reply, Fault):
                text = f"the driver failed at step {last.world.step}: only CloseSession is allowed"
                raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_WRONG_STATE, text, state="faulted", step=step)
        task, driver = self.task, self.driver
        if self.closed or task is None or driver is None:
            raise unknown(self.id)
        world = self._world(request, task, step)
        try:
            answer = driver.decide(world)
            if not isinstance(answer, (Plan, Controls)):
                raise TypeError(f"decide() must return a Plan or Controls, it returned {type(answer).__name__}")
            if isinstance(answer, Plan):
                if int(answer.time_us[-1]) <= world.time_us:
                    raise ValueError(f"the plan ends at {answer.time_us[-1]} µs, not after the present ({world.time_us} µs)")
                answer = answer.from_present(world)
            frame = answer.to_message(step)
        except BaseException as e:
            fault = module_failed(f"{type(driver).__name__}.decide failed at step {step}", "faulted", step)
            self._last = (request, fault)
            if post_mortem:
                import pdb

                pdb.post_mortem(e.__traceback__)
            raise fault from None
        reply = driver_pb2.DriveReply(session_id=self.id, time_us=world.time_us, answer=frame)
        self._last = (request, reply)
        return reply

    def close(self) -> None:
        if self.driver is not None:
            try:
                self.driver.close()
            except BaseException:
                traceback.print_exc(file=sys.stderr)
            self.driver = None

    def _world(self, request: driver_pb2.DriveRequest, task: Task, step: int) -> World:
        def fault(code: grpc.StatusCode, reason: int, text: str) -> Fault:
            return Fault(code, reason, text, state="running", step=step)

        invalid = grpc.StatusCode.INVALID_ARGUMENT
        frame = request.world
        if step < 0 or frame.time_us != step * task.step_us:
            text = f"step {step} is at {step * task.step_us} µs, the world frame says {frame.time_us} µs"
            raise fault(invalid, session_pb2.ERROR_REASON_BAD_TIME, text)
        indices = [a.index for a in frame.actors]
        if indices and max(indices) >= len(task.actors):
            raise fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_ACTOR_UNKNOWN, f"the world frame names actor {max(indices)} of {len(task.actors)}")
        if len(set(indices)) != len(indices):
            raise fault(invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, "the world frame names an actor twice")
        if indices:
            rows = states(frame.actors)
            if not all(np.isfinite(rows[name]).all() for name in ("x", "y", "heading", "speed", "lateral", "accel", "yaw_rate", "steer")):
                raise fault(invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, "a number in the world frame is not finite")
        try:
            return World(frame, task, request.sensors)
        except ValueError as e:
            raise fault(invalid, session_pb2.ERROR_REASON_BAD_SCENARIO, str(e)) from None


def unknown(session_id: str) -> Fault:
    """No such session."""
    text = f"no session '{clean(session_id, 80)}': never opened, closed, or its lease has ended"
    return Fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_SESSION_UNKNOWN, text, state="ended")


S = TypeVar("S", bound=SessionBase)


class SessionTable(Generic[S]):
    """Sessions with owners and leases. Thread-safe."""

    def __init__(self, max_sessions: int, what: str) -> None:
        self._max, self._what = max_sessions, what
        self._all: dict[str, S] = {}
        self._changed = threading.Condition()
        self._stopped = False
        threading.Thread(target=self._reap, name="leases", daemon=True).start()

    def enter(self, header: session_pb2.SessionHeader, begin: Callable[[str, str, float, str], S]) -> S:
        """The session of this id and owner, begun when there is none."""
        if not _ID.match(header.session_id):
            text = "a session's id has 1 to 64 characters of [A-Za-z0-9_.:-]"
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_UNSPECIFIED, text)
        if header.lease_us < 0:
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_TIME, "a lease is not negative")
        with self._changed:
            session = self._all.get(header.session_id)
            if session is None:
                if len(self._all) >= self._max:
                    text = f"this {self._what} takes {self._max} session{'s' if self._max > 1 else ''} at the same time"
                    raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_TOO_MANY_SESSIONS, text, retryable=True)
                lease = min(header.lease_us / 1e6, MAX_LEASE_S) if header.lease_us else DEFAULT_LEASE_S
                session = begin(header.session_id, header.owner_token, lease, header.case_id)
                self._all[session.id] = session
                self._changed.notify_all()
            elif not hmac.compare_digest(session.token.encode(), header.owner_token.encode()):
                text = f"session '{session.id}' belongs to another owner"
                raise Fault(grpc.StatusCode.PERMISSION_DENIED, session_pb2.ERROR_REASON_NOT_OWNER, text)
        return session

    def close(self, session_id: str) -> None:
        """Ends a session; returns at once when its module is busy: what it is doing comes to nothing."""
        with self._changed:
            session = self._all.pop(session_id, None)
        if session is not None:
            session.closed = True
            session.end()

    def renew(self, session_ids: list[str]) -> session_pb2.Pong:
        """A sign of life of some sessions; says what they all do."""
        with self._changed:
            now = time.monotonic()
            for session_id in session_ids[: self._max]:
                if (session := self._all.get(session_id)) is not None:
                    session.heard = now
            busy = [s.phase for s in self._all.values() if s.calls]
            phase = max(busy) if busy else session_pb2.PHASE_IDLE
            return session_pb2.Pong(phase=phase, sessions=len(self._all))

    def stop(self) -> None:
        """Ends all sessions."""
        with self._changed:
            self._stopped = True
            ids = list(self._all)
            self._changed.notify_all()
        for session_id in ids:
            self.close(session_id)

    def find(self, session_id: str) -> S:
        """The session; NOT_FOUND when there is none."""
        with self._changed:
            session = self._all.get(session_id)
        if session is None:
            raise unknown(session_id)
        return session

    def call(self, session: S) -> Call:
        """While a call lasts, its session's lease does not end."""
        return Call(self._changed, session)

    def _reap(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                now = time.monotonic()
                # A call in progress counts as hearing from the owner: it still waits for its reply.
                left = {s.id: s.heard + s.lease_s - now for s in self._all.values() if not s.calls}
                over = [i for i, rest in left.items() if rest <= 0]
                if not over:
                    self._changed.wait(min(min(left.values(), default=1.0), 1.0))
                    continue
            for session_id in over:
                print(f"sim_driver: the lease of session {session_id} has ended", file=sys.stderr)
                self.close(session_id)


class Sessions(SessionTable[Session]):
    """All sessions of a driver. Thread-safe."""

    def __init__(self, make: Callable[[], Driver], *, max_sessions: int, post_mortem: bool = False) -> None:
        super().__init__(max_sessions, "driver")
        self._make, self._post_mortem = make, post_mortem

    def open(self, request: driver_pb2.OpenDriverRequest, alive: Callable[[], bool]) -> driver_pb2.OpenDriverReply:
        def begin(session_id: str, token: str, lease_s: float, case_id: str) -> Session:
            session = Session(session_id, token, lease_s, case_id)
            session.opened = session.worker.submit(lambda: session.open(self._make, request.task, request.header.options_json))
            return session

        session = self.enter(request.header, begin)
        opened = session.opened
        assert opened is not None
        try:
            with self.call(session):
                return wait_for(opened, alive)
        except Fault:
            if opened.done():
                self.close(session.id)
            raise

    def decide(self, request: driver_pb2.DriveRequest, alive: Callable[[], bool]) -> driver_pb2.DriveReply:
        session = self.find(request.session_id)
        with self.call(session):
            session.phase = session_pb2.PHASE_STEPPING
            return wait_for(session.worker.submit(lambda: session.decide(request, self._post_mortem)), alive)


class Call:
    """A call of a session in progress."""

    def __init__(self, changed: threading.Condition, session: SessionBase) -> None:
        self._changed, self._session = changed, session

    def __enter__(self) -> None:
        with self._changed:
            self._session.calls += 1
            self._session.heard = time.monotonic()

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._session.calls -= 1
            self._session.heard = time.monotonic()
            self._session.phase = session_pb2.PHASE_IDLE


def wait_for(future: Future[T], alive: Callable[[], bool], limit_s: float = math.inf) -> T:
    """The result, given up when the caller is gone; TimeoutError after limit_s."""
    end = time.monotonic() + limit_s
    while True:
        try:
            return future.result(timeout=max(0.0, min(0.5, end - time.monotonic())))
        except TimeoutError:
            if future.done():
                return future.result()
            if not alive():
                raise Fault(grpc.StatusCode.CANCELLED, session_pb2.ERROR_REASON_TIMEOUT, "the caller no longer waits") from None
            if time.monotonic() >= end:
                raise
