"""A scene of NAVSIM (the frames of a log pickle, 2 Hz) with nuPlan's map as a recording."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from . import ego, unpickle
from .errors import LogError
from .nuplan import even_step, finish, token
from .recording import Actor, Recording

HISTORY = 4
FUTURE = 10


def export(log: Path, gpkg: Path | None, frame: str | None = None, history: int = HISTORY, future: int = FUTURE, reach_m: float = 150.0) -> Recording:
    """
    Reads the frames around one: `history` with it and before it, `future` after it, as NAVSIM's scene filters cut. Without a frame: the first that has them.
    """
    frames = unpickle.loads(log.read_bytes())
    if not isinstance(frames, list) or not frames or not all(isinstance(f, dict) and "ego2global_translation" in f for f in frames):
        raise LogError(f"{log}: no log of NAVSIM: a list of frames is expected")
    at = history - 1 if frame is None else next((i for i, f in enumerate(frames) if token(f["token"]) == frame), -1)
    if at < 0:
        raise LogError(f"the log has no frame '{frame}'")
    first, last = at - history + 1, at + future
    if first < 0 or last >= len(frames):
        raise LogError(f"frame {at} of {len(frames)} has not {history - 1} frames before and {future} after it; choose another, or less of both")
    part = frames[first : last + 1]
    if len({str(f.get("scene_token")) for f in part}) > 1 and len({str(f.get("log_name")) for f in part}) > 1:
        raise LogError("the frames are of several logs")
    return _export(part, log, gpkg, reach_m)


def _export(frames: list[dict[str, Any]], log: Path, gpkg: Path | None, reach_m: float) -> Recording:
    step_us = even_step([int(f["timestamp"]) for f in frames])
    east, north = (float(v) for v in frames[0]["ego2global_translation"][:2])
    origin = (round(east / 100) * 100.0, round(north / 100) * 100.0)
    driver = ego.actor()
    actors: dict[str, Actor] = {}
    lights: dict[str, list[str]] = {}
    for step, frame in enumerate(frames):
        x, y = float(frame["ego2global_translation"][0]) - origin[0], float(frame["ego2global_translation"][1]) - origin[1]
        heading = ego.yaw(*(float(v) for v in frame["ego2global_rotation"]))
        vx, vy, ax, _ = (float(v) for v in frame["ego_dynamic_state"][:4])
        driver.states[step] = ego.state(x, y, heading, vx, vy, ax, None)
        _boxes(frame["anns"], step, x, y, heading, actors)
        for connector, red in frame["traffic_lights"]:
            states = lights.setdefault(str(connector), ["unknown"] * len(frames))
            states[step] = "red" if red else "green"
    assumptions = [
        f"local origin at {origin[0]:.0f}, {origin[1]:.0f} of the map's projected metres",
        f"frames are taken as evenly spaced by {step_us} µs, as NAVSIM itself does",
        "NAVSIM says of a light whether it is red; any other state is green",
    ]
    name = f"{frames[0].get('log_name', log.stem)}-{token(frames[0]['token'])}"
    return finish(name, step_us, len(frames), driver, actors, lights, gpkg, origin, reach_m, assumptions, [log.name])


def _boxes(anns: dict[str, Any], step: int, x: float, y: float, heading: float, actors: dict[str, Actor]) -> None:
    cos, sin = math.cos(heading), math.sin(heading)
    for box, name, velocity, key in zip(anns["gt_boxes"], anns["gt_names"], anns["gt_velocity_3d"], anns["track_tokens"]):
        bx, by, _, length, width, height, turn = (float(v) for v in box[:7])
        vx, vy = float(velocity[0]), float(velocity[1])
        kind = ego.KINDS.get(str(name), "unknown")
        still = kind == "static_object"
        actor = actors.setdefault(token(key), Actor(token(key), kind, length, width, height))
        # Boxes and velocities are in the frame of the ego's rear axle.
        actor.states[step] = ego.moving(
            x + cos * bx - sin * by,
            y + sin * bx + cos * by,
            heading + turn,
            0.0 if still else cos * vx - sin * vy,
            0.0 if still else sin * vx + cos * vy,
        )
