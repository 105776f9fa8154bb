"""The adapter between Sim's contract and a stand-in of a policy."""

from __future__ import annotations

import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

from support import LONG_S, SOURCES, Case
from sim_driver import ConfigurationError, Task, World, synthetic
from sim_driver._proto import sensor_pb2, session_pb2, world_pb2
from sim_driver.testing import child_environment

from sim_alpasim import fake, stubs
from sim_alpasim.errors import PolicyFailed
from sim_alpasim.frames import EPOCH_US, LocalFrame, plan_of
from sim_alpasim.policy import Policy

OFFSET = 1.354
CAMERA = {"id": "camera_front", "sensor": "front", "width": 4, "height": 2, "focal": 3, "position": [1.5, 0.0, 1.4]}


def turning(x: float = 350_000.25, y: float = 5_600_000.5, heading: float = 2.0) -> world_pb2.WorldFrame:
    """The ego alone, turning, far from the map's origin."""
    frame = world_pb2.WorldFrame(step=0, time_us=0)
    frame.actors.add(index=0, id="ego", x=x, y=y, heading_rad=heading, speed_mps=10.0, lateral_mps=0.5, accel_mps2=1.5, yaw_rate_rps=0.3, steer_rad=0.0)
    return frame


class SessionTests(Case):
    def test_it_introduces_itself_with_the_policys_words(self) -> None:
        self.serve()
        hello = self.client.handshake()
        self.assertEqual((hello.server.name, hello.server.version), ("alpasim", "stand-in none api 0.54.0"))
        self.assertEqual(hello.reproducibility, session_pb2.REPRODUCIBILITY_FROM_RECORDING)
        self.assertEqual(list(hello.capabilities), ["plan"])

    def test_a_session_is_begun_with_seed_scene_and_cameras_and_ended(self) -> None:
        self.serve()
        task = synthetic.straight_road()
        task.seed = (7 << 40) + 5
        self.open(task, json.dumps({"cameras": [CAMERA]}))
        (begun,) = self.peer.of("start_session")
        self.assertEqual((begun.random_seed, begun.debug_info.scene_id), (5, "synthetic/straight"))
        (camera,) = begun.rollout_spec.vehicle.available_cameras
        lens = camera.intrinsics.opencv_pinhole_param
        self.assertEqual((camera.logical_id, camera.intrinsics.logical_id, camera.intrinsics.resolution_w, camera.intrinsics.resolution_h), ("camera_front", "camera_front", 4, 2))
        self.assertEqual((lens.focal_length_x, lens.focal_length_y, lens.principal_point_x, lens.principal_point_y, camera.intrinsics.shutter_type), (3, 3, 2, 1, 5))
        self.assertEqual((camera.rig_to_camera.vec.x, camera.rig_to_camera.quat.w, camera.rig_to_camera.quat.x), (1.5, 0.5, -0.5))
        self.assertEqual(list(self.peer.sessions), [begun.session_uuid])
        self.close()
        self.assertEqual([r.session_uuid for r in self.peer.of("close_session")], [begun.session_uuid])
        self.assertEqual(self.peer.sessions, {})

    def test_sessions_side_by_side_are_sessions_of_their_own(self) -> None:
        self.serve()
        for name in ("a", "b"):
            self.open(synthetic.straight_road(), session=name)
            self.decide(synthetic.Loop(synthetic.straight_road()).frame(), session=name)
        self.assertEqual(len({r.session_uuid for r in self.peer.of("drive")}), 2)
        self.close("a")
        self.assertEqual(len(self.peer.sessions), 1)

    def test_a_scene_may_stay_unnamed(self) -> None:
        self.serve()
        self.open(synthetic.straight_road(), '{"scene_id": false}')
        self.assertFalse(self.peer.of("start_session")[0].HasField("debug_info"))

    def test_options_that_are_wrong_are_refused_by_name(self) -> None:
        self.serve()
        for options, says in (
            ({"speed": 3}, "unknown option 'speed'; known are cameras,"),
            ({"warm_up": "long"}, "warm_up: a time from 0 s to 3600 s"),
            ({"route": "yes"}, "route: true or false"),
            ({"cameras": [{"id": "a"}]}, "cameras[0]: sensor, width, height, focal missing"),
            ({"cameras": [{**CAMERA, "focal": 0}]}, "cameras[0].focal: pixels, positive"),
            ({"cameras": [{**CAMERA, "rotation": [1, 1, 0, 0]}]}, "cameras[0].rotation: a unit quaternion w, x, y, z; this one has the length 1.41"),
            ({"cameras": [CAMERA, CAMERA]}, "cameras: an id is there twice"),
            ([1], "options: a table of"),
        ):
            self.fails("INVALID_ARGUMENT", "BAD_OPTIONS", lambda o=options: self.open(synthetic.straight_road(), json.dumps(o)), says)  # type: ignore[misc]
        self.assertEqual(self.peer.of("start_session"), [])


