"""Our conditions as CARLA's weather. CARLA's numbers are shares in percent without a physical scale; these are conventions of this adapter."""

from __future__ import annotations

import math
from typing import Any

from sim_driver._proto import task_pb2

FULL_RAIN_MMPH = 50.0
SUN_DEG = {"day": 45.0, "dusk": 4.0, "night": -20.0}
_EXTINCTION = 3.912
"""Meteorological visibility times extinction coefficient."""


def left_out(e: task_pb2.WorldEnvironment) -> list[str]:
    """What of the conditions CARLA cannot show, in sentences."""
    notes = []
    if e.HasField("friction") and e.friction != 1.0:
        notes.append(f"friction {e.friction:g}: CARLA's roads keep their own")
    if e.light not in ("", "unknown", *SUN_DEG):
        notes.append(f"light '{e.light[:40]}' is shown as day")
    return notes


def weather(e: task_pb2.WorldEnvironment, carla: Any) -> Any:
    """CARLA's weather."""
    rain = min(100.0, 100.0 * max(0.0, e.rain_mmph) / FULL_RAIN_MMPH)
    # The share of light that 50 m of this fog take.
    fog = 100.0 * -math.expm1(-_EXTINCTION * 50.0 / e.fog_visibility_m) if e.HasField("fog_visibility_m") and e.fog_visibility_m > 0 else 0.0
    return carla.WeatherParameters(
        cloudiness=max(10.0, min(100.0, 2 * rain)),
        precipitation=rain,
        precipitation_deposits=rain,
        wind_intensity=10.0,
        sun_azimuth_angle=0.0,
        sun_altitude_angle=SUN_DEG.get(e.light, SUN_DEG["day"]),
        fog_density=fog,
        fog_distance=0.0,
        wetness=rain,
    )
