"""The vehicle that recorded nuPlan and NAVSIM: sizes of nuPlan's `get_pacifica_parameters`."""

from __future__ import annotations

import math

from .recording import Actor, State

LENGTH_M = 5.176
WIDTH_M = 2.297
HEIGHT_M = 1.777
REAR_AXLE_TO_CENTRE_M = 5.176 / 2 - 1.127

KINDS = {
    "vehicle": "car",
    "pedestrian": "pedestrian",
    "bicycle": "bicycle",
    "traffic_cone": "static_object",
    "barrier": "static_object",
    "czone_sign": "static_object",
    "generic_object": "static_object",
}


def actor() -> Actor:
    """The ego without states."""
    return Actor("ego", "car", LENGTH_M, WIDTH_M, HEIGHT_M, REAR_AXLE_TO_CENTRE_M)


def yaw(w: float, x: float, y: float, z: float) -> float:
    """Heading of a quaternion, as pyquaternion's yaw_pitch_roll."""
    norm = math.sqrt(w * w + x * x + y * y + z * z) or 1.0
    w, x, y, z = w / norm, x / norm, y / norm, z / norm
    return math.atan2(2 * (w * z - x * y), 1 - 2 * (y * y + z * z))


def state(x: float, y: float, heading: float, vx: float, vy: float, ax: float, yaw_rate: float | None) -> State:
    """From the rear axle, where both data sets have the ego, to the box's centre. Velocities are the rear axle's, in its frame."""
    d = REAR_AXLE_TO_CENTRE_M
    return State(x + d * math.cos(heading), y + d * math.sin(heading), heading, vx, vy + d * (yaw_rate or 0.0), ax, yaw_rate)


def moving(x: float, y: float, heading: float, vx: float, vy: float) -> State:
    """Another actor: box centre, velocity in the world frame."""
    cos, sin = math.cos(heading), math.sin(heading)
    return State(x, y, heading, cos * vx + sin * vy, cos * vy - sin * vx)
