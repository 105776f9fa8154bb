"""What means the same in every simulator: goals, being on the road, following a plan."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ._proto import map_pb2, task_pb2, world_pb2
from .geometry import Floats, Pose, box_centre, rear_axle, wrap
from .scenario import State

_DRIVABLE = frozenset(
    map_pb2.LaneType.Value(f"LANE_TYPE_{name}")
    for name in "DRIVING ENTRY EXIT ON_RAMP OFF_RAMP CONNECTING_RAMP BUS HOV BIDIRECTIONAL_DRIVING DRIVEWAY PARKING STOP".split()
)
_NOT_MOTORISED = frozenset(map_pb2.ActorClass.Value(f"ACTOR_CLASS_{name}") for name in "BICYCLE PEDESTRIAN ANIMAL TRAIN".split())


class Area:
    """A closed area on the ground."""

    def __init__(self, xy: Sequence[float] | Floats) -> None:
        self._xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        self._low, self._high = (self._xy.min(axis=0), self._xy.max(axis=0)) if len(self._xy) else (np.full(2, np.inf), np.full(2, -np.inf))

    @staticmethod
    def of_lane(lane: map_pb2.Lane) -> Area:
        """The ground between a lane's bounds."""
        left, right = (np.asarray(side.xy, dtype=np.float64).reshape(-1, 2) for side in (lane.left, lane.right))
        return Area(np.concatenate((right, left[::-1])))

    def contains(self, x: float, y: float) -> bool:
        """True inside and on the border's lower sides."""
        if not (self._low[0] <= x <= self._high[0] and self._low[1] <= y <= self._high[1]):
            return False
        a, b = self._xy, np.roll(self._xy, -1, axis=0)
        cut = (a[:, 1] > y) != (b[:, 1] > y)
        a, b = a[cut], b[cut]
        return bool((x < (b[:, 0] - a[:, 0]) * (y - a[:, 1]) / (b[:, 1] - a[:, 1]) + a[:, 0]).sum() % 2)


class OnRoad:
    """Whether a place is on a lane for vehicles or a drivable area; None on a map without any."""

    def __init__(self, road: map_pb2.RoadMap) -> None:
        lanes = (lane for lane in road.lanes if lane.type in _DRIVABLE and not (lane.users and set(lane.users) <= _NOT_MOTORISED))
        self._areas = [Area.of_lane(lane) for lane in lanes]
        self._areas += [Area(a.outline.xy) for a in road.areas]
        self._last: Area | None = None

    def at(self, x: float, y: float) -> bool | None:
        """True on the road."""
        if not self._areas:
            return None
        if self._last is None or not self._last.contains(x, y):
            self._last = next((a for a in self._areas if a.contains(x, y)), None)
        return self._last is not None


class Goals:
    """Whether the ego stands in one of its goals: every part that a goal gives holds at the same instant, for the box's centre."""

    def __init__(self, task: task_pb2.DriverTask) -> None:
        lanes = {lane.id: lane for lane in task.map.lanes}
        self._goals = []
        for goal in task.task.goals:
            areas = [Area(a.xy) for a in goal.areas] + [Area.of_lane(lanes[i]) for i in goal.lane_ids if i in lanes]
            self._goals.append((goal, areas, not goal.areas and not goal.lane_ids))

    def reached(self, time_us: int, ego: world_pb2.ActorFrame) -> bool:
        """True when a goal holds."""
        for goal, areas, anywhere in self._goals:
            if goal.HasField("time_us") and not goal.time_us.min <= time_us <= goal.time_us.max:
                continue
            if goal.HasField("speed_mps") and not goal.speed_mps.min <= ego.speed_mps <= goal.speed_mps.max:
                continue
            if goal.HasField("heading_rad"):
                low, high = goal.heading_rad.min, goal.heading_rad.max
                if abs(wrap(ego.heading_rad - (low + high) / 2)) > (high - low) / 2:
                    continue
            if anywhere or any(a.contains(ego.x, ego.y) for a in areas):
                return True
        return False


