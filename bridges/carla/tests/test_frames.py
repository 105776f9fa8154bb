"""Frames, models, maps, weather: what needs no CARLA."""

from __future__ import annotations

import math
import random
import types
import unittest

import support  # noqa: F401
from sim_driver import BadOptions
from sim_driver._proto import map_pb2, task_pb2

from sim_carla import fake
from sim_carla.blueprints import choose
from sim_carla.frames import Pose3, from_carla, heading_of_compass, quaternion, rotate, steer, to_carla, turn_from_carla, turn_to_carla, vector
from sim_carla.opendrive import lint
from sim_carla.options import read
from sim_carla.weather import left_out, weather

ROAD = '<road id="{id}" length="10"><link>{link}</link><planView><geometry s="0" x="0" y="0" hdg="0" length="10"><line/></geometry></planView><lanes><laneSection s="0"><center><lane id="0"/></center><right><lane id="-1">{lane}</lane></right></laneSection></lanes></road>'


def road(number: int, link: str = "", lane: str = "") -> str:
    return ROAD.format(id=number, link=link, lane=lane)


def xodr(*parts: str) -> bytes:
    return ('<?xml version="1.0"?><OpenDRIVE><header revMajor="1" revMinor="6"/>' + "".join(parts) + "</OpenDRIVE>").encode()


class FrameTests(unittest.TestCase):
    def test_the_vector_of_the_specification(self) -> None:
        ours = Pose3(10.0, 5.0, 0.2, math.radians(30.0), math.radians(2.0), math.radians(-1.0))
        location, (pitch, yaw, roll) = to_carla(ours)
        self.assertEqual(location, (10.0, -5.0, 0.2))
        self.assertAlmostEqual(yaw, -30.0, places=12)
        self.assertAlmostEqual(pitch, -2.0, places=12)
        self.assertAlmostEqual(roll, -1.0, places=12)
        self.assertEqual(steer(0.3), -0.3)

    def test_there_and_back_is_exact(self) -> None:
        draw = random.Random(1)
        for _ in range(1000):
            pose = Pose3(*(draw.uniform(-2000, 2000) for _ in range(3)), *(draw.uniform(-math.pi, math.pi) for _ in range(3)))
            back = from_carla(*to_carla(pose))
            self.assertLessEqual(max(abs(a - b) for a, b in zip(pose[:3], back[:3], strict=True)), 1e-9)
            self.assertLessEqual(max(abs(a - b) for a, b in zip(pose[3:], back[3:], strict=True)), 1e-12)
            single = from_carla(*(tuple(fake._single(v) for v in part) for part in to_carla(pose)))  # type: ignore[arg-type]
            self.assertLessEqual(max(abs(a - b) for a, b in zip(pose[:3], single[:3], strict=True)), 1e-4)
            rates = tuple(draw.uniform(-3, 3) for _ in range(3))
            self.assertLessEqual(max(abs(a - b) for a, b in zip(rates, turn_from_carla(turn_to_carla(rates)), strict=True)), 1e-12)  # type: ignore[arg-type]
            self.assertEqual(vector(vector(rates)), rates)  # type: ignore[arg-type]

    def test_rates_of_turn(self) -> None:
        x, y, z = turn_to_carla((0.1, 0.2, 0.3))
        self.assertAlmostEqual(x, -math.degrees(0.1))
        self.assertAlmostEqual(y, math.degrees(0.2))
        self.assertAlmostEqual(z, -math.degrees(0.3))
        self.assertEqual(math.copysign(1.0, vector((0.0, 0.0, 0.0))[1]), 1.0)

    def test_the_compass(self) -> None:
        # North is our +y, east our +x.
        self.assertAlmostEqual(heading_of_compass(0.0), math.pi / 2)
        self.assertAlmostEqual(heading_of_compass(math.pi / 2), 0.0)

    def test_rotations_are_those_of_the_handed_frames(self) -> None:
        """A point turned in our frame and mirrored is the mirrored point turned in CARLA's."""

        def in_carla(pitch: float, yaw: float, roll: float, p: tuple[float, float, float]) -> tuple[float, float, float]:
            # Unreal's rotation matrix, from its documentation: x forward, y right, z up; pitch positive nose up, roll positive right side down.
            (cp, sp), (cy, sy), (cr, sr) = ((math.cos(a), math.sin(a)) for a in (pitch, yaw, roll))
            rows = (
                (cp * cy, cy * sp * sr - sy * cr, -cy * sp * cr - sy * sr),
                (cp * sy, sy * sp * sr + cy * cr, -sy * sp * cr + cy * sr),
                (sp, -cp * sr, cp * cr),
            )
            return tuple(sum(a * b for a, b in zip(row, p, strict=True)) for row in rows)  # type: ignore[return-value]

        draw = random.Random(2)
        for _ in range(200):
            yaw, pitch, roll = (draw.uniform(-1.5, 1.5) for _ in range(3))
            p = tuple(draw.uniform(-5, 5) for _ in range(3))
            _, (cp, cy, cr) = to_carla(Pose3(0, 0, 0, yaw, pitch, roll))
            ours = vector(rotate(yaw, pitch, roll, p))  # type: ignore[arg-type]
            theirs = in_carla(math.radians(cp), math.radians(cy), math.radians(cr), vector(p))  # type: ignore[arg-type]
            for a, b in zip(ours, theirs, strict=True):
                self.assertAlmostEqual(a, b, places=12)

    def test_quaternions_turn_as_the_angles_do(self) -> None:
        w, x, y, z = quaternion(0.4, -0.3, 0.2)
        self.assertAlmostEqual(w * w + x * x + y * y + z * z, 1.0, places=15)
        p = (1.0, 2.0, 3.0)
        t = [2 * (y * p[2] - z * p[1]), 2 * (z * p[0] - x * p[2]), 2 * (x * p[1] - y * p[0])]
        turned = (p[0] + w * t[0] + y * t[2] - z * t[1], p[1] + w * t[1] + z * t[0] - x * t[2], p[2] + w * t[2] + x * t[1] - y * t[0])
        for a, b in zip(turned, rotate(0.4, -0.3, 0.2, p), strict=True):
            self.assertAlmostEqual(a, b, places=12)


