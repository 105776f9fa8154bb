"""NumPy views of the contract's messages: the task that a driver is told once, and the world of each step. SI units, radians."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._proto import map_pb2, sensor_pb2, task_pb2, world_pb2
from .enums import ActorClass, LaneType, SignalState
from .geometry import Floats, Path, Pose, rear_axle, wrap

STATE = np.dtype(
    [("index", np.int64)]
    + [(name, np.float64) for name in ("x", "y", "heading", "speed", "lateral", "accel", "yaw_rate", "steer")]
)
"""One actor at one instant: box centre, heading, velocity along and across the heading, acceleration, yaw rate, front wheel angle."""

_VEHICLE_LANES = {"DRIVING", "ENTRY", "EXIT", "ON_RAMP", "OFF_RAMP", "CONNECTING_RAMP", "BUS", "HOV", "BIDIRECTIONAL_DRIVING", "DRIVEWAY"}


def _enum(kind: Any, value: int) -> Any:
    """An enum's member; a value of a newer contract stays a plain number."""
    try:
        return kind(value)
    except ValueError:
        return value


def _xy(packed: Sequence[float]) -> Floats:
    values = np.array(packed, dtype=np.float64).reshape(-1, 2)
    values.flags.writeable = False
    return values


def states(actors: Sequence[world_pb2.ActorFrame]) -> NDArray[np.void]:
    """Actors as a structured array of STATE."""
    rows = [(a.index, a.x, a.y, a.heading_rad, a.speed_mps, a.lateral_mps, a.accel_mps2, a.yaw_rate_rps, a.steer_rad) for a in actors]
    array = np.array(rows, dtype=STATE)
    array.flags.writeable = False
    return array


class Lane:
    """A lane; points run in its driving direction."""

    def __init__(self, message: map_pb2.Lane) -> None:
        self.message = message
        self.id: str = message.id
        self.type: Any = _enum(LaneType, message.type)
        self.predecessors = tuple(message.predecessors)
        self.successors = tuple(message.successors)
        self.speed_limit: float | None = message.speed_limit_mps if message.HasField("speed_limit_mps") else None

    @cached_property
    def centre(self) -> Floats:
        """Centre line, shape (n, 2)."""
        return _xy(self.message.centre.xy)

    @cached_property
    def left(self) -> Floats:
        """Left bound, shape (n, 2)."""
        return _xy(self.message.left.xy)

    @cached_property
    def right(self) -> Floats:
        """Right bound, shape (n, 2)."""
        return _xy(self.message.right.xy)

    @cached_property
    def path(self) -> Path:
        """The centre line with distances."""
        return Path(self.centre)

    @property
    def is_for_vehicles(self) -> bool:
        """True when cars drive here."""
        return getattr(self.type, "name", "") in _VEHICLE_LANES

    def project(self, x: float, y: float) -> tuple[float, float]:
        """Distance along the centre line and offset from it, positive to the left, m."""
        return self.path.project(x, y)


