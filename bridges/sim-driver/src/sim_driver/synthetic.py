"""A straight road with a car ahead, and a simulator of a few lines: to try a driver without the host. Not a substitute for a case."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ._proto import map_pb2, task_pb2, world_pb2
from .geometry import box_centre, rear_axle

STEP_US = 100_000
_OFFSET = 1.354


def straight_road(*, length: float = 1000.0, speed_limit: float = 15.0, steps: int = 100, desired_speed: float | None = None) -> task_pb2.DriverTask:
    """Two lanes along +x, each 3.5 m wide; the ego is actor 0 on the right lane (y = 0), a car is actor 1."""
    road = map_pb2.RoadMap(name="straight road")
    for name, y in (("right", 0.0), ("left", 3.5)):
        road.lanes.add(
            id=name,
            type=map_pb2.LANE_TYPE_DRIVING,
            centre=map_pb2.Polyline(xy=[-50.0, y, length, y]),
            left=map_pb2.Polyline(xy=[-50.0, y + 1.75, length, y + 1.75]),
            right=map_pb2.Polyline(xy=[-50.0, y - 1.75, length, y - 1.75]),
            speed_limit_mps=speed_limit,
        )
    road.lanes[0].left_neighbour.lane_id, road.lanes[0].left_neighbour.same_direction = "left", True
    road.lanes[1].right_neighbour.lane_id, road.lanes[1].right_neighbour.same_direction = "right", True
    task = task_pb2.DriverTask(scenario="synthetic/straight", map=road, step_us=STEP_US, horizon_us=steps * STEP_US, seed=1)
    for name in ("ego", "ahead"):
        info = task.actors.add(id=name, body=task_pb2.BodyBox(length_m=4.508, width_m=1.61, height_m=1.45, rear_axle_to_centre_m=_OFFSET))
        setattr(info, "class", map_pb2.ACTOR_CLASS_CAR)
    v = task.vehicle
    v.name, v.model = "sedan", task_pb2.VEHICLE_MODEL_KINEMATIC_BICYCLE
    setattr(v, "class", map_pb2.ACTOR_CLASS_CAR)
    v.length_m, v.width_m, v.height_m, v.wheelbase_m, v.rear_overhang_m = 4.508, 1.61, 1.45, 2.578, 0.9
    v.max_steer_rad, v.max_steer_rate_rps, v.max_accel_mps2, v.max_decel_mps2, v.max_speed_mps = 0.6, 0.6, 4.0, 8.0, 60.0
    if desired_speed is not None:
        task.task.desired_speed_mps = desired_speed
    return task


class Loop:
    """Moves the ego as the driver answers; the car ahead keeps its speed."""

    def __init__(self, task: task_pb2.DriverTask, *, speed: float = 12.0, y: float = 0.0, gap: float = 40.0, ahead_speed: float = 8.0) -> None:
        self.task = task
        self.step = 0
        self.x, self.y, self.heading = rear_axle(0.0, y, 0.0, _OFFSET)
        self.speed, self.accel, self.steer = speed, 0.0, 0.0
        self._ahead, self._ahead_speed = gap + 4.508, ahead_speed

    @property
    def gap(self) -> float:
        """From bumper to bumper, m."""
        return self._ahead - 4.508 - box_centre(self.x, self.y, self.heading, _OFFSET).x

    def frame(self) -> world_pb2.WorldFrame:
        """The world now."""
        frame = world_pb2.WorldFrame(step=self.step, time_us=self.step * self.task.step_us)
        x, y, heading = box_centre(self.x, self.y, self.heading, _OFFSET)
        frame.actors.add(
            index=0, id="ego", x=x, y=y, heading_rad=heading, speed_mps=self.speed, lateral_mps=0, accel_mps2=self.accel, yaw_rate_rps=0, steer_rad=self.steer
        )
        frame.actors.add(
            index=1, id="ahead", x=self._ahead, y=0, heading_rad=0, speed_mps=self._ahead_speed, lateral_mps=0, accel_mps2=0, yaw_rate_rps=0, steer_rad=0
        )
        return frame

    def advance(self, answer: world_pb2.AnswerFrame) -> None:
        """One step: a plan is followed exactly, controls move a kinematic bicycle."""
        dt, now = self.task.step_us / 1e6, self.step * self.task.step_us
        before = self.speed
        if answer.HasField("controls"):
            self.steer = float(np.clip(answer.controls.steer_rad, -0.6, 0.6))
            self.speed = max(0.0, self.speed + float(np.clip(answer.controls.accel_mps2, -8.0, 4.0)) * dt)
            travelled = (before + self.speed) / 2 * dt
            turn = travelled * math.tan(self.steer) / self.task.vehicle.wheelbase_m
            self.x += travelled * math.cos(self.heading + turn / 2)
            self.y += travelled * math.sin(self.heading + turn / 2)
            self.heading += turn
        else:
            times = [now, *(p.time_us for p in answer.plan if p.time_us > now)]

            def column(present: float, name: str) -> float:
                return float(np.interp(now + self.task.step_us, times, [present, *(getattr(p, name) for p in answer.plan if p.time_us > now)]))

            self.x, self.y = column(self.x, "x"), column(self.y, "y")
            self.heading, self.speed = column(self.heading, "heading_rad"), column(self.speed, "speed_mps")
        self.accel = (self.speed - before) / dt
        self._ahead += self._ahead_speed * dt
        self.step += 1


def scenario_json(*, horizon_us: int = 10_000_000, goal_x: float | None = None, actors: Sequence[dict[str, Any]] = (), ego: dict[str, Any] | None = None) -> bytes:
    """
    Two lanes along +x as a scenario in the host's byte form: the ego at the origin with 10 m/s, driven by answers, a parked car at 60 m in the
    other lane, and the given actors besides.
    """

    def line(y: float) -> dict[str, Any]:
        return {"points": [{"x": -50.0, "y": y}, {"x": 500.0, "y": y}]}

    def lane(name: str, y: float, **more: Any) -> dict[str, Any]:
        return {
            "id": name, "type": "driving", "bidirectional": False, "left": line(y + 1.75), "right": line(y - 1.75), "centre": line(y),
            "speed_limit_mps": 15.0, "predecessors": [], "successors": [], "left_marking": "solid", "right_marking": "broken",
            "users": [], "signal_ids": [], **more,
        }  # fmt: skip

    box = {"length_m": 4.508, "width_m": 1.61, "height_m": 1.45, "rear_axle_to_centre_m": 1.354}
    first = {"id": "ego", "class": "car", "body": box, "first_step": 0, "initial": {"x": 0.0, "y": 0.0, "heading_rad": 0.0, "speed_mps": 10.0}, "behaviour": {"kind": "driver", "log": []}}
    parked = {"id": "car", "class": "car", "body": box, "first_step": 0, "initial": {"x": 60.0, "y": 3.5, "heading_rad": 0.0, "speed_mps": 0.0}, "behaviour": {"kind": "stationary"}}
    goals: list[dict[str, Any]] = []
    if goal_x is not None:
        goals = [{"areas": [{"points": [{"x": x, "y": y} for x, y in ((goal_x, -5.0), (goal_x + 10.0, -5.0), (goal_x + 10.0, 5.0), (goal_x, 5.0))]}], "lane_ids": []}]
    return json.dumps(
        {
            "name": "synthetic/two lanes",
            "map": {
                "name": "two lanes",
                "lanes": [
                    lane("right", 0.0, left_neighbour={"lane_id": "left", "same_direction": True}),
                    lane("left", 3.5, right_neighbour={"lane_id": "right", "same_direction": True}),
                ],
                "junctions": [], "crosswalks": [], "areas": [], "signals": [], "stop_lines": [], "licence": "",
            },
            "step_us": STEP_US,
            "horizon_us": horizon_us,
            "actors": [{**first, **(ego or {})}, parked, *actors],
            "ego_id": "ego",
            "task": {"goals": goals, "route": []},
            "environment": {"friction": 1.0, "rain_mmph": 0.0, "light": "day", "odd": {}},
        }  # fmt: skip
    ).encode()