class StepTests(Case):
    def test_all_is_acknowledged_in_one_order_before_the_policy_is_asked(self) -> None:
        self.serve()
        task = synthetic.straight_road()
        task.ego_log.add(time_us=0, state=world_pb2.ActorFrame(x=0, y=0, heading_rad=0, speed_mps=10))
        task.ego_log.add(time_us=9_000_000, state=world_pb2.ActorFrame(x=90, y=0, heading_rad=0, speed_mps=10))
        self.open(task, json.dumps({"cameras": [CAMERA], "recorded_truth": True}))
        loop = synthetic.Loop(task)
        for _ in range(3):
            image = sensor_pb2.SensorFrame(sensor="front", encoding="gray8", width=4, height=2, data=bytes(8), start_us=loop.step * 100_000 - 5000, end_us=loop.step * 100_000)
            loop.advance(self.decide(loop.frame(), image))
        step = ["submit_image_observation", "submit_egomotion_observation", "submit_route", "submit_recording_ground_truth", "drive"]
        self.assertEqual([name for name, _ in self.peer.calls], ["get_version", "get_version", "start_session", *step, *step, *step])
        self.assertEqual(self.peer.overlaps, 0)
        drives = self.peer.of("drive")
        self.assertEqual([d.time_now_us for d in drives], [EPOCH_US, EPOCH_US + 100_000, EPOCH_US + 200_000])
        self.assertEqual({d.time_query_us - d.time_now_us for d in drives}, {100_000})
        self.assertEqual({r.session_uuid for n, r in self.peer.calls if n != "get_version"}, {drives[0].session_uuid})

    def test_ego_motion_is_the_rear_axles_in_a_frame_near_the_origin(self) -> None:
        self.serve()
        self.open(synthetic.straight_road())
        answer = self.decide(turning())
        (motion,) = self.peer.of("submit_egomotion_observation")
        (at,), (state,) = motion.trajectory.poses, motion.dynamic_states
        x, y = 350_000.25 - OFFSET * math.cos(2.0), 5_600_000.5 - OFFSET * math.sin(2.0)
        self.assertEqual(at.timestamp_us, EPOCH_US)
        self.assertAlmostEqual(at.pose.vec.x, x - round(x), delta=1e-7)
        self.assertAlmostEqual(at.pose.vec.y, y - round(y), delta=1e-7)
        self.assertEqual(at.pose.vec.z, 0)
        self.assertAlmostEqual(2 * math.atan2(at.pose.quat.z, at.pose.quat.w), 2.0, delta=1e-6)
        lateral = 0.5 - 0.3 * OFFSET
        for found, expected in (
            (state.linear_velocity.x, 10.0), (state.linear_velocity.y, lateral), (state.angular_velocity.z, 0.3),
            (state.linear_acceleration.x, 1.5 - 0.3 * lateral), (state.linear_acceleration.y, 3.0), (state.angular_acceleration.z, 0.0),
        ):  # fmt: skip
            self.assertAlmostEqual(found, expected, delta=1e-6)
        # There and back: 32 bits lose nothing that shows, six million metres from the map's origin.
        self.assertAlmostEqual(answer.plan[0].x, x, delta=1e-6)
        self.assertAlmostEqual(answer.plan[0].y, y, delta=1e-6)
        self.assertEqual(answer.plan[0].speed_mps, 10.0)

    def test_turning_faster_is_an_angular_acceleration(self) -> None:
        self.serve()
        self.open(synthetic.straight_road())
        frame = turning(0, 0, 0)
        self.decide(frame)
        frame.step, frame.time_us = 1, 100_000
        frame.actors[0].yaw_rate_rps = 0.35
        self.decide(frame)
        self.assertAlmostEqual(self.peer.of("submit_egomotion_observation")[1].dynamic_states[0].angular_acceleration.z, 0.5, delta=1e-6)

    def test_a_straight_drive_stays_on_its_lane_at_its_speed(self) -> None:
        self.serve()
        task = synthetic.straight_road()
        self.open(task)
        loop = synthetic.Loop(task)
        answers = self.run_on(loop, 20)
        self.assertAlmostEqual(loop.x, 24.0 - OFFSET, delta=1e-4)
        self.assertAlmostEqual(loop.y, 0.0, delta=1e-5)
        self.assertAlmostEqual(loop.speed, 12.0, delta=1e-3)
        self.assertEqual([p.time_us for p in answers[5].plan], [500_000 + 100_000 * k for k in range(20)])
        self.assertEqual([(t.name, t.text) for t in answers[5].debug.texts], [("policy", "answer 5")])
        (sample,) = answers[5].debug.candidates
        self.assertEqual((sample.name, len(sample.points)), ("sample-1", 20))

    def test_the_route_is_twenty_points_in_the_rig_and_not_a_number_beyond_the_road(self) -> None:
        self.serve()
        task = synthetic.straight_road(length=60.0)
        self.open(task)
        self.decide(synthetic.Loop(task, y=1.0).frame())
        (route,) = self.peer.of("submit_route")
        points = [(w.x, w.y, w.z) for w in route.route.waypoints]
        self.assertEqual((len(points), route.route.timestamp_us), (20, EPOCH_US))
        # From beside the rear axle at x = -1.354 to the road's end at x = 60: 14 whole distances of 80 m / 19.
        for k, (x, y, z) in enumerate(points[:15]):
            self.assertAlmostEqual(x, 80 / 19 * k, delta=1e-5)
            self.assertAlmostEqual(y, -1.0, delta=1e-5)
            self.assertEqual(z, 0)
        self.assertTrue(all(math.isnan(n) for p in points[15:] for n in p))

    def test_the_route_follows_the_tasks_lanes(self) -> None:
        self.serve()
        task = synthetic.straight_road()
        task.task.route.append("left")
        self.open(task)
        self.decide(synthetic.Loop(task).frame())
        self.assertAlmostEqual(self.peer.of("submit_route")[0].route.waypoints[5].y, 3.5, delta=1e-5)

    def test_there_is_no_route_without_lanes_or_when_none_is_wanted(self) -> None:
        self.serve()
        bare = synthetic.straight_road()
        del bare.map.lanes[:]
        self.open(bare, session="a")
        self.decide(turning(), session="a")
        self.open(synthetic.straight_road(), '{"route": false}', session="b")
        self.decide(turning(), session="b")
        self.assertEqual((len(self.peer.of("submit_route")), len(self.peer.of("drive"))), (0, 2))

    def test_recorded_truth_is_seen_from_the_rig(self) -> None:
        self.serve()
        task = synthetic.straight_road()
        for k in range(3):
            task.ego_log.add(time_us=k * 1_000_000, state=world_pb2.ActorFrame(x=10.0 + OFFSET, y=20.0 + 5 * k, heading_rad=math.pi / 2, speed_mps=5))
        self.open(task, '{"recorded_truth": true}')
        frame = turning(10.0, 20.0 + OFFSET, math.pi / 2)
        self.decide(frame)
        (truth,) = self.peer.of("submit_recording_ground_truth")
        poses = truth.ground_truth.trajectory.poses
        self.assertEqual([p.timestamp_us for p in poses], [EPOCH_US, EPOCH_US + 1_000_000, EPOCH_US + 2_000_000])
        # The ego looks north with its rear axle at (10, 20); the log's rear axles are OFFSET to the right and OFFSET behind, then 5 m ahead each.
        for k, p in enumerate(poses):
            self.assertAlmostEqual(p.pose.vec.x, 5 * k - OFFSET, delta=1e-5)
            self.assertAlmostEqual(p.pose.vec.y, -OFFSET, delta=1e-5)
            self.assertAlmostEqual(p.pose.quat.w, 1.0, delta=1e-6)

    def test_frames_become_png_or_go_as_they_are(self) -> None:
        self.serve()
        self.open(synthetic.straight_road(), json.dumps({"cameras": [CAMERA, {**CAMERA, "id": "wide", "sensor": "roof"}]}))
        pixels = bytes(range(24))
        raw = sensor_pb2.SensorFrame(sensor="front", encoding="rgb8", width=4, height=2, data=pixels, start_us=-8000, end_us=0)
        jpeg = sensor_pb2.SensorFrame(sensor="roof", encoding="jpeg", width=4, height=2, data=b"\xff\xd8 a picture", end_us=0)
        other = sensor_pb2.SensorFrame(sensor="lidar", encoding="xyzi32f", width=1, height=1, data=bytes(16))
        self.decide(turning(), raw, other, jpeg)
        first, second = (r.camera_image for r in self.peer.of("submit_image_observation"))
        self.assertEqual((first.logical_id, first.frame_start_us, first.frame_end_us), ("camera_front", EPOCH_US - 8000, EPOCH_US))
        self.assertEqual((second.logical_id, second.image_bytes), ("wide", b"\xff\xd8 a picture"))
        self.assertEqual(decoded(first.image_bytes), (4, 2, pixels))

    def test_a_camera_without_frames_is_said(self) -> None:
        self.serve()
        task = synthetic.straight_road()
        self.open(task, json.dumps({"cameras": [CAMERA], "warm_up": "300 ms"}))
        loop = synthetic.Loop(task)
        self.run_on(loop, 3)
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.decide(loop.frame()), "the simulator has sent no frame of sensor 'front' for the policy's camera 'camera_front' until 0.3 s")

    def test_a_frame_that_is_no_image_is_said(self) -> None:
        self.serve()
        self.open(synthetic.straight_road(), json.dumps({"cameras": [CAMERA]}))
        depth = sensor_pb2.SensorFrame(sensor="front", encoding="depth32f", width=4, height=2, data=bytes(32))
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.decide(turning(), depth), "sensor 'front' sends 'depth32f'")


