"""What MetaDrive 0.4.3 really did, played through the adapter: states, flags, clipping, seeds."""

from __future__ import annotations

import json
import math
import unittest
from typing import Any, ClassVar

from sim_driver._proto import simulator_pb2
from sim_driver.digest import chain_digest
from sim_driver.synthetic import scenario_json
from support import Case, controls, recorded_data

from sim_metadrive import fake
from sim_metadrive.description import adopt, check, parse_json
from sim_metadrive.simulator import Limits

SCENARIONET = simulator_pb2.SCENARIO_FORMAT_SCENARIONET_JSON


class RecordedTests(Case):
    played: ClassVar[dict[str, tuple[list[simulator_pb2.StepReply], str]]] = {}

    def setUp(self) -> None:
        folder = recorded_data()
        self.scenario = (folder / "scenario.json").read_bytes()
        self.runs: dict[str, Any] = json.loads((folder / "runs.json").read_bytes())["runs"]
        super().setUp()

    def play(self, name: str) -> tuple[list[simulator_pb2.StepReply], str]:
        """A run through the adapter: what MetaDrive answered, row by row. Each is played once, "max" twice."""
        if name in self.played and name != "max":
            return self.played[name]
        run = self.runs[name]
        self.fake.rows, self.fake.terminated = run["rows"], run["terminated"]
        self.client.open("s", options='{"out_of_range": "saturate"}')
        task = self.client.load("s", self.scenario, scenario_format=SCENARIONET).task
        self.client.reset("s", 3)
        v = task.vehicle
        steer, throttle = run["action"] if isinstance(run["action"], list) else (0.0, 0.0)
        accel = throttle * (v.max_accel_mps2 if throttle > 0 else v.max_decel_mps2)
        replies: list[simulator_pb2.StepReply] = []
        digest = bytes(32)
        for k in range(len(run["rows"])):
            replies.append(self.client.step("s", k, controls(k, accel, steer * v.max_steer_rad)))
            digest = chain_digest(digest, replies[-1].digest)
            if replies[-1].is_over:
                break
        self.client.close("s")
        self.played[name] = replies, digest.hex()
        return self.played[name]

    def test_the_scenario_keeps_every_rule_and_says_what_metadrive_will_skip(self) -> None:
        prepared = adopt(parse_json(self.scenario), 0, 0)
        check(prepared.data)
        self.assertEqual((prepared.task.step_us, prepared.task.horizon_us, prepared.task.actors[prepared.task.ego_index].id), (100_000, 9_900_000, "ego"))
        self.assertEqual([n for n in prepared.unsupported if "tl0" in n], ["light 'tl0': filed under its own name, MetaDrive looks for a lane of that name and skips it; file it under 'l0'"])
        self.assertEqual(len(prepared.task.ego_log), 100)

    def test_states_are_what_was_recorded(self) -> None:
        for name, run in self.runs.items():
            with self.subTest(name):
                replies, _ = self.play(name)
                for row, reply in zip(run["rows"], replies, strict=False):
                    ego = next(a for a in reply.world.actors if a.id == "ego")
                    self.assertEqual((ego.x, ego.y), (row[0], row[1]))
                    self.assertAlmostEqual(ego.heading_rad, row[2], places=12)
                    self.assertAlmostEqual(math.hypot(ego.speed_mps, ego.lateral_mps), row[3], places=9)

    def test_as_many_others_are_there_as_were_counted(self) -> None:
        for name, run in self.runs.items():
            replies, _ = self.play(name)
            self.assertEqual([len(r.world.actors) - 1 for r in replies], [row[4] for row in run["rows"][: len(replies)]], name)
            late = [(e.time_us, e.kind) for r in replies for e in r.events if "adj" in e.actors]
            self.assertEqual(late, [(3_000_000, "appear")] if len(replies) > 29 else [], name)

    def test_flags_become_ends_contacts_and_events(self) -> None:
        for name, run in self.runs.items():
            with self.subTest(name):
                replies, _ = self.play(name)
                kinds = [e.kind for r in replies for e in r.events]
                contacts = [(c.a, c.b) for r in replies for c in r.contacts]
                flags = run["terminated"][1] if run["terminated"] else []
                if run["terminated"] is None:
                    self.assertFalse(replies[-1].is_over)
                elif "arrive_dest" in flags:
                    self.assertEqual((len(replies), replies[-1].end), (run["terminated"][0] + 1, "goal-reached"))
                    self.assertIn("arrive-dest", kinds)
                else:
                    # It ended without a reason: the ego was more than 4 m from its track, and nothing ends here for that.
                    self.assertFalse(replies[-1].is_over)
                    self.assertEqual(kinds[-1], "off-road")
                self.assertEqual(len(contacts), int("crash_vehicle" in flags), contacts)

    def test_beyond_the_range_metadrive_clips_so_the_adapter_must_not_send_it(self) -> None:
        self.assertEqual(self.runs["overrange"]["rows"], self.runs["max"]["rows"])
        over, digest = self.play("overrange")
        self.assertEqual([e.kind for e in over[0].events], ["saturated"])
        self.assertEqual(digest, self.play("max")[1])
        self.client.open("s")
        accel = self.client.load("s", self.scenario, scenario_format=SCENARIONET).task.vehicle.max_accel_mps2
        self.client.reset("s")
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 0, controls(0, 5 * accel)), "would clip")

    def test_equal_runs_have_equal_digests(self) -> None:
        self.assertEqual(self.play("throttle")[1], self.play("throttle_again")[1])
        self.assertNotEqual(self.play("throttle")[1], self.play("max")[1])

    def test_the_limits_explain_the_recorded_accelerations(self) -> None:
        def accel(name: str) -> float:
            rows = self.runs[name]["rows"]
            return float((rows[30][3] - rows[10][3]) / 2.0)

        self.assertAlmostEqual(accel("throttle") / accel("max"), 0.5, places=3)
        # The engine's force is drawn between 750 and 850 N for each wheel; this car had 759.5 N.
        self.assertAlmostEqual(accel("max"), 4 * 759.469 / 1100, places=3)
        # Without throttle each wheel rolls against 2 N s for each 0.02 s of physics.
        self.assertAlmostEqual(accel("idle"), -4 * 2.0 / (1100 * 0.02), places=3)

    def test_the_stand_in_turns_as_the_real_car(self) -> None:
        rows = self.runs["steer_left"]["rows"]
        real = (rows[-1][2] - rows[-3][2]) / 0.2
        self.assertAlmostEqual(rows[-2][3] * math.tan(0.3 * math.radians(40)) / (1.05234 + 1.4166), real, delta=0.05)

    def test_files_of_the_ego_elsewhere_give_the_same_run_there(self) -> None:
        moved = json.loads(self.scenario)
        for track in moved["tracks"].values():
            for position, valid in zip(track["state"]["position"], track["state"]["valid"], strict=True):
                position[0] += 64.0 * valid
                position[1] -= 64.0 * valid
        for feature in moved["map_features"].values():
            for key in ("polyline", "polygon"):
                for point in feature.get(key, []):
                    point[0] += 64.0
                    point[1] -= 64.0
        self.client.open("s")
        self.client.load("s", json.dumps(moved).encode(), scenario_format=SCENARIONET)
        self.client.reset("s")
        world = self.client.step("s", 0, controls(0)).world
        places = {a.id: (round(a.x, 3), round(a.y, 3)) for a in world.actors}
        # 64 - 64 = 0: MetaDrive itself would have taken this ego for one at the origin.
        self.assertEqual(places["lead"], (64.0 + 30.8, -64.0))
        self.assertEqual(places["ego"], (65.0, -64.0))


