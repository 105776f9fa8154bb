"""A part of a log of nuPlan (.db) with its map (.gpkg) as a recording: traffic, lights, and what the human did."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import ego
from .errors import LogError
from .gpkg import GeoPackage
from .nuplan_map import Window, connector_id, light_id, road_map
from .recording import Actor, Recording

_STATES = {"green": "green", "yellow": "yellow", "red": "red"}


@dataclass(frozen=True)
class Part:
    """What part of a log is taken: from a time on (s after its first frame), so long, or one scene."""

    start_s: float = 0.0
    duration_s: float = 20.0
    scene: str | None = None
    every: int = 1
    reach_m: float = 150.0


def export(db: Path, gpkg: Path | None, part: Part) -> Recording:
    """Reads."""
    if not db.is_file():
        raise LogError(f"no such log: {db}")
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return _export(connection, db, gpkg, part)
    except sqlite3.DatabaseError as e:
        raise LogError(f"{db}: no log of nuPlan: {e}") from e
    finally:
        connection.close()


def _export(connection: sqlite3.Connection, db: Path, gpkg: Path | None, part: Part) -> Recording:
    frames = _frames(connection, part)
    step_us = even_step([int(f["timestamp"]) for f in frames])
    origin = (round(frames[0]["x"] / 100) * 100.0, round(frames[0]["y"] / 100) * 100.0)
    driver = ego.actor()
    actors: dict[str, Actor] = {}
    lights: dict[str, list[str]] = {}
    for step, frame in enumerate(frames):
        heading = ego.yaw(frame["qw"], frame["qx"], frame["qy"], frame["qz"])
        driver.states[step] = ego.state(
            frame["x"] - origin[0], frame["y"] - origin[1], heading, frame["vx"], frame["vy"], frame["acceleration_x"], frame["angular_rate_z"]
        )
        for box in connection.execute(
            "SELECT lb.x, lb.y, lb.yaw, lb.width, lb.length, lb.height, lb.vx, lb.vy, lb.track_token, c.name FROM lidar_box AS lb "
            "INNER JOIN track AS t ON t.token = lb.track_token INNER JOIN category AS c ON c.token = t.category_token "
            "WHERE lb.lidar_pc_token = ? ORDER BY lb.track_token",
            (frame["token"],),
        ):
            key = token(box["track_token"])
            actor = actors.get(key)
            if actor is None:
                kind = ego.KINDS.get(box["name"], "unknown")
                actor = actors[key] = Actor(key, kind, box["length"], box["width"], box["height"])
            actor.states[step] = ego.moving(box["x"] - origin[0], box["y"] - origin[1], box["yaw"], box["vx"] or 0.0, box["vy"] or 0.0)
        for light in connection.execute("SELECT lane_connector_id, status FROM traffic_light_status WHERE lidar_pc_token = ?", (frame["token"],)):
            states = lights.setdefault(str(light["lane_connector_id"]), ["unknown"] * len(frames))
            states[step] = _STATES.get(str(light["status"]).lower(), "unknown")
    log = connection.execute("SELECT * FROM log").fetchone()
    name = str(log["logfile"]) if log is not None else db.stem
    assumptions = [f"local origin at {origin[0]:.0f}, {origin[1]:.0f} of the map's projected metres", f"frames are taken as evenly spaced by {step_us} µs, as nuPlan itself does"]
    return finish(name, step_us, len(frames), driver, actors, lights, gpkg, origin, part.reach_m, assumptions, [db.name])


def finish(
    name: str,
    step_us: int,
    count: int,
    driver: Actor,
    actors: dict[str, Actor],
    lights: dict[str, list[str]],
    gpkg: Path | None,
    origin: tuple[float, float],
    reach_m: float,
    assumptions: list[str],
    parents: list[str],
) -> Recording:
    """A recording with the map around the ego's way."""
    if gpkg is None:
        assumptions.append("no map was given")
        return Recording(name, step_us, count, "ego", [driver, *actors.values()], {"name": "no map"}, {}, parents=parents, assumptions=assumptions)
    xs, ys = [s.x for s in driver.states.values()], [s.y for s in driver.states.values()]
    window = Window(
        min(xs) + origin[0] - reach_m, min(ys) + origin[1] - reach_m, max(xs) + origin[0] + reach_m, max(ys) + origin[1] + reach_m, origin
    )
    with_map = GeoPackage(gpkg)
    try:
        world = road_map(with_map, gpkg.stem, window, set(lights))
    finally:
        with_map.close()
    known = {lane["id"] for lane in world["lanes"]}
    shown = {light_id(k): v for k, v in lights.items() if connector_id(k) in known}
    for signal in world["signals"]:
        shown.setdefault(signal["id"], ["unknown"] * count)
    parents.append(gpkg.name)
    return Recording(name, step_us, count, "ego", [driver, *actors.values()], world, shown, parents=parents, assumptions=assumptions)


def even_step(times_us: list[int]) -> int:
    """The step of frames in µs: a whole number of hundredths of a second, which every gap keeps within two fifths."""
    if len(times_us) < 2:
        raise LogError("fewer than two frames; take a longer part")
    gaps = sorted(b - a for a, b in zip(times_us, times_us[1:]))
    step = max(10_000, round(gaps[len(gaps) // 2] / 10_000) * 10_000)
    for i, (a, b) in enumerate(zip(times_us, times_us[1:])):
        if abs(b - a - step) > 0.4 * step:
            raise LogError(f"frame {i + 1} comes {(b - a) / 1e6:.3f} s after the one before, the others {step / 1e6:.2f} s; take a part without that gap")
    return step


def token(value: Any) -> str:
    """A token as text: nuPlan stores bytes."""
    return value.hex() if isinstance(value, bytes) else str(value)


def _frames(connection: sqlite3.Connection, part: Part) -> list[sqlite3.Row]:
    columns = "lp.token, lp.timestamp, ep.x, ep.y, ep.qw, ep.qx, ep.qy, ep.qz, ep.vx, ep.vy, ep.acceleration_x, ep.angular_rate_z"
    source = f"SELECT {columns} FROM lidar_pc AS lp INNER JOIN ego_pose AS ep ON ep.token = lp.ego_pose_token"
    if part.scene is not None:
        frames = connection.execute(f"{source} WHERE lower(hex(lp.scene_token)) = ? OR lp.scene_token = ? ORDER BY lp.timestamp", (part.scene.lower(), part.scene)).fetchall()
        if not frames:
            raise LogError(f"the log has no scene '{part.scene}'")
    else:
        first = connection.execute("SELECT min(timestamp) FROM lidar_pc").fetchone()[0]
        if first is None:
            raise LogError("the log has no frame")
        start = first + int(part.start_s * 1e6)
        frames = connection.execute(f"{source} WHERE lp.timestamp >= ? AND lp.timestamp <= ? ORDER BY lp.timestamp", (start, start + int(part.duration_s * 1e6))).fetchall()
    return frames[:: part.every]
