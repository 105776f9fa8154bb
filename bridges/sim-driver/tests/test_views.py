"""Views of task and world, plans, geometry."""

from __future__ import annotations

import math
import unittest

import numpy as np
from support import Straight

from sim_driver import ActorClass, Controls, Debug, LaneType, Path, Plan, SignalState, Task, World, box_centre, rear_axle, synthetic, wrap
from sim_driver._proto import map_pb2, sensor_pb2, world_pb2


def world_of(loop: synthetic.Loop | None = None, task: Task | None = None) -> World:
    loop = loop or synthetic.Loop(synthetic.straight_road())
    return World(loop.frame(), task or Task(loop.task))


class GeometryTests(unittest.TestCase):
    def test_rear_axle_and_centre_are_each_others_inverse(self) -> None:
        axle = rear_axle(10.0, 5.0, math.pi / 2, 1.354)
        self.assertAlmostEqual(axle.x, 10.0)
        self.assertAlmostEqual(axle.y, 5.0 - 1.354)
        self.assertAlmostEqual(box_centre(*axle, 1.354).y, 5.0)

    def test_angles_wrap_to_the_half_open_circle(self) -> None:
        for angle, expected in ((0, 0), (math.pi, math.pi), (-math.pi, math.pi), (3 * math.pi / 2, -math.pi / 2), (100 * math.pi, 0)):
            self.assertAlmostEqual(wrap(angle), expected)

    def test_a_path_projects_with_the_left_positive(self) -> None:
        path = Path([[0, 0], [10, 0], [10, 10]])
        self.assertEqual(path.length, 20)
        for place, expected in (((5, 2), (5, 2)), ((5, -2), (5, -2)), ((-3, 1), (-3, 1)), ((12, 5), (15, -2)), ((9, 14), (24, 1)), ((10, 0), (10, 0))):
            np.testing.assert_allclose(path.project(*place), expected, atol=1e-12)

    def test_at_is_the_inverse_of_project(self) -> None:
        rng = np.random.default_rng(1)
        points = np.cumsum(rng.uniform(0.5, 2.0, (30, 2)), axis=0)
        path = Path(points)
        for s in rng.uniform(-5, path.length + 5, 50):
            pose = path.at(float(s))
            back, offset = path.project(pose.x, pose.y)
            self.assertAlmostEqual(back, s, places=9)
            self.assertAlmostEqual(offset, 0, places=9)
        x, y, heading = path.at_many(np.array([0.3, 7.0]))
        np.testing.assert_allclose([x[1], y[1], heading[1]], path.at(7.0))

    def test_paths_drop_repeated_points_and_refuse_nonsense(self) -> None:
        self.assertEqual(len(Path([[0, 0], [0, 0], [1, 0]]).xy), 2)
        for points in ([[0, 0]], [[0, 0], [0, 0]], [[0, 0], [1, float("nan")]], [0, 1, 2]):
            with self.assertRaises(ValueError):
                Path(points)

    def test_a_part_of_a_path_is_the_same_line(self) -> None:
        path = Path([[0, 0], [10, 0], [10, 10], [20, 10]])
        part = path.part(4.0, 22.0)
        self.assertAlmostEqual(part.length, 18)
        for s in (4.0, 10.0, 15.0, 21.5):
            np.testing.assert_allclose(part.at(s - 4.0), path.at(s))
        self.assertAlmostEqual(path.part(-5, 5).length, 10)

    def test_curvature_of_a_circle(self) -> None:
        a = np.arange(0, 3, 0.01)
        self.assertAlmostEqual(Path(20 * np.stack((np.cos(a), np.sin(a)), axis=1)).curvature(30), 1 / 20, places=3)