class FigureTests(unittest.TestCase):
    """A few of the recorded figures, for a clone without the data."""

    class Agent:
        MASS, FRONT_WHEELBASE, REAR_WHEELBASE, max_steering, max_speed_m_s = 1100.0, 1.05234, 1.4166, 40.0, 80 / 3.6
        config = {"max_engine_force": 759.469, "max_brake_force": 130.0}

    def test_controls_become_the_actions_that_gave_these_accelerations(self) -> None:
        limits = Limits(self.Agent(), 0.02)
        # 10.25731 to 10.39541 m/s in 0.1 s with throttle 0.5, 10.53347 to 10.80963 m/s with 1.0.
        self.assertAlmostEqual(limits.action((10.39541 - 10.25731) / 0.1, 0.0)[1], 0.5, places=3)
        self.assertAlmostEqual(limits.action((10.80963 - 10.53347) / 0.1, 0.0)[1], 1.0, places=3)
        self.assertAlmostEqual(limits.action(0.0, math.radians(12.0))[0], 0.3)
        self.assertLess(limits.action(0.0, 0.0)[1], 0.0)
        self.assertGreater(limits.action(0.0, 0.0)[1], -1e-6)
        self.assertIn("acceleration", limits.excess(2.77, 0.0))
        self.assertEqual(limits.excess(2.76, math.radians(40)), "")

    def test_the_seed_of_a_reset_is_never_out_of_metadrives_range(self) -> None:
        fake.install()
        self.addCleanup(fake.remove)
        from sim_metadrive.description import prepare
        from sim_metadrive.native import Stage
        from sim_driver.scenario import Scenario

        data = prepare(Scenario.parse(scenario_json())).data
        stage = Stage(data, decision_repeat=5, ego="controls", region_m=1024, exact=None, reactive=False, lateral_m=4.0)
        self.addCleanup(stage.close)
        for seed in (0, 7, 2**64 - 1):
            stage.reset(seed)
        with self.assertRaisesRegex(AssertionError, r"Scenario Index \(force seed\) 7 is out of range \[0, 1\)\."):
            stage.env.reset(seed=7)
        with self.assertRaisesRegex(AssertionError, "after engine initialization"):
            Stage(data, decision_repeat=5, ego="controls", region_m=1024, exact=None, reactive=False, lateral_m=4.0)


if __name__ == "__main__":
    unittest.main()
