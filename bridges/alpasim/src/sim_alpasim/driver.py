"""A driver of Sim that asks a policy of AlpaSim."""

from __future__ import annotations

import sys
import uuid
from typing import Any

import numpy as np
from sim_driver import Debug, Driver, Plan, Reproducibility, Task, World, rear_axle

from . import images, options, route
from .errors import PolicyFailed
from .frames import LocalFrame, Rig, plan_of, put_in_rig, rig_of, their_time
from .policy import Deadline, Policy

_SEED_BITS = 32
"""AlpaSim's runtime draws seeds of this many bits, and policies hand them to generators that take no more."""
_KEPT_US = 3_000_000
"""How far a plan reaches that is driven while the policy has none yet."""
MAX_CANDIDATES = 32
MAX_CANDIDATE_POINTS = 200


class AlpasimDriver(Driver):
    """
    One case: a session of the policy. Each step submits images, ego motion, route and recorded truth, one after another, each acknowledged before
    the next, and then asks for a trajectory, so that every policy sees one order.
    """

    name = "alpasim"
    reproducibility = Reproducibility.FROM_RECORDING
    capabilities = ("plan",)
    policy: Policy

    def __init__(self) -> None:
        self._session = ""
        self._frame: LocalFrame | None = None
        self._asked = False
        self._seen: set[str] = set()
        self._last: tuple[int, float] | None = None

    @staticmethod
    def of(policy: Policy, version: str) -> type[AlpasimDriver]:
        """The driver of one policy."""
        return type("AlpasimDriver", (AlpasimDriver,), {"policy": policy, "version": version, "__module__": __name__})

    def start(self, task: Task) -> None:
        self._options = options.read(task.options)
        self.policy.connect()
        # Not the contract's id: a case that is tried again while its first session still stands would be refused.
        self._session = str(uuid.uuid4())
        request = self.policy.stubs.egodriver.DriveSessionRequest(session_uuid=self._session, random_seed=task.seed & ((1 << _SEED_BITS) - 1))
        if self._options.scene_id:
            request.debug_info.scene_id = task.scenario
        request.rollout_spec.vehicle.SetInParent()
        for camera in self._options.cameras:
            self._define(camera, request.rollout_spec.vehicle.available_cameras.add(logical_id=camera.id))
        self.policy.call("start_session", request, Deadline(self.policy.start_deadline_s))

    def decide(self, world: World) -> Plan:
        frame = self._frame = self._frame or LocalFrame(world.ego.rear_axle)
        deadline = Deadline(self.policy.deadline_s if self._asked else self.policy.start_deadline_s)
        now, until = world.time_us, world.time_us + self.task.step_us
        self._submit_images(world, deadline)
        rig = rig_of(world)
        self._submit_motion(now, rig, frame, deadline)
        if self._options.route:
            self._submit_route(world, deadline)
        if self._options.recorded_truth:
            self._submit_truth(now, rig, deadline)
        messages = self.policy.stubs.egodriver
        request = messages.DriveRequest(session_uuid=self._session, time_now_us=their_time(now), time_query_us=their_time(until))
        reply = self.policy.call("drive", request, deadline)
        self._asked = True
        if reply.terminate_session:
            raise PolicyFailed("the policy asked to end the session (terminate_session), which a driver of Sim cannot")
        if len(reply.trajectory.poses) == 0:
            return self._warming_up(world)
        plan = plan_of(reply.trajectory, world, frame, until)
        plan.debug = self._debug(reply.debug_info, world, frame)
        return plan

    def close(self) -> None:
        if self._session:
            try:
                self.policy.close_session(self._session)
            except PolicyFailed as e:
                print(f"sim_alpasim: closing a session: {e}", file=sys.stderr)

    def _define(self, camera: options.Camera, into: Any) -> None:
        spec, pose = into.intrinsics, into.rig_to_camera
        spec.logical_id, spec.resolution_w, spec.resolution_h = camera.id, camera.width, camera.height
        spec.shutter_type = self.policy.stubs.sensors.GLOBAL
        pinhole = spec.opencv_pinhole_param
        pinhole.focal_length_x, pinhole.focal_length_y = camera.focal
        pinhole.principal_point_x, pinhole.principal_point_y = camera.centre
        pose.vec.x, pose.vec.y, pose.vec.z = camera.position
        pose.quat.w, pose.quat.x, pose.quat.y, pose.quat.z = camera.rotation

    def _submit_images(self, world: World, deadline: Deadline) -> None:
        for camera in self._options.cameras:
            for sensor in world.sensors:
                if sensor.id != camera.sensor:
                    continue
                self._seen.add(camera.id)
                request = self.policy.stubs.egodriver.RolloutCameraImage(session_uuid=self._session)
                image = request.camera_image
                image.frame_start_us, image.frame_end_us = their_time(sensor.start_us), their_time(sensor.end_us)
                image.logical_id, image.image_bytes = camera.id, images.encoded(sensor)
                self.policy.call("submit_image_observation", request, deadline)
            if camera.id not in self._seen and world.time_us >= self._options.warm_up_us:
                raise PolicyFailed(
                    f"the simulator has sent no frame of sensor '{camera.sensor}' for the policy's camera '{camera.id}' until {world.time_s:.6g} s: "
                    "it has no such sensor, or none at all"
                )

    def _submit_motion(self, now_us: int, rig: Rig, frame: LocalFrame, deadline: Deadline) -> None:
        request = self.policy.stubs.egodriver.RolloutEgoTrajectory(session_uuid=self._session)
        frame.put(rig.pose, request.trajectory.poses.add(timestamp_us=their_time(now_us)).pose)
        state = request.dynamic_states.add()
        state.linear_velocity.x, state.linear_velocity.y = rig.speed, rig.lateral
        state.angular_velocity.z = rig.yaw_rate
        state.linear_acceleration.x, state.linear_acceleration.y = rig.accel, rig.lateral_accel
        if self._last is not None:
            then, rate = self._last
            state.angular_acceleration.z = (rig.yaw_rate - rate) / ((now_us - then) / 1e6)
        self._last = (now_us, rig.yaw_rate)
        self.policy.call("submit_egomotion_observation", request, deadline)

    def _submit_route(self, world: World, deadline: Deadline) -> None:
        points = route.waypoints(world)
        if points is None:
            return
        request = self.policy.stubs.egodriver.RouteRequest(session_uuid=self._session)
        request.route.timestamp_us = their_time(world.time_us)
        for x, y in points:
            request.route.waypoints.add(x=x, y=y, z=0.0 if x == x else x)
        self.policy.call("submit_route", request, deadline)

    def _submit_truth(self, now_us: int, rig: Rig, deadline: Deadline) -> None:
        times, states = self.task.ego_log
        if len(times) == 0:
            return
        request = self.policy.stubs.egodriver.GroundTruthRequest(session_uuid=self._session)
        request.ground_truth.timestamp_us = their_time(now_us)
        back = self.task.ego.rear_axle_to_centre
        for time_us, x, y, heading in zip(times.tolist(), states["x"].tolist(), states["y"].tolist(), states["heading"].tolist()):
            put_in_rig(rig.pose, rear_axle(x, y, heading, back), request.ground_truth.trajectory.poses.add(timestamp_us=their_time(time_us)).pose)
        self.policy.call("submit_recording_ground_truth", request, deadline)

    def _warming_up(self, world: World) -> Plan:
        """What AlpaSim's runtime does while a policy still gathers frames: the recorded drive; without one, straight on."""
        limit = self._options.warm_up_us
        if world.time_us >= limit:
            raise PolicyFailed(f"the policy's trajectory is empty at {world.time_s:.6g} s; it may be before {limit / 1e6:.6g} s (option warm_up)")
        debug = Debug(texts={"alpasim": "The policy has no trajectory yet."})
        now, end = world.time_us, world.time_us + _KEPT_US
        times, states = self.task.ego_log
        if len(times) and times[0] <= now and times[-1] >= now + self.task.step_us:
            last = min(end, int(times[-1]))
            grid = np.unique(np.concatenate((times[(times > now) & (times < last)], np.array([now, last]))))
            columns = [np.interp(grid, times, column) for column in (states["x"], states["y"], np.unwrap(states["heading"]), states["speed"])]
            back = self.task.ego.rear_axle_to_centre
            x, y, heading, speed = columns
            return Plan(grid, x - back * np.cos(heading), y - back * np.sin(heading), heading, speed, debug)
        axle, speed_now = world.ego.rear_axle, world.ego.speed
        far = axle.ahead(speed_now * _KEPT_US / 1e6)
        return Plan([now, end], [axle.x, far.x], [axle.y, far.y], axle.heading, speed_now, debug)

    def _debug(self, info: Any, world: World, frame: LocalFrame) -> Debug:
        candidates: dict[str, Plan] = {}
        left_out = max(0, len(info.sampled_trajectories) - MAX_CANDIDATES)
        for i, trajectory in enumerate(info.sampled_trajectories[:MAX_CANDIDATES]):
            try:
                plan = plan_of(trajectory, world, frame, world.time_us + 1)
            except PolicyFailed:
                left_out += 1
                continue
            n = MAX_CANDIDATE_POINTS
            candidates[f"sample-{i + 1}"] = Plan(plan.time_us[:n], plan.x[:n], plan.y[:n], plan.heading[:n], plan.speed[:n])
        texts = {}
        if left_out:
            texts["alpasim"] = f"{left_out} sampled trajectories are not shown: malformed, or more than {MAX_CANDIDATES}."
        if info.unstructured_debug_info:
            texts["policy"] = _readable(info.unstructured_debug_info)
        return Debug(candidates=candidates, texts=texts)


def _readable(data: bytes) -> str:
    """The policy's own bytes, if they are words. They are never unpickled: that would run what a policy sends."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    return text[:4096] if text and all(c.isprintable() or c in "\n\t" for c in text) else f"{len(data)} bytes that are no text"