class PlanTests(unittest.TestCase):
    def test_a_plan_keeps_its_numbers(self) -> None:
        frame = Plan([100_000, 200_000.4], [1, 2], [3, 4], 0.5, [5, -0.0]).to_message(7)
        self.assertEqual(frame.step, 7)
        last = frame.plan[1]
        self.assertEqual((last.time_us, last.x, last.y, last.heading_rad, str(last.speed_mps)), (200_000, 2, 4, 0.5, "-0.0"))

    def test_a_malformed_plan_is_refused_where_it_is_made(self) -> None:
        for args, words in (
            (([0], [0], [0], 0, 0), "2 to 2000"),
            ((range(2001), 0, 0, 0, 0), "2 to 2000"),
            (([0, 0], [0, 0], [0, 0], 0, 0), "point 1 is not later"),
            (([0, 2, 1], 0, 0, 0, 0), "point 2 is not later"),
            (([0, 1], [0, 1, 2], [0, 0], 0, 0), "equal length"),
            (([0, 1], [0, math.inf], [0, 0], 0, 0), "x of the plan is not finite"),
        ):
            with self.assertRaisesRegex(ValueError, words):
                Plan(*args)
        with self.assertRaisesRegex(ValueError, "not finite"):
            Controls(math.nan, 0)

    def test_a_plan_along_a_path_brakes_to_a_stop_and_returns_to_it(self) -> None:
        world = world_of(synthetic.Loop(synthetic.straight_road(), speed=10, y=1.0))
        path = world.path()
        plan = Plan.along(path, world, -4.0, horizon=5.0)
        axle = world.ego.rear_axle
        self.assertAlmostEqual(float(plan.x[-1]) - axle.x, 12.5, places=6)
        self.assertEqual((int(plan.time_us[0]), float(plan.speed[0])), (0, 10.0))
        self.assertAlmostEqual(float(plan.x[0]), axle.x)
        self.assertAlmostEqual(float(plan.x[1]) - axle.x, 1.0 - 0.02, places=6)
        self.assertEqual(float(plan.speed[-1]), 0)
        free = Plan.along(path, world, 0.0, horizon=5.0)
        self.assertAlmostEqual(float(free.y[-1]), 0, places=9)
        self.assertAlmostEqual(float(free.y[0]), 1.0, delta=0.01)
        # Its headings are those of the line that it draws.
        drawn = np.arctan2(np.diff(free.y), np.diff(free.x))
        np.testing.assert_allclose(drawn, (free.heading[1:] + free.heading[:-1]) / 2, atol=2e-3)
        standing = Plan.along(path, world_of(synthetic.Loop(synthetic.straight_road(), speed=0)), -1.0)
        self.assertEqual(len(set(standing.x.tolist())), 1)

    def test_a_plan_that_begins_later_is_begun_where_the_ego_is(self) -> None:
        loop = synthetic.Loop(synthetic.straight_road(), speed=10)
        loop.heading = 2 * math.pi
        world = world_of(loop)
        plan = Plan([100_000, 200_000], [0, 1], 0, 0.1, 10, Debug(signals={"a": 1}))
        begun = plan.from_present(world)
        self.assertEqual(begun.time_us.tolist(), [0, 100_000, 200_000])
        self.assertAlmostEqual(float(begun.x[0]), -1.354)
        np.testing.assert_allclose(begun.heading, [0, 0.1, 0.1], atol=1e-12)
        self.assertIs(begun.debug, plan.debug)
        self.assertIs(begun.from_present(world), begun)

    def test_debug_output_is_mapped_and_bounded(self) -> None:
        plan = Plan([0, 1], [0, 1], 0, 0, 0)
        message = Debug(signals={"lead.gap_m": 3}, candidates=[plan, plan], texts={"planner": "a\x1b[0mb\n"}).to_message()
        self.assertEqual((message.signals[0].name, message.signals[0].value), ("lead.gap_m", 3.0))
        self.assertEqual([c.name for c in message.candidates], ["candidate-1", "candidate-2"])
        self.assertFalse(message.candidates[0].HasField("cost"))
        self.assertEqual((message.texts[0].name, message.texts[0].text), ("planner", "a[0mb\n"))
        self.assertEqual(Debug(candidates={"stop": plan}, costs={"stop": 2}).to_message().candidates[0].cost, 2)
        self.assertEqual(len(Debug(texts=["x" * 5000]).to_message().texts[0].text), 2048)
        for bad in (
            Debug(signals={"ttc s": 1}), Debug(signals={"ttc": math.inf}), Debug(signals={f"s{i}": 1 for i in range(65)}), Debug(texts=["x"] * 17),
            Debug(costs={"a": 1}), Debug(candidates=[Plan(range(201), 0, 0, 0, 0)]), Debug(signals={"1a": 1}),
        ):  # fmt: skip
            with self.assertRaisesRegex(ValueError, "^debug: "):
                bad.to_message()


