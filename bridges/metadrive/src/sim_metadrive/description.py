"""
ScenarioNet descriptions: what MetaDrive's ScenarioEnv loads. From our scenarios, or from the JSON form (arrays as nested lists). Positions are
moved so that the ego begins at the origin, as MetaDrive would do by itself, but known here and in double precision.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim_driver import RoadMap
from sim_driver._proto import map_pb2, task_pb2, world_pb2
from sim_driver.errors import RecordingError
from sim_driver.geometry import Path
from sim_driver.motion import motion
from sim_driver.scenario import MAX_ACTORS, Scenario, State, light_states

MAX_VALUES = 20_000_000
SPACING_M = 4.0
REFERENCE_SPEED_MPS = 8.0
"""How fast the line of reference of a driven ego is laid out where nothing is known; it has no influence on how the ego drives."""

_CLASSES = {
    "CAR": "VEHICLE", "VAN": "VEHICLE", "TRUCK": "VEHICLE", "TRAILER": "VEHICLE", "BUS": "VEHICLE", "EMERGENCY": "VEHICLE", "MOTORCYCLE": "VEHICLE",
    "PARKED_VEHICLE": "VEHICLE", "BICYCLE": "CYCLIST", "PEDESTRIAN": "PEDESTRIAN", "ANIMAL": "PEDESTRIAN", "STATIC_OBJECT": "TRAFFIC_BARRIER",
}  # fmt: skip
TYPES = {map_pb2.ActorClass.Value(f"ACTOR_CLASS_{name}"): kind for name, kind in _CLASSES.items()}
_FROM_TYPE = {
    "VEHICLE": map_pb2.ACTOR_CLASS_CAR, "PEDESTRIAN": map_pb2.ACTOR_CLASS_PEDESTRIAN, "CYCLIST": map_pb2.ACTOR_CLASS_BICYCLE,
    "TRAFFIC_CONE": map_pb2.ACTOR_CLASS_STATIC_OBJECT, "TRAFFIC_BARRIER": map_pb2.ACTOR_CLASS_STATIC_OBJECT,
}  # fmt: skip
_LANES = {
    **{f"LANE_TYPE_{n}": "LANE_SURFACE_STREET" for n in "DRIVING ENTRY EXIT ON_RAMP OFF_RAMP CONNECTING_RAMP BUS HOV BIDIRECTIONAL_DRIVING DRIVEWAY".split()},
    **{f"LANE_TYPE_{n}": "LANE_UNKNOWN" for n in ("PARKING", "STOP")},
    "LANE_TYPE_BIKING": "LANE_BIKE_LANE",
}
_LINES = {
    map_pb2.LANE_MARKING_SOLID: "ROAD_LINE_SOLID_SINGLE", map_pb2.LANE_MARKING_BROKEN: "ROAD_LINE_BROKEN_SINGLE", map_pb2.LANE_MARKING_SOLID_SOLID: "ROAD_LINE_SOLID_DOUBLE",
    map_pb2.LANE_MARKING_SOLID_BROKEN: "ROAD_LINE_SOLID_SINGLE", map_pb2.LANE_MARKING_BROKEN_SOLID: "ROAD_LINE_SOLID_SINGLE",
    map_pb2.LANE_MARKING_BROKEN_BROKEN: "ROAD_LINE_BROKEN_SINGLE", map_pb2.LANE_MARKING_BOTTS_DOTS: "ROAD_LINE_BROKEN_SINGLE",
}  # fmt: skip
LIGHTS: dict[int, str] = {
    world_pb2.SIGNAL_STATE_RED: "TRAFFIC_LIGHT_RED", world_pb2.SIGNAL_STATE_RED_YELLOW: "TRAFFIC_LIGHT_RED", world_pb2.SIGNAL_STATE_YELLOW: "TRAFFIC_LIGHT_YELLOW",
    world_pb2.SIGNAL_STATE_GREEN: "TRAFFIC_LIGHT_GREEN",
}  # fmt: skip
_FROM_LIGHT = {"TRAFFIC_LIGHT_RED": world_pb2.SIGNAL_STATE_RED, "TRAFFIC_LIGHT_YELLOW": world_pb2.SIGNAL_STATE_YELLOW, "TRAFFIC_LIGHT_GREEN": world_pb2.SIGNAL_STATE_GREEN}
# The names in MetaDriveType: its own check looks the name up, not the value, so LINE_… and BOUNDARY_… values do not count as types of objects.
OBJECT_TYPES = frozenset("VEHICLE PEDESTRIAN CYCLIST TRAFFIC_CONE TRAFFIC_BARRIER TRAFFIC_OBJECT OTHER TRAFFIC_LIGHT".split())
_LANE_TYPES = frozenset("LANE_SURFACE_STREET LANE_SURFACE_UNSTRUCTURE LANE_UNKNOWN LANE_BIKE_LANE LANE_FREEWAY".split())
_ALLOWED = (int, float, str, np.ndarray, dict, list, tuple, type(None), set)


@dataclass
class Prepared:
    """A description and what the adapter has to remember about it."""

    data: dict[str, Any]
    """The description."""
    origin: tuple[float, float]
    """The ego's first place: what MetaDrive's positions lack."""
    task: task_pb2.DriverTask
    tracks: dict[str, int]
    """Index in task.actors of each track."""
    lights: dict[str, list[int]] = field(default_factory=dict)
    """States by step of each light by id."""
    unsupported: list[str] = field(default_factory=list)
    driven: bool = True
    ends_at_arrival: bool = False
    """True when reaching the end of the ego's own track is the task, as in ScenarioNet's data."""
    region_m: int = 1024
    """Side of the square of map that MetaDrive keeps."""


def _dense(xy: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same line with points at most a few metres apart."""
    path = Path(xy)
    n = max(2, min(5000, math.ceil(path.length / SPACING_M) + 1))
    s = np.union1d(np.linspace(0.0, path.length, n), path.s)
    x, y, _ = path.at_many(s)
    return np.column_stack((x, y))


