"""
A stand-in of the parts of CARLA's Python API that the adapter calls: one server with a world, left-handed and in degrees, that moves when it is
ticked. Vehicles are kinematic bicycles on a flat ground that fall onto it; sensors send from a thread. What is to go wrong can be said.
"""

from __future__ import annotations

import math
import struct
import sys
import threading
import time
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

WHEELBASE_M = 2.85
MODELS: dict[str, tuple[float, float, float]] = {
    "vehicle.tesla.model3": (4.79, 2.16, 1.49), "vehicle.toyota.prius": (4.51, 2.01, 1.52), "vehicle.mini.cooper_s": (3.81, 1.97, 1.48), "vehicle.mercedes.sprinter": (5.92, 1.99, 2.56),
    "vehicle.carlamotors.firetruck": (8.47, 2.89, 3.82), "vehicle.mitsubishi.fusorosa": (10.27, 3.94, 4.25), "vehicle.yamaha.yzf": (2.21, 0.87, 1.25), "vehicle.bh.crossbike": (1.49, 0.86, 1.18),
    "walker.pedestrian.0001": (0.38, 0.38, 1.86), "walker.pedestrian.0002": (0.38, 0.38, 1.86), "static.prop.streetbarrier": (1.2, 0.4, 1.1),
}  # fmt: skip
SENSORS = ("camera.rgb", "camera.depth", "camera.semantic_segmentation", "lidar.ray_cast", "other.radar", "other.imu", "other.gnss", "other.collision")


def _single(value: float) -> float:
    """As CARLA keeps it."""
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


@dataclass
class Vector3D:
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0


class Location(Vector3D):
    pass


@dataclass
class Rotation:
    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0


@dataclass
class Transform:
    location: Location = field(default_factory=Location)
    rotation: Rotation = field(default_factory=Rotation)

    def copy(self) -> Transform:
        p, r = self.location, self.rotation
        return Transform(Location(*map(_single, (p.x, p.y, p.z))), Rotation(*map(_single, (r.pitch, r.yaw, r.roll))))


@dataclass
class VehicleControl:
    throttle: float = 0.0
    steer: float = 0.0
    brake: float = 0.0
    hand_brake: bool = False
    reverse: bool = False


@dataclass
class VehicleAckermannControl:
    steer: float = 0.0
    steer_speed: float = 0.0
    speed: float = 0.0
    acceleration: float = 0.0
    jerk: float = 0.0


@dataclass
class WeatherParameters:
    cloudiness: float = 0.0
    precipitation: float = 0.0
    precipitation_deposits: float = 0.0
    wind_intensity: float = 0.0
    sun_azimuth_angle: float = 0.0
    sun_altitude_angle: float = 0.0
    fog_density: float = 0.0
    fog_distance: float = 0.0
    wetness: float = 0.0


@dataclass
class OpendriveGenerationParameters:
    vertex_distance: float = 2.0
    max_road_length: float = 50.0
    wall_height: float = 1.0
    additional_width: float = 0.6
    smooth_junctions: bool = True
    enable_mesh_visibility: bool = True


@dataclass
class WorldSettings:
    synchronous_mode: bool = False
    fixed_delta_seconds: float | None = None
    substepping: bool = True
    max_substeps: int = 10
    max_substep_delta_time: float = 0.01
    deterministic_ragdolls: bool = False
    no_rendering_mode: bool = False


class TrafficLightState:
    Red, Yellow, Green, Off, Unknown = ("Red", "Yellow", "Green", "Off", "Unknown")


class LaneType:
    Any = -2


def _commands() -> types.SimpleNamespace:
    def made(name: str) -> Any:
        return lambda actor, *rest: (name, actor, *rest)

    return types.SimpleNamespace(**{n: made(n) for n in ("ApplyTransform", "ApplyVehicleControl", "DestroyActor")})


class Faults:
    """What is to go wrong, and the one server that there is."""

    def __init__(self, **what: str) -> None:
        known = {"client": "0.9.16", "server": "0.9.16", "down": "0", "hang_at": "-1", "timeout_at": "-1", "late": "0", "missing_at": "-1", "skip_at": "-1", "blank": "0", "crash_on_load": "0", "blocked": "", "ticker_at": "-1", "wrong_dt": "0", "sync": "0"}  # fmt: skip
        if unknown := set(what) - set(known):
            raise ValueError(f"unknown fault {', '.join(sorted(unknown))}; known are {', '.join(known)}")
        values = {**known, **what}
        self.client, self.server, self.blocked = values["client"], values["server"], values["blocked"]
        self.down, self.late, self.blank, self.crash_on_load, self.wrong_dt = (values[k] == "1" for k in ("down", "late", "blank", "crash_on_load", "wrong_dt"))
        self.hang_at, self.timeout_at, self.missing_at, self.skip_at, self.ticker_at = (int(values[k]) for k in ("hang_at", "timeout_at", "missing_at", "skip_at", "ticker_at"))
        self.hanging = threading.Event()
        self.world = World("Town10HD_Opt")
        self.world.settings.synchronous_mode = values["sync"] == "1"
        self.loaded: list[str] = []
        self.seeds: list[tuple[str, int]] = []
        self.moving_ticks = -(10**9)
        """Ticks since the ego was let go; far below zero before."""