class ViewTests(unittest.TestCase):
    def test_the_ego_and_the_others_are_arrays(self) -> None:
        world = world_of()
        self.assertAlmostEqual(world.ego.rear_axle.x, -1.354)
        others = world.others
        self.assertEqual((len(others), others.index.tolist(), others.speed.tolist(), others.length.tolist()), (1, [1], [8.0], [4.508]))
        self.assertEqual([a.id for a in others], ["ahead"])
        self.assertEqual(next(iter(others)).cls, ActorClass.CAR)
        np.testing.assert_allclose(others.velocity, [[8, 0]])
        with self.assertRaises(ValueError):
            others.x[0] = 3

    def test_a_world_without_others_has_empty_arrays(self) -> None:
        frame = synthetic.Loop(synthetic.straight_road()).frame()
        del frame.actors[1]
        world = World(frame, Task(synthetic.straight_road()))
        self.assertEqual((len(world.others), world.others.velocity.shape, world.leader(world.path())), (0, (0, 2), None))

    def test_lanes_are_arrays_of_points(self) -> None:
        task = Task(synthetic.straight_road())
        lane = task.map.lanes[0]
        self.assertEqual((lane.centre.shape, lane.type, lane.speed_limit), ((2, 2), LaneType.DRIVING, 15.0))
        self.assertEqual(lane.project(0, 1.0), (50.0, 1.0))
        nearest = task.map.nearest_lane(10, 2.0, 0.0)
        self.assertEqual(nearest and nearest.id, "left")

    def test_the_nearest_lane_is_that_of_a_search_through_all(self) -> None:
        rng = np.random.default_rng(3)
        road = map_pb2.RoadMap()
        for i in range(60):
            start, step = rng.uniform(-200, 200, 2), rng.uniform(-10, 10, (5, 2))
            road.lanes.add(id=str(i), type=map_pb2.LANE_TYPE_DRIVING, centre=map_pb2.Polyline(xy=(start + np.cumsum(step, axis=0)).ravel().tolist()))
        task = synthetic.straight_road()
        task.map.CopyFrom(road)
        view = Task(task).map
        for x, y in rng.uniform(-250, 250, (50, 2)):
            def distance(lane: object) -> float:
                s, d = lane.project(x, y)  # type: ignore[attr-defined]
                return math.hypot(d, max(-s, s - lane.path.length, 0.0))  # type: ignore[attr-defined]

            nearest = view.nearest_lane(x, y)
            assert nearest is not None
            self.assertAlmostEqual(distance(nearest), min(distance(lane) for lane in view.lanes))

    def test_the_way_follows_the_route_and_then_the_straightest_successor(self) -> None:
        task = synthetic.straight_road()
        del task.map.lanes[:]
        for name, points, successors in (
            ("a", [0, 0, 50, 0], ["turn", "on"]), ("turn", [50, 0, 60, 0, 60, 20], []), ("on", [50, 0, 100, 0], []),
        ):  # fmt: skip
            task.map.lanes.add(id=name, type=map_pb2.LANE_TYPE_DRIVING, centre=map_pb2.Polyline(xy=points), successors=successors)
        view = Task(task).map
        np.testing.assert_array_equal(view.path(1, 0, 0).xy[-1], [100, 0])
        np.testing.assert_array_equal(view.path(1, 0, 0, route=["a", "turn"]).xy[-1], [60, 20])
        empty = synthetic.straight_road()
        del empty.map.lanes[:]
        np.testing.assert_allclose(Task(empty).map.path(1, 2, math.pi / 2, length=5).xy, [[1, 2], [1, 7]], atol=1e-12)

    def test_the_leader_is_the_nearest_one_in_the_way(self) -> None:
        world = world_of(synthetic.Loop(synthetic.straight_road(), gap=40, ahead_speed=8))
        leader = world.leader(world.path())
        assert leader is not None
        self.assertAlmostEqual(leader.gap, 40)
        self.assertEqual((leader.speed, leader.actor), (8.0, 1))
        aside = world_of(synthetic.Loop(synthetic.straight_road(), y=3.5))
        self.assertIsNone(aside.leader(aside.path()))

    def test_someone_who_will_cross_is_in_the_way_when_asked_for(self) -> None:
        frame = synthetic.Loop(synthetic.straight_road()).frame()
        crossing = frame.actors[1]
        crossing.x, crossing.y, crossing.heading_rad, crossing.speed_mps = 30.0, -6.0, math.pi / 2, 3.0
        world = World(frame, Task(synthetic.straight_road()))
        self.assertIsNone(world.leader(world.path()))
        self.assertIsNotNone(world.leader(world.path(), within=2.0))
        crossing.heading_rad = -math.pi / 2
        world = World(frame, Task(synthetic.straight_road()))
        self.assertIsNone(world.leader(world.path(), within=2.0))

    def test_options_and_random_numbers_come_with_the_task(self) -> None:
        a, b = Task(synthetic.straight_road(), {"x": 1}), Task(synthetic.straight_road())
        self.assertEqual((a.options, b.options), ({"x": 1}, {}))
        self.assertEqual(a.rng.random(), b.rng.random())

    def test_the_speed_to_drive_at(self) -> None:
        task = Task(synthetic.straight_road(speed_limit=20))
        self.assertEqual(task.cruise_speed(task.map.lanes[0]), 20)
        self.assertEqual(Task(synthetic.straight_road(desired_speed=9)).cruise_speed(task.map.lanes[0]), 9)
        self.assertAlmostEqual(task.cruise_speed(), 50 / 3.6)

    def test_sensor_data_is_not_copied(self) -> None:
        loop = synthetic.Loop(synthetic.straight_road())
        image = sensor_pb2.SensorFrame(sensor="front", width=2, height=1, encoding="rgb8", data=bytes(range(6)))
        world = World(loop.frame(), Task(loop.task), [image])
        array = world.sensors[0].array
        self.assertEqual((array.shape, array[0, 1].tolist()), ((1, 2, 3), [3, 4, 5]))
        self.assertFalse(array.flags.owndata)
        image.encoding = "png"
        with self.assertRaises(ValueError):
            World(loop.frame(), Task(loop.task), [image]).sensors[0].array

    def test_the_enums_are_those_of_the_contract(self) -> None:
        for kind, words, prefix in (
            (ActorClass, map_pb2.ActorClass, "ACTOR_CLASS_"), (LaneType, map_pb2.LaneType, "LANE_TYPE_"), (SignalState, world_pb2.SignalState, "SIGNAL_STATE_"),
        ):  # fmt: skip
            self.assertEqual({prefix + m.name: int(m) for m in kind}, dict(words.items()))

    def test_a_word_of_a_newer_contract_stays_a_number(self) -> None:
        loop = synthetic.Loop(synthetic.straight_road())
        loop.task.map.lanes[0].type = 99  # type: ignore[assignment]
        self.assertEqual(Task(loop.task).map.lanes[0].type, 99)
        self.assertEqual(Straight().version, "3")


if __name__ == "__main__":
    unittest.main()