def _map_features(road: map_pb2.RoadMap, notes: list[str]) -> dict[str, Any]:
    features: dict[str, Any] = {}
    ids = {lane.id for lane in road.lanes}
    left_out: dict[str, int] = {}
    for lane in road.lanes:
        word = map_pb2.LaneType.Name(lane.type)
        centre, left, right = (np.asarray(line.xy).reshape(-1, 2) for line in (lane.centre, lane.left, lane.right))
        outline = np.concatenate((_dense(right), _dense(left)[::-1])) if len(left) > 1 and len(right) > 1 else None
        kind = "LANE_SURFACE_UNSTRUCTURE" if lane.junction_id and word in _LANES else _LANES.get(word)
        if kind is None:
            if word in ("LANE_TYPE_SIDEWALK", "LANE_TYPE_CROSSWALK") and outline is not None:
                features[lane.id] = {"type": "ROAD_EDGE_SIDEWALK" if word.endswith("SIDEWALK") else "CROSSWALK", "polygon": outline}
            else:
                left_out[word.removeprefix("LANE_TYPE_").lower()] = left_out.get(word.removeprefix("LANE_TYPE_").lower(), 0) + 1
            continue
        feature: dict[str, Any] = {"type": kind, "polyline": _dense(centre)}
        if outline is not None:
            feature["polygon"] = outline
        feature["entry_lanes"] = [i for i in lane.predecessors if i in ids]
        feature["exit_lanes"] = [i for i in lane.successors if i in ids]
        for side, name in (("left_neighbour", "left_neighbor"), ("right_neighbour", "right_neighbor")):
            n = getattr(lane, side)
            feature[name] = [n.lane_id] if lane.HasField(side) and n.same_direction and n.lane_id in ids else []
        if lane.HasField("speed_limit_mps"):
            feature["speed_limit_kmh"] = lane.speed_limit_mps * 3.6
        features[lane.id] = feature
        if lane.junction_id:
            continue
        _lines(features, lane, left, right)
    for c in road.crosswalks:
        features[f"crosswalk:{c.id}"] = {"type": "CROSSWALK", "polygon": np.asarray(c.outline.xy).reshape(-1, 2)}
    if left_out:
        notes.append("lanes that MetaDrive does not have are left out: " + ", ".join(f"{n} {w}" for w, n in sorted(left_out.items())))
    return features


