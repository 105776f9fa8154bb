"""CARLA's sensors on the ego: what is asked for, waiting for exactly the frames that are due, and their data as ours."""

from __future__ import annotations

import json
import math
import queue
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim_driver import BadOptions
from sim_driver._proto import sensor_pb2

from .frames import Pose3, from_carla, heading_of_compass, quaternion, to_carla, turn_from_carla, vector
from .link import Link, carla_module

MAX_SENSORS = 64
DEPTH_RANGE_M = 1000.0
TYPES = {
    "camera": "sensor.camera.rgb",
    "depth": "sensor.camera.depth",
    "semantic": "sensor.camera.semantic_segmentation",
    "lidar": "sensor.lidar.ray_cast",
    "radar": "sensor.other.radar",
    "imu": "sensor.other.imu",
    "gnss": "sensor.other.gnss",
}
_CAMERAS = ("camera", "depth", "semantic")
# Name in the options: default, least, most, CARLA's attribute.
_NUMBERS: dict[str, dict[str, tuple[float, float, float, str]]] = {
    "camera": {"width": (800, 16, 4096, "image_size_x"), "height": (600, 16, 4096, "image_size_y"), "fov_deg": (90, 1, 170, "fov")},
    "lidar": {
        "channels": (32, 1, 256, "channels"), "range_m": (100, 1, 1000, "range"), "points_per_second": (600_000, 1, 20_000_000, "points_per_second"),
        "upper_fov_deg": (10, -90, 90, "upper_fov"), "lower_fov_deg": (-30, -90, 90, "lower_fov"), "noise_m": (0, 0, 10, "noise_stddev"),
    },
    "radar": {
        "range_m": (100, 1, 1000, "range"), "points_per_second": (1500, 1, 1_000_000, "points_per_second"), "horizontal_fov_deg": (30, 1, 180, "horizontal_fov"),
        "vertical_fov_deg": (30, 1, 180, "vertical_fov"),
    },
    "imu": {}, "gnss": {},
}  # fmt: skip
_NUMBERS["depth"] = _NUMBERS["semantic"] = _NUMBERS["camera"]
_WHOLE = ("width", "height", "channels", "points_per_second", "every")
_PLACE = {"x": 0.0, "y": 0.0, "z": 1.6, "yaw_deg": 0.0, "pitch_deg": 0.0, "roll_deg": 0.0}


@dataclass(frozen=True)
class Wanted:
    """A sensor that was asked for."""

    id: str
    type: str
    mount: Pose3
    """In the ego's frame: origin at the box's centre on the ground."""
    every: int
    """Steps from one frame to the next."""
    numbers: dict[str, float]

    @property
    def needs_rendering(self) -> bool:
        """True when it draws."""
        return self.type in _CAMERAS

    def attributes(self, tick_s: float, seed: int) -> dict[str, str]:
        """CARLA's names and values."""
        values = {_NUMBERS[self.type][k][3]: str(int(v) if k in _WHOLE else v) for k, v in self.numbers.items()}
        # Each tick brings a frame, and what is not due is dropped: a sensor_tick that is no exact multiple of the tick would skip frames.
        values["sensor_tick"] = "0.0"
        if self.type == "lidar":
            # A tick is a whole turn.
            values["rotation_frequency"] = repr(1.0 / tick_s)
        if self.type in ("lidar", "imu", "gnss"):
            values["noise_seed"] = str(seed & 0x7FFFFFFF)
        return values


def wanted(options: Any) -> list[Wanted]:
    """The option "sensors": a list of tables. Raises BadOptions."""
    if not isinstance(options, list) or len(options) > MAX_SENSORS:
        raise BadOptions(f"sensors: a list of at most {MAX_SENSORS} sensors")
    made: list[Wanted] = []
    for i, item in enumerate(options):
        at = f"sensors[{i}]"
        if not isinstance(item, dict) or item.get("type") not in TYPES:
            raise BadOptions(f"{at}.type: one of {', '.join(TYPES)}")
        kind, name = item["type"], item.get("id", item["type"])
        if not isinstance(name, str) or not 1 <= len(name) <= 256 or name in {w.id for w in made}:
            raise BadOptions(f"{at}.id: a name of its own, at most 256 characters")
        known = {"id", "type", "every", *_PLACE, *_NUMBERS[kind]}
        if unknown := sorted(set(item) - known):
            raise BadOptions(f"{at}: unknown {', '.join(map(repr, unknown))}; a {kind} has {', '.join(sorted(known))}")

        def number(key: str, default: float, low: float, high: float) -> float:
            value = item.get(key, default)  # noqa: B023
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high or (key in _WHOLE and value != int(value)):
                raise BadOptions(f"{at}.{key}: a {'whole ' if key in _WHOLE else ''}number from {low:g} to {high:g}")  # noqa: B023
            return float(value)

        place = {k: number(k, v, -360.0 if k.endswith("_deg") else -20.0, 360.0 if k.endswith("_deg") else 20.0) for k, v in _PLACE.items()}
        mount = Pose3(place["x"], place["y"], place["z"], *(math.radians(place[k]) for k in ("yaw_deg", "pitch_deg", "roll_deg")))
        numbers = {k: number(k, default, low, high) for k, (default, low, high, _) in _NUMBERS[kind].items()}
        made.append(Wanted(name, kind, mount, int(number("every", 1, 1, 100_000)), numbers))
    return made