class WarmUpTests(Case):
    def test_a_policy_without_a_trajectory_yet_goes_straight_on(self) -> None:
        self.serve({"empty_until": "4"})
        task = synthetic.straight_road()
        self.open(task)
        loop = synthetic.Loop(task)
        answers = self.run_on(loop, 6)
        self.assertEqual([[t.name for t in a.debug.texts] for a in answers], [["alpasim"]] * 4 + [["policy"]] * 2)
        self.assertAlmostEqual(loop.x, 0.6 * 12 - OFFSET, delta=1e-4)

    def test_a_recorded_ego_is_followed_meanwhile(self) -> None:
        self.serve({"empty_until": "9"})
        task = synthetic.straight_road()
        for k in range(41):
            task.ego_log.add(time_us=k * 100_000, state=world_pb2.ActorFrame(x=0.9 * k, y=0.05 * k, heading_rad=0.0, speed_mps=9))
        self.open(task)
        loop = synthetic.Loop(task, speed=9.0)
        self.run_on(loop, 5)
        self.assertAlmostEqual(loop.x, 0.9 * 5 - OFFSET, delta=1e-6)
        self.assertAlmostEqual(loop.y, 0.25, delta=1e-6)

    def test_it_may_not_last(self) -> None:
        self.serve({"empty_until": "99"})
        task = synthetic.straight_road()
        self.open(task, '{"warm_up": 0.2}')
        loop = synthetic.Loop(task)
        self.run_on(loop, 2)
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.decide(loop.frame()), "the policy's trajectory is empty at 0.2 s; it may be before 0.2 s (option warm_up)")


