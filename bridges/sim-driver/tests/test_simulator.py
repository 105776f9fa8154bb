"""The base of adapters of simulators, over the wire: states, repeated steps, contents, leases, ends, hangs."""

from __future__ import annotations

import itertools
import json
import math
import threading
import time
import unittest
import unittest.mock
from collections.abc import Iterator
from typing import Any

import grpc
from support import detail

from sim_driver import BadOptions, Refused, ServerOptions
from sim_driver._proto import session_pb2, simulator_pb2, world_pb2
from sim_driver.digest import chain_digest, world_digest
from sim_driver.scenario import Scenario, State
from sim_driver.simulator import Content, Loaded, Simulator, SimulatorServer, Stepped, session
from sim_driver.simulator_client import SimulatorClient, load_requests
from sim_driver.synthetic import scenario_json

OPEN = {"OpenSession", "CloseSession"}
ALLOWED = {
    "closed": set(),
    "open": {"Load"},
    "loaded": {"Load", "Reset"},
    "running": {"Load", "Reset", "Step", "Observe", "Inject"},
    "ended": {"Load", "Reset", "Observe"},
    "faulted": {"Observe"},
}


class Straight(Simulator):
    """The ego drives on as its controls say; a second actor stands."""

    name = "straight"
    version = "2"
    capabilities = ("plan", "controls", "perfect-tracking", "load:sim", "contacts")
    step_quantum_us = 20_000
    max_sessions = 2
    made: list[Straight] = []

    def __init__(self) -> None:
        self.closed = self.abandoned = 0
        self.gate = threading.Event()
        self.gate.set()
        self.steps = 0
        self.bang: BaseException | None = None
        type(self).made.append(self)

    def native_version(self) -> str:
        return "Native 1.2"

    def open(self, options: Any, case_id: str) -> None:
        if options and options.get("refuse"):
            raise Refused("not this one")
        if options and options.get("bad"):
            raise BadOptions("bad: is not an option")

    def load(self, content: Content) -> Loaded:
        self.scenario = Scenario.parse(content.scenario, content.header.step_us, content.header.horizon_us)
        return Loaded(self.scenario.task(self.scenario.ego_vehicle()), ["actor 'car': stands"], driven=self.scenario.ego.kind == "driver")

    def _now(self) -> Stepped:
        ego, car = self.scenario.actors
        return Stepped([self.state.frame(0, ego.id), car.initial.frame(1, car.id)])

    def reset(self, seed: int, perfect_tracking: bool) -> Stepped:
        self.state = self.scenario.ego.initial
        return self._now()

    def step(self, step: int, answer: world_pb2.AnswerFrame | None, external: Any) -> Stepped:
        self.steps += 1
        self.gate.wait()
        if self.bang is not None:
            raise self.bang
        dt = self.scenario.step_us / 1e6
        speed = self.state.speed + (answer.controls.accel_mps2 if answer is not None else 0.0) * dt
        before, self.state = self.state, State(self.state.x + speed * dt, self.state.y, 0.0, speed)
        done = self._now()
        if before.x < 20 <= self.state.x:
            done.contacts.append(simulator_pb2.ContactFrame(time_us=(step + 1) * self.scenario.step_us, a="ego", b="car", x=22.0, y=0.0))
        return done

    def close(self) -> None:
        self.closed += 1
        self.gate.set()

    def abandon(self) -> None:
        self.abandoned += 1


def controls(step: int, accel: float = 0.0) -> world_pb2.AnswerFrame:
    return world_pb2.AnswerFrame(step=step, controls=world_pb2.Controls(accel_mps2=accel, steer_rad=0.0))


class Case(unittest.TestCase):
    def setUp(self) -> None:
        Straight.made.clear()
        self.stuck = threading.Event()
        self.server = SimulatorServer(Straight, ServerOptions(listen="127.0.0.1:0"), stuck=self.stuck.set)
        self.addCleanup(self.server.stop, 0.1)
        self.client = SimulatorClient(self.server.address)
        self.addCleanup(self.client.close_channel)

    def fails(self, code: str, reason: str, work: Any) -> session_pb2.ErrorDetail:
        with self.assertRaises(grpc.RpcError) as caught:
            work()
        self.assertEqual(caught.exception.code().name, code, caught.exception.details())
        found = detail(caught.exception)
        self.assertEqual(session_pb2.ErrorReason.Name(found.reason), "ERROR_REASON_" + reason, caught.exception.details())
        return found

    def module(self) -> Straight:
        return Straight.made[-1]

    def running(self, **load: Any) -> None:
        self.client.open("s")
        self.client.load("s", scenario_json(), **load)
        self.client.reset("s", 1)