def _lines(features: dict[str, Any], lane: map_pb2.Lane, left: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> None:
    """A line is shared by two lanes: it is drawn by the one whose right bound it is, or by the only one."""
    sides = [("right", right, lane.right_marking, lane.HasField("right_neighbour"), lane.right_neighbour.same_direction)]
    if not lane.HasField("left_neighbour") or not lane.left_neighbour.same_direction:
        sides.append(("left", left, lane.left_marking, lane.HasField("left_neighbour"), lane.left_neighbour.same_direction))
    for side, xy, marking, shared, same in sides:
        if marking in (map_pb2.LANE_MARKING_CURB, map_pb2.LANE_MARKING_EDGE):
            kind = "ROAD_EDGE_BOUNDARY"
        elif marking == map_pb2.LANE_MARKING_NONE:
            continue
        else:
            unknown = "ROAD_LINE_BROKEN_SINGLE" if shared and same else "ROAD_LINE_SOLID_SINGLE"
            kind = _LINES.get(marking, unknown) + ("_YELLOW" if shared and not same else "_WHITE")
        if len(xy) > 1:
            features[f"{lane.id}:{side}"] = {"type": kind, "polyline": _dense(xy)}


def _track(states: list[State | None], kind: str, name: str, body: task_pb2.BodyBox, origin: tuple[float, float]) -> dict[str, Any]:
    n = len(states)
    position, heading, velocity = np.zeros((n, 3), np.float32), np.zeros(n, np.float32), np.zeros((n, 2), np.float32)
    valid, length, width, height = (np.zeros(n, np.float32) for _ in range(4))
    for i, s in enumerate(states):
        if s is None:
            continue
        cos, sin = math.cos(s.heading), math.sin(s.heading)
        position[i, :2] = s.x - origin[0], s.y - origin[1]
        heading[i] = math.remainder(s.heading, 2 * math.pi)
        velocity[i] = s.speed * cos - s.lateral * sin, s.speed * sin + s.lateral * cos
        valid[i], length[i], width[i], height[i] = 1.0, body.length_m, body.width_m, body.height_m or 1.5
    state = {"position": position, "heading": heading, "velocity": velocity, "valid": valid, "length": length, "width": width, "height": height}
    return {"type": kind, "state": state, "metadata": {"type": kind, "object_id": name, "track_length": n, "dataset": "sim"}}


def _reference(scenario: Scenario, road: RoadMap) -> list[State | None]:
    """The line that MetaDrive measures a driven ego's progress on: its log, else its route, else straight on."""
    ego, n = scenario.ego, scenario.steps + 1
    first = ego.initial
    log = [(node["time_us"].integer(0, 2**62), State.parse(node["state"])) for node in ego.behaviour.items("log")] if ego.kind == "driver" else []
    places = [(s.x, s.y) for _, s in log]
    if len(places) > 1 and np.hypot(*np.subtract(places[-1], places[0])) > 5.0:
        path, start = Path([(first.x, first.y), *places[1:]]), 0.0
    else:
        path = road.path(first.x, first.y, first.heading, list(scenario.ego_task.route), 1000.0)
        start = path.project(first.x, first.y)[0]
    speed = max(first.speed, scenario.ego_task.desired_speed_mps, REFERENCE_SPEED_MPS)
    x, y, h = path.at_many(start + speed * np.arange(n) * scenario.step_us / 1e6)
    line: list[State | None] = [State(px, py, ph, speed) for px, py, ph in zip(x.tolist(), y.tolist(), h.tolist(), strict=True)]
    line[0] = first
    return line


def prepare(scenario: Scenario) -> Prepared:
    """A description of our scenario. Raises RecordingError for what cannot be one."""
    notes: list[str] = []
    road, n = RoadMap(scenario.map), scenario.steps + 1
    if n * len(scenario.actors) * 11 > MAX_VALUES:
        raise RecordingError(f"scenario: {len(scenario.actors)} actors over {n} steps are more than this adapter takes ({MAX_VALUES} numbers)")
    ego = scenario.ego
    driven = ego.kind == "driver"
    origin = (ego.initial.x, ego.initial.y)
    if ego.first_step:
        raise RecordingError(f"scenario: the ego '{ego.id}' appears at step {ego.first_step}; in MetaDrive it is there from the start")
    tracks: dict[str, Any] = {}
    indices: dict[str, int] = {}
    for actor in scenario.actors:
        kind = TYPES.get(actor.actor_class) or ("VEHICLE" if actor.body.length_m >= 2.0 else "PEDESTRIAN")
        if actor.actor_class == map_pb2.ACTOR_CLASS_TRAIN:
            notes.append(f"actor '{actor.id}': MetaDrive has no trains, it is left out")
            continue
        if actor is ego and kind != "VEHICLE":
            raise RecordingError(f"scenario: the ego '{ego.id}' is no vehicle")
        if actor is ego and driven:
            states = _reference(scenario, road)
        else:
            moves = motion(scenario, actor, road, knows_ego=False)
            states = [moves.at(k, None) for k in range(n)]
            if moves.note:
                notes.append(moves.note)
        valid = sum(s is not None for s in states)
        if not valid:
            notes.append(f"actor '{actor.id}': never there within the horizon, it is left out")
            continue
        if kind == "TRAFFIC_BARRIER":
            # MetaDrive takes what is there for fewer than 20 frames for noise.
            notes.append(f"actor '{actor.id}': stands as MetaDrive's barrier, with its size" + (", and is left out by MetaDrive, being there for fewer than 20 steps" if valid < 20 else ""))
        tracks[actor.id] = _track(states, kind, actor.id, actor.body, origin)
        indices[actor.id] = actor.index
    features = _map_features(scenario.map, notes)
    if not any(f["type"] in _LANE_TYPES for f in features.values()):
        raise RecordingError("scenario.map: no lane that MetaDrive can drive on")
    dynamic, lights = _lights(scenario, notes, features)
    _shift(features, origin)
    for light in dynamic.values():
        light["stop_point"][:2] -= origin
    data = _assemble(scenario.name, n, scenario.step_us, ego.id, tracks, features, dynamic)
    if scenario.environment.rain_mmph or scenario.environment.HasField("fog_visibility_m"):
        notes.append("rain and fog: MetaDrive has no weather")
    if scenario.environment.friction not in (0.0, 1.0):
        notes.append(f"friction {scenario.environment.friction:g}: MetaDrive's road keeps its own")
    return Prepared(data, origin, scenario.task(scenario.ego_vehicle()), indices, lights, notes, driven, region_m=_region(features, notes))


def _region(features: dict[str, Any], notes: list[str]) -> int:
    """MetaDrive drops lanes outside a square around the ego's start, whose side is a power of two from 512 to 4096 m."""
    reach = max((float(np.abs(f[k]).max()) for f in features.values() for k in ("polyline", "polygon") if k in f and len(f[k])), default=0.0)
    side = 512
    while side < 2 * reach and side < 4096:
        side *= 2
    if side < 2 * reach:
        notes.append(f"the map reaches {reach:.0f} m from the ego's start: MetaDrive drops lanes beyond {side // 2} m")
    return max(side, 1024)


def _shift(features: dict[str, Any], origin: tuple[float, float]) -> None:
    for feature in features.values():
        for key in ("polyline", "polygon"):
            if key in feature:
                feature[key] = (np.asarray(feature[key], np.float64)[:, :2] - origin).astype(np.float32)


def _lights(scenario: Scenario, notes: list[str], features: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """
    Lights are filed under the id of their lane: MetaDrive looks that key up among its lanes and skips a light that it does not find there, with
    nothing but a warning.
    """
    n = scenario.steps + 1
    shown: dict[str, list[int]] = {}
    for k in range(n):
        for light_id, state in light_states(scenario.map, k * scenario.step_us).items():
            shown.setdefault(light_id, []).append(state)
    dynamic: dict[str, Any] = {}
    placed: set[str] = set()
    lines = {line.id: line for line in scenario.map.stop_lines}
    for lane in scenario.map.lanes:
        of_lane = [i for i in lane.signal_ids if i in shown]
        if not of_lane or features.get(lane.id, {}).get("type") not in _LANE_TYPES:
            continue
        light_id = of_lane[0]
        if len(of_lane) > 1:
            notes.append(f"lane '{lane.id}': one light for each lane in MetaDrive, '{light_id}' is taken")
        line = lines.get(lane.stop_line_id)
        stop = np.asarray(line.xy).reshape(-1, 2).mean(axis=0) if line is not None and len(line.xy) >= 4 else np.asarray(lane.centre.xy).reshape(-1, 2)[-1]
        dynamic[lane.id] = {
            "type": "TRAFFIC_LIGHT",
            "state": {"object_state": [LIGHTS.get(s, "TRAFFIC_LIGHT_UNKNOWN") for s in shown[light_id]]},
            "lane": lane.id,
            "stop_point": np.array([*stop, 0.0], np.float32),
            "metadata": {"type": "TRAFFIC_LIGHT", "object_id": lane.id, "track_length": n, "dataset": "sim", "signal": light_id},
        }
        placed.add(light_id)
    for light_id in sorted(set(shown) - placed):
        notes.append(f"light '{light_id}': binds no lane that MetaDrive has, it is shown to drivers but does not stand there")
    return dynamic, shown


def _assemble(name: str, n: int, step_us: int, ego: str, tracks: dict[str, Any], features: dict[str, Any], dynamic: dict[str, Any]) -> dict[str, Any]:
    summary = {}
    for track_id, track in tracks.items():
        state = track["state"]
        there = state["position"][state["valid"].astype(bool)][:, :2]
        gaps = np.flatnonzero(np.diff(np.flatnonzero(state["valid"])) != 1)
        summary[track_id] = {
            "type": track["type"],
            "object_id": track_id,
            "track_length": n,
            "moving_distance": float(np.hypot(*np.diff(there, axis=0).T).sum()) if len(there) > 1 else 0.0,
            "valid_length": len(there),
            "continuous_valid_length": int(gaps[0]) + 1 if len(gaps) else len(there),
        }
    scenario_id = "".join(c if c.isalnum() or c in "-." else "-" for c in name)[:80] or "scenario"
    return {
        "id": scenario_id,
        "version": "sim-1",
        "length": n,
        "metadata": {
            "metadrive_processed": False,
            "coordinate": "metadrive",
            "ts": (np.arange(n) * (step_us / 1e6)).astype(np.float32),
            "sdc_id": ego,
            "dataset": "sim",
            "scenario_id": scenario_id,
            "id": scenario_id,
            "source_file": "",
            "object_summary": summary,
        },
        "tracks": tracks,
        "dynamic_map_states": dynamic,
        "map_features": features,
    }


def check(data: dict[str, Any]) -> None:
    """ScenarioNet's rules of consistency, both the obligatory ones and those about invalid frames. Raises RecordingError."""

    def must(holds: Any, text: str) -> None:
        if not holds:
            raise RecordingError(f"description: {text}")

    def walk(value: Any, path: str, depth: int = 0) -> None:
        must(isinstance(value, _ALLOWED) and depth < 16, f"{path}: {type(value).__name__} is no type that a description may hold")
        for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) and len(value) < 1000 else ():
            walk(item, f"{path}.{key}", depth + 1)

    missing = {"id", "version", "length", "metadata", "tracks", "dynamic_map_states", "map_features"} - set(data)
    must(not missing, f"{', '.join(sorted(missing))} missing")
    walk(data, "description")
    n, meta = data["length"], data["metadata"]
    must(isinstance(n, int) and n > 0, "length is a positive number")
    must({"metadrive_processed", "coordinate", "ts"} <= set(meta), "metadata needs metadrive_processed, coordinate and ts")
    must(np.shape(meta["ts"]) == (n,), f"metadata.ts has shape {np.shape(meta['ts'])}, not ({n},)")
    for group in ("tracks", "dynamic_map_states"):
        must(isinstance(data[group], dict), f"{group} is a table")
        for name, track in data[group].items():
            path = f"{group}.{name}"
            must(isinstance(track, dict) and {"type", "state", "metadata"} <= set(track), f"{path}: type, state and metadata are needed")
            must(isinstance(track["type"], str) and track["type"] in OBJECT_TYPES, f"{path}: MetaDrive does not have the type {track['type']}")
            must(isinstance(track["metadata"], dict) and track["metadata"].get("object_id") == name and "type" in track["metadata"], f"{path}.metadata: type, and object_id equal to the key")
            must(isinstance(track["state"], dict), f"{path}.state is a table")
            valid = track["state"].get("valid")
            must(valid is None or (isinstance(valid, np.ndarray) and valid.shape == (n,)), f"{path}.state.valid: not {n} frames")
            must(valid is None or np.sum(valid) >= 1, f"{path}: there in no frame")
            for key, values in track["state"].items():
                frames = len(values) if isinstance(values, (list, tuple)) or np.ndim(values) else 0
                must(frames == n, f"{path}.state.{key}: {frames} frames, not {n}")
                if not isinstance(values, np.ndarray):
                    continue
                must(values.ndim in (1, 2) and (values.ndim == 1 or values.shape[1] > 1), f"{path}.state.{key}: shape {values.shape}")
                must(values.dtype.kind != "f" or np.isfinite(values).all(), f"{path}.state.{key}: a number is not finite")
                if valid is not None and values.dtype.kind in "fiu":
                    absent = (values[:, :2] if key == "position" else values)[np.asarray(valid) == 0]
                    must(abs(float(np.sum(absent))) < 1e-2, f"{path}.state.{key}: not zero where valid is 0")
            if group == "tracks":
                must({"position", "heading"} <= set(track["state"]), f"{path}.state: position and heading are needed")
    for name, feature in data["map_features"].items():
        must(isinstance(feature, dict) and isinstance(feature.get("type"), str), f"map_features.{name}: a type is needed")
        if feature["type"] in _LANE_TYPES:
            must("polyline" in feature and len(feature["polyline"]) > 1, f"map_features.{name}: a lane needs a polyline")
        if "polyline" in feature and "polygon" in feature:
            apart = np.mean(feature["polyline"], axis=0)[:2] - np.mean(feature["polygon"], axis=0)[:2]
            must(np.hypot(*apart) < 100, f"map_features.{name}: polyline and polygon lie {np.hypot(*apart):.0f} m apart")
    must(str(meta.get("sdc_id")) in data["tracks"], f"metadata.sdc_id: no track '{meta.get('sdc_id')}'")


def _array(value: Any, path: str) -> np.ndarray[Any, Any]:
    try:
        array = np.asarray(value, dtype=np.float32)
    except (TypeError, ValueError, OverflowError):
        raise RecordingError(f"description: {path} is no array of numbers") from None
    return array


def parse_json(content: bytes) -> dict[str, Any]:
    """A description from JSON, where arrays are nested lists. Raises RecordingError."""
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        raise RecordingError(f"the description is not JSON: {e}") from None
    if not isinstance(data, dict) or not all(isinstance(data.get(k), dict) for k in ("metadata", "tracks", "dynamic_map_states", "map_features")):
        raise RecordingError("description: metadata, tracks, dynamic_map_states and map_features are tables")
    if len(data["tracks"]) > MAX_ACTORS:
        raise RecordingError(f"description: {len(data['tracks'])} tracks, at most {MAX_ACTORS}")
    if "ts" in data["metadata"]:
        data["metadata"]["ts"] = _array(data["metadata"]["ts"], "metadata.ts")
    for name, track in data["tracks"].items():
        if not isinstance(track, dict) or not isinstance(track.get("state"), dict):
            raise RecordingError(f"description: tracks.{name}.state is a table")
        track["state"] = {k: _array(v, f"tracks.{name}.state.{k}") for k, v in track["state"].items()}
    for name, light in data["dynamic_map_states"].items():
        if not isinstance(light, dict) or not isinstance(light.get("state"), dict) or not all(isinstance(v, list) for v in light["state"].values()):
            raise RecordingError(f"description: dynamic_map_states.{name}.state is a table of lists")
        if "stop_point" in light:
            light["stop_point"] = _array(light["stop_point"], f"dynamic_map_states.{name}.stop_point")
    for name, feature in data["map_features"].items():
        if not isinstance(feature, dict):
            raise RecordingError(f"description: map_features.{name} is a table")
        for key in ("polyline", "polygon"):
            if key in feature:
                feature[key] = _array(feature[key], f"map_features.{name}.{key}")
                if feature[key].ndim != 2 or feature[key].shape[1] not in (2, 3) or not np.isfinite(feature[key]).all():
                    raise RecordingError(f"description: map_features.{name}.{key}: points of two or three finite numbers")
    return data


def adopt(data: dict[str, Any], step_us: int, horizon_us: int) -> Prepared:
    """A given description with the task that a driver is told. Raises RecordingError."""
    check(data)
    notes: list[str] = []
    n, ego = int(data["length"]), str(data["metadata"]["sdc_id"])
    own = round(float(data["metadata"]["ts"][1] - data["metadata"]["ts"][0]) * 1e4) * 100 if n > 1 else 0
    if n < 2 or own <= 0:
        raise RecordingError("description: at least two frames with increasing times")
    if step_us and step_us != own:
        raise RecordingError(f"description: its frames are {own} µs apart, not {step_us} µs")
    if n * len(data["tracks"]) * 11 > MAX_VALUES:
        raise RecordingError("description: too many frames for this adapter")
    for name, track in data["tracks"].items():
        for key, shape in (("velocity", (n, 2)), ("valid", (n,)), ("length", (n,)), ("width", (n,)), ("height", (n,)), ("heading", (n,))):
            if np.shape(track["state"].get(key)) != shape:
                raise RecordingError(f"description: tracks.{name}.state.{key} of shape {shape} is needed to run it")
        if np.shape(track["state"]["position"]) != (n, 3):
            raise RecordingError(f"description: tracks.{name}.state.position of shape ({n}, 3) is needed to run it")
    first = data["tracks"][ego]["state"]
    if not first["valid"][0]:
        raise RecordingError(f"description: the ego '{ego}' is not there in the first frame")
    origin = (float(first["position"][0, 0]), float(first["position"][0, 1]))
    for track in data["tracks"].values():
        there = track["state"]["valid"] != 0
        track["state"]["position"][there, :2] = (track["state"]["position"][there, :2].astype(np.float64) - origin).astype(np.float32)
    road = _road(data["map_features"])
    _shift(data["map_features"], origin)
    lights: dict[str, list[int]] = {}
    for name, light in data["dynamic_map_states"].items():
        if "stop_point" in light and light["stop_point"].ndim == 1:
            light["stop_point"][:2] -= np.asarray(origin, np.float32)
        lane = str(light.get("lane", name))
        words = light["state"].get("object_state", [])
        lights[name] = [_FROM_LIGHT.get(w, world_pb2.SIGNAL_STATE_UNKNOWN) if isinstance(w, str) else world_pb2.SIGNAL_STATE_UNKNOWN for w in words]
        if name != lane:
            notes.append(f"light '{name}': filed under its own name, MetaDrive looks for a lane of that name and skips it; file it under '{lane}'")
    data["metadata"].setdefault("dataset", "sim")
    data["metadata"].setdefault("scenario_id", str(data["id"]))
    data["metadata"].pop("old_origin_in_current_coordinate", None)
    task = task_pb2.DriverTask(scenario=str(data["id"])[:256], map=road, step_us=own, horizon_us=min(horizon_us or (n - 1) * own, (n - 1) * own) // own * own)
    indices: dict[str, int] = {}
    for name, track in data["tracks"].items():
        state = track["state"]
        k = int(np.argmax(state["valid"] != 0))
        info = task.actors.add(id=name)
        setattr(info, "class", _FROM_TYPE.get(track["type"], map_pb2.ACTOR_CLASS_UNKNOWN))
        for key in ("length", "width", "height"):
            setattr(info.body, f"{key}_m", max(0.1, float(state[key][k])))
        info.body.rear_axle_to_centre_m = 0.3 * info.body.length_m if track["type"] == "VEHICLE" else 0.0
        indices[name] = len(task.actors) - 1
        if track["type"] not in _FROM_TYPE:
            notes.append(f"track '{name}': MetaDrive does not spawn {track['type']}")
    task.ego_index = indices[ego]
    for k in range(n):
        s = first["position"][k]
        if first["valid"][k]:
            v = first["velocity"][k]
            log = State(float(s[0]) + origin[0], float(s[1]) + origin[1], float(first["heading"][k]), float(np.hypot(*v)))
            task.ego_log.add(time_us=k * own, state=log.frame(0, ""))
    return Prepared(data, origin, task, indices, lights, notes, ends_at_arrival=True, region_m=_region(data["map_features"], notes))


def _road(features: dict[str, Any]) -> map_pb2.RoadMap:
    road = map_pb2.RoadMap(name="scenarionet")
    names = {n for n, f in features.items() if f["type"] in _LANE_TYPES}
    for name in features:
        if name not in names:
            continue
        feature = features[name]
        try:
            path = Path(np.asarray(feature["polyline"], np.float64)[:, :2])
        except ValueError:
            continue
        width = 3.5
        if "polygon" in feature and len(feature["polygon"]) > 2:
            p = np.asarray(feature["polygon"], np.float64)[:, :2]
            area = abs(float((p[:, 0] * np.roll(p[:, 1], -1) - p[:, 1] * np.roll(p[:, 0], -1)).sum())) / 2
            width = min(max(area / path.length, 1.0), 10.0)
        x, y, h = path.at_many(path.s)
        dx, dy = -np.sin(h) * width / 2, np.cos(h) * width / 2
        lane = road.lanes.add(id=name, type=map_pb2.LANE_TYPE_BIKING if feature["type"] == "LANE_BIKE_LANE" else map_pb2.LANE_TYPE_DRIVING)
        for line, sx, sy in ((lane.centre, x, y), (lane.left, x + dx, y + dy), (lane.right, x - dx, y - dy)):
            line.xy.extend(np.column_stack((sx, sy)).ravel().tolist())
        lane.predecessors.extend(_lanes(feature, "entry_lanes", names))
        lane.successors.extend(_lanes(feature, "exit_lanes", names))
        for key, side in (("left_neighbor", lane.left_neighbour), ("right_neighbor", lane.right_neighbour)):
            if beside := _lanes(feature, key, names):
                side.lane_id, side.same_direction = beside[0], True
    return road


def _lanes(feature: dict[str, Any], key: str, names: set[str]) -> list[str]:
    value = feature.get(key)
    return [i for i in value if isinstance(i, str) and i in names] if isinstance(value, (list, tuple)) else []