class FaultTests(Case):
    def after(self, steps: int, wrong: dict[str, str], says: str, limit_s: float = LONG_S) -> None:
        """The session goes well for some steps, then ends with the words, and stays ended."""
        self.serve(wrong)
        task = synthetic.straight_road()
        self.open(task)
        self.policy.start_deadline_s = limit_s
        loop = synthetic.Loop(task)
        self.run_on(loop, steps)
        last = loop.frame()
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.decide(last), says)
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.decide(last), says)
        last.step, last.time_us = last.step + 1, last.time_us + 100_000
        self.fails("FAILED_PRECONDITION", "WRONG_STATE", lambda: self.decide(last), f"the driver failed at step {steps}")
        self.close()

    def test_not_a_number(self) -> None:
        self.after(2, {"nan_at": "2"}, "point 3 of the policy's trajectory has a number that is not finite")

    def test_a_place_where_nobody_drives(self) -> None:
        self.after(1, {"far_at": "1"}, "point 6 of the policy's trajectory is 1e+30 m from the ego")

    def test_one_point(self) -> None:
        self.after(1, {"one_at": "1"}, "the policy's trajectory has 1 point; a plan has 2 to 1999")

    def test_empty_after_it_has_driven(self) -> None:
        self.after(18, {"empty_at": "18"}, "the policy's trajectory is empty at 1.8 s")

    def test_times_that_do_not_grow(self) -> None:
        self.after(0, {"backwards_at": "0"}, "point 4 of the policy's trajectory is not later than the one before it")

    def test_a_quaternion_that_is_no_rotation(self) -> None:
        self.after(0, {"quaternion_at": "0"}, "point 5 of the policy's trajectory has a quaternion of length 0, not 1")

    def test_a_trajectory_that_ends_too_early(self) -> None:
        self.after(1, {"short_at": "1"}, "the policy's trajectory ends at 0.199999 s, before the time that was asked for (0.2 s)")

    def test_more_points_than_a_plan_has(self) -> None:
        self.after(1, {"big_at": "1"}, "the policy's trajectory has 3020 points")

    def test_an_end_that_the_policy_wants(self) -> None:
        self.after(1, {"terminate_at": "1"}, "the policy asked to end the session (terminate_session)")

    def test_a_status(self) -> None:
        self.after(1, {"reject_at": "1"}, "the policy failed at drive: FAILED_PRECONDITION: frames are missing")

    def test_a_policy_that_dies(self) -> None:
        self.after(2, {"die_at": "2"}, "the connection to the policy was lost at drive")

    def test_a_policy_that_is_late(self) -> None:
        self.after(0, {"late_at": "0"}, "the policy missed its deadline of 2 s at ", limit_s=2.0)

    def test_an_observation_that_is_not_acknowledged(self) -> None:
        self.after(0, {"late_route": "1"}, "the policy missed its deadline of 2 s at submit_", limit_s=2.0)
        self.assertEqual(self.peer.of("drive"), [])

    def test_a_session_that_is_refused(self) -> None:
        self.serve({"refuse": "1"})
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.open(synthetic.straight_road()), "the policy failed at start_session: INVALID_ARGUMENT: this policy wants the camera 'front'")

    def test_a_session_that_does_not_begin(self) -> None:
        self.serve({"late_start": "1"})
        self.policy.start_deadline_s = 1.0
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.open(synthetic.straight_road()), "the policy missed its deadline of 1 s at start_session")

    def test_a_policy_in_a_process_of_its_own_that_is_killed_costs_its_case_and_a_new_one_is_used(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        address = "unix:" + os.path.join(folder.name, "policy.sock")

        def policy(*faults: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "sim_alpasim.fake", "--listen", address, *(f"--fault={f}" for f in faults)]
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=child_environment(SOURCES))
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            return process

        fake.install()
        self.addCleanup(fake.remove)
        first = policy("die_at=2")
        self.adapt(address)
        task = synthetic.straight_road()
        self.open(task, session="a")
        loop = synthetic.Loop(task)
        for _ in range(2):
            loop.advance(self.decide(loop.frame(), session="a"))
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.decide(loop.frame(), session="a"), "the connection to the policy was lost at drive")
        self.assertEqual(first.wait(LONG_S), 9)
        self.close("a")
        self.policy.connect_s = 0.5
        self.fails("INTERNAL", "MODULE_FAILED", lambda: self.open(task, session="c"), "the policy did not answer for 0.5 s")
        self.policy.connect_s = LONG_S
        policy()
        self.open(task, session="b")
        self.assertEqual(len(self.decide(synthetic.Loop(task).frame(), session="b").plan), 20)