class RoadMap:
    """A road network."""

    def __init__(self, message: map_pb2.RoadMap) -> None:
        self.message = message
        self.lanes = [Lane(lane) for lane in message.lanes]
        self._by_id = {lane.id: lane for lane in self.lanes}
        self._usable = [lane for lane in self.lanes if lane.is_for_vehicles]
        self._paths: dict[tuple[tuple[str, ...], float], Path] = {}

    @cached_property
    def _boxes(self) -> tuple[Floats, Floats]:
        """Corners of the boxes around the centre lines of lanes for vehicles."""
        lines = [lane.centre for lane in self._usable]
        return np.array([c.min(axis=0) for c in lines]).reshape(-1, 2), np.array([c.max(axis=0) for c in lines]).reshape(-1, 2)

    def lane(self, lane_id: str) -> Lane:
        """The lane with an id; KeyError when there is none."""
        return self._by_id[lane_id]

    def nearest_lane(self, x: float, y: float, heading: float | None = None) -> Lane | None:
        """
        The lane for vehicles whose centre line is nearest; with a heading, lanes that are driven the other way count as 20 m further. None on a
        map without lanes.
        """
        low, high = self._boxes
        point = np.array([x, y])
        # No centre line is nearer than the box around it.
        least = np.hypot(*np.maximum(np.maximum(low - point, point - high), 0.0).T)
        best: tuple[float, Lane] | None = None
        for i in np.argsort(least, kind="stable").tolist():
            if best is not None and least[i] > best[0]:
                break
            lane = self._usable[i]
            s, d = lane.project(x, y)
            cost = float(np.hypot(d, max(-s, s - lane.path.length, 0.0)))
            if heading is not None:
                off = abs(wrap(lane.path.at(s).heading - heading))
                cost += 20.0 * max(0.0, off - 0.3) / np.pi
            if best is None or cost < best[0]:
                best = (cost, lane)
        return best[1] if best else None

    def path(self, x: float, y: float, heading: float, route: Sequence[str] = (), length: float = 1000.0) -> Path:
        """
        Where to drive from a place: the route's lanes, or the nearest lane and what follows it (the straightest successor), as one line.
        Neighbouring lanes of a route are joined beside each other. Straight ahead on a map without lanes.
        """
        chain = [self._by_id[lane] for lane in route if lane in self._by_id]
        if not chain:
            first = self.nearest_lane(x, y, heading)
            chain = [first] if first else []
        if not chain:
            return Path([[x, y], Pose(x, y, heading).ahead(length)[:2]])
        key = (tuple(lane.id for lane in chain), length)
        if key not in self._paths:
            self._paths[key] = self._join(chain, length)
        return self._paths[key]

    def _join(self, chain: list[Lane], length: float) -> Path:
        seen = {lane.id for lane in chain}
        total = sum(lane.path.length for lane in chain)
        while total < length:
            last = chain[-1]
            following = [self._by_id[i] for i in last.successors if i in self._by_id and i not in seen]
            if not following:
                break
            end = last.path.at(last.path.length).heading
            chain.append(min(following, key=lambda lane: abs(wrap(lane.path.at(lane.path.length).heading - end))))
            seen.add(chain[-1].id)
            total += chain[-1].path.length
        parts: list[Floats] = []
        for lane in chain:
            points = lane.centre
            if parts and float(np.hypot(*(points[0] - parts[-1][-1]))) > 2.0:
                # A change to a neighbour: leave out what of the lane lies behind.
                ahead = lane.path.s > lane.path.project(*parts[-1][-1])[0] + 20.0
                points = points[ahead] if ahead.any() else points[-1:]
            parts.append(points)
        return Path(np.concatenate(parts))


@dataclass(frozen=True)
class Actor:
    """What does not change about an actor."""

    id: str
    cls: Any
    """Its ActorClass."""
    length: float
    width: float
    height: float
    rear_axle_to_centre: float
    """Distance from the rear axle forward to the box's centre, m; 0 without axles."""


class Task:
    """What a driver is told once."""

    def __init__(self, message: task_pb2.DriverTask, options: Any = None, case_id: str = "") -> None:
        self.message = message
        self.options = {} if options is None else options
        """The driver's options as the suite gives them."""
        self.case_id = case_id
        """Id of the case, for logs."""
        self.scenario: str = message.scenario
        self.step_us: int = message.step_us
        self.horizon_us: int = message.horizon_us
        self.map = RoadMap(message.map)
        self.actors = [
            Actor(a.id, _enum(ActorClass, getattr(a, "class")), a.body.length_m, a.body.width_m, a.body.height_m, a.body.rear_axle_to_centre_m)
            for a in message.actors
        ]
        """Every actor that can appear; the world refers to them by index."""
        self.ego_index: int = message.ego_index
        self.vehicle = message.vehicle
        """The ego's vehicle: length_m, wheelbase_m, max_steer_rad, max_accel_mps2, … (sim.v1.Vehicle)."""
        self.route = tuple(message.task.route)
        """Lanes to follow, by id; empty when the driver finds its own way."""
        self.desired_speed: float | None = message.task.desired_speed_mps if message.task.HasField("desired_speed_mps") else None
        """m/s; None means the lane's limit."""
        self.goals = message.task.goals
        """Goals, any of which ends the scenario (sim.v1.GoalRegion)."""
        self.environment = message.environment
        self.seed: int = message.seed
        """For this driver in this case: equal seeds and equal worlds should give equal answers."""

    @property
    def ego(self) -> Actor:
        """The ego's box."""
        return self.actors[self.ego_index]

    @property
    def step_s(self) -> float:
        """Step length, s."""
        return self.step_us / 1e6

    @cached_property
    def rng(self) -> np.random.Generator:
        """A random generator from the task's seed."""
        return np.random.default_rng(self.seed)

    @cached_property
    def ego_log(self) -> tuple[NDArray[np.int64], NDArray[np.void]]:
        """The ego's own recorded states when the scenario comes from a log: times (µs) and STATE; empty otherwise."""
        log = self.message.ego_log
        return np.array([t.time_us for t in log], dtype=np.int64), states([t.state for t in log])

    def cruise_speed(self, path_or_lane: Lane | None = None) -> float:
        """The desired speed, else the lane's limit, else 50 km/h, never above what the vehicle can; m/s."""
        limit = path_or_lane.speed_limit if path_or_lane else None
        wanted = self.desired_speed if self.desired_speed is not None else limit if limit is not None else 50 / 3.6
        return min(wanted, self.vehicle.max_speed_mps) if self.vehicle.HasField("max_speed_mps") else wanted


