"""The options of a session: docs/bridges/alpasim.md describes them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from sim_driver import BadOptions

_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,256}\Z")
_OPTIONS = ("cameras", "recorded_truth", "route", "scene_id", "warm_up")
_CAMERA = ("centre", "focal", "height", "id", "position", "rotation", "sensor", "width")
MAX_CAMERAS = 32


@dataclass(frozen=True)
class Camera:
    """A pinhole camera of the ego."""

    id: str
    """What the policy calls it."""
    sensor: str
    """What Sim calls it."""
    width: int
    height: int
    focal: tuple[float, float]
    """Pixels."""
    centre: tuple[float, float]
    """Pixels."""
    position: tuple[float, float, float]
    """In the rig, m."""
    rotation: tuple[float, float, float, float]
    """From the rig's axes to the camera's, a unit quaternion w, x, y, z."""


@dataclass(frozen=True)
class Options:
    """What a suite may say."""

    cameras: tuple[Camera, ...] = ()
    warm_up_us: int = 1_700_000
    route: bool = True
    recorded_truth: bool = False
    scene_id: bool = True


def _known(table: Any, what: str, words: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise BadOptions(f"{what}: a table of {', '.join(words)}")
    if unknown := sorted(set(table) - set(words)):
        raise BadOptions(f"{what}: unknown option {', '.join(map(repr, unknown))}; known are {', '.join(words)}")
    return table


def _numbers(value: Any, what: str, count: int) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != count or any(isinstance(n, bool) or not isinstance(n, (int, float)) or not math.isfinite(n) for n in value):
        raise BadOptions(f"{what}: {count} numbers")
    return tuple(float(n) for n in value)


def _seconds(value: Any, what: str) -> int:
    """µs of a number of seconds, or of a text such as "1.7 s"."""
    if isinstance(value, str) and (found := re.fullmatch(r"\s*([0-9.]+)\s*(ms|s)\s*", value)):
        try:
            value = float(found[1]) * (1e-3 if found[2] == "ms" else 1.0)
        except ValueError:
            pass
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 3600:
        raise BadOptions(f"{what}: a time from 0 s to 3600 s, such as 1.7 s")
    return round(value * 1e6)


def _camera(table: Any, where: str) -> Camera:
    given = _known(table, where, _CAMERA)
    if missing := [key for key in ("id", "sensor", "width", "height", "focal") if key not in given]:
        raise BadOptions(f"{where}: {', '.join(missing)} missing")
    for key in ("id", "sensor"):
        if not isinstance(given[key], str) or not _NAME.match(given[key]):
            raise BadOptions(f"{where}.{key}: a name of at most 256 letters, digits, '_', '-', '.', ':' and '/'")
    for key in ("width", "height"):
        if isinstance(given[key], bool) or not isinstance(given[key], int) or not 1 <= given[key] <= 16384:
            raise BadOptions(f"{where}.{key}: pixels, 1 to 16384")
    focal = given["focal"] if isinstance(given["focal"], list) else [given["focal"]] * 2
    fx, fy = _numbers(focal, f"{where}.focal", 2)
    if min(fx, fy) <= 0:
        raise BadOptions(f"{where}.focal: pixels, positive")
    cx, cy = _numbers(given.get("centre", [given["width"] / 2, given["height"] / 2]), f"{where}.centre", 2)
    x, y, z = _numbers(given.get("position", [0, 0, 0]), f"{where}.position", 3)
    # Optical axes looking ahead: x to the right, y down, z forward.
    quaternion = _numbers(given.get("rotation", [0.5, -0.5, 0.5, -0.5]), f"{where}.rotation", 4)
    length = math.hypot(*quaternion)
    if abs(length - 1) > 1e-3:
        raise BadOptions(f"{where}.rotation: a unit quaternion w, x, y, z; this one has the length {length:.3g}")
    qw, qx, qy, qz = (q / length for q in quaternion)
    return Camera(given["id"], given["sensor"], given["width"], given["height"], (fx, fy), (cx, cy), (x, y, z), (qw, qx, qy, qz))


def read(options: Any) -> Options:
    """The session's options with their defaults. Raises BadOptions."""
    given = _known(options or {}, "options", _OPTIONS)
    listed = given.get("cameras", [])
    if not isinstance(listed, list) or len(listed) > MAX_CAMERAS:
        raise BadOptions(f"cameras: a list of at most {MAX_CAMERAS}")
    cameras = tuple(_camera(c, f"cameras[{i}]") for i, c in enumerate(listed))
    if len({c.id for c in cameras}) != len(cameras):
        raise BadOptions("cameras: an id is there twice")
    flags = {}
    for key in ("recorded_truth", "route", "scene_id"):
        if key in given:
            if not isinstance(given[key], bool):
                raise BadOptions(f"{key}: true or false")
            flags[key] = given[key]
    if "warm_up" in given:
        return Options(cameras, _seconds(given["warm_up"], "warm_up"), **flags)
    return Options(cameras, **flags)
