"""Against a real CARLA: SIM_CARLA=127.0.0.1:50062 python -m unittest discover -s bridges/carla/tests -p check_real.py -v"""

from __future__ import annotations

import json
import os
import unittest
from typing import Any

from support import controls, plan
from test_simulator import actor
from sim_driver._proto import simulator_pb2, world_pb2
from sim_driver.simulator_client import SimulatorClient
from sim_driver.synthetic import scenario_json

ADDRESS = os.environ.get("SIM_CARLA", "")
# Two lanes of 3.5 m along +x, as the scenario of synthetic.py has them: the left one's outer bound is at y = 5.25.
LANE = '<lane id="{id}" type="driving" level="false"><link/><width sOffset="0" a="3.5" b="0" c="0" d="0"/><roadMark sOffset="0" type="solid" weight="standard" color="white" width="0.12"/></lane>'
XODR = (
    '<?xml version="1.0"?><OpenDRIVE><header revMajor="1" revMinor="6" name="check"/><road name="r" length="550" id="1" junction="-1"><link/>'
    '<planView><geometry s="0" x="-50" y="5.25" hdg="0" length="550"><line/></geometry></planView><elevationProfile/><lateralProfile/>'
    '<lanes><laneSection s="0"><center><lane id="0" type="none" level="false"><roadMark sOffset="0" type="solid" weight="standard" color="white" width="0.12"/></lane></center>'
    f'<right>{LANE.format(id=-1)}{LANE.format(id=-2)}</right></laneSection></lanes></road></OpenDRIVE>'
).encode()
SENSORS = [{"id": "front", "type": "camera", "width": 320, "height": 180, "x": 1.5, "z": 1.6}, {"type": "lidar", "z": 2.0}, {"type": "imu"}]


@unittest.skipUnless(ADDRESS, "SIM_CARLA names no address")
class RealTests(unittest.TestCase):
    def setUp(self) -> None:
        self.client = SimulatorClient(ADDRESS)
        self.addCleanup(self.client.close_channel)

    def begin(self, scenario: bytes, options: dict[str, Any] | None = None, perfect: bool = False) -> None:
        self.client.open("check", options=json.dumps(options or {}), lease_us=300_000_000)
        self.addCleanup(self.client.close, "check")
        print(*self.client.load("check", scenario, XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE).unsupported, sep="\n")
        self.client.reset("check", 1, perfect_tracking=perfect)

    def one(self, world: world_pb2.WorldFrame, name: str = "ego") -> world_pb2.ActorFrame:
        return next(a for a in world.actors if a.id == name)

    def test_versions(self) -> None:
        print(self.client.handshake().server)

    def test_the_ego_begins_where_it_should(self) -> None:
        self.begin(scenario_json(ego={"initial": {"x": 20.0, "y": 3.0, "heading_rad": 0.2, "speed_mps": 10.0}}))
        ego = self.one(self.client.observe("check"))
        self.assertAlmostEqual(ego.x, 20.0, delta=0.05)
        self.assertAlmostEqual(ego.y, 3.0, delta=0.05)
        self.assertAlmostEqual(ego.heading_rad, 0.2, delta=0.01)
        self.assertAlmostEqual(self.one(self.client.step("check", 0, controls(0)).world).speed_mps, 10.0, delta=0.5)

    def test_left_is_left(self) -> None:
        self.begin(scenario_json())
        for k in range(10):
            ego = self.one(self.client.step("check", k, controls(k, 0.0, 0.05)).world)
        self.assertGreater(ego.y, 0.05)
        self.assertGreater(ego.heading_rad, 0.02)
        self.assertGreater(ego.yaw_rate_rps, 0.02)

    def test_controls_do_what_they_say(self) -> None:
        self.begin(scenario_json())
        speeds = [self.one(self.client.step("check", k, controls(k, 2.0)).world).speed_mps for k in range(30)]
        self.assertAlmostEqual(speeds[-1] - speeds[9], 4.0, delta=1.0)

    def test_a_recorded_actor_is_where_it_was(self) -> None:
        states = [{"time_us": k * 1_000_000, "state": {"x": 100.0 + 8 * k, "y": 3.5, "heading_rad": 0.05 * k, "speed_mps": 8.0}} for k in range(4)]
        self.begin(scenario_json(actors=[actor("other", {"kind": "trajectory", "states": states, "hold_at_end": True, "recorded": True}, x=100.0, y=3.5)], horizon_us=3_000_000))
        for k in range(29):
            other = self.one(self.client.step("check", k, controls(k)).world, "other")
            self.assertAlmostEqual(other.x, 100.0 + 0.8 * (k + 1), delta=0.01)
            self.assertAlmostEqual(other.heading_rad, 0.005 * (k + 1), delta=0.001)

    def test_plans_are_followed_exactly(self) -> None:
        self.begin(scenario_json(), perfect=True)
        for k in range(20):
            answer = plan(k, ((k + 1) * 100_000, 0.5 * (k + 1), 0.0, 0.0, 5.0), ((k + 9) * 100_000, 0.5 * (k + 9), 0.0, 0.0, 5.0))
            self.assertAlmostEqual(self.one(self.client.step("check", k, answer).world).x, 0.5 * (k + 1) + 1.354, delta=0.01)

    def test_sensors_come_with_their_step(self) -> None:
        self.begin(scenario_json(), {"sensors": SENSORS})
        for k in range(30):
            reply = self.client.step("check", k, controls(k))
            self.assertEqual((len(reply.sensors), list(reply.missing_sensors)), (3, []))
            self.assertNotIn("blank-image", [e.kind for e in reply.events])
            self.assertAlmostEqual(reply.sensors[0].pose_world[0] - self.one(reply.world).x, 1.5, delta=0.05)

    def test_a_contact_is_told(self) -> None:
        self.begin(scenario_json(actors=[actor("slow", {"kind": "constant_velocity"}, x=30.0, speed=2.0)]))
        contacts = [c for k in range(50) for c in self.client.step("check", k, controls(k)).contacts]
        self.assertEqual([(c.a, c.b) for c in contacts][:1], [("ego", "slow")])

    def test_it_is_left_free(self) -> None:
        self.begin(scenario_json())
        self.client.close("check")
        # A server that was left in synchronous mode would be refused here.
        self.client.open("check")


if __name__ == "__main__":
    unittest.main()
