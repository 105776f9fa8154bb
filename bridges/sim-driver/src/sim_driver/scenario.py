"""A scenario in Sim's byte form, for simulators: what a Load of SCENARIO_FORMAT_SIM_JSON holds. Data from outside: everything is looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from . import _json
from ._json import INT32, INT64, Node
from ._proto import map_pb2, task_pb2, world_pb2
from .errors import RecordingError

MAX_ACTORS = 4096
MAX_STEPS = 1_000_000
# The default ego of the host, for actors that name no vehicle: the sedan's limits on the actor's own box.
_SEDAN_WHEELBASE_SHARE = 2.578 / 4.508


class State(NamedTuple):
    """Kinematic state of an actor at its box's centre."""

    x: float
    y: float
    heading: float
    speed: float = 0.0
    lateral: float = 0.0
    accel: float = 0.0
    yaw_rate: float = 0.0
    steer: float = 0.0

    def frame(self, index: int, actor_id: str) -> world_pb2.ActorFrame:
        """As a message."""
        return world_pb2.ActorFrame(
            index=index,
            id=actor_id,
            x=self.x,
            y=self.y,
            heading_rad=self.heading,
            speed_mps=self.speed,
            lateral_mps=self.lateral,
            accel_mps2=self.accel,
            yaw_rate_rps=self.yaw_rate,
            steer_rad=self.steer,
        )

    @staticmethod
    def parse(node: Node) -> State:
        """From the byte form."""
        names = ("lateral_mps", "accel_mps2", "yaw_rate_rps", "steer_rad")
        rest = [n.number() if (n := node.get(name)) is not None else 0.0 for name in names]
        return State(node["x"].number(), node["y"].number(), node["heading_rad"].number(), node["speed_mps"].number(), *rest)


@dataclass
class ScenarioActor:
    """A participant."""

    index: int
    info: task_pb2.ActorInfo
    first_step: int
    initial: State
    kind: str
    """Word of its behaviour ("driver", "trajectory", …)."""
    behaviour: Node
    vehicle: task_pb2.Vehicle | None

    @property
    def id(self) -> str:
        """Its id."""
        return self.info.id

    @property
    def actor_class(self) -> int:
        """A value of map_pb2.ActorClass."""
        return int(getattr(self.info, "class"))

    @property
    def body(self) -> task_pb2.BodyBox:
        """Its box."""
        return self.info.body


