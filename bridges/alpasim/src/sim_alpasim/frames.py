"""
Between Sim's frames and AlpaSim's. Both are right-handed, x forward or east, y left or north, metres; a rig is a rear axle on the ground. AlpaSim's
numbers have 32 bits, so its local frame begins near the ego's start; its times are unsigned, so its clock begins at EPOCH_US.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sim_driver import Plan, Pose, World, wrap
from sim_driver.geometry import Floats
from sim_driver.plan import MAX_POINTS

from .errors import PolicyFailed

EPOCH_US = 1_000_000_000
"""AlpaSim's time of a scenario's start: what was exposed before it has a time, too."""
MAX_TIME_US = 1 << 62
MAX_COUNT = MAX_POINTS - 1
"""Points of a trajectory: one is left for the ego's own pose."""
MAX_DISTANCE_M = 1e6
"""From the ego: nobody drives there, and 32-bit numbers have centimetres there."""
MAX_QUATERNION_ERROR = 1e-2
"""How far the length of a quaternion may be from 1: 32-bit numbers are at 1e-7, what is not a rotation is far off."""


class Rig(NamedTuple):
    """The ego's rear axle and how it moves, in its own frame."""

    pose: Pose
    speed: float
    lateral: float
    yaw_rate: float
    accel: float
    lateral_accel: float


def rig_of(world: World) -> Rig:
    """The rear axle's motion from the box centre's: the same along the heading, across it less what turning adds in front of it."""
    ego = world.ego
    lateral = ego.lateral - ego.yaw_rate * ego.actor.rear_axle_to_centre
    return Rig(ego.rear_axle, ego.speed, lateral, ego.yaw_rate, ego.accel - ego.yaw_rate * lateral, ego.yaw_rate * ego.speed)


class LocalFrame:
    """Sim's map frame, moved by whole metres so that the ego begins near the origin."""

    def __init__(self, start: Pose) -> None:
        self.x, self.y = float(round(start.x)), float(round(start.y))

    def put(self, pose: Pose, into: Any) -> None:
        """Writes a rear axle into a Pose of AlpaSim: local to rig."""
        _put(pose.x - self.x, pose.y - self.y, pose.heading, into)


def in_rig(rig: Pose, x: float, y: float) -> tuple[float, float]:
    """A point of the map seen from a rig."""
    dx, dy, cos, sin = x - rig.x, y - rig.y, math.cos(rig.heading), math.sin(rig.heading)
    return dx * cos + dy * sin, dy * cos - dx * sin


def put_in_rig(rig: Pose, pose: Pose, into: Any) -> None:
    """Writes a rear axle into a Pose of AlpaSim: rig to rig."""
    _put(*in_rig(rig, pose.x, pose.y), wrap(pose.heading - rig.heading), into)


def _put(x: float, y: float, heading: float, into: Any) -> None:
    into.vec.x, into.vec.y, into.vec.z = x, y, 0.0
    into.quat.w, into.quat.x, into.quat.y, into.quat.z = math.cos(heading / 2), 0.0, 0.0, math.sin(heading / 2)


def their_time(time_us: int) -> int:
    """AlpaSim's time of a time of the scenario."""
    return max(0, time_us + EPOCH_US)


def _columns(trajectory: Any) -> tuple[NDArray[np.int64], Floats]:
    """Times of the scenario, and x, y, quaternion of each pose."""
    times = [p.timestamp_us for p in trajectory.poses]
    if any(t >= MAX_TIME_US for t in times):
        raise PolicyFailed(f"point {next(i for i, t in enumerate(times) if t >= MAX_TIME_US)} of the policy's trajectory has no time that can be")
    rows = [(v.x, v.y, v.z, q.w, q.x, q.y, q.z) for v, q in ((p.pose.vec, p.pose.quat) for p in trajectory.poses)]
    return np.array(times, dtype=np.int64) - EPOCH_US, np.array(rows, dtype=np.float64).reshape(-1, 7)


def _headings(rows: Floats) -> Floats:
    length = np.sqrt((rows[:, 3:] ** 2).sum(axis=1))
    odd = np.abs(length - 1) > MAX_QUATERNION_ERROR
    if odd.any():
        i = int(odd.argmax())
        raise PolicyFailed(f"point {i} of the policy's trajectory has a quaternion of length {length[i]:.3g}, not 1")
    w, x, y, z = (rows[:, 3:] / length[:, None]).T
    headings: Floats = np.arctan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
    return headings


def _speeds(time_us: NDArray[np.int64], x: Floats, y: Floats, heading: Floats) -> Floats:
    """The slope of the poses, negative backwards: at a point the mean of the slopes beside it, the nearer point counting more."""
    dt = np.diff(time_us) / 1e6
    dx, dy = np.diff(x), np.diff(y)
    middle = heading[:-1] + np.diff(heading) / 2
    along = np.copysign(np.hypot(dx, dy), dx * np.cos(middle) + dy * np.sin(middle)) / dt
    inner = (along[:-1] * dt[1:] + along[1:] * dt[:-1]) / (dt[:-1] + dt[1:])
    speeds: Floats = np.concatenate((along[:1], inner, along[-1:]))
    return speeds


def plan_of(trajectory: Any, world: World, frame: LocalFrame, until_us: int) -> Plan:
    """
    A trajectory of AlpaSim, poses local to rig, as a plan that begins now. What lies before now is left out; where it begins later the ego's own
    pose comes first. PolicyFailed says what is wrong with it.
    """
    count = len(trajectory.poses)
    if not 2 <= count <= MAX_COUNT:
        raise PolicyFailed(f"the policy's trajectory has {count} point{'' if count == 1 else 's'}; a plan has 2 to {MAX_COUNT}")
    times, rows = _columns(trajectory)
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        raise PolicyFailed(f"point {int(np.argmin(finite))} of the policy's trajectory has a number that is not finite")
    later = np.diff(times) > 0
    if not later.all():
        raise PolicyFailed(f"point {int(np.argmin(later)) + 1} of the policy's trajectory is not later than the one before it")
    if times[-1] < until_us:
        raise PolicyFailed(f"the policy's trajectory ends at {times[-1] / 1e6:.6g} s, before the time that was asked for ({until_us / 1e6:.6g} s)")
    headings = _headings(rows)
    here = world.ego.rear_axle
    x, y = rows[:, 0] + frame.x, rows[:, 1] + frame.y
    away = np.hypot(x - here.x, y - here.y)
    if (away > MAX_DISTANCE_M).any():
        i = int(np.argmax(away > MAX_DISTANCE_M))
        raise PolicyFailed(f"point {i} of the policy's trajectory is {away[i]:.3g} m from the ego")
    ahead = times >= world.time_us
    times, x, y, headings = times[ahead], x[ahead], y[ahead], headings[ahead]
    if times[0] > world.time_us:
        times, x, y = np.insert(times, 0, world.time_us), np.insert(x, 0, here.x), np.insert(y, 0, here.y)
        headings = np.insert(headings, 0, here.heading)
    # Headings of a plan are interpolated, so they must not jump by a turn.
    headings = np.unwrap(np.insert(headings, 0, here.heading))[1:]
    speeds = _speeds(times, x, y, headings)
    speeds[0] = world.ego.speed
    return Plan(times, x, y, headings, speeds)