class Others:
    """The other actors that are present: equally long arrays, in index order."""

    def __init__(self, frames: Sequence[world_pb2.ActorFrame], actors: Sequence[Actor]) -> None:
        self.states = states(frames)
        """Structured array of STATE; the arrays below are its columns."""
        self._actors = actors
        self.index: NDArray[np.int64] = self.states["index"]
        """Indices in task.actors."""
        self.x: Floats = self.states["x"]
        """Box centres, m."""
        self.y: Floats = self.states["y"]
        self.heading: Floats = self.states["heading"]
        """rad, not normalised."""
        self.speed: Floats = self.states["speed"]
        """Velocity along the heading, m/s."""
        self.lateral: Floats = self.states["lateral"]
        """Velocity across the heading, m/s, positive to the left."""
        self.accel: Floats = self.states["accel"]
        """m/s²."""
        self.yaw_rate: Floats = self.states["yaw_rate"]
        """rad/s."""

    def __len__(self) -> int:
        return len(self.states)

    def __iter__(self) -> Iterator[Actor]:
        return (self._actors[i] for i in self.index.tolist())

    @cached_property
    def length(self) -> Floats:
        """Boxes, m."""
        return np.array([a.length for a in self], dtype=np.float64)

    @cached_property
    def width(self) -> Floats:
        """Boxes, m."""
        return np.array([a.width for a in self], dtype=np.float64)

    @property
    def xy(self) -> Floats:
        """Box centres, shape (n, 2)."""
        return np.stack((self.x, self.y), axis=1)

    @cached_property
    def velocity(self) -> Floats:
        """Velocities in the map's frame, m/s, shape (n, 2)."""
        cos, sin = np.cos(self.heading), np.sin(self.heading)
        return np.stack((self.speed * cos - self.lateral * sin, self.speed * sin + self.lateral * cos), axis=1)


class Ego:
    """The ego now; x and y are the box's centre."""

    def __init__(self, frame: world_pb2.ActorFrame, actor: Actor) -> None:
        self.actor = actor
        self.x: float = frame.x
        self.y: float = frame.y
        self.heading: float = frame.heading_rad
        self.speed: float = frame.speed_mps
        self.lateral: float = frame.lateral_mps
        self.accel: float = frame.accel_mps2
        self.yaw_rate: float = frame.yaw_rate_rps
        self.steer: float = frame.steer_rad

    @property
    def pose(self) -> Pose:
        """Box centre."""
        return Pose(self.x, self.y, self.heading)

    @property
    def rear_axle(self) -> Pose:
        """Rear axle: plans are made of such poses."""
        return rear_axle(self.x, self.y, self.heading, self.actor.rear_axle_to_centre)


class Leader(NamedTuple):
    """Who is in the way."""

    gap: float
    """From the ego's front to its nearest end along the path, m; negative when they overlap."""
    speed: float
    """Its velocity along the path, m/s."""
    actor: int
    """Index in task.actors."""