class Listening:
    """One sensor of CARLA. Data comes on a thread of CARLA's."""

    def __init__(self, want: Wanted, actor: Any) -> None:
        self.want, self.actor = want, actor
        self._data: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._newer: Any = None
        actor.listen(self._data.put)

    def frame(self, number: int, until: float) -> Any:
        """The data of exactly this frame of CARLA; None when it is not there in time (monotonic seconds) or has been skipped."""
        while True:
            if self._newer is not None:
                data, self._newer = self._newer, None
            else:
                try:
                    data = self._data.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    return None
            if data.frame == number:
                return data
            if data.frame > number:
                self._newer = data
                return None

    def stop(self) -> None:
        """No more data, and no more sensor."""
        self.actor.stop()
        self.actor.destroy()


def attach(link: Link, ego: Any, want: Wanted, lift: Pose3, seed: int) -> Listening:
    """Puts a sensor onto the ego. lift: the box's centre on the ground in the actor's own axes."""
    carla = carla_module()
    blueprint = link.world.get_blueprint_library().find(TYPES[want.type])
    for name, value in want.attributes(link.tick_us / 1e6, seed).items():
        if blueprint.has_attribute(name):
            blueprint.set_attribute(name, value)
    m = want.mount
    location, rotation = to_carla(m._replace(x=m.x + lift.x, y=m.y + lift.y, z=m.z + lift.z))
    transform = carla.Transform(carla.Location(*location), carla.Rotation(*rotation))
    return Listening(want, link.call("spawning a sensor", lambda: link.world.spawn_actor(blueprint, transform, attach_to=ego)))


def decode(want: Wanted, data: Any, step: int, time_us: int) -> tuple[sensor_pb2.SensorFrame, str]:
    """The frame, and what is wrong with it in words. Raises ValueError for data that cannot be."""
    t = data.transform
    pose = from_carla((t.location.x, t.location.y, t.location.z), (t.rotation.pitch, t.rotation.yaw, t.rotation.roll))
    frame = sensor_pb2.SensorFrame(sensor=want.id, step=step, start_us=time_us, end_us=time_us)
    frame.pose_world.extend((pose.x, pose.y, pose.z, *quaternion(pose.yaw, pose.pitch, pose.roll)))
    if want.type in _CAMERAS:
        width, height = int(data.width), int(data.height)
        bgra = np.frombuffer(data.raw_data, np.uint8)
        if bgra.size != width * height * 4:
            raise ValueError(f"sensor '{want.id}': {bgra.size} bytes for {width} x {height} pixels")
        bgra = bgra.reshape(height, width, 4)
        frame.width, frame.height = width, height
        if want.type == "camera":
            frame.kind, frame.encoding, frame.data = sensor_pb2.FRAME_KIND_IMAGE, "rgb8", bgra[:, :, 2::-1].tobytes()
            blank = not (bgra[:, :, :3] != bgra[0, 0, :3]).any()
            return frame, f"The image of sensor '{want.id}' is of one colour: is the server rendering?" if blank else ""
        if want.type == "depth":
            b, g, r = (bgra[:, :, i].astype(np.float64) for i in range(3))
            metres = (r + 256.0 * g + 65536.0 * b) / (2**24 - 1) * DEPTH_RANGE_M
            frame.kind, frame.encoding, frame.data = sensor_pb2.FRAME_KIND_DEPTH, "depth32f", metres.astype("<f4").tobytes()
            return frame, ""
        frame.kind, frame.encoding, frame.data = sensor_pb2.FRAME_KIND_IMAGE, "gray8", bgra[:, :, 2].tobytes()
        return frame, ""
    if want.type in ("lidar", "radar"):
        rows = np.frombuffer(data.raw_data, "<f4")
        if rows.size % 4:
            raise ValueError(f"sensor '{want.id}': {rows.size} numbers are not rows of four")
        rows = rows.reshape(-1, 4)
        if want.type == "lidar":
            points = rows * np.array([1, -1, 1, 1], np.float32)
        else:
            speed, azimuth, altitude, depth = rows.T.astype(np.float64)
            flat = depth * np.cos(altitude)
            points = np.column_stack((flat * np.cos(azimuth), -flat * np.sin(azimuth), depth * np.sin(altitude), speed)).astype("<f4")
        frame.kind, frame.encoding = sensor_pb2.FRAME_KIND_POINT_CLOUD, "xyzi32f" if want.type == "lidar" else "xyzv32f"
        frame.width, frame.height, frame.data = len(points), 1, np.ascontiguousarray(points).tobytes()
        return frame, ""
    if want.type == "imu":
        a, w = data.accelerometer, data.gyroscope
        # CARLA's gyroscope is in rad/s, unlike the rest of its rates.
        rates = turn_from_carla((math.degrees(w.x), math.degrees(w.y), math.degrees(w.z)))
        told: dict[str, Any] = {"acceleration_mps2": list(vector((a.x, a.y, a.z))), "turn_rate_rps": list(rates), "heading_rad": heading_of_compass(data.compass)}
    else:
        told = {"latitude_deg": data.latitude, "longitude_deg": data.longitude, "altitude_m": data.altitude}
    numbers = [n for v in told.values() for n in (v if isinstance(v, list) else [v])]
    if not all(map(math.isfinite, numbers)):
        raise ValueError(f"sensor '{want.id}': a number is not finite")
    frame.kind, frame.encoding, frame.data = sensor_pb2.FRAME_KIND_OBJECTS, "json", json.dumps(told).encode()
    return frame, ""
