"""How actors move, what counts as a goal and as the road, how plans are followed."""

from __future__ import annotations

import json
import math
import unittest
from typing import Any

import support  # noqa: F401

from sim_driver import RecordingError, RoadMap
from sim_driver._proto import map_pb2, task_pb2, world_pb2
from sim_driver.geometry import Pose, box_centre
from sim_driver.motion import Moving, motion
from sim_driver.rules import Area, Goals, OnRoad, PlanFollower
from sim_driver.scenario import Scenario, State, light_states
from sim_driver.synthetic import scenario_json

BOX = {"length_m": 4.0, "width_m": 2.0, "height_m": 1.5, "rear_axle_to_centre_m": 1.3}
ACROSS = {"points": [{"x": 50.0, "y": -10.0}, {"x": 50.0, "y": 10.0}]}


def moving(behaviour: dict[str, Any], *, speed: float = 5.0, first_step: int = 0, x: float = 30.0, y: float = 0.0, knows_ego: bool = True) -> Any:
    start = {"x": x, "y": y, "heading_rad": 0.0, "speed_mps": speed}
    actor = {"id": "a", "class": "car", "body": BOX, "first_step": first_step, "initial": start, "behaviour": behaviour}
    scenario = Scenario.parse(scenario_json(actors=[actor]))
    return motion(scenario, scenario.actors[2], RoadMap(scenario.map), knows_ego=knows_ego)


def ego(x: float, speed: float = 10.0) -> Moving:
    return Moving(State(x, 0.0, 0.0, speed), task_pb2.BodyBox(length_m=4.0, width_m=2.0))


