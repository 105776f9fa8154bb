"""The options of a session: docs/bridges/carla.md describes them."""

from __future__ import annotations

import re
from typing import Any

from sim_driver import BadOptions

from .sensors import wanted

MAX_TICK_US = 100_000
"""CARLA's physics takes at most 10 sub-steps of 10 ms for each tick, and its documentation warns of longer ones."""
_OPTIONS = {"allow_versions", "blueprint", "ego", "map", "out_of_range", "reload", "sensor_deadline_s", "sensors", "take_over", "tick_us", "traffic_manager"}


def read(options: Any) -> dict[str, Any]:
    """The session's options with their defaults. Raises BadOptions."""
    if not isinstance(options, dict) or (unknown := sorted(set(options) - _OPTIONS)):
        raise BadOptions(f"unknown option {', '.join(map(repr, unknown))}; known are {', '.join(sorted(_OPTIONS))}" if isinstance(options, dict) else "the options are a table")
    o: dict[str, Any] = {"ego": "ackermann", "out_of_range": "reject", "tick_us": 50_000, "sensors": [], "sensor_deadline_s": 10.0, "take_over": False, "reload": True, **options}
    o.setdefault("traffic_manager", True)
    o["allow_versions"] = o.get("allow_versions", [])
    for key, words in (("ego", ("ackermann", "vehicle_control")), ("out_of_range", ("reject", "saturate"))):
        if o[key] not in words:
            raise BadOptions(f"{key}: '{o[key]}' is neither {words[0]} nor {words[1]}")
    for key in ("take_over", "reload", "traffic_manager"):
        if not isinstance(o[key], bool):
            raise BadOptions(f"{key}: true or false")
    if isinstance(o["tick_us"], bool) or not isinstance(o["tick_us"], int) or not 1000 <= o["tick_us"] <= MAX_TICK_US:
        raise BadOptions(f"tick_us: a whole number from 1000 to {MAX_TICK_US}")
    if isinstance(o["sensor_deadline_s"], bool) or not isinstance(o["sensor_deadline_s"], (int, float)) or not 0 < o["sensor_deadline_s"] <= 300:
        raise BadOptions("sensor_deadline_s: a number up to 300")
    for key in ("map", "blueprint"):
        if key in o and not (isinstance(o[key], str) and re.fullmatch(r"[A-Za-z0-9_.]{1,100}", o[key])):
            raise BadOptions(f"{key}: a name of at most 100 letters, digits, '_' and '.'")
    if not isinstance(o["allow_versions"], list) or not all(isinstance(v, str) for v in o["allow_versions"]):
        raise BadOptions("allow_versions: a list of versions")
    o["sensors"] = wanted(o["sensors"])
    return o