class Sensor:
    """A sensor frame that became due with this step."""

    def __init__(self, message: sensor_pb2.SensorFrame) -> None:
        self.message = message
        self.id: str = message.sensor
        self.start_us: int = message.start_us
        self.end_us: int = message.end_us

    @cached_property
    def pose(self) -> Floats:
        """Sensor origin x, y, z and unit quaternion w, x, y, z in the map's frame."""
        return np.array(self.message.pose_world, dtype=np.float64)

    @property
    def array(self) -> NDArray[Any]:
        """The data without copying: (rows, columns, 3) for rgb8, (rows, columns) for gray8 and depth32f, (points, 4) for xyzi32f."""
        m = self.message
        shapes: dict[str, tuple[str, tuple[int, ...]]] = {
            "rgb8": ("u1", (m.height, m.width, 3)),
            "gray8": ("u1", (m.height, m.width)),
            "depth32f": ("<f4", (m.height, m.width)),
            "xyzi32f": ("<f4", (m.width * max(m.height, 1), 4)),
        }
        if m.encoding not in shapes:
            raise ValueError(f"sensor '{m.sensor}' is encoded as '{m.encoding}': use .message.data")
        dtype, shape = shapes[m.encoding]
        return np.frombuffer(m.data, dtype=dtype).reshape(shape)


class World:
    """The world at a step: ground truth."""

    def __init__(self, message: world_pb2.WorldFrame, task: Task, sensors: Sequence[sensor_pb2.SensorFrame] = ()) -> None:
        self.message = message
        self.task = task
        self.step: int = message.step
        self.time_us: int = message.time_us
        """µs since the scenario's start."""
        frame = next((a for a in message.actors if a.index == task.ego_index), None)
        if frame is None:
            raise ValueError("the world frame lacks the ego")
        self.ego = Ego(frame, task.ego)
        self.sensors = [Sensor(s) for s in sensors]

    @property
    def time_s(self) -> float:
        """s since the scenario's start."""
        return self.time_us / 1e6

    @cached_property
    def others(self) -> Others:
        """The other actors that are present."""
        ego = self.task.ego_index
        return Others([a for a in self.message.actors if a.index != ego], self.task.actors)

    @cached_property
    def signals(self) -> dict[str, Any]:
        """What traffic lights show, by id: SignalState."""
        return {s.id: _enum(SignalState, s.state) for s in self.message.signals}

    def path(self, length: float = 1000.0) -> Path:
        """Where to drive: along the task's route, else along the lane that the ego is on."""
        return self.task.map.path(*self.ego.pose, route=self.task.route, length=length)

    def leader(self, path: Path, *, margin: float = 0.3, within: float = 0.0) -> Leader | None:
        """
        The nearest actor ahead, within 200 m, whose box reaches into the ego's way along a path, now or, moving on as it does, within some
        seconds. margin: room on each side, m.
        """
        others = self.others
        if len(others) == 0:
            return None
        ego = self.task.ego
        front = path.project(self.ego.x, self.ego.y)[0] + ego.length / 2
        near = path.part(front - 50.0, front + 200.0)
        # Row k: where everybody is k quarters of a second from now.
        t = np.arange(0.0, within + 1e-9, 0.25)[:, None, None]
        places = others.xy + t * others.velocity
        shape = places.shape[:2]
        s, d = near.project_many(places.reshape(-1, 2))
        heading = near.at_many(s)[2].reshape(shape)
        off = others.heading - heading
        cos, sin = np.abs(np.cos(off)), np.abs(np.sin(off))
        along = (others.length * cos + others.width * sin) / 2
        across = (others.length * sin + others.width * cos) / 2
        s, d = s.reshape(shape) - 50.0, d.reshape(shape)
        inside = (np.abs(d) < across + ego.width / 2 + margin) & (s + along > -ego.length) & (s < 200.0)
        if not inside.any():
            return None
        gap = np.where(inside, s - along, np.inf)
        k, i = np.unravel_index(int(gap.argmin()), shape)
        velocity = others.velocity[i]
        speed = float(velocity[0] * np.cos(heading[k, i]) + velocity[1] * np.sin(heading[k, i]))
        return Leader(float(gap[k, i]), speed, int(others.index[i]))


def parse_options(text: str) -> Any:
    """The options of a session header; ValueError when they are not JSON."""
    if not text:
        return {}
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("the options are nested too deeply") from None