class DigestTests(unittest.TestCase):
    def test_it_has_the_vectors_of_the_contract(self) -> None:
        empty = world_pb2.WorldFrame()
        self.assertEqual(world_digest(empty).hex(), "895c607361d12436b3c82f8e233278f594d1de2ac032fd9534670a26f9bd5ce5")
        three = world_pb2.WorldFrame(step=7, time_us=700_000)
        three.actors.add(index=0, id="ego", x=1.0000005, y=-2.0000005, heading_rad=0.5, speed_mps=13.25)
        three.actors.add(index=1, id="Bus", x=-0.0, y=0.0, heading_rad=-math.pi, speed_mps=0.0)
        three.actors.add(index=2, id="ä", x=123456.789, y=1e-7, heading_rad=7.0, speed_mps=-3.5)
        three.signals.add(id="s2", state=world_pb2.SIGNAL_STATE_RED)
        three.signals.add(id="s1", state=world_pb2.SIGNAL_STATE_GREEN)
        self.assertEqual(world_digest(three).hex(), "eacc77bdb5bf05a1cf30a235c6c656c382cdedd1270a1570570aed4343ee25ff")
        run = bytes(32)
        for world in (empty, three):
            run = chain_digest(run, world_digest(world))
        self.assertEqual(run.hex(), "526504d2f564ce56b36713df8f3f3a26036368f329afdab37be0e004db8668c4")


class StateTests(Case):
    def call(self, name: str) -> Any:
        c = self.client
        return {
            "Load": lambda: c.load("s", scenario_json()),
            "Reset": lambda: c.reset("s", 1),
            "Step": lambda: c.step("s", c.at("s"), controls(c.at("s"))),
            "Observe": lambda: c.observe("s"),
            "Inject": lambda: c.inject("s", c.at("s")),
        }[name]

    def bring(self, state: str) -> None:
        self.client.close("s")
        if state == "closed":
            return
        self.client.open("s")
        if state != "open":
            self.client.load("s", scenario_json(horizon_us=200_000))
        if state in ("running", "ended", "faulted"):
            self.client.reset("s", 1)
        if state == "ended":
            self.client.step("s", 0, controls(0), count=2)
        if state == "faulted":
            self.module().bang = ZeroDivisionError("native")
            self.fails("INTERNAL", "MODULE_FAILED", lambda: self.client.step("s", 0, controls(0)))

    def test_every_call_in_every_state_is_as_the_table_says(self) -> None:
        for state, call in itertools.product(ALLOWED, ("Load", "Reset", "Step", "Observe", "Inject")):
            with self.subTest(state=state, call=call):
                self.bring(state)
                if call in ALLOWED[state]:
                    self.call(call)()
                elif state == "closed":
                    self.fails("NOT_FOUND", "SESSION_UNKNOWN", self.call(call))
                elif state == "faulted" and call == "Step":
                    # The step that failed, asked again, fails in the same words.
                    self.fails("INTERNAL", "MODULE_FAILED", self.call(call))
                elif state == "ended" and call == "Step":
                    self.assertEqual(self.fails("FAILED_PRECONDITION", "WRONG_STATE", self.call(call)).state, "ended")
                else:
                    self.assertEqual(self.fails("FAILED_PRECONDITION", "WRONG_STATE", self.call(call)).state, state)

    def test_a_faulted_session_opens_no_more_and_closes_twice(self) -> None:
        self.bring("faulted")
        self.fails("FAILED_PRECONDITION", "WRONG_STATE", lambda: self.client.open("s"))
        self.client.close("s")
        self.client.close("s")
        self.assertEqual(self.module().closed, 1)
        self.client.open("s")

    def test_a_session_has_one_owner_and_there_are_as_many_as_the_simulator_takes(self) -> None:
        self.client.open("s")
        self.client.open("s")
        self.fails("PERMISSION_DENIED", "NOT_OWNER", lambda: self.client.open("s", token="other"))
        self.client.open("t")
        self.assertTrue(self.fails("RESOURCE_EXHAUSTED", "TOO_MANY_SESSIONS", lambda: self.client.open("u")).retryable)
        self.client.close("t")
        self.client.open("u")

    def test_a_session_that_is_refused_leaves_nothing_behind(self) -> None:
        self.fails("FAILED_PRECONDITION", "REFUSED", lambda: self.client.open("s", options='{"refuse": true}'))
        self.fails("INVALID_ARGUMENT", "BAD_OPTIONS", lambda: self.client.open("s", options='{"bad": true}'))
        self.fails("INVALID_ARGUMENT", "BAD_OPTIONS", lambda: self.client.open("s", options="{"))
        self.fails("NOT_FOUND", "MODULE_UNKNOWN", lambda: self.client.open("s", module="other"))
        self.assertEqual(self.client.ping([]).sessions, 0)

    def test_a_lease_ends_without_signs_of_life_and_not_with_them(self) -> None:
        self.client.open("kept", lease_us=400_000)
        self.client.open("lost", lease_us=400_000)
        kept, lost = Straight.made[-2:]
        end = time.monotonic() + 10
        while not lost.closed and time.monotonic() < end:
            self.client.ping(["kept"])
            time.sleep(0.02)
        self.assertEqual((lost.closed, kept.closed), (1, 0))
        self.fails("NOT_FOUND", "SESSION_UNKNOWN", lambda: self.client.observe("lost"))


