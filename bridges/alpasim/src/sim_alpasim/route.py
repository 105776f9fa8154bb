"""The route that a policy sees: waypoints in the rig's frame, made as AlpaSim's runtime makes them."""

from __future__ import annotations

import math

import numpy as np
from sim_driver import Path, World

from .frames import in_rig

COUNT = 20
LOOKAHEAD_M = 80.0
SPACING_M = LOOKAHEAD_M / (COUNT - 1)
MIN_M, MAX_M = 3.5, 4.5
"""Policies count on the distance between two waypoints; where a route does not have it, it ends."""


def _path(world: World) -> Path | None:
    road, axle = world.task.map, world.ego.rear_axle
    route = [lane for lane in world.task.route if any(lane == known.id for known in road.lanes)]
    if route:
        return road.path(*axle, route=route, length=sum(road.lane(lane).path.length for lane in route) + LOOKAHEAD_M)
    lane = road.nearest_lane(*axle)
    return road.path(*axle, length=lane.path.length + LOOKAHEAD_M) if lane else None


def waypoints(world: World) -> list[tuple[float, float]] | None:
    """
    20 points, 80 m / 19 apart, from beside the rear axle on along the task's lanes, else along the lane that the ego is on and what follows it
    most nearly straight. What the way lacks is NaN, as in AlpaSim. None on a map without lanes.
    """
    path = _path(world)
    if path is None:
        return None
    axle = world.ego.rear_axle
    start = max(0.0, path.project(axle.x, axle.y)[0])
    along = start + SPACING_M * np.arange(COUNT)
    x, y, _ = path.at_many(along[along <= path.length])
    points = [in_rig(axle, px, py) for px, py in zip(x.tolist(), y.tolist())]
    for i in range(1, len(points)):
        if not MIN_M <= math.dist(points[i - 1], points[i]) <= MAX_M:
            points = points[:i]
            break
    return points + [(math.nan, math.nan)] * (COUNT - len(points))