class PlanFollower:
    """
    A plan's rear-axle poses turned into what moves a vehicle: the exact pose at a time, or acceleration and front wheel angle that track it
    (pure pursuit at the rear axle, proportional in speed and place), within the vehicle's limits.
    """

    SPEED_GAIN = 2.0
    PLACE_GAIN = 0.5
    LOOK_AHEAD_S = 0.8
    LEAST_LOOK_AHEAD_M = 3.0

    def __init__(self, vehicle: task_pb2.Vehicle, rear_axle_to_centre: float) -> None:
        self._vehicle, self._offset = vehicle, rear_axle_to_centre

    @staticmethod
    def _at(plan: Sequence[world_pb2.PlanPoint], time_us: int, now_us: int, present: tuple[Pose, float]) -> tuple[Pose, float]:
        """Pose and speed of the rear axle at a time; before the first point on the way to it, after the last straight on."""
        if time_us >= plan[-1].time_us:
            p = plan[-1]
            return Pose(p.x, p.y, p.heading_rad).ahead(p.speed_mps * (time_us - p.time_us) / 1e6), p.speed_mps
        k = next(i for i, p in enumerate(plan) if p.time_us > time_us)
        b = plan[k]
        if k > 0:
            a, at = (Pose(plan[k - 1].x, plan[k - 1].y, plan[k - 1].heading_rad), plan[k - 1].speed_mps), plan[k - 1].time_us
        else:
            a, at = present, now_us
        f = (time_us - at) / (b.time_us - at) if b.time_us > at else 1.0
        turn = math.remainder(b.heading_rad - a[0].heading, 2 * math.pi)
        return Pose(a[0].x + (b.x - a[0].x) * f, a[0].y + (b.y - a[0].y) * f, a[0].heading + turn * f), a[1] + (b.speed_mps - a[1]) * f

    def pose(self, plan: Sequence[world_pb2.PlanPoint], state: State, now_us: int, until_us: int) -> State:
        """The box's centre exactly on the plan at a time."""
        axle = rear_axle(state.x, state.y, state.heading, self._offset)
        to, speed = self._at(plan, until_us, now_us, (axle, state.speed))
        dt = (until_us - now_us) / 1e6
        centre = box_centre(to.x, to.y, to.heading, self._offset)
        turn = math.remainder(to.heading - state.heading, 2 * math.pi)
        return State(centre.x, centre.y, to.heading, speed, 0.0, (speed - state.speed) / dt, turn / dt)

    def track(self, plan: Sequence[world_pb2.PlanPoint], state: State, now_us: int, until_us: int) -> tuple[float, float]:
        """Acceleration, m/s², and front wheel angle, rad, for the step from now to until."""
        axle = rear_axle(state.x, state.y, state.heading, self._offset)
        present = (axle, state.speed)
        goal, speed = self._at(plan, until_us, now_us, present)
        dt = (until_us - now_us) / 1e6
        behind = (goal.x - axle.x) * math.cos(axle.heading) + (goal.y - axle.y) * math.sin(axle.heading) - (state.speed + speed) / 2 * dt
        accel = self.SPEED_GAIN * (speed - state.speed) + self.PLACE_GAIN * behind
        v = self._vehicle
        accel = min(max(accel, -v.max_decel_mps2), v.max_accel_mps2)
        reach = max(self.LEAST_LOOK_AHEAD_M, self.LOOK_AHEAD_S * state.speed)
        target = self._ahead(plan, axle, now_us, present, reach)
        dx, dy = target.x - axle.x, target.y - axle.y
        left = -dx * math.sin(axle.heading) + dy * math.cos(axle.heading)
        steer = math.atan2(2 * v.wheelbase_m * left, max(dx * dx + dy * dy, 1e-6))
        return accel, min(max(steer, -v.max_steer_rad), v.max_steer_rad)

    def _ahead(self, plan: Sequence[world_pb2.PlanPoint], axle: Pose, now_us: int, present: tuple[Pose, float], reach: float) -> Pose:
        """The first place of the plan that lies that far away; beyond its end straight on."""
        for p in plan:
            if p.time_us > now_us and math.hypot(p.x - axle.x, p.y - axle.y) >= reach:
                return Pose(p.x, p.y, p.heading_rad)
        last = Pose(plan[-1].x, plan[-1].y, plan[-1].heading_rad)
        return last.ahead(max(0.0, reach - math.hypot(last.x - axle.x, last.y - axle.y)))