class MotionTests(unittest.TestCase):
    def test_straight_and_standing_actors(self) -> None:
        m = moving({"kind": "constant_velocity"}, first_step=5)
        self.assertIsNone(m.at(4, None))
        self.assertEqual([m.at(k, None).x for k in (5, 15)], [30.0, 35.0])
        still = moving({"kind": "stationary"}).at(9, None)
        self.assertEqual((still.x, still.speed), (30.0, 0.0))

    def test_timed_states_are_exact_at_their_times_and_turn_the_short_way_between(self) -> None:
        def at(t: int, x: float, h: float) -> dict[str, Any]:
            return {"time_us": t, "state": {"x": x, "y": 0.0, "heading_rad": h, "speed_mps": 1.0}}

        states = [at(200_000, 0.0, 3.0), at(600_000, 4.0, -3.0)]
        m = moving({"kind": "trajectory", "states": states, "hold_at_end": False, "recorded": True})
        self.assertEqual([m.at(k, None) is None for k in (1, 2, 6, 7)], [True, False, False, True])
        half = m.at(4, None)
        self.assertAlmostEqual(half.x, 2.0)
        self.assertAlmostEqual(half.heading, math.pi)
        held = moving({"kind": "trajectory", "states": states, "hold_at_end": True, "recorded": True}).at(30, None)
        self.assertEqual((held.x, held.speed), (4.0, 0.0))
        with self.assertRaisesRegex(RecordingError, "increasing"):
            moving({"kind": "trajectory", "states": states[::-1], "hold_at_end": True, "recorded": True})

    def test_a_speed_script_is_integrated_exactly(self) -> None:
        script = [{"after_us": 1_000_000, "speed_mps": 0.0, "rate_mps2": 4.0}, {"after_us": 3_050_000, "speed_mps": 2.0, "rate_mps2": 0.0}]
        path = {"points": [{"x": 0.0, "y": 0.0}, {"x": 100.0, "y": 0.0}]}
        m = moving({"kind": "follow_path", "path": path, "start_m": 3.0, "speeds": script, "hold_at_end": True}, x=3.0)
        places = [m.at(k, None) for k in range(51)]
        # 5 m in the first second, 25/8 m while stopping, then 2 m/s from 3.05 s on.
        self.assertAlmostEqual(places[10].x, 8.0)
        self.assertAlmostEqual(places[23].x, 8.0 + 25 / 8)
        self.assertEqual(places[25].speed, 0.0)
        self.assertAlmostEqual(places[50].x, 8.0 + 25 / 8 + 1.95 * 2)
        self.assertAlmostEqual(places[15].accel, -4.0)
        again = [m.at(k, None) for k in range(51)]
        self.assertEqual(places, again)
        self.assertEqual(m.at(50, None), places[50])

    def test_actors_wait_for_time_gap_time_to_collision_and_time_to_path(self) -> None:
        def begins(trigger: dict[str, Any], given: bool = True) -> int:
            m = moving({"kind": "follow_path", "path": ACROSS, "speeds": [], "trigger": trigger, "hold_at_end": True}, x=50.0, y=-10.0, knows_ego=given)
            previous = m.at(0, None)
            for k in range(1, 60):
                now = m.at(k, ego(10.0 * (k - 1) * 0.1) if given else None)
                if now.y != previous.y:
                    return k - 1
                previous = now
            return -1

        self.assertEqual(begins({"time_us": 1_200_000}), 12)
        # The ego's front is at 2 + k metres, the actor at 50.
        self.assertEqual(begins({"gap_m": 20.0}), 28)
        self.assertEqual(begins({"time_to_path_s": 1.0}), 38)
        # Box to box along the heading: 50 - (2 + k) - 1, half the width of the actor, which stands across.
        self.assertEqual(begins({"ttc_s": 2.0}), 27)
        self.assertEqual(begins({"gap_m": 20.0}, given=False), -1)

    def test_what_cannot_be_had_is_replaced_and_named(self) -> None:
        lane = moving({"kind": "follow_lane", "route": []})
        self.assertAlmostEqual(lane.at(10, None).x, 35.0)
        self.assertIn("keeps its initial speed along its lane", lane.note)
        self.assertIn("replaced", moving({"kind": "storyboard"}).note)
        self.assertIn("idm", moving({"kind": "follow_path", "path": ACROSS, "speeds": [], "idm": {}}).note)
        self.assertEqual(moving({"kind": "follow_path", "path": ACROSS, "speeds": [], "trigger": {"gap_m": 1.0}}).note, "")

    def test_paths_end_by_standing_or_leaving(self) -> None:
        short = {"points": [{"x": 30.0, "y": 0.0}, {"x": 32.0, "y": 0.0}]}
        stays = moving({"kind": "follow_path", "path": short, "speeds": [], "hold_at_end": True})
        self.assertEqual([(s.x, s.speed) for s in [stays.at(k, None) for k in range(9)]][-1], (32.0, 0.0))
        goes = moving({"kind": "follow_path", "path": short, "speeds": [], "hold_at_end": False})
        self.assertEqual([goes.at(k, None) is None for k in range(6)], [False] * 4 + [True] * 2)


