"""
Between our frame (right-handed, x forward, y left, z up, radians) and CARLA's (left-handed, x forward, y right, z up, degrees). Our pitch is positive
nose down, our roll positive right side down. Plain numbers in and out, so that nothing here needs CARLA.
"""

from __future__ import annotations

import math
from typing import NamedTuple

Triple = tuple[float, float, float]


class Pose3(NamedTuple):
    """A pose in our frame."""

    x: float
    y: float
    z: float
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0

    def apply(self, p: Triple) -> Triple:
        """A point of the pose's own axes in the frame that the pose is in."""
        x, y, z = rotate(self.yaw, self.pitch, self.roll, p)
        return x + self.x, y + self.y, z + self.z


def _flip(value: float) -> float:
    # 0.0 and not -0.0.
    return 0.0 - value


def to_carla(pose: Pose3) -> tuple[Triple, Triple]:
    """Location (x, y, z) in m and rotation (pitch, yaw, roll) in degrees."""
    return (pose.x, _flip(pose.y), pose.z), (_flip(math.degrees(pose.pitch)), _flip(math.degrees(pose.yaw)), math.degrees(pose.roll))


def from_carla(location: Triple, rotation: Triple) -> Pose3:
    """The inverse of to_carla()."""
    pitch, yaw, roll = rotation
    return Pose3(location[0], _flip(location[1]), location[2], _flip(math.radians(yaw)), _flip(math.radians(pitch)), math.radians(roll))


def vector(v: Triple) -> Triple:
    """A velocity, an acceleration or a point, either way."""
    return v[0], _flip(v[1]), v[2]


def turn_to_carla(rates_rps: Triple) -> Triple:
    """Rates of turn about our axes, rad/s, as CARLA's, deg/s."""
    x, y, z = rates_rps
    return _flip(math.degrees(x)), math.degrees(y), _flip(math.degrees(z))


def turn_from_carla(rates_dps: Triple) -> Triple:
    """The inverse of turn_to_carla()."""
    x, y, z = rates_dps
    return _flip(math.radians(x)), math.radians(y), _flip(math.radians(z))


def steer(angle: float) -> float:
    """A steering angle or share, either way: theirs is positive to the right."""
    return _flip(angle)


def heading_of_compass(compass: float) -> float:
    """CARLA's compass (0 is north, which is their -y and our +y; clockwise) as our heading."""
    return math.pi / 2 - compass


def rotate(yaw: float, pitch: float, roll: float, p: Triple) -> Triple:
    """Intrinsic z-y'-x''."""
    (cy, sy), (cp, sp), (cr, sr) = ((math.cos(a), math.sin(a)) for a in (yaw, pitch, roll))
    x, y, z = p
    return (
        cy * cp * x + (cy * sp * sr - sy * cr) * y + (cy * sp * cr + sy * sr) * z,
        sy * cp * x + (sy * sp * sr + cy * cr) * y + (sy * sp * cr - cy * sr) * z,
        -sp * x + cp * sr * y + cp * cr * z,
    )


def quaternion(yaw: float, pitch: float, roll: float) -> tuple[float, float, float, float]:
    """w, x, y, z of the same rotation, of length 1."""
    (cy, sy), (cp, sp), (cr, sr) = ((math.cos(a / 2), math.sin(a / 2)) for a in (yaw, pitch, roll))
    q = (cr * cp * cy + sr * sp * sy, sr * cp * cy - cr * sp * sy, cr * sp * cy + sr * cp * sy, cr * cp * sy - sr * sp * cy)
    norm = math.sqrt(sum(v * v for v in q))
    return q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm
