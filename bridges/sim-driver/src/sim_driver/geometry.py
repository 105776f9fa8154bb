"""Plane geometry: poses, paths, projections. Metres and radians; headings counter-clockwise from +x."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Pose(NamedTuple):
    """A place and a direction on the ground."""

    x: float
    y: float
    heading: float

    def ahead(self, distance: float) -> Pose:
        """The pose that far along the heading, m."""
        return Pose(self.x + distance * math.cos(self.heading), self.y + distance * math.sin(self.heading), self.heading)


def rear_axle(x: float, y: float, heading: float, rear_axle_to_centre: float) -> Pose:
    """The rear axle of an actor whose box centre is at (x, y)."""
    return Pose(x, y, heading).ahead(-rear_axle_to_centre)


def box_centre(x: float, y: float, heading: float, rear_axle_to_centre: float) -> Pose:
    """The box centre of an actor whose rear axle is at (x, y)."""
    return Pose(x, y, heading).ahead(rear_axle_to_centre)


def wrap(angle: float) -> float:
    """The same angle within (-pi, pi]."""
    wrapped = math.remainder(angle, 2 * math.pi)
    return math.pi if wrapped == -math.pi else wrapped


class Path:
    """A chain of points with distances along it; straight beyond both ends."""

    def __init__(self, xy: ArrayLike) -> None:
        """xy: points of shape (n, 2), n at least 2; repeated points are dropped."""
        points = np.asarray(xy, dtype=np.float64)
        if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
            raise ValueError(f"a path needs finite points of shape (n, 2), found shape {points.shape}")
        if len(points) > 1:
            keep = np.concatenate(([True], (np.diff(points, axis=0) != 0).any(axis=1)))
            points = points[keep] if not keep.all() else points
        if len(points) < 2:
            raise ValueError("a path needs at least two points at different places")
        self.xy: Floats = points
        """Points, shape (n, 2)."""
        self._delta = np.diff(points, axis=0)
        self._length = np.hypot(self._delta[:, 0], self._delta[:, 1])
        self.s: Floats = np.concatenate(([0.0], np.cumsum(self._length)))
        """Distance of each point from the first, m."""
        self._heading = np.arctan2(self._delta[:, 1], self._delta[:, 0])

    @property
    def length(self) -> float:
        """Distance from the first point to the last, m."""
        return float(self.s[-1])

    def project(self, x: float, y: float) -> tuple[float, float]:
        """The nearest place: distance along the path (negative before its start) and offset, positive to the left, m."""
        s, d = self.project_many(np.array([[x, y]]))
        return float(s[0]), float(d[0])

    def project_many(self, xy: ArrayLike) -> tuple[Floats, Floats]:
        """project() for points of shape (m, 2): two arrays of m."""
        points = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        from_start = points[:, None, :] - self.xy[None, :-1, :]
        along = (from_start * self._delta).sum(axis=2) / self._length
        low = np.zeros_like(self._length)
        low[0] = -np.inf
        high = self._length.copy()
        high[-1] = np.inf
        held = np.clip(along, low, high)
        off = from_start - (held / self._length)[:, :, None] * self._delta
        nearest = (off**2).sum(axis=2).argmin(axis=1)
        rows = np.arange(len(points))
        delta, start = self._delta[nearest], from_start[rows, nearest]
        side = np.sign(delta[:, 0] * start[:, 1] - delta[:, 1] * start[:, 0])
        distance = np.hypot(off[rows, nearest, 0], off[rows, nearest, 1])
        return self.s[nearest] + held[rows, nearest], np.where(side < 0, -distance, distance)

    def at(self, s: float) -> Pose:
        """The pose at a distance along the path."""
        i = int(np.clip(np.searchsorted(self.s, s, side="right") - 1, 0, len(self._length) - 1))
        share = (s - self.s[i]) / self._length[i]
        x, y = (self.xy[i] + share * self._delta[i]).tolist()
        return Pose(x, y, float(self._heading[i]))

    def at_many(self, s: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """at() for many distances: x, y, heading."""
        along = np.asarray(s, dtype=np.float64)
        i = np.clip(np.searchsorted(self.s, along, side="right") - 1, 0, len(self._length) - 1)
        share = ((along - self.s[i]) / self._length[i])[..., None]
        xy = self.xy[i] + share * self._delta[i]
        return xy[..., 0], xy[..., 1], self._heading[i]

    def part(self, start: float, end: float) -> Path:
        """The stretch between two distances (start before end); its own distances count from start."""
        inside = self.xy[(self.s > start) & (self.s < end)]
        first, last = self.at(start), self.at(end)
        return Path(np.concatenate((np.array([[first.x, first.y]]), inside, np.array([[last.x, last.y]]))))

    def curvature(self, s: float, over: float = 4.0) -> float:
        """How fast the heading turns there, rad/m, positive to the left; the mean over a few metres."""
        return wrap(self.at(s + over / 2).heading - self.at(s - over / 2).heading) / over