faults: Faults


class Blueprint:
    def __init__(self, name: str) -> None:
        self.id = name
        self.values: dict[str, str] = {}

    def has_attribute(self, name: str) -> bool:
        camera = ("image_size_x", "image_size_y", "fov", "sensor_tick")
        known = {"camera": camera, "lidar": ("channels", "range", "points_per_second", "rotation_frequency", "upper_fov", "lower_fov", "noise_stddev", "noise_seed", "sensor_tick")}
        return name in known.get(self.id.split(".")[1], ("role_name", "color", "noise_seed", "sensor_tick"))

    def set_attribute(self, name: str, value: str) -> None:
        assert isinstance(value, str) and self.has_attribute(name)
        self.values[name] = value

    def get_attribute(self, name: str) -> Any:
        return types.SimpleNamespace(recommended_values=["1,2,3", "4,5,6"])


class Library(list[Blueprint]):
    def find(self, name: str) -> Blueprint:
        if name not in MODELS and name not in [f"sensor.{s}" for s in SENSORS]:
            raise IndexError(f"blueprint '{name}' not found")
        return Blueprint(name)


class Actor:
    def __init__(self, world: World, number: int, blueprint: Blueprint, transform: Transform, parent: Actor | None) -> None:
        self.world, self.id, self.type_id, self.attributes, self.parent = world, number, blueprint.id, blueprint.values, parent
        self.transform = transform.copy()
        self.velocity, self.turn = Vector3D(), 0.0
        self.control: Any = VehicleControl()
        self.physics, self.autopilot, self.fall = True, False, 0.0
        self.desired = 0.0
        length, width, height = MODELS.get(blueprint.id, (0.1, 0.1, 0.1))
        # A walker's origin is in its middle, the others' on the ground, a little behind the box's centre for vehicles.
        centre = Location(0.05, 0.0, height / 2) if self.is_vehicle else Location(0.0, 0.0, 0.0 if "walker" in blueprint.id else height / 2)
        self.bounding_box = types.SimpleNamespace(location=centre, extent=Vector3D(length / 2, width / 2, height / 2))
        self.listener: Callable[[Any], None] | None = None
        self.new = True

    @property
    def is_vehicle(self) -> bool:
        return self.type_id.startswith("vehicle.")

    def get_physics_control(self) -> Any:
        p, h = self.transform.location, 1.0
        places = [(p.x + dx, p.y + dy, h) for dx, dy in ((1.45, -0.8), (1.45, 0.8), (-1.4, -0.8), (-1.4, 0.8))]
        wheels = [types.SimpleNamespace(max_steer_angle=70.0 if i < 2 else 0.0, position=Vector3D(*(100 * v for v in place))) for i, place in enumerate(places)]
        return types.SimpleNamespace(wheels=wheels)

    def destroy(self) -> bool:
        self.listener = None
        return self.world.actors.pop(self.id, None) is not None

    def set_transform(self, transform: Transform) -> None:
        self.transform, self.fall = transform.copy(), 0.0

    def set_simulate_physics(self, on: bool) -> None:
        self.physics = on
        if not on:
            self.velocity, self.turn = Vector3D(), 0.0

    def set_target_velocity(self, velocity: Vector3D) -> None:
        self.velocity = velocity
        if self.attributes.get("role_name") == "hero":
            faults.moving_ticks = 0

    def apply_control(self, control: VehicleControl) -> None:
        self.control = control

    def apply_ackermann_control(self, control: VehicleAckermannControl) -> None:
        self.control = control

    def set_autopilot(self, on: bool, port: int = 8000) -> None:
        self.autopilot = on

    def listen(self, callback: Callable[[Any], None]) -> None:
        self.listener = callback

    def stop(self) -> None:
        self.listener = None

    # Traffic lights.

    def get_opendrive_id(self) -> str:
        return self.attributes["opendrive_id"]

    def freeze(self, on: bool) -> None:
        self.attributes["frozen"] = str(on)

    def set_state(self, state: str) -> None:
        self.attributes["state"] = state

    def get_state(self) -> str:
        return f"carla.TrafficLightState.{self.attributes.get('state', 'Green')}"

    # What a snapshot says.

    def get_transform(self) -> Transform:
        return self.transform.copy()

    def get_velocity(self) -> Vector3D:
        return Vector3D(self.velocity.x, self.velocity.y, -self.fall)

    def get_angular_velocity(self) -> Vector3D:
        return Vector3D(0.0, 0.0, self.turn)

    def advance(self, dt: float) -> None:
        self.new = False
        if not self.physics or self.parent is not None:
            return
        place, ground = self.transform.location, 0.0 if self.is_vehicle else self.bounding_box.extent.z
        if place.z > ground:
            self.fall += 9.81 * dt
            place.z = max(ground, place.z - self.fall * dt)
            self.fall = self.fall if place.z > ground else 0.0
        if not self.is_vehicle:
            return
        yaw = math.radians(self.transform.rotation.yaw)
        speed = self.velocity.x * math.cos(yaw) + self.velocity.y * math.sin(yaw)
        c = self.control
        if self.autopilot:
            accel, steer = min(2.0, max(-4.0, self.desired - speed)), 0.0
        elif isinstance(c, VehicleAckermannControl):
            accel, steer = math.copysign(min(abs(c.acceleration), abs(c.speed - speed) / dt), c.speed - speed), c.steer
        else:
            accel, steer = 4.0 * c.throttle - 8.0 * c.brake, math.radians(70.0) * c.steer
        after = max(0.0, speed + accel * dt)
        travelled = (speed + after) / 2 * dt
        turn = travelled * math.tan(max(-1.22, min(1.22, steer))) / WHEELBASE_M
        place.x += travelled * math.cos(yaw + turn / 2)
        place.y += travelled * math.sin(yaw + turn / 2)
        self.transform.rotation.yaw += math.degrees(turn)
        yaw += turn
        self.velocity, self.turn = Vector3D(after * math.cos(yaw), after * math.sin(yaw)), math.degrees(turn / dt)

    def seen(self) -> Actor:
        """A copy that later ticks do not change. An actor that has just been made says that it stands at the origin."""
        copy = object.__new__(Actor)
        copy.id, copy.transform, copy.velocity, copy.turn, copy.fall = self.id, Transform() if self.new else self.transform.copy(), Vector3D(self.velocity.x, self.velocity.y, 0.0), self.turn, self.fall
        return copy

    def corners(self) -> list[tuple[float, float]]:
        yaw, b, e = math.radians(self.transform.rotation.yaw), self.bounding_box.location, self.bounding_box.extent
        c, s, p = math.cos(yaw), math.sin(yaw), self.transform.location
        return [(p.x + (b.x + i * e.x) * c - (b.y + j * e.y) * s, p.y + (b.x + i * e.x) * s + (b.y + j * e.y) * c) for i, j in ((1, 1), (-1, 1), (-1, -1), (1, -1))]

    def touches(self, other: Actor) -> bool:
        a, b = self.corners(), other.corners()
        if abs(self.transform.location.z - other.transform.location.z) > 20:
            return False
        for yaw in (self.transform.rotation.yaw, other.transform.rotation.yaw):
            for turn in (0.0, 90.0):
                x, y = math.cos(math.radians(yaw + turn)), math.sin(math.radians(yaw + turn))
                p, q = [i * x + j * y for i, j in a], [i * x + j * y for i, j in b]
                if max(p) < min(q) or max(q) < min(p):
                    return False
        return True