class HostileTests(unittest.TestCase):
    def test_whatever_a_trajectory_holds_it_is_a_plan_or_a_reason(self) -> None:
        task = Task(synthetic.straight_road())
        world = World(turning(), task)
        draw = random.Random(7)
        odd = (math.nan, math.inf, -math.inf, 0.0, -0.0, 1e-45, 3e38, -3e38, 1.0, 1e9)
        plans = reasons = 0
        for _ in range(3000):
            trajectory = fake.MESSAGES["Trajectory"]()
            for k in range(draw.choice((0, 1, 2, 3, 20, 21))):
                pose = trajectory.poses.add(timestamp_us=EPOCH_US + 100_000 * k)
                pose.pose.vec.x, pose.pose.quat.w = float(k), 1.0
            for _ in range(draw.choice((0, 0, 1, 2, 5)) if trajectory.poses else 0):
                pose, value = draw.choice(trajectory.poses), draw.choice(odd)
                match draw.randrange(4):
                    case 0:
                        pose.timestamp_us = draw.choice((0, 1, EPOCH_US, EPOCH_US + 50_000, (1 << 62) - 1, 1 << 62, (1 << 64) - 1))
                    case 1:
                        setattr(pose.pose.vec, draw.choice("xyz"), value)
                    case 2:
                        setattr(pose.pose.quat, draw.choice("wxyz"), value)
                    case _:
                        pose.Clear()
            try:
                plan = plan_of(trajectory, world, LocalFrame(world.ego.rear_axle), 100_000)
            except PolicyFailed:
                reasons += 1
                continue
            plans += 1
            self.assertEqual(plan.time_us[0], 0)
            self.assertGreaterEqual(plan.time_us[-1], 100_000)
            plan.to_message(0)
        self.assertGreater(min(plans, reasons), 300)


