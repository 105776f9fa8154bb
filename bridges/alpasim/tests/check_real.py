"""
Against the real AlpaSim: `python -m unittest discover -s bridges/alpasim/tests -p check_real.py -v` with alpasim_grpc installed, and with
SIM_ALPASIM=localhost:6789 a policy that runs.
"""

from __future__ import annotations

import json
import os
import unittest
from concurrent import futures
from typing import Any

import grpc
from support import Case
from sim_driver import ConfigurationError, synthetic
from sim_driver._proto import sensor_pb2, task_pb2, world_pb2

from sim_alpasim import stubs

ADDRESS = os.environ.get("SIM_ALPASIM", "")
CAMERAS = [c for c in os.environ.get("SIM_ALPASIM_CAMERAS", "").split(",") if c]
WIDTH, HEIGHT = 1920, 1080


def camera(name: str) -> dict[str, Any]:
    return {"id": name, "sensor": name, "width": WIDTH, "height": HEIGHT, "focal": 1000, "position": [1.7, 0.0, 1.5]}


def grey(name: str, time_us: int) -> sensor_pb2.SensorFrame:
    return sensor_pb2.SensorFrame(sensor=name, encoding="gray8", width=WIDTH, height=HEIGHT, data=b"\x80" * (WIDTH * HEIGHT), start_us=time_us - 17_000, end_us=time_us)


def recorded_road() -> task_pb2.DriverTask:
    """A straight road with a recorded drive at 12 m/s."""
    task = synthetic.straight_road()
    for k in range(101):
        task.ego_log.add(time_us=k * 100_000, state=world_pb2.ActorFrame(x=1.2 * k, y=0.0, heading_rad=0.0, speed_mps=12.0))
    return task


class RealTests(Case):
    def setUp(self) -> None:
        try:
            self.stubs = stubs.load()
        except ConfigurationError as e:
            self.skipTest(str(e))

    def test_the_installed_stubs_take_every_field(self) -> None:
        services, messages, common = self.stubs.services, self.stubs.egodriver, self.stubs.common
        seen: dict[str, Any] = {}

        class Straight(services.EgodriverServiceServicer):  # type: ignore[misc, name-defined]
            def get_version(self, request: Any, context: Any) -> Any:
                reply = common.VersionId(version_id="check")
                reply.grpc_api_version.minor = stubs.API[1]
                return reply

            def start_session(self, request: Any, context: Any) -> Any:
                seen["start"] = request
                return common.SessionRequestStatus()

            def _note(self, request: Any, context: Any) -> Any:
                seen[type(request).__name__] = request
                return common.Empty()

            close_session = submit_image_observation = submit_egomotion_observation = submit_route = submit_recording_ground_truth = _note

            def drive(self, request: Any, context: Any) -> Any:
                reply, motion = messages.DriveResponse(), seen["RolloutEgoTrajectory"]
                for k in range(20):
                    pose = reply.trajectory.poses.add()
                    pose.CopyFrom(motion.trajectory.poses[-1])
                    pose.timestamp_us += 100_000 * k
                    pose.pose.vec.x += 0.1 * k * motion.dynamic_states[-1].linear_velocity.x
                return reply

        server = grpc.server(futures.ThreadPoolExecutor(8))
        services.add_EgodriverServiceServicer_to_server(Straight(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        self.addCleanup(server.stop, None)
        self.adapt(f"127.0.0.1:{port}")
        task = recorded_road()
        self.open(task, json.dumps({"recorded_truth": True, "cameras": [camera("front")]}))
        loop = synthetic.Loop(task)
        for k in range(20):
            loop.advance(self.decide(loop.frame(), grey("front", loop.step * synthetic.STEP_US)))
        self.close()
        self.assertAlmostEqual(loop.speed, 12.0, delta=1e-3)
        (lens,) = seen["start"].rollout_spec.vehicle.available_cameras
        self.assertEqual((lens.intrinsics.opencv_pinhole_param.focal_length_x, lens.intrinsics.resolution_w), (1000, WIDTH))
        self.assertEqual(len(seen["RouteRequest"].route.waypoints), 20)
        self.assertEqual(len(seen["GroundTruthRequest"].ground_truth.trajectory.poses), 101)
        self.assertTrue(seen["RolloutCameraImage"].camera_image.image_bytes.startswith(b"\x89PNG"))

    @unittest.skipUnless(ADDRESS, "SIM_ALPASIM names no address")
    def test_a_running_policy_drives(self) -> None:
        self.adapt(ADDRESS)
        print(self.client.handshake().server)
        task = recorded_road()
        self.open(task, json.dumps({"cameras": [camera(name) for name in CAMERAS]}))
        loop = synthetic.Loop(task)
        for _ in range(50):
            loop.advance(self.decide(loop.frame(), *(grey(name, loop.step * synthetic.STEP_US) for name in CAMERAS)))
            self.assertLess(abs(loop.y), 3.5)
        self.close()


if __name__ == "__main__":
    unittest.main()