@dataclass
class Scenario:
    """What should happen."""

    name: str
    map: map_pb2.RoadMap
    step_us: int
    horizon_us: int
    actors: list[ScenarioActor]
    ego_index: int
    ego_task: task_pb2.EgoTask
    environment: task_pb2.WorldEnvironment

    @property
    def ego(self) -> ScenarioActor:
        """The ego."""
        return self.actors[self.ego_index]

    @property
    def steps(self) -> int:
        """Steps until the horizon."""
        return self.horizon_us // self.step_us

    @staticmethod
    def parse(data: bytes, step_us: int = 0, horizon_us: int = 0) -> Scenario:
        """
        From the byte form; step and horizon other than 0 replace the scenario's. Raises RecordingError, which names the place, for what is not
        a scenario.
        """
        top = Node.parse(data, "scenario")
        actors = [_actor(node, i) for i, node in enumerate(top.items("actors"))]
        if not 0 < len(actors) <= MAX_ACTORS:
            raise RecordingError(f"scenario.actors: {len(actors)} actors, expected 1 to {MAX_ACTORS}")
        ids = [a.id for a in actors]
        if len(set(ids)) != len(ids):
            raise RecordingError("scenario.actors: two actors have the same id")
        ego = top["ego_id"].text()
        if ego not in ids:
            raise RecordingError(f"scenario.ego_id: no actor '{ego}'")
        step, horizon = top["step_us"].integer(1, INT64), top["horizon_us"].integer(1, INT64)
        if step_us and step_us != step:
            for a in actors:
                a.first_step = -(-a.first_step * step // step_us)
            step = step_us
        horizon = (horizon_us or horizon) // step * step
        if not 0 < horizon // step <= MAX_STEPS:
            raise RecordingError(f"scenario: a horizon of {horizon} µs in steps of {step} µs is not 1 to {MAX_STEPS} steps")
        return Scenario(
            name=top["name"].text(),
            map=_json.road_map(top["map"]),
            step_us=step,
            horizon_us=horizon,
            actors=actors,
            ego_index=ids.index(ego),
            ego_task=_json.ego_task(top["task"]) if top.has("task") else task_pb2.EgoTask(),
            environment=_json.environment(top["environment"]) if top.has("environment") else task_pb2.WorldEnvironment(friction=1.0, light="day"),
        )

    def task(self, vehicle: task_pb2.Vehicle) -> task_pb2.DriverTask:
        """What a driver is told, with the vehicle that the simulator really moves."""
        log = []
        if self.ego.kind == "driver":
            for n in self.ego.behaviour.items("log"):
                log.append(task_pb2.TimedState(time_us=n["time_us"].integer(-INT64, INT64), state=State.parse(n["state"]).frame(0, "")))
        return task_pb2.DriverTask(
            scenario=self.name,
            map=self.map,
            step_us=self.step_us,
            horizon_us=self.horizon_us,
            actors=[a.info for a in self.actors],
            ego_index=self.ego_index,
            vehicle=vehicle,
            task=self.ego_task,
            environment=self.environment,
            ego_log=log,
        )

    def ego_vehicle(self) -> task_pb2.Vehicle:
        """The ego's own vehicle, or the default for its box."""
        if self.ego.vehicle is not None:
            return self.ego.vehicle
        body = self.ego.body
        vehicle = task_pb2.Vehicle(name="default", model=task_pb2.VEHICLE_MODEL_KINEMATIC_BICYCLE, parameter_set=2)
        setattr(vehicle, "class", self.ego.actor_class)
        vehicle.length_m, vehicle.width_m, vehicle.height_m = body.length_m, body.width_m, body.height_m
        vehicle.wheelbase_m = _SEDAN_WHEELBASE_SHARE * body.length_m
        vehicle.rear_overhang_m = body.length_m / 2 - body.rear_axle_to_centre_m
        vehicle.max_steer_rad, vehicle.max_steer_rate_rps = 0.6, 0.6
        vehicle.max_accel_mps2, vehicle.max_decel_mps2, vehicle.max_speed_mps = 4.0, 8.0, 60.0
        return vehicle


def _actor(node: Node, index: int) -> ScenarioActor:
    info = task_pb2.ActorInfo(id=node["id"].text(), body=_json.body(node["body"]))
    if not 1 <= len(info.id) <= 256:
        raise RecordingError(f"{node.path}.id: 1 to 256 characters")
    setattr(info, "class", _json.actor_class(node["class"]))
    behaviour = node["behaviour"]
    return ScenarioActor(
        index=index,
        info=info,
        first_step=n.integer(0, INT32) if (n := node.get("first_step")) is not None else 0,
        initial=State.parse(node["initial"]),
        kind=behaviour["kind"].text(),
        behaviour=behaviour,
        vehicle=_json.vehicle(n) if (n := node.get("vehicle")) is not None else None,
    )


def light_states(road: map_pb2.RoadMap, time_us: int) -> dict[str, int]:
    """What the lights of a map show: the phase at (t + offset) modulo the cycle's length; UNKNOWN without a programme."""
    states: dict[str, int] = {}
    for signal in road.signals:
        if signal.kind != map_pb2.MAP_SIGNAL_KIND_LIGHT:
            continue
        states[signal.id] = world_pb2.SIGNAL_STATE_UNKNOWN
        length = sum(p.duration_us for p in signal.cycle)
        if length > 0:
            at = (time_us + signal.cycle_offset_us) % length
            for phase in signal.cycle:
                if at < phase.duration_us:
                    states[signal.id] = phase.state
                    break
                at -= phase.duration_us
    return states


def between(a: State, b: State, share: float) -> State:
    """Linear in every quantity, headings over the shortest turn."""
    mixed = [p + (q - p) * share for p, q in zip(a, b, strict=True)]
    mixed[2] = a.heading + math.remainder(b.heading - a.heading, 2 * math.pi) * share
    return State(*mixed)