class HandshakeTests(Case):
    def test_it_introduces_itself_and_refuses_other_versions_and_missing_capabilities(self) -> None:
        hello = self.client.handshake()
        self.assertEqual((hello.server.name, hello.server.native_version, hello.limits.step_quantum_us, hello.limits.max_sessions), ("straight", "Native 1.2", 20_000, 2))
        self.assertLessEqual({"load:sim", "steps", "contacts", "endings"}, set(hello.capabilities))
        self.fails("FAILED_PRECONDITION", "VERSION_MISMATCH", lambda: self.client.handshake(version=(2, 0, 0)))
        self.fails("FAILED_PRECONDITION", "CAPABILITY_MISSING", lambda: self.client.handshake(required=["sensors"]))


class LoadTests(Case):
    def setUp(self) -> None:
        super().setUp()
        self.client.open("s")

    def load(self, parts: Iterator[simulator_pb2.LoadRequest]) -> Any:
        return lambda: self.client.load_parts(parts)

    def test_contents_that_do_not_fit_their_announcement_are_refused(self) -> None:
        scenario = scenario_json()
        whole = list(load_requests("s", scenario))

        def header(**changes: Any) -> simulator_pb2.LoadRequest:
            changed = simulator_pb2.LoadRequest()
            changed.CopyFrom(whole[0])
            for name, value in changes.items():
                setattr(changed.header, name, value)
            return changed

        self.fails("DATA_LOSS", "DATA_LOSS", self.load(iter(whole[:1])))
        self.fails("DATA_LOSS", "DATA_LOSS", self.load(iter([*whole, simulator_pb2.LoadRequest(content=b" ")])))
        self.fails("DATA_LOSS", "DATA_LOSS", self.load(iter([header(scenario_sha256=bytes(32)), *whole[1:]])))
        self.fails("DATA_LOSS", "DATA_LOSS", self.load(iter([header(scenario_bytes=511 << 20), *whole[1:]])))
        self.fails("RESOURCE_EXHAUSTED", "MESSAGE_TOO_BIG", self.load(iter([header(scenario_bytes=513 << 20), *whole[1:]])))
        big = simulator_pb2.LoadRequest(content=bytes((1 << 20) + 1))
        self.fails("RESOURCE_EXHAUSTED", "MESSAGE_TOO_BIG", self.load(iter([header(scenario_bytes=2 << 20), big])))
        self.fails("INVALID_ARGUMENT", "BAD_SCENARIO", self.load(iter(whole[1:])))
        self.fails("INVALID_ARGUMENT", "BAD_SCENARIO", self.load(iter([whole[0], whole[0]])))
        self.assertEqual(self.client.load("s", scenario).task.step_us, 100_000)

    def test_what_is_no_scenario_is_refused_with_its_place(self) -> None:
        good = json.loads(scenario_json())
        for change, place in (
            (lambda d: d.pop("actors"), "actors"),
            (lambda d: d.update(ego_id="nobody"), "ego_id"),
            (lambda d: d["actors"][0]["initial"].update(x="far"), "actors[0].initial.x"),
            (lambda d: d["actors"][1].update(id="ego"), "same id"),
            (lambda d: d.update(step_us=0), "step_us"),
        ):
            bad = json.loads(json.dumps(good))
            change(bad)
            with self.assertRaises(grpc.RpcError) as caught:
                self.client.load("s", json.dumps(bad).encode())
            self.assertIn(place, caught.exception.details())
            self.assertEqual(detail(caught.exception).reason, session_pb2.ERROR_REASON_BAD_SCENARIO)
        self.fails("INVALID_ARGUMENT", "BAD_SCENARIO", lambda: self.client.load("s", b"\xff"))

    def test_steps_that_do_not_fit_and_features_that_are_missing_are_refused(self) -> None:
        self.fails("INVALID_ARGUMENT", "BAD_TIME", lambda: self.client.load("s", scenario_json(), step_us=30_000))
        self.fails("UNIMPLEMENTED", "FEATURE_UNSUPPORTED", lambda: self.client.load("s", scenario_json(), strict=True))
        reply = self.client.load("s", scenario_json(), step_us=40_000)
        self.assertEqual((reply.task.step_us, list(reply.unsupported)), (40_000, ["actor 'car': stands"]))


