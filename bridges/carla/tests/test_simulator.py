"""CARLA behind the contract, over the stand-in."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import unittest
from typing import Any

import grpc
import numpy as np
from sim_driver._proto import sensor_pb2, simulator_pb2, task_pb2, world_pb2
from sim_driver.digest import chain_digest
from sim_driver.simulator_client import SimulatorClient
from sim_driver.synthetic import scenario_json
from support import Case, child_environment, controls, plan
from test_frames import road, xodr

from sim_carla import fake

XODR = xodr(road(1))
BOX = {"length_m": 4.0, "width_m": 1.8, "height_m": 1.5, "rear_axle_to_centre_m": 1.3}
CAMERA = {"id": "front", "type": "camera", "width": 32, "height": 16, "x": 1.0, "z": 1.5}


def actor(name: str, behaviour: dict[str, Any], cls: str = "car", x: float = 40.0, y: float = 0.0, speed: float = 5.0, first_step: int = 0) -> dict[str, Any]:
    start = {"x": x, "y": y, "heading_rad": 0.0, "speed_mps": speed}
    return {"id": name, "class": cls, "body": BOX, "first_step": first_step, "initial": start, "behaviour": behaviour}


class CarlaCase(Case):
    def running(self, scenario: bytes | None = None, options: dict[str, Any] | None = None, perfect: bool = False, **load: Any) -> simulator_pb2.LoadReply:
        self.client.open("s", options=json.dumps(options or {}))
        load.setdefault("map_format", simulator_pb2.MAP_FORMAT_OPENDRIVE)
        reply = self.client.load("s", scenario or scenario_json(), XODR if load["map_format"] == simulator_pb2.MAP_FORMAT_OPENDRIVE else b"Town03", **load)
        self.client.reset("s", 7, perfect_tracking=perfect)
        return reply

    def actor(self, world: world_pb2.WorldFrame, name: str = "ego") -> world_pb2.ActorFrame:
        return next(a for a in world.actors if a.id == name)


class RunTests(CarlaCase):
    def test_nothing_of_carla_is_imported_before_it_is_needed(self) -> None:
        code = "import sys, sim_carla.__main__; print([n for n in sys.modules if n.split('.')[0] == 'carla'])"
        said = subprocess.run([sys.executable, "-c", code], env=child_environment(), capture_output=True, text=True, check=True)
        self.assertEqual(said.stdout.strip(), "[]")

    def test_it_tells_the_servers_version(self) -> None:
        hello = self.client.handshake()
        self.assertEqual((hello.server.native_version, hello.limits.max_sessions), ("CARLA 0.9.16", 1))
        self.assertLessEqual({"map:opendrive", "map:name", "sensors", "steps"}, set(hello.capabilities))

    def test_the_ego_begins_exactly_where_the_scenario_says_and_stands_on_the_ground(self) -> None:
        start = {"x": 3.25, "y": -1.5, "heading_rad": 0.3, "speed_mps": 10.0}
        self.running(scenario_json(ego={"initial": start}))
        ego = self.actor(self.client.observe("s"))
        self.assertAlmostEqual(ego.x, 3.25, places=4)
        self.assertAlmostEqual(ego.y, -1.5, places=4)
        self.assertAlmostEqual(ego.heading_rad, 0.3, places=6)
        self.assertEqual(ego.speed_mps, 10.0)
        native = next(a for a in self.fake.world.actors.values() if a.attributes.get("role_name") == "hero")
        self.assertAlmostEqual(native.transform.location.z, 0.0, places=3)
        # Left-handed: to our right and turned to our left, which is theirs to the left.
        self.assertGreater(native.transform.location.y, 1.0)
        self.assertAlmostEqual(native.transform.rotation.yaw, -math.degrees(0.3), places=3)

    def test_boxes_and_limits_are_carlas(self) -> None:
        reply = self.running()
        body, v = reply.task.actors[0].body, reply.task.vehicle
        self.assertAlmostEqual(body.length_m, 4.51, places=2)
        self.assertAlmostEqual(v.wheelbase_m, 2.85, places=4)
        self.assertAlmostEqual(v.max_steer_rad, math.radians(70.0))
        self.assertTrue(any("vehicle.toyota.prius is 4.51 m by 2.01 m" in n for n in reply.unsupported))
        self.client.close("s")
        self.assertAlmostEqual(self.running(options={"blueprint": "vehicle.mini.cooper_s"}).task.actors[0].body.length_m, 3.81, places=2)

    def test_controls_accelerate_and_steer_to_the_left(self) -> None:
        for how in ("ackermann", "vehicle_control"):
            with self.subTest(how):
                self.running(options={"ego": how})
                for k in range(10):
                    reply = self.client.step("s", k, controls(k, 2.0))
                ego = self.actor(reply.world)
                self.assertAlmostEqual(ego.speed_mps, 12.0, places=3)
                self.assertAlmostEqual(ego.accel_mps2, 2.0, places=3)
                self.assertAlmostEqual(ego.x, 11.0, places=3)
                for k in range(10, 20):
                    reply = self.client.step("s", k, controls(k, -3.0, 0.05))
                ego = self.actor(reply.world)
                self.assertAlmostEqual(ego.speed_mps, 9.0, places=3)
                self.assertGreater(ego.y, 0.5)
                self.assertGreater(ego.yaw_rate_rps, 0.1)
                self.assertAlmostEqual(ego.yaw_rate_rps, 9.0 * math.tan(0.05) / 2.85, delta=0.01)
                self.assertEqual(ego.steer_rad, 0.05)
                self.client.close("s")

    def test_controls_beyond_the_limits_are_never_clipped_in_silence(self) -> None:
        self.running()
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 0, controls(0, 4.1)), "acceleration")
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 0, controls(0, 0.0, 1.3)), "front wheel")
        self.assertEqual(self.client.step("s", 0, controls(0)).world.step, 1)
        self.client.close("s")
        self.running(options={"out_of_range": "saturate"})
        self.assertEqual([[e.kind for e in self.client.step("s", k, controls(k, 9.0)).events] for k in range(2)], [["saturated"], []])

    def test_with_perfect_tracking_the_ego_stands_on_its_plan(self) -> None:
        self.running(perfect=True)
        for k in range(5):
            t, turn = (k + 1) * 100_000, 0.1 * (k + 1)
            reply = self.client.step("s", k, plan(k, (t, 5.0 * (k + 1), 1.0, turn, 3.0), (t + 500_000, 99.0, 9.0, 0.0, 3.0)))
            ego = self.actor(reply.world)
            self.assertAlmostEqual(ego.x, 5.0 * (k + 1) + 1.354 * math.cos(turn), places=4)
            self.assertAlmostEqual(ego.y, 1.0 + 1.354 * math.sin(turn), places=4)
            self.assertAlmostEqual(ego.heading_rad, turn, places=5)
            self.assertAlmostEqual(ego.speed_mps, 3.0)
        self.fails("INVALID_ARGUMENT", "BAD_ANSWER", lambda: self.client.step("s", 5, controls(5)), "perfect tracking")

    def test_a_plan_without_perfect_tracking_is_tracked_by_the_vehicle(self) -> None:
        self.running()
        for k in range(60):
            world = self.client.observe("s")
            ego = self.actor(world)
            points = [(world.time_us + i * 100_000, ego.x - 1.354 + i, 2.0, 0.0, 10.0) for i in range(1, 31)]
            reply = self.client.step("s", k, plan(k, *points))
        self.assertAlmostEqual(self.actor(reply.world).y, 2.0, delta=0.2)
        self.assertAlmostEqual(self.actor(reply.world).speed_mps, 10.0, delta=0.3)

    def test_actors_come_go_and_stand_where_the_scenario_says_and_wait_for_the_ego(self) -> None:
        states = [{"time_us": k * 1_000_000, "state": {"x": 100.0 + 10 * k, "y": 3.5, "heading_rad": 0.1 * k, "speed_mps": 10.0}} for k in (1, 2, 3)]
        waits = {"kind": "follow_path", "path": {"points": [{"x": 60.0, "y": -8.0}, {"x": 60.0, "y": 8.0}]}, "speeds": [], "trigger": {"gap_m": 40.0}, "hold_at_end": True}
        visitor = actor("visitor", {"kind": "trajectory", "states": states, "hold_at_end": False, "recorded": True}, x=110.0, y=3.5)
        reply = self.running(scenario_json(actors=[visitor, actor("ped", waits, "pedestrian", x=60.0, y=-8.0, speed=1.5)]))
        self.assertFalse([n for n in reply.unsupported if "trigger" in n])
        there, crossing = [], []
        for k in range(40):
            done = self.client.step("s", k, controls(k))
            there += [(a.x, a.y, a.heading_rad) for a in done.world.actors if a.id == "visitor"]
            crossing.append(self.actor(done.world, "ped").y)
        self.assertEqual(len(there), 21)
        for got, want in ((there[0], (110.0, 3.5, 0.1)), (there[5], (115.0, 3.5, 0.15)), (there[-1], (130.0, 3.5, 0.3))):
            for a, b in zip(got, want, strict=True):
                self.assertAlmostEqual(a, b, places=4)
        started = next(i for i, y in enumerate(crossing) if y > -7.99)
        # The ego's front, 2.26 m ahead of its centre, is 40 m from the pedestrian after 1.77 s.
        self.assertTrue(17 <= started <= 19, started)

    def test_following_a_lane_is_the_traffic_managers(self) -> None:
        reply = self.running(scenario_json(actors=[actor("lane", {"kind": "follow_lane", "route": []}, x=80.0, y=3.5)]))
        self.assertIn("actor 'lane': follow_lane is driven by CARLA's traffic manager", reply.unsupported)
        for k in range(10):
            done = self.client.step("s", k, controls(k))
        self.assertAlmostEqual(self.actor(done.world, "lane").x, 85.0, places=2)
        self.assertTrue(any(a.autopilot for a in self.fake.world.actors.values()))
        self.client.close("s")
        kept = self.running(scenario_json(actors=[actor("lane", {"kind": "follow_lane", "route": []}, x=80.0, y=3.5)]), options={"traffic_manager": False})
        self.assertIn("keeps its initial speed", "".join(kept.unsupported))

    def test_a_contact_is_told_once_at_its_time(self) -> None:
        self.running(scenario_json(actors=[actor("slow", {"kind": "constant_velocity"}, x=30.0, speed=2.0)]))
        replies = [self.client.step("s", k, controls(k)) for k in range(60)]
        contacts = [(i, c) for i, r in enumerate(replies) for c in r.contacts]
        self.assertEqual([(c.a, c.b) for _, c in contacts], [("ego", "slow")])
        i, first = contacts[0]
        self.assertTrue(i * 100_000 < first.time_us <= (i + 1) * 100_000)
        self.assertAlmostEqual(first.time_us / 1e6, (30 - (4.51 + 3.81) / 2) / 8, delta=0.051)
        self.assertFalse(replies[-1].is_over)

    def test_lights_follow_their_programme_by_their_opendrive_id(self) -> None:
        data = json.loads(scenario_json())
        cycle = [{"state": "red", "duration_us": 1_000_000}, {"state": "green", "duration_us": 1_000_000}]
        light = {"id": "77", "kind": "light", "code": "", "subtype": "", "country": "", "cycle": cycle, "cycle_offset_us": 0, "height_m": 5.0}
        data["map"]["signals"] = [light, {**light, "id": "elsewhere"}, {**light, "id": "tl1", "cycle": []}]
        reply = self.running(json.dumps(data).encode())
        self.assertIn("light 'elsewhere': no light of CARLA's has this OpenDRIVE id", "".join(reply.unsupported))
        shown = []
        for k in range(20):
            done = self.client.step("s", k, controls(k))
            shown.append(next(s.state for s in done.world.signals if s.id == "77"))
        self.assertEqual(shown, [1] * 9 + [4] * 10 + [1])
        change = simulator_pb2.Injection(signal=world_pb2.SignalFrame(id="tl1", state=world_pb2.SIGNAL_STATE_YELLOW))
        self.assertEqual(self.client.inject("s", 20, change), [""])
        native = {a.attributes.get("opendrive_id"): a.attributes for a in self.fake.world.actors.values()}
        self.assertEqual((native["77"]["frozen"], native["tl1"]["state"]), ("True", "Yellow"))

    def test_things_can_be_changed_between_two_steps(self) -> None:
        self.running(scenario_json(actors=[actor("gone", {"kind": "stationary"}, x=80.0, y=3.5)]))
        environment = simulator_pb2.Injection(environment=task_pb2.WorldEnvironment(light="night", rain_mmph=50.0))
        move = simulator_pb2.Injection(move=world_pb2.ActorFrame(index=0, x=20.0, y=1.0, heading_rad=0.1, speed_mps=5.0))
        spawn = simulator_pb2.Injection(spawn=simulator_pb2.SpawnActor())
        self.assertEqual(
            self.client.inject("s", 0, environment, simulator_pb2.Injection(remove="gone"), move, spawn, simulator_pb2.Injection(remove="nobody"), simulator_pb2.Injection(remove="ego")),
            ["", "", "", "actors that the scenario does not have cannot be made", "no actor 'nobody' is there", "the ego cannot be removed"],
        )
        self.assertEqual((self.fake.world.weather.sun_altitude_angle, self.fake.world.weather.precipitation), (-20.0, 100.0))
        world = self.client.step("s", 0, controls(0)).world
        self.assertEqual([a.id for a in world.actors], ["ego", "car"])
        self.assertAlmostEqual(self.actor(world).x, 20.5, delta=0.05)
        self.assertAlmostEqual(self.actor(world).speed_mps, 5.0, delta=0.01)

    def test_actors_of_the_client_are_where_it_says(self) -> None:
        self.running()
        moved = world_pb2.ActorFrame(index=1, x=70.0, y=3.0, heading_rad=0.2, speed_mps=4.0)
        car = self.actor(self.client.step("s", 0, controls(0), external=[moved]).world, "car")
        self.assertAlmostEqual(car.x, 70.0, places=4)
        self.assertAlmostEqual(car.heading_rad, 0.2, places=5)
        self.assertEqual(car.speed_mps, 4.0)

    def test_time_is_the_servers_and_ticks_are_short(self) -> None:
        self.running(options={"tick_us": 30_000})
        self.assertEqual(self.fake.world.settings.fixed_delta_seconds, 0.025)
        before = self.fake.world.elapsed
        self.client.step("s", 0, controls(0))
        self.assertAlmostEqual(self.fake.world.elapsed - before, 0.1)
        settings = self.fake.world.settings
        self.assertTrue(settings.synchronous_mode and settings.deterministic_ragdolls and settings.no_rendering_mode)
        self.client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE, step_us=250_000)
        self.assertLessEqual(self.fake.world.settings.fixed_delta_seconds or 1, 0.05)

    def test_seeds_have_31_bits_and_go_everywhere(self) -> None:
        self.running()
        self.fake.seeds.clear()
        self.client.reset("s", 2**63 + 12345)
        self.assertEqual(self.fake.seeds, [("tm_sync", 1), ("tm", 12345), ("pedestrians", 12345)])

    def test_maps_by_name_are_loaded_and_loaded_again(self) -> None:
        self.running(map_format=simulator_pb2.MAP_FORMAT_NATIVE_NAME)
        self.assertEqual(self.fake.loaded, ["Town03", "Town03"])
        self.client.close("s")
        self.client.open("s", options='{"map": "Town03", "reload": false}')
        for road in ({}, {"road": XODR, "map_format": simulator_pb2.MAP_FORMAT_OPENDRIVE}):
            self.client.load("s", scenario_json(), **road)
            self.client.reset("s")
        self.assertEqual(self.fake.loaded[2:], ["Town03", "Town03"])
        self.client.close("s")
        self.client.open("s")
        self.fails("INVALID_ARGUMENT", "BAD_MAP", lambda: self.client.load("s", scenario_json(), b"Town99", map_format=simulator_pb2.MAP_FORMAT_NATIVE_NAME), "Town10HD_Opt")
        self.fails("INVALID_ARGUMENT", "BAD_MAP", lambda: self.client.load("s", scenario_json(), b"<x/>", map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE), "root")
        self.client.close("s")
        self.client.open("s")
        self.fails("INVALID_ARGUMENT", "BAD_MAP", lambda: self.client.load("s", scenario_json()), "OpenDRIVE")

    def test_what_carla_has_not_is_named_or_refused(self) -> None:
        reply = self.running(scenario_json(actors=[actor("train", {"kind": "stationary"}, "train", x=90.0)]))
        self.assertIn("no model for a train", "".join(reply.unsupported))
        self.fails("UNIMPLEMENTED", "FEATURE_UNSUPPORTED", lambda: self.client.load("s", b"<x/>", scenario_format=simulator_pb2.SCENARIO_FORMAT_OPENSCENARIO))
        self.client.close("s")
        self.client.open("s", options='{"blueprint": "vehicle.batmobile"}')
        self.fails("INVALID_ARGUMENT", "BAD_SCENARIO", lambda: self.client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE), "batmobile")

    def test_closing_leaves_the_server_as_it_was(self) -> None:
        before = dict(vars(self.fake.world.settings)), vars(self.fake.world.weather).copy(), 2
        self.running(options={"sensors": [CAMERA, {"type": "imu"}]})
        self.client.step("s", 0, controls(0))
        self.client.close("s")
        self.assertEqual((vars(self.fake.world.settings), vars(self.fake.world.weather), len(self.fake.world.actors)), before)
        self.assertEqual(self.fake.seeds[-1], ("tm_sync", 0))
        self.assertTrue(all(a.attributes.get("frozen", "False") == "False" for a in self.fake.world.actors.values()))

    def test_a_lease_that_ends_gives_the_server_free(self) -> None:
        import time

        self.client.open("s", lease_us=300_000)
        self.client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE)
        self.assertTrue(self.fake.world.settings.synchronous_mode)
        end = time.monotonic() + 10
        while self.fake.world.settings.synchronous_mode and time.monotonic() < end:
            time.sleep(0.02)
        self.assertFalse(self.fake.world.settings.synchronous_mode)

    def test_two_runs_of_the_stand_in_have_the_same_digests(self) -> None:
        def once() -> str:
            self.running(scenario_json(horizon_us=50_000_000))
            run = bytes(32)
            for reply in self.client.run("s", [controls(k, 0.0, 0.1 if k > 20 else 0.0) for k in range(500)]):
                run = chain_digest(run, reply.digest)
            self.client.close("s")
            self.assertEqual((reply.world.step, reply.end), (500, "horizon"))
            return run.hex()

        self.assertEqual(once(), once())


class SensorTests(CarlaCase):
    ALL = [
        CAMERA,
        {"id": "deep", "type": "depth", "width": 32, "height": 16},
        {"type": "semantic", "width": 32, "height": 16},
        {"type": "lidar", "every": 2, "z": 2.0},
        {"type": "radar"},
        {"type": "imu"},
        {"type": "gnss"},
    ]

    def test_all_that_are_due_come_with_their_step_in_our_frame(self) -> None:
        self.running(scenario_json(ego={"initial": {"x": 0.0, "y": 0.0, "heading_rad": 0.5, "speed_mps": 10.0}}), options={"sensors": self.ALL})
        self.assertFalse(self.fake.world.settings.no_rendering_mode)
        self.assertEqual({f.sensor for f in self.client.reset_reply.sensors}, {"front", "deep", "semantic", "lidar", "radar", "imu", "gnss"})
        for k in range(4):
            reply = self.client.step("s", k, controls(k))
            frames = {f.sensor: f for f in reply.sensors}
            self.assertEqual("lidar" in frames, (k + 1) % 2 == 0)
            self.assertTrue(all(f.step == k + 1 and f.start_us == f.end_us == (k + 1) * 100_000 for f in frames.values()))
            self.assertEqual(list(reply.missing_sensors), [])
        self.assertEqual((frames["front"].kind, frames["front"].encoding, frames["front"].width, len(frames["front"].data)), (sensor_pb2.FRAME_KIND_IMAGE, "rgb8", 32, 32 * 16 * 3))
        self.assertEqual(frames["front"].data[:6], bytes((3, 2, 1, 6, 5, 4)))
        depth = np.frombuffer(frames["deep"].data, "<f4")
        self.assertAlmostEqual(float(depth[0]), (3 + 2 * 256 + 1 * 65536) / (2**24 - 1) * 1000, places=4)
        self.assertEqual(frames["semantic"].data[:2], bytes((3, 6)))
        points = np.frombuffer(frames["lidar"].data, "<f4").reshape(-1, 4)
        self.assertEqual(points[0].tolist(), [1.0, -2.0, 3.0, 0.5])
        self.assertEqual(float(points[1, 0]), self.fake.world.frame)
        radar = np.frombuffer(frames["radar"].data, "<f4")
        self.assertTrue(np.allclose(radar, [0.0, -10.0, 0.0, -3.0], atol=1e-5))
        imu = json.loads(frames["imu"].data)
        self.assertEqual(imu["acceleration_mps2"], [1.0, -2.0, 9.81])
        self.assertTrue(np.allclose(imu["turn_rate_rps"], [-0.1, 0.2, -0.3]))
        self.assertAlmostEqual(imu["heading_rad"], 0.0)
        self.assertEqual(json.loads(frames["gnss"].data)["latitude_deg"], 49.0)
        ego = self.actor(reply.world)
        x, y, z, w, qx, qy, qz = frames["front"].pose_world
        self.assertAlmostEqual(x, ego.x + math.cos(0.5), places=3)
        self.assertAlmostEqual(y, ego.y + math.sin(0.5), places=3)
        self.assertAlmostEqual(z, 1.5, places=3)
        self.assertAlmostEqual(2 * math.atan2(qz, w), 0.5, places=5)
        self.assertEqual((round(qx, 9), round(qy, 9)), (0.0, 0.0))

    def test_a_lidar_turns_once_in_a_tick(self) -> None:
        self.running(options={"sensors": [{"type": "lidar"}]})
        lidar = next(a for a in self.fake.world.actors.values() if "lidar" in a.type_id)
        self.assertEqual((float(lidar.attributes["rotation_frequency"]), lidar.attributes["sensor_tick"]), (20.0, "0.0"))
        self.assertTrue(self.fake.world.settings.no_rendering_mode)


class LateTests(CarlaCase):
    faults = {"late": "1"}

    def test_a_late_sensor_is_waited_for(self) -> None:
        self.running(options={"sensors": [CAMERA, {"type": "lidar"}]})
        for k in range(3):
            reply = self.client.step("s", k, controls(k))
            self.assertEqual((len(reply.sensors), list(reply.missing_sensors)), (2, []))


class MissingTests(CarlaCase):
    faults = {"missing_at": "4"}

    def test_a_missing_sensor_is_named_and_ends_the_run(self) -> None:
        self.running(options={"sensors": [CAMERA, {"type": "imu"}], "sensor_deadline_s": 0.2})
        replies = [self.client.step("s", k, controls(k)) for k in range(3)]
        self.assertEqual([list(r.missing_sensors) for r in replies], [[], [], ["front", "imu"]])
        self.assertEqual((replies[-1].is_over, replies[-1].end, len(replies[-1].sensors)), (True, "simulator-failed", 0))


class SkippedTests(CarlaCase):
    faults = {"skip_at": "3"}

    def test_the_frame_of_another_tick_never_takes_the_place_of_the_due_one(self) -> None:
        self.running(options={"sensors": [{"type": "imu"}], "sensor_deadline_s": 0.2})
        replies = [self.client.step("s", k, controls(k)) for k in range(2)]
        self.assertEqual([list(r.missing_sensors) for r in replies], [[], ["imu"]])


class BlankTests(CarlaCase):
    faults = {"blank": "1"}

    def test_an_image_of_one_colour_is_told(self) -> None:
        self.running(options={"sensors": [CAMERA]})
        self.assertEqual([e.kind for e in self.client.step("s", 0, controls(0)).events], ["blank-image"])


class VersionTests(CarlaCase):
    faults = {"server": "0.9.15"}

    def test_different_versions_are_refused_by_name_unless_they_are_wanted(self) -> None:
        self.fails("FAILED_PRECONDITION", "VERSION_MISMATCH", lambda: self.client.open("s"), "0.9.15")
        self.fails("FAILED_PRECONDITION", "VERSION_MISMATCH", lambda: self.client.open("s"), "0.9.16")
        self.client.open("s", options='{"allow_versions": ["0.9.15"]}')
        self.assertEqual(self.client.handshake().server.native_version, "CARLA 0.9.15 (client 0.9.16)")


class DownTests(CarlaCase):
    faults = {"down": "1"}

    def test_a_server_that_is_not_there_is_unavailable(self) -> None:
        self.fails("UNAVAILABLE", "PEER_LOST", self.client.handshake, "127.0.0.1:2000")
        self.fails("UNAVAILABLE", "PEER_LOST", lambda: self.client.open("s"))


class BusyTests(CarlaCase):
    faults = {"sync": "1"}

    def test_a_server_that_somebody_ticks_is_left_alone(self) -> None:
        self.fails("FAILED_PRECONDITION", "REFUSED", lambda: self.client.open("s"), "another client")
        self.assertTrue(self.fake.world.settings.synchronous_mode)
        self.client.open("s", options='{"take_over": true}')
        self.client.close("s")
        self.assertFalse(self.fake.world.settings.synchronous_mode)


class TickerTests(CarlaCase):
    faults = {"ticker_at": "3"}

    def test_a_second_ticker_is_noticed(self) -> None:
        self.running()
        self.client.step("s", 0, controls(0))
        self.fails("UNAVAILABLE", "PEER_LOST", lambda: self.client.step("s", 1, controls(1)), "another client ticks")
        self.client.close("s")
        self.assertFalse(self.fake.world.settings.synchronous_mode)


class WrongTimeTests(CarlaCase):
    faults = {"wrong_dt": "1"}

    def test_a_server_that_ignores_the_step_is_noticed(self) -> None:
        self.client.open("s")
        self.client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE)
        self.fails("UNAVAILABLE", "PEER_LOST", lambda: self.client.reset("s"), "advanced 0.1 s in a tick of 0.05 s")


class TimeoutTests(CarlaCase):
    faults = {"timeout_at": "2"}

    def test_carlas_time_out_is_a_missed_deadline(self) -> None:
        self.running()
        self.client.step("s", 0, controls(0))
        found = self.fails("DEADLINE_EXCEEDED", "TIMEOUT", lambda: self.client.step("s", 1, controls(1)), "time-out of 20000ms")
        self.assertEqual(found.state, "faulted")
        self.assertEqual(self.client.observe("s").step, 1)


class HangTests(CarlaCase):
    faults = {"hang_at": "2"}

    def test_a_hang_ends_its_call_and_the_server_runs_free_again(self) -> None:
        self.running()
        self.made[-1].step_limit_s = 0.3
        self.client.step("s", 0, controls(0))
        self.fails("DEADLINE_EXCEEDED", "TIMEOUT", lambda: self.client.step("s", 1, controls(1)), "stuck")
        self.assertEqual(self.client.ping(["s"]).sessions, 1)
        self.client.close("s")
        self.assertFalse(self.fake.world.settings.synchronous_mode)
        self.fake.hanging.set()


class CrashOnLoadTests(CarlaCase):
    faults = {"crash_on_load": "1"}

    def test_a_server_that_dies_while_loading_is_unavailable(self) -> None:
        self.client.open("s")
        self.fails("UNAVAILABLE", "PEER_LOST", lambda: self.client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE), "is gone")
        self.client.close("s")
        self.client.open("s")


class BlockedTests(CarlaCase):
    faults = {"blocked": "late"}

    def test_an_actor_that_cannot_be_made_later_is_told_once_and_tried_again(self) -> None:
        states = [{"time_us": 200_000, "state": {"x": 90.0, "y": 3.5, "heading_rad": 0.0, "speed_mps": 0.0}}]
        self.running(scenario_json(actors=[actor("late", {"kind": "trajectory", "states": states, "hold_at_end": True, "recorded": True}, x=90.0, y=3.5)]))
        events = [[e.kind for e in self.client.step("s", k, controls(k)).events] for k in range(4)]
        self.assertEqual(events, [[], ["spawn-blocked"], [], []])
        self.fake.blocked = ""
        self.assertEqual([e.kind for e in self.client.step("s", 4, controls(4)).events], ["appear"])

    def test_an_actor_that_cannot_be_made_at_the_start_refuses_the_scenario(self) -> None:
        self.client.open("s")
        two = scenario_json(actors=[actor("twin", {"kind": "stationary"}, x=61.0, y=3.5)])
        self.client.load("s", two, XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE)
        self.fails("INVALID_ARGUMENT", "BAD_SCENARIO", lambda: self.client.reset("s"), "SPAWN_BLOCKED")
        self.client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE)
        self.client.reset("s")


class MissingModuleTests(CarlaCase):
    def test_a_python_without_carla_says_so(self) -> None:
        sys.modules["carla"] = None  # type: ignore[assignment]
        self.fails("FAILED_PRECONDITION", "REFUSED", lambda: self.client.open("s"), "cannot be imported")


class ProcessTests(unittest.TestCase):
    def test_a_process_with_a_hanging_server_ends_itself_when_its_session_is_closed(self) -> None:
        command = [sys.executable, "-m", "sim_carla", "--fake", "--fault", "hang_at=2", "--port", "0"]
        process = subprocess.Popen(command, env={**child_environment(), "SIM_DRIVER_STDIN": "watch"}, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        assert process.stderr
        client = SimulatorClient(process.stderr.readline().split()[-1])
        self.addCleanup(client.close_channel)
        client.open("s")
        client.load("s", scenario_json(), XODR, map_format=simulator_pb2.MAP_FORMAT_OPENDRIVE)
        client.reset("s")
        client.step("s", 0, controls(0))
        with self.assertRaises(grpc.RpcError):
            client.step("s", 1, controls(1), timeout=0.3)
        client.close("s")
        self.assertEqual(process.wait(20), 3)


if __name__ == "__main__":
    unittest.main()