class World:
    def __init__(self, name: str) -> None:
        self.name, self.frame, self.elapsed, self.delta = name, 100, 3.0, 0.05
        self.settings, self.weather = WorldSettings(), WeatherParameters(sun_altitude_angle=45.0)
        self.actors: dict[int, Actor] = {}
        self.count = 24
        self.snapshot: Any = None
        for light in ("tl1", "77"):
            blueprint = Blueprint("traffic.traffic_light")
            blueprint.values["opendrive_id"] = light
            self._add(blueprint, Transform(), None)

    def _add(self, blueprint: Blueprint, transform: Transform, parent: Actor | None) -> Actor:
        self.count += 1
        made = self.actors[self.count] = Actor(self, self.count, blueprint, transform, parent)
        return made

    def get_settings(self) -> WorldSettings:
        return WorldSettings(**vars(self.settings))

    def apply_settings(self, settings: WorldSettings) -> int:
        if settings.fixed_delta_seconds and settings.fixed_delta_seconds > settings.max_substeps * settings.max_substep_delta_time + 1e-12:
            raise RuntimeError("fixed_delta_seconds is larger than max_substeps * max_substep_delta_time")
        self.settings = WorldSettings(**vars(settings))
        return self.frame

    def get_weather(self) -> WeatherParameters:
        return self.weather

    def set_weather(self, weather: WeatherParameters) -> None:
        self.weather = weather

    def set_pedestrians_seed(self, seed: int) -> None:
        faults.seeds.append(("pedestrians", seed))

    def get_blueprint_library(self) -> Library:
        return Library(Blueprint(n) for n in MODELS)

    def get_map(self) -> Any:
        def waypoint(location: Location, project_to_road: bool, lane_type: int) -> Any:
            return types.SimpleNamespace(transform=Transform(Location(location.x, location.y, 0.0)))

        return types.SimpleNamespace(name=self.name, get_waypoint=waypoint)

    def get_actors(self) -> Any:
        found = list(self.actors.values())
        return types.SimpleNamespace(filter=lambda pattern: [a for a in found if a.type_id.startswith(pattern.rstrip("*"))])

    def get_snapshot(self) -> Any:
        return self.snapshot

    def try_spawn_actor(self, blueprint: Blueprint, transform: Transform, attach_to: Actor | None = None) -> Actor | None:
        made = self._add(blueprint, transform, attach_to)
        if attach_to is None:
            made.attributes["role_name"] = blueprint.values.get("role_name", "")
            if made.attributes["role_name"] == "hero":
                faults.moving_ticks = -(10**9)
            if transform.location.z < 0.05 and made.is_vehicle:
                made.destroy()
                return None
            others = [a for a in self.actors.values() if a is not made and a.parent is None and a.type_id in MODELS]
            if made.attributes["role_name"] == faults.blocked or any(made.touches(a) for a in others):
                made.destroy()
                return None
        return made

    def spawn_actor(self, blueprint: Blueprint, transform: Transform, attach_to: Actor | None = None) -> Actor:
        made = self.try_spawn_actor(blueprint, transform, attach_to)
        if made is None:
            raise RuntimeError("Spawn failed because of collision at spawn position")
        return made

    def tick(self, seconds: float = 10.0) -> int:
        at = faults.moving_ticks
        faults.moving_ticks += 1
        if at == faults.hang_at:
            faults.hanging.wait()
        if at == faults.timeout_at:
            raise RuntimeError(f"time-out of {int(seconds * 1000)}ms while waiting for the simulator, make sure the simulator is ready and connected to 127.0.0.1:2000")
        assert self.settings.synchronous_mode, "tick() wants the synchronous mode"
        dt = float(self.settings.fixed_delta_seconds or 0.05)
        if at == faults.ticker_at:
            self.frame += 1
        self.frame, self.elapsed, self.delta = self.frame + 1, self.elapsed + dt, dt * (2 if faults.wrong_dt else 1)
        for actor in list(self.actors.values()):
            actor.advance(dt)
        stamp = types.SimpleNamespace(frame=self.frame, elapsed_seconds=self.elapsed, delta_seconds=self.delta)
        seen = {n: a.seen() for n, a in self.actors.items()}
        self.snapshot = types.SimpleNamespace(frame=self.frame, timestamp=stamp, find=seen.get)
        data = [(a.listener, d) for a in self.actors.values() if a.listener is not None and (d := self._sense(a, at)) is not None]
        collisions = [(listener, d) for listener, d in data if not hasattr(d, "transform")]
        for listener, d in collisions:
            listener(d)
        rest = [(listener, d) for listener, d in data if hasattr(d, "transform")]
        if rest:
            threading.Thread(target=self._send, args=(rest,), daemon=True).start()
        return self.frame

    @staticmethod
    def _send(data: list[Any]) -> None:
        if faults.late:
            time.sleep(0.05)
        for listener, d in data:
            listener(d)

    def _sense(self, sensor: Actor, at: int) -> Any:
        kind, ego = sensor.type_id.removeprefix("sensor."), sensor.parent
        if kind == "other.collision":
            hit = next((a for a in self.actors.values() if ego is not None and a is not ego and a.parent is None and a.type_id in MODELS and ego.touches(a)), None)
            return types.SimpleNamespace(frame=self.frame, actor=ego, other_actor=hit, normal_impulse=Vector3D(100.0)) if hit is not None else None
        if 0 <= faults.missing_at <= at or at == faults.skip_at:
            return None
        assert ego is not None
        yaw, p, m = math.radians(ego.transform.rotation.yaw), ego.transform.location, sensor.transform
        place = Location(p.x + m.location.x * math.cos(yaw) - m.location.y * math.sin(yaw), p.y + m.location.x * math.sin(yaw) + m.location.y * math.cos(yaw), p.z + m.location.z)
        d = types.SimpleNamespace(frame=self.frame, timestamp=self.elapsed, transform=Transform(place, Rotation(m.rotation.pitch, m.rotation.yaw + ego.transform.rotation.yaw, m.rotation.roll)))
        if kind.startswith("camera"):
            d.width, d.height = int(sensor.attributes["image_size_x"]), int(sensor.attributes["image_size_y"])
            pixel = bytes((1, 2, 3, 255))
            d.raw_data = pixel * (d.width * d.height) if faults.blank else pixel + bytes((4, 5, 6, 255)) * (d.width * d.height - 1)
        elif kind == "lidar.ray_cast":
            d.raw_data = struct.pack("<8f", 1.0, 2.0, 3.0, 0.5, float(self.frame), -4.0, 0.0, 1.0)
        elif kind == "other.radar":
            d.raw_data = struct.pack("<4f", -3.0, math.pi / 2, 0.0, 10.0)
        elif kind == "other.imu":
            d.accelerometer, d.gyroscope, d.compass = Vector3D(1.0, 2.0, 9.81), Vector3D(0.1, 0.2, 0.3), math.pi / 2
        else:
            d.latitude, d.longitude, d.altitude = 49.0, 8.0, 100.0
        return d