class StepTests(Case):
    def test_a_repeated_step_is_done_once_and_another_one_is_refused(self) -> None:
        self.running()
        first = self.client.step("s", 0, controls(0, 1.0))
        again = self.client.step("s", 0, controls(0, 1.0))
        self.assertEqual((first, self.module().steps), (again, 1))
        self.assertEqual(first.digest, world_digest(first.world))
        self.fails("ABORTED", "STEP_CONFLICT", lambda: self.client.step("s", 0, controls(0, 2.0)))
        self.client.step("s", 1, controls(1))
        self.fails("ABORTED", "STEP_CONFLICT", lambda: self.client.step("s", 0, controls(0, 1.0)))
        self.fails("INVALID_ARGUMENT", "BAD_TIME", lambda: self.client.step("s", 3, controls(3)))
        self.assertEqual(self.client.observe("s").step, 2)

    def test_a_step_that_is_still_worked_on_is_waited_for(self) -> None:
        self.running()
        module = self.module()
        module.gate.clear()
        replies: list[simulator_pb2.StepReply] = []
        asking = [threading.Thread(target=lambda: replies.append(self.client.step("s", 0, controls(0)))) for _ in range(2)]
        for thread in asking:
            thread.start()
        self.assertEqual(self.client.ping(["s"]).sessions, 1)
        module.gate.set()
        for thread in asking:
            thread.join(10)
        self.assertEqual((len(replies), module.steps), (2, 1))
        self.assertEqual(replies[0], replies[1])

    def test_a_stream_of_steps_has_the_replies_of_single_ones(self) -> None:
        self.running(horizon_us=1_000_000)
        single = [self.client.step("s", k, controls(k, 0.5)) for k in range(10)]
        self.client.reset("s", 1)
        streamed = list(self.client.run("s", [controls(k, 0.5) for k in range(10)]))
        self.assertEqual(single, streamed)
        self.assertEqual((streamed[-1].is_over, streamed[-1].end), (True, "horizon"))

    def test_several_steps_at_once_end_where_single_ones_end(self) -> None:
        self.running(horizon_us=1_000_000)
        many = self.client.step("s", 0, controls(0, 0.5), count=50)
        self.assertEqual((many.world.step, many.world.time_us, many.end), (10, 1_000_000, "horizon"))
        self.assertEqual(self.client.step("s", 0, controls(0, 0.5), count=50), many)

    def test_every_step_of_many_comes_along_in_bounds(self) -> None:
        self.running(horizon_us=1_000_000)
        single = [self.client.step("s", k, controls(k, 0.5)) for k in range(10)]
        self.client.reset("s", 1)
        many = self.client.step("s", 0, controls(0, 0.5), count=50, every=True)
        self.assertEqual([r.digest for r in [*many.before, many]], [r.digest for r in single])
        self.assertEqual([r.end for r in [*many.before, many]], [""] * 9 + ["horizon"])
        with unittest.mock.patch.object(session, "BATCH_BYTES", 500):
            self.client.reset("s", 1)
            some = self.client.step("s", 0, controls(0, 0.5), count=50, every=True)
        self.assertTrue(1 <= len(some.before) + 1 == some.world.step < 10)
        self.assertEqual(self.client.reset_reply.digest, world_digest(self.client.reset_reply.world))

    def test_malformed_answers_change_nothing(self) -> None:
        self.running()
        far = world_pb2.AnswerFrame(step=0)
        far.plan.add(time_us=1, x=0, y=0, heading_rad=0, speed_mps=1)
        late = world_pb2.AnswerFrame(step=0, plan=[*far.plan, world_pb2.PlanPoint(time_us=1)])
        both = world_pb2.AnswerFrame(step=0, plan=[*far.plan, world_pb2.PlanPoint(time_us=2)], controls=world_pb2.Controls())
        nan = controls(0, math.nan)
        for bad in (None, controls(1), world_pb2.AnswerFrame(step=0), far, late, both, nan):
            self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda bad=bad: self.client.step("s", 0, bad))
        self.assertEqual(self.client.step("s", 0, controls(0)).world.step, 1)
        outside = [world_pb2.ActorFrame(index=9)]
        self.fails("NOT_FOUND", "ACTOR_UNKNOWN", lambda: self.client.step("s", 1, controls(1), external=outside))

    def test_it_ends_at_goals_and_shortly_after_contacts(self) -> None:
        self.running(stop_at_contact=True)
        ends = [r for k in range(40) if (r := self._step(k)) is not None]
        self.assertEqual((ends[-1].end, len(ends)), ("contact", 30))
        self.assertEqual([c.b for r in ends for c in r.contacts], ["car"])
        self.client.load("s", scenario_json(goal_x=12.0))
        self.client.reset("s", 1)
        ends = [r for k in range(40) if (r := self._step(k)) is not None]
        self.assertEqual((ends[-1].end, [e.kind for e in ends[-1].events]), ("goal-reached", ["goal"]))

    def _step(self, k: int) -> simulator_pb2.StepReply | None:
        try:
            return self.client.step("s", k, controls(k))
        except grpc.RpcError as e:
            self.assertEqual(detail(e).state, "ended")
            return None

    def test_leaving_the_road_is_told_once(self) -> None:
        self.running()
        self.client.step("s", 0, controls(0))
        self.module().state = State(0.0, 30.0, 0.0, 1.0)
        events = [e.kind for k in (1, 2, 3) for e in self.client.step("s", k, controls(k)).events]
        self.assertEqual(events, ["off-road"])

    def test_a_state_that_is_not_finite_is_a_failure(self) -> None:
        self.running()
        self.module().state = State(math.inf, 0.0, 0.0, 1.0)
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.client.step("s", 0, controls(0)))
        self.assertEqual(self.client.observe("s").step, 0)