class RuleTests(unittest.TestCase):
    def test_areas_and_roads(self) -> None:
        square = Area([0, 0, 2, 0, 2, 2, 0, 2])
        self.assertEqual([square.contains(*p) for p in ((1, 1), (3, 1), (-0.1, 1), (1, 2.5))], [True, False, False, False])
        road = Scenario.parse(scenario_json()).map
        self.assertEqual([OnRoad(road).at(*p) for p in ((0, 0), (0, 5.2), (0, 5.3), (0, -1.8), (600, 0))], [True, True, False, False, False])
        self.assertIsNone(OnRoad(map_pb2.RoadMap()).at(0, 0))

    def test_goals_hold_when_all_their_parts_hold(self) -> None:
        task = task_pb2.DriverTask()
        goal = task.task.goals.add(areas=[map_pb2.Polygon(xy=[0, 0, 10, 0, 10, 10, 0, 10])])
        goal.time_us.min, goal.time_us.max = 1_000_000, 2_000_000
        goal.speed_mps.min, goal.speed_mps.max = 0.0, 5.0
        goal.heading_rad.min, goal.heading_rad.max = math.pi - 0.1, math.pi + 0.1

        def holds(t: int = 1_500_000, x: float = 5.0, v: float = 1.0, h: float = -math.pi) -> bool:
            return Goals(task).reached(t, world_pb2.ActorFrame(x=x, y=5.0, speed_mps=v, heading_rad=h))

        self.assertTrue(holds())
        self.assertEqual([holds(t=999_999), holds(x=11.0), holds(v=5.1), holds(h=0.0)], [False] * 4)
        self.assertFalse(Goals(task_pb2.DriverTask()).reached(0, world_pb2.ActorFrame()))

    def test_lights_follow_their_cycles(self) -> None:
        data = json.loads(scenario_json())
        cycle = [{"state": "red", "duration_us": 2_000_000}, {"state": "green", "duration_us": 1_000_000}]
        data["map"]["signals"] = [{"id": "l", "kind": "light", "code": "", "subtype": "", "country": "", "cycle": cycle, "cycle_offset_us": -500_000, "height_m": 0.0}]
        road = Scenario.parse(json.dumps(data).encode()).map
        self.assertEqual([light_states(road, t)["l"] for t in (0, 500_000, 2_499_999, 2_500_000, 3_500_000)], [4, 1, 1, 4, 1])


class PlanTests(unittest.TestCase):
    def setUp(self) -> None:
        v = task_pb2.Vehicle(wheelbase_m=2.7, max_steer_rad=0.6, max_accel_mps2=4.0, max_decel_mps2=8.0)
        self.follower = PlanFollower(v, 1.354)

    def test_the_exact_pose_is_interpolated_from_the_present_and_between_points(self) -> None:
        at = box_centre(0.0, 0.0, 0.0, 1.354)
        state = State(at.x, at.y, 0.0, 10.0)
        plan = [world_pb2.PlanPoint(time_us=t, x=x, y=0.0, heading_rad=h, speed_mps=v) for t, x, h, v in ((200_000, 2.0, 0.2, 8.0), (400_000, 4.0, 0.4, 6.0))]
        for until, x, h, v in ((100_000, 1.0, 0.1, 9.0), (200_000, 2.0, 0.2, 8.0), (300_000, 3.0, 0.3, 7.0)):
            want = Pose(x, 0.0, h).ahead(1.354)
            got = self.follower.pose(plan, state, 0, until)
            self.assertAlmostEqual(got.x, want.x)
            self.assertAlmostEqual(got.y, want.y)
            self.assertAlmostEqual(got.heading, h)
            self.assertAlmostEqual(got.speed, v)
        beyond = self.follower.pose(plan, state, 0, 500_000)
        self.assertAlmostEqual(beyond.x, Pose(4.0, 0.0, 0.4).ahead(0.6 + 1.354).x)

    def test_tracking_brings_a_bicycle_onto_the_plan(self) -> None:
        x, y, heading, speed = 0.0, 2.0, 0.0, 6.0
        for k in range(100):
            now = k * 100_000
            plan = [world_pb2.PlanPoint(time_us=t, x=t * 1e-5, y=0.0, heading_rad=0.0, speed_mps=10.0) for t in range(now + 100_000, now + 3_000_000, 100_000)]
            centre = Pose(x, y, heading).ahead(1.354)
            accel, steer = self.follower.track(plan, State(centre.x, centre.y, heading, speed), now, now + 100_000)
            self.assertTrue(-8.0 <= accel <= 4.0 and abs(steer) <= 0.6)
            speed += accel * 0.1
            x, y, heading = x + speed * 0.1 * math.cos(heading), y + speed * 0.1 * math.sin(heading), heading + speed * 0.1 * math.tan(steer) / 2.7
        self.assertAlmostEqual(y, 0.0, delta=0.05)
        self.assertAlmostEqual(x, 100.0, delta=1.0)
        self.assertAlmostEqual(speed, 10.0, delta=0.1)


if __name__ == "__main__":
    unittest.main()