class ModelTests(unittest.TestCase):
    def test_the_nearest_model_of_the_class_is_chosen(self) -> None:
        available = list(fake.MODELS)
        car, bus = map_pb2.ACTOR_CLASS_CAR, map_pb2.ACTOR_CLASS_BUS
        self.assertEqual(choose(car, 4.5, 2.0, available, 0), "vehicle.toyota.prius")
        self.assertEqual(choose(car, 3.7, 1.9, available, 0), "vehicle.mini.cooper_s")
        self.assertEqual(choose(bus, 12.0, 2.5, available, 0), "vehicle.mitsubishi.fusorosa")
        self.assertEqual([choose(map_pb2.ACTOR_CLASS_PEDESTRIAN, 0.5, 0.5, available, i) for i in range(3)], ["walker.pedestrian.0001", "walker.pedestrian.0002", "walker.pedestrian.0001"])
        self.assertIsNone(choose(map_pb2.ACTOR_CLASS_TRAIN, 30.0, 3.0, available, 0))
        self.assertIsNone(choose(map_pb2.ACTOR_CLASS_ANIMAL, 1.0, 0.5, available, 0))
        self.assertIsNone(choose(car, 4.5, 2.0, ["walker.pedestrian.0001"], 0))


class MapTests(unittest.TestCase):
    def test_a_map_that_holds_together_passes(self) -> None:
        text, notes = lint(xodr(road(1, '<successor elementType="road" elementId="2" contactPoint="start"/>', '<link><successor id="-1"/></link>'), road(2)))
        self.assertIn('<road id="1"', text)
        self.assertEqual(notes, [])

    def test_what_carla_would_stumble_over_is_refused(self) -> None:
        for content, says in (
            (b"\xff\xfe", "UTF-8"),
            (b"<OpenDRIVE>", "not XML"),
            (b"<Other/>", "root"),
            (b'<!DOCTYPE a [<!ENTITY x "y">]><OpenDRIVE/>', "document type"),
            (xodr(), "no road"),
            (xodr(road(1), road(1)), "same id"),
            (xodr('<road id="1"><planView/></road>'), "no geometry"),
            (xodr(road(1, '<successor elementType="road" elementId="9"/>')), "road 9, does not exist"),
            (xodr(road(1, '<predecessor elementType="junction" elementId="3"/>')), "junction 3, does not exist"),
            (xodr(road(1, '<successor elementType="road" elementId="2" contactPoint="start"/>', '<link><successor id="-2"/></link>'), road(2)), "lane -2 does not exist"),
            (xodr(road(1), '<junction id="5"><connection id="0" incomingRoad="1" connectingRoad="8"/></junction>'), "connectingRoad 8"),
        ):
            with self.subTest(says), self.assertRaisesRegex(ValueError, says):
                lint(content)


class WeatherTests(unittest.TestCase):
    def test_conditions_become_shares(self) -> None:
        carla = types.SimpleNamespace(WeatherParameters=fake.WeatherParameters)
        clear = weather(task_pb2.WorldEnvironment(light="day"), carla)
        self.assertEqual((clear.precipitation, clear.fog_density, clear.sun_altitude_angle), (0.0, 0.0, 45.0))
        bad = weather(task_pb2.WorldEnvironment(light="night", rain_mmph=25.0, fog_visibility_m=100.0), carla)
        self.assertEqual((bad.precipitation, bad.sun_altitude_angle), (50.0, -20.0))
        self.assertAlmostEqual(bad.fog_density, 100 * (1 - math.exp(-1.956)))
        self.assertEqual(len(left_out(task_pb2.WorldEnvironment(friction=0.3, light="disco"))), 2)


class OptionTests(unittest.TestCase):
    def test_wrong_options_are_named(self) -> None:
        for options, says in (
            ([1], "table"), ({"sensor": []}, "'sensor'"), ({"ego": "magic"}, "ego"), ({"tick_us": 200_000}, "tick_us"), ({"map": "../etc"}, "map"), ({"reload": 1}, "reload"),
            ({"allow_versions": "0.9"}, "allow_versions"), ({"sensors": {}}, "sensors"), ({"sensors": [{"type": "sonar"}]}, "sensors\\[0\\].type"),
            ({"sensors": [{"type": "camera"}, {"type": "camera"}]}, "sensors\\[1\\].id"), ({"sensors": [{"type": "camera", "width": 1e9}]}, "width"),
            ({"sensors": [{"type": "imu", "fov_deg": 3}]}, "fov_deg"), ({"sensors": [{"type": "lidar", "channels": 1.5}]}, "whole number"),
            ({"sensors": [{"type": "imu", "id": str(i)} for i in range(65)]}, "at most 64"), ({"sensor_deadline_s": True}, "sensor_deadline_s"),
        ):  # fmt: skip
            with self.subTest(says), self.assertRaisesRegex(BadOptions, says):
                read(options)
        self.assertEqual(read({})["tick_us"], 50_000)


if __name__ == "__main__":
    unittest.main()