class HangTests(Case):
    def test_a_simulator_that_hangs_ends_its_call_keeps_answering_pings_and_frees_the_session(self) -> None:
        self.running()
        module = self.module()
        module.step_limit_s = 0.3
        module.gate.clear()
        found = self.fails("DEADLINE_EXCEEDED", "TIMEOUT", lambda: self.client.step("s", 0, controls(0)))
        self.assertEqual(found.state, "faulted")
        self.assertEqual(self.client.ping(["s"]).sessions, 1)
        self.assertEqual(self.client.observe("s").step, 0)
        self.fails("FAILED_PRECONDITION", "WRONG_STATE", lambda: self.client.step("s", 0, controls(0)))
        self.client.close("s")
        self.assertEqual((module.abandoned, module.closed), (1, 0))
        self.assertTrue(self.stuck.is_set())
        self.client.open("t")
        module.gate.set()

    def test_a_close_in_the_middle_of_a_step_waits_for_it_and_answers_it(self) -> None:
        self.running()
        module = self.module()
        module.gate.clear()
        seen: list[grpc.StatusCode | None] = []

        def ask() -> None:
            try:
                self.client.step("s", 0, controls(0))
                seen.append(None)
            except grpc.RpcError as e:
                seen.append(e.code())

        asking = threading.Thread(target=ask)
        asking.start()
        while not module.steps:
            time.sleep(0.005)
        opener = threading.Timer(0.1, module.gate.set)
        opener.start()
        self.client.close("s")
        asking.join(10)
        self.assertEqual((module.closed, module.abandoned, len(seen)), (1, 0, 1))
        self.assertFalse(self.stuck.is_set())


if __name__ == "__main__":
    unittest.main()
