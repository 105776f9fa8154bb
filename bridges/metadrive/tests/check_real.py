"""Against a real MetaDrive: SIM_METADRIVE=127.0.0.1:50061 python -m unittest discover -s bridges/metadrive/tests -p check_real.py -v"""

from __future__ import annotations

import os
import unittest
from typing import Any

from sim_driver._proto import world_pb2
from sim_driver.digest import chain_digest
from sim_driver.simulator_client import SimulatorClient
from sim_driver.synthetic import scenario_json
from support import controls, plan
from test_description import actor

ADDRESS = os.environ.get("SIM_METADRIVE", "")


@unittest.skipUnless(ADDRESS, "SIM_METADRIVE names no address")
class RealTests(unittest.TestCase):
    def setUp(self) -> None:
        self.client = SimulatorClient(ADDRESS)
        self.addCleanup(self.client.close_channel)
        self.client.open("check")
        self.addCleanup(self.client.close, "check")

    def run_on(self, scenario: bytes, answers: list[Any], perfect: bool = False) -> list[Any]:
        self.client.load("check", scenario)
        self.client.reset("check", 1, perfect_tracking=perfect)
        return [self.client.step("check", k, a) for k, a in enumerate(answers)]

    def ego(self, reply: Any) -> world_pb2.ActorFrame:
        found: world_pb2.ActorFrame = next(a for a in reply.world.actors if a.id == "ego")
        return found

    def test_versions(self) -> None:
        print(self.client.handshake().server)

    def test_a_log_is_replayed_exactly(self) -> None:
        states = [{"time_us": k * 1_000_000, "state": {"x": 7.0 * k, "y": 0.0, "heading_rad": 0.0, "speed_mps": 7.0}} for k in range(11)]
        ego = {"behaviour": {"kind": "trajectory", "states": states, "hold_at_end": True, "recorded": True}}
        for k, reply in enumerate(self.run_on(scenario_json(ego=ego), [None] * 50)):
            self.assertAlmostEqual(self.ego(reply).x, 0.7 * (k + 1), delta=1e-4)

    def test_equal_runs_are_equal(self) -> None:
        digests = []
        for _ in range(2):
            run = bytes(32)
            for reply in self.run_on(scenario_json(horizon_us=20_000_000), [controls(k, 0.5, 0.02) for k in range(200)]):
                run = chain_digest(run, reply.digest)
            digests.append(run)
        self.assertEqual(*digests)

    def test_controls_do_what_they_say(self) -> None:
        replies = self.run_on(scenario_json(), [controls(k, 2.0 if k < 20 else -3.0 if k < 30 else 0.0, 0.05 if k >= 30 else 0.0) for k in range(50)])
        v = [self.ego(r).speed_mps for r in replies]
        self.assertAlmostEqual(v[19] - v[9], 2.0, delta=0.1)
        self.assertAlmostEqual(v[20] - v[28], 2.4, delta=0.4)
        self.assertGreater(self.ego(replies[-1]).y, self.ego(replies[30]).y)

    def test_plans_are_followed_exactly(self) -> None:
        answers = [plan(k, ((k + 1) * 100_000, 0.5 * (k + 1), 0.0, 0.0, 5.0), ((k + 9) * 100_000, 0.5 * (k + 9), 0.0, 0.0, 5.0)) for k in range(20)]
        for k, reply in enumerate(self.run_on(scenario_json(), answers, perfect=True)):
            self.assertAlmostEqual(self.ego(reply).x, 0.5 * (k + 1) + 1.354, delta=1e-4)

    def test_a_contact_does_not_end(self) -> None:
        replies = self.run_on(scenario_json(actors=[actor("slow", {"kind": "constant_velocity"}, x=30.0, speed=2.0)]), [controls(k) for k in range(60)])
        self.assertEqual([(c.a, c.b) for r in replies for c in r.contacts][:1], [("ego", "slow")])
        self.assertFalse(replies[-1].is_over)


if __name__ == "__main__":
    unittest.main()