class StartTests(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(fake.remove)

    def test_stubs_that_are_missing_are_named_with_their_version(self) -> None:
        fake.remove()
        with self.assertRaisesRegex(ConfigurationError, r"the package alpasim_grpc 0\.54 is not installed"):
            stubs.load()

    def test_stubs_of_another_version_are_refused_unless_told(self) -> None:
        fake.install((0, 60, 1))
        with self.assertRaisesRegex(ConfigurationError, r"alpasim_grpc 0\.60\.1 is installed, this adapter is for 0\.54; --any-version"):
            stubs.load()
        self.assertEqual(stubs.load(any_version=True).version, (0, 60, 1))

    def test_a_policy_of_another_version_is_refused_unless_told(self) -> None:
        fake.install()
        peer = fake.FakePolicy({"version": "0.53.2"})
        self.addCleanup(peer.stop)
        policy = Policy(stubs.load(), peer.address, deadline_s=LONG_S, start_deadline_s=LONG_S)
        self.addCleanup(policy.close)
        with self.assertRaisesRegex(ConfigurationError, r"speaks 0\.53\.2 of AlpaSim's interface, this adapter 0\.54"):
            policy.greet()
        self.assertEqual(policy.greet(any_version=True), "stand-in none api 0.53.2")

    def test_nobody_at_the_address_is_said(self) -> None:
        fake.install()
        policy = Policy(stubs.load(), "127.0.0.1:1", deadline_s=1.0, start_deadline_s=0.3)
        self.addCleanup(policy.close)
        with self.assertRaisesRegex(ConfigurationError, r"no policy at 127\.0\.0\.1:1: nobody answers within 0\.3 s"):
            policy.greet()

    def test_the_command_line_says_what_it_lacks(self) -> None:
        environment = child_environment(SOURCES)
        for arguments, says in (
            ([], "give either --policy ADDRESS or --fake"),
            (["--policy", "nowhere"], "--policy nowhere: HOST:PORT or unix:/path"),
            (["--policy", "localhost:6789"], "the package alpasim_grpc 0.54 is not installed"),
            (["--fake", "--fault", "tired=1"], "--fault tired: known are late_at"),
            (["--policy", "localhost:6789", "--fault", "nan_at=1"], "--fault needs --fake"),
        ):
            done = subprocess.run([sys.executable, "-m", "sim_alpasim", *arguments], env=environment, capture_output=True, text=True, timeout=LONG_S)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(says, done.stderr)


def decoded(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and pixels of a PNG without filters."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, width, height, channels, rows = 8, 0, 0, 0, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", data[:10])
            channels = {0: 1, 2: 3}[colour]
        elif kind == b"IDAT":
            rows += data
        at += 12 + size
    raw = zlib.decompress(rows)
    line = 1 + width * channels
    assert all(raw[k * line] == 0 for k in range(height))
    return width, height, b"".join(raw[k * line + 1 : (k + 1) * line] for k in range(height))


if __name__ == "__main__":
    unittest.main()
