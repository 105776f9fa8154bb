"""MetaDrive behind the contract, over the stand-in."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import unittest
from typing import Any

import grpc
import numpy as np
from sim_driver._proto import simulator_pb2, world_pb2
from sim_driver.digest import chain_digest
from sim_driver.simulator_client import SimulatorClient
from sim_driver.synthetic import scenario_json
from support import Case, child_environment, controls, plan
from test_description import actor

from sim_metadrive import fake, native


class RunTests(Case):
    def running(self, scenario: bytes | None = None, options: str = "", perfect: bool = False, **load: Any) -> simulator_pb2.LoadReply:
        self.client.open("s", options=options)
        reply = self.client.load("s", scenario or scenario_json(), **load)
        self.client.reset("s", 7, perfect_tracking=perfect)
        return reply

    def ego(self, world: world_pb2.WorldFrame) -> world_pb2.ActorFrame:
        return next(a for a in world.actors if a.id == "ego")

    def test_nothing_of_metadrive_is_imported_before_it_is_needed(self) -> None:
        code = "import sys, sim_metadrive.__main__; print([n for n in sys.modules if n.split('.')[0] in ('metadrive', 'panda3d', 'gymnasium')])"
        said = subprocess.run([sys.executable, "-c", code], env=child_environment(), capture_output=True, text=True, check=True)
        self.assertEqual(said.stdout.strip(), "[]")

    def test_it_tells_metadrives_version_and_its_quantum(self) -> None:
        hello = self.client.handshake()
        self.assertEqual((hello.server.native_version, hello.limits.max_sessions, hello.limits.step_quantum_us), ("MetaDrive 0.4.3", 1, 20_000))

    def test_the_task_tells_the_vehicle_that_really_drives(self) -> None:
        reply = self.running()
        v = reply.task.vehicle
        self.assertAlmostEqual(v.max_accel_mps2, 4.0)
        self.assertAlmostEqual(v.max_decel_mps2, 8.0)
        self.assertAlmostEqual(v.max_steer_rad, 0.6)
        self.assertAlmostEqual(v.wheelbase_m, 2.46894)
        self.assertAlmostEqual(v.length_m, 4.508, places=5)
        native_size = self.client.close("s") or self.running(options='{"boxes": "metadrive"}').task
        self.assertAlmostEqual(native_size.vehicle.max_steer_rad, math.radians(40))
        self.assertAlmostEqual(native_size.vehicle.max_accel_mps2, 4 * 759.469 / 1100)
        self.assertAlmostEqual(native_size.actors[0].body.length_m, 4.515)

    def test_controls_accelerate_and_steer_as_they_say(self) -> None:
        self.running()
        for k in range(10):
            reply = self.client.step("s", k, controls(k, 2.0))
        ego = self.ego(reply.world)
        self.assertAlmostEqual(ego.speed_mps, 12.0, places=6)
        self.assertAlmostEqual(ego.accel_mps2, 2.0, places=6)
        self.assertAlmostEqual(ego.x, 11.0, places=3)
        for k in range(10, 20):
            reply = self.client.step("s", k, controls(k, -3.0, 0.1))
        ego = self.ego(reply.world)
        self.assertAlmostEqual(ego.speed_mps, 9.0, places=6)
        self.assertGreater(ego.y, 0.5)
        self.assertGreater(ego.heading_rad, 0.3)
        self.assertAlmostEqual(ego.steer_rad, 0.1, places=6)
        still = self.client.step("s", 20, controls(20, 0.0))
        self.assertAlmostEqual(self.ego(still.world).speed_mps, 9.0, places=6)

    def test_controls_beyond_the_limits_are_refused_or_clipped_with_an_event_and_never_in_silence(self) -> None:
        self.running()
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 0, controls(0, 4.1)), "acceleration of 4.1")
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 0, controls(0, 0.0, -0.61)), "front wheel angle")
        self.assertEqual(self.client.step("s", 0, controls(0, 4.0, 0.6)).world.step, 1)
        self.client.close("s")
        self.running(options='{"out_of_range": "saturate"}')
        replies = [self.client.step("s", k, controls(k, 40.0)) for k in range(3)]
        self.assertEqual([[e.kind for e in r.events] for r in replies], [["saturated"], [], []])
        self.assertAlmostEqual(self.ego(replies[-1].world).speed_mps, 11.2, places=6)

    def test_with_perfect_tracking_the_ego_stands_on_its_plan(self) -> None:
        self.running(perfect=True)
        offset = 1.354
        for k in range(5):
            t = (k + 1) * 100_000
            turn = 0.1 * (k + 1)
            reply = self.client.step("s", k, plan(k, (t, 5.0 * (k + 1), 1.0, turn, 3.0), (t + 500_000, 99.0, 9.0, 0.0, 3.0)))
            ego = self.ego(reply.world)
            self.assertAlmostEqual(ego.x, 5.0 * (k + 1) + offset * math.cos(turn), places=5)
            self.assertAlmostEqual(ego.y, 1.0 + offset * math.sin(turn), places=5)
            self.assertAlmostEqual(ego.heading_rad, turn, places=9)
            self.assertAlmostEqual(ego.speed_mps, 3.0, places=9)
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 5, controls(5)), "perfect tracking")
        self.client.reset("s", 7)
        self.assertEqual(self.ego(self.client.observe("s")).x, 0.0)
        self.client.step("s", 0, controls(0))
        self.client.reset("s", 7, perfect_tracking=True)
        self.assertEqual(self.ego(self.client.observe("s")).x, 0.0)

    def test_a_plan_without_perfect_tracking_is_tracked_by_the_vehicle(self) -> None:
        self.running()
        reply = None
        for k in range(60):
            world = self.client.observe("s")
            ego = self.ego(world)
            points = [(world.time_us + i * 100_000, ego.x - 1.354 + 10.0 * i / 10, 3.5, 0.0, 10.0) for i in range(1, 31)]
            reply = self.client.step("s", k, plan(k, *points))
        assert reply is not None
        self.assertAlmostEqual(self.ego(reply.world).y, 3.5, delta=0.2)
        self.assertAlmostEqual(self.ego(reply.world).heading_rad, 0.0, delta=0.03)
        self.assertAlmostEqual(self.ego(reply.world).speed_mps, 10.0, delta=0.3)

    def test_actors_come_and_go_and_stand_where_the_scenario_says(self) -> None:
        states = [{"time_us": k * 1_000_000, "state": {"x": 100.0 + 10 * k, "y": 3.5, "heading_rad": 0.0, "speed_mps": 10.0}} for k in (1, 2, 3)]
        scenario = scenario_json(horizon_us=4_000_000, actors=[actor("visitor", {"kind": "trajectory", "states": states, "hold_at_end": False, "recorded": True})])
        self.running(scenario)
        events, there = [], []
        for k in range(40):
            reply = self.client.step("s", k, controls(k))
            events += [(e.time_us, e.kind) for e in reply.events if "visitor" in e.actors]
            there += [a.x for a in reply.world.actors if a.id == "visitor"]
        self.assertEqual(events, [(1_000_000, "appear"), (3_100_000, "vanish")])
        self.assertEqual((len(there), there[0], round(there[5], 4), there[-1]), (21, 110.0, 115.0, 130.0))
        self.assertEqual((reply.is_over, reply.end), (True, "horizon"))

    def test_a_contact_is_told_once_and_ends_nothing_by_itself(self) -> None:
        self.running(scenario_json(actors=[actor("slow", {"kind": "constant_velocity"}, x=30.0, speed=2.0)]))
        replies = [self.client.step("s", k, controls(k)) for k in range(60)]
        contacts = [c for r in replies for c in r.contacts]
        self.assertEqual([(c.a, c.b) for c in contacts], [("ego", "slow")])
        self.assertAlmostEqual(contacts[0].relative_speed_mps, 8.0, places=6)
        self.assertAlmostEqual(contacts[0].time_us / 1e6, (30 - (4.508 + 4.0) / 2) / 8, delta=0.11)
        self.assertFalse(any(r.is_over for r in replies))

    def test_leaving_the_lanes_is_an_event_and_no_end(self) -> None:
        self.running(horizon_us=4_000_000)
        replies = [self.client.step("s", k, controls(k, 0.0, 0.1)) for k in range(40)]
        self.assertEqual([e.kind for r in replies for e in r.events if e.kind == "off-road"], ["off-road"])
        self.assertEqual(replies[-1].end, "horizon")

    def test_an_undriven_ego_follows_its_own_track(self) -> None:
        states = [{"time_us": k * 1_000_000, "state": {"x": 7.0 * k, "y": 0.0, "heading_rad": 0.0, "speed_mps": 7.0}} for k in range(11)]
        self.running(scenario_json(ego={"behaviour": {"kind": "trajectory", "states": states, "hold_at_end": True, "recorded": True}}))
        for k in range(20):
            reply = self.client.step("s", k)
        self.assertAlmostEqual(self.ego(reply.world).x, 14.0, places=5)

    def test_two_runs_have_the_same_digests_whatever_the_seed(self) -> None:
        steps = 1000

        def once(seed: int) -> str:
            self.client.open("s")
            self.client.load("s", scenario_json(horizon_us=steps * 100_000))
            self.client.reset("s", seed)
            run = bytes(32)
            for reply in self.client.run("s", [controls(k, 0.0, 0.2 if k > 50 else 0.0) for k in range(steps)]):
                run = chain_digest(run, reply.digest)
            self.client.close("s")
            self.assertEqual((reply.world.step, reply.end), (steps, "horizon"))
            return run.hex()

        self.assertEqual(once(1), once(2**63 + 5))

    def test_seeds_go_to_numpy_and_the_index_stays_in_range(self) -> None:
        self.assertEqual([native.scenario_index(s, 5, 3) for s in (0, 4, 2**64 - 1)], [5, 6, 5])
        self.running()
        self.client.reset("s", 2**63 + 12)
        drawn = np.random.random()
        self.client.reset("s", 2**63 + 12)
        self.assertEqual(np.random.random(), drawn)

    def test_steps_that_are_no_multiple_of_the_physics_are_refused(self) -> None:
        self.client.open("s")
        self.fails("INVALID_ARGUMENT", "BAD_SCENARIO", lambda: self.client.load("s", scenario_json(), step_us=50_000), "20000")
        self.assertEqual(self.client.load("s", scenario_json(), step_us=40_000).task.step_us, 40_000)
        self.client.reset("s", 0)
        reply = self.client.step("s", 0, controls(0, 1.0))
        self.assertAlmostEqual(self.ego(reply.world).speed_mps, 10.04, places=6)

    def test_other_maps_formats_traffic_and_options_are_refused_or_named(self) -> None:
        c = self.client
        for options in ('{"boxes": "round"}', '{"box": "exact"}', '{"out_of_range": 1}', "[1]"):
            self.fails("INVALID_ARGUMENT", "BAD_OPTIONS", lambda options=options: c.open("s", options=options))
        c.open("s")
        self.fails("INVALID_ARGUMENT", "BAD_MAP", lambda: c.load("s", scenario_json(), b"<OpenDRIVE/>", map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE))
        self.fails("UNIMPLEMENTED", "FEATURE_UNSUPPORTED", lambda: c.load("s", b"<x/>", scenario_format=simulator_pb2.SCENARIO_FORMAT_OPENSCENARIO))
        self.assertIn("MetaDrive does not have it", "".join(c.load("s", scenario_json(), traffic="mobil").unsupported))
        self.fails("UNIMPLEMENTED", "FEATURE_UNSUPPORTED", lambda: c.load("s", scenario_json(), traffic="mobil", strict=True))
        c.load("s", scenario_json(), strict=True)
        c.reset("s")
        self.assertIn("cannot", c.inject("s", 0, simulator_pb2.Injection(remove="car"))[0])
        self.fails("UNIMPLEMENTED", "FEATURE_UNSUPPORTED", lambda: c.step("s", 0, controls(0), external=[world_pb2.ActorFrame(index=1)]))

    def test_one_session_at_a_time_and_a_new_scenario_in_the_same_engine(self) -> None:
        self.running()
        self.fails("RESOURCE_EXHAUSTED", "TOO_MANY_SESSIONS", lambda: self.client.open("t"))
        self.client.step("s", 0, controls(0))
        self.client.load("s", scenario_json(actors=[actor("other", {"kind": "stationary"}, x=90.0)]))
        self.client.reset("s", 1)
        self.assertEqual([a.id for a in self.client.observe("s").actors], ["ego", "car", "other"])
        self.client.close("s")
        self.assertEqual(fake._engines, [])
        self.running()

    def test_files_are_gone_when_a_session_is_closed(self) -> None:
        self.running()
        stage = self.made[-1]._stage
        assert stage is not None
        folder = stage._folder
        self.assertTrue(os.path.exists(folder / native.FILE))
        self.client.close("s")
        self.assertFalse(folder.exists())

    def test_scenarios_of_the_host_load_as_they_are(self) -> None:
        data = json.loads(scenario_json())
        for a in data["actors"]:
            a.update(footprint=[], origin="")
        data.update(parameters={}, tags=[], provenance={"generator": "x"})
        self.running(json.dumps(data).encode())


class OtherVersionTests(Case):
    faults = {"version": "0.3.0"}

    def test_another_version_is_refused_by_name_unless_it_is_wanted(self) -> None:
        self.fails("FAILED_PRECONDITION", "VERSION_MISMATCH", lambda: self.client.open("s"), "0.3.0")
        self.client.open("s", options='{"any_version": true}')


class MissingTests(Case):
    def test_a_python_without_metadrive_says_so(self) -> None:
        fake.remove()
        for name in fake.MODULES:
            sys.modules[name] = None  # type: ignore[assignment]
        self.fails("FAILED_PRECONDITION", "REFUSED", lambda: self.client.open("s"), "cannot be imported")


class CrashOnLoadTests(Case):
    faults = {"crash_on_load": "1"}

    def test_a_crash_while_loading_is_told_and_leaves_nothing(self) -> None:
        self.client.open("s")
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.client.load("s", scenario_json()), "bad_alloc")
        self.fails("FAILED_PRECONDITION", "WRONG_STATE", lambda: self.client.reset("s"))
        self.client.close("s")
        self.client.open("s")


class CrashTests(Case):
    faults = {"crash_at": "3"}

    def test_a_crash_in_a_step_is_told_in_its_own_words(self) -> None:
        self.client.open("s")
        self.client.load("s", scenario_json())
        self.client.reset("s")
        for k in range(3):
            self.client.step("s", k, controls(k))
        detail = self.fails("INTERNAL", "MODULE_FAILED", lambda: self.client.step("s", 3, controls(3)), "nodePath")
        self.assertEqual((detail.state, detail.step), ("faulted", 3))
        self.assertEqual(self.client.observe("s").step, 3)


class HangTests(Case):
    faults = {"hang_at": "2"}

    def test_a_hang_ends_its_call_and_the_session_can_be_closed(self) -> None:
        self.client.open("s")
        self.client.load("s", scenario_json())
        self.client.reset("s")
        self.made[-1].step_limit_s = 0.3
        for k in range(2):
            self.client.step("s", k, controls(k))
        self.fails("DEADLINE_EXCEEDED", "TIMEOUT", lambda: self.client.step("s", 2, controls(2)), "stuck")
        self.assertEqual(self.client.ping(["s"]).sessions, 1)
        self.client.close("s")
        self.fake.hanging.set()


class ProcessTests(unittest.TestCase):
    """The program, as a host starts it."""

    def started(self, *args: str, listen: str = "--port=0") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sim_metadrive", "--fake", *args, listen]
        process = subprocess.Popen(command, env={**child_environment(), "SIM_DRIVER_STDIN": "watch"}, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def line(self, process: subprocess.Popen[str]) -> str:
        assert process.stderr
        return process.stderr.readline().strip()

    def test_it_serves_on_loopback_and_ends_with_its_host(self) -> None:
        process = self.started()
        address = self.line(process).split()[-1]
        self.assertTrue(address.startswith("127.0.0.1:"))
        client = SimulatorClient(address)
        self.assertEqual(client.handshake().server.name, "metadrive")
        client.close_channel()
        assert process.stdin
        process.stdin.close()
        process.stdin = None
        self.assertEqual(process.wait(10), 0)

    def test_it_listens_elsewhere_only_with_a_token(self) -> None:
        process = self.started(listen="--listen=0.0.0.0:0")
        self.assertIn("can be reached from other machines", self.line(process))
        self.assertEqual(process.wait(10), 2)

    def test_a_process_with_a_hanging_simulator_ends_itself_when_its_session_is_closed(self) -> None:
        process = self.started("--fault", "hang_at=1")
        client = SimulatorClient(self.line(process).split()[-1])
        client.open("s")
        client.load("s", scenario_json())
        client.reset("s")
        client.step("s", 0, controls(0))
        with self.assertRaises(grpc.RpcError):
            client.step("s", 1, controls(1), timeout=0.3)
        self.assertEqual(client.ping(["s"]).sessions, 1)
        client.close("s")
        self.assertEqual(process.wait(20), 3)
        client.close_channel()


if __name__ == "__main__":
    unittest.main()