class Client:
    def __init__(self, host: str, port: int) -> None:
        self.timeout = 5.0

    def set_timeout(self, seconds: float) -> None:
        self.timeout = seconds

    def get_client_version(self) -> str:
        return faults.client

    def get_server_version(self) -> str:
        if faults.down:
            raise RuntimeError(f"time-out of {int(self.timeout * 1000)}ms while waiting for the simulator, make sure the simulator is ready and connected to 127.0.0.1:2000")
        return faults.server

    def get_world(self) -> World:
        return faults.world

    def get_available_maps(self) -> list[str]:
        return ["/Game/Carla/Maps/Town10HD_Opt", "/Game/Carla/Maps/Town03"]

    def _load(self, name: str) -> World:
        if faults.crash_on_load:
            raise RuntimeError("rpc::rpc_error during call in function copy_opendrive_to_file")
        before = faults.world
        faults.world = World(name)
        faults.world.settings = before.settings
        faults.loaded.append(name)
        return faults.world

    def load_world(self, name: str, reset_settings: bool = True) -> World:
        return self._load(name)

    def reload_world(self, reset_settings: bool = True) -> World:
        return self._load(faults.world.name)

    def generate_opendrive_world(self, opendrive: str, parameters: OpendriveGenerationParameters) -> World:
        assert opendrive.lstrip().startswith("<")
        return self._load("OpenDriveMap")

    def get_trafficmanager(self, port: int = 8000) -> Any:
        def desired(actor: Actor, speed: float) -> None:
            actor.desired = speed / 3.6

        return types.SimpleNamespace(
            set_synchronous_mode=lambda on: faults.seeds.append(("tm_sync", int(on))), set_random_device_seed=lambda seed: faults.seeds.append(("tm", seed)), get_port=lambda: port, set_desired_speed=desired
        )

    def apply_batch_sync(self, commands: list[Any], do_tick: bool = False) -> list[Any]:
        replies = []
        for name, number, *rest in commands:
            actor = faults.world.actors.get(number)
            if actor is None:
                replies.append(types.SimpleNamespace(error=f"unable to find actor {number}: actor not found", actor_id=number))
                continue
            does: dict[str, Callable[..., Any]] = {"ApplyTransform": actor.set_transform, "ApplyVehicleControl": actor.apply_control, "DestroyActor": actor.destroy}
            does[name](*rest)
            replies.append(types.SimpleNamespace(error="", actor_id=number))
        return replies


def install(**what: str) -> Faults:
    """Takes the place of the carla module in this process. what: see Faults."""
    global faults
    faults = Faults(**what)
    module = types.ModuleType("carla")
    names = (
        Client, Location, Rotation, Transform, Vector3D, VehicleControl, VehicleAckermannControl, WeatherParameters, OpendriveGenerationParameters, WorldSettings, TrafficLightState, LaneType,
    )  # fmt: skip
    vars(module).update({c.__name__: c for c in names}, command=_commands())
    sys.modules["carla"] = module
    return faults


def remove() -> None:
    """Leaves the modules of this process again."""
    sys.modules.pop("carla", None)
