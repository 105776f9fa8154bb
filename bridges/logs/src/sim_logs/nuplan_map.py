"""nuPlan's vector map (.gpkg) as a road map of Sim: lanes, connectors, boundaries, crosswalks, stop lines, car parks."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from .gpkg import GeoPackage, Line, Point

_STOP_SIGN, _TRAFFIC_LIGHT = 1, 2


@dataclass(frozen=True)
class Window:
    """What part of a map is kept, and where local metres begin."""

    west: float
    south: float
    east: float
    north: float
    origin: Point

    def touches(self, line: Line) -> bool:
        """True when a line's bounds meet the window."""
        xs, ys = [p[0] for p in line], [p[1] for p in line]
        return max(xs) >= self.west and min(xs) <= self.east and max(ys) >= self.south and min(ys) <= self.north

    def local(self, line: Line) -> Line:
        """The line in local metres."""
        return [(x - self.origin[0], y - self.origin[1]) for x, y in line]


def connector_id(fid: Any) -> str:
    """Id of a connector's lane; lanes keep their number."""
    return f"c{fid}"


def light_id(fid: Any) -> str:
    """Id of the light that binds a connector."""
    return f"light-{fid}"


def road_map(gpkg: GeoPackage, name: str, window: Window, lit: set[str]) -> dict[str, Any]:
    """The map within a window. `lit`: connectors whose lights were seen in the log."""
    boundaries = {str(r["fid"]): lines[0] for r, lines in gpkg.rows("boundaries") if lines}
    baselines: dict[str, Line] = {}
    for r, lines in gpkg.rows("baseline_paths"):
        if lines and r.get("lane_fid") is not None:
            baselines[str(_number(r["lane_fid"]))] = lines[0]
        elif lines and r.get("lane_connector_fid") is not None:
            baselines[connector_id(_number(r["lane_connector_fid"]))] = lines[0]
    lanes: dict[str, dict[str, Any]] = {}
    groups: dict[tuple[str, int], str] = {}
    for r, _ in gpkg.rows("lanes_polygons"):
        key = str(_number(r["fid"]))
        lane = _lane(key, baselines.get(key), boundaries.get(str(_number(r["left_boundary_fid"]))), boundaries.get(str(_number(r["right_boundary_fid"]))), window, r)
        if lane is not None:
            lanes[key] = lane
            groups[str(_number(r["lane_group_fid"])), int(r["lane_index"])] = key
    # Lanes of a group are counted from the left.
    for (group, index), key in groups.items():
        for side, other in (("left_neighbour", groups.get((group, index - 1))), ("right_neighbour", groups.get((group, index + 1)))):
            if other is not None:
                lanes[key][side] = {"lane_id": other, "same_direction": True}

    shapes = {str(_number(r["lane_connector_fid"])): r for r, _ in gpkg.rows("gen_lane_connectors_scaled_width_polygons")}
    junctions: dict[str, dict[str, Any]] = {}
    signals: list[dict[str, Any]] = []
    for r, lines in gpkg.rows("lane_connectors"):
        fid = str(_number(r["fid"]))
        key = connector_id(fid)
        shape = shapes.get(fid, {})
        lane = _lane(
            key,
            baselines.get(key, lines[0] if lines else None),
            boundaries.get(str(_number(shape.get("left_boundary_fid")))),
            boundaries.get(str(_number(shape.get("right_boundary_fid")))),
            window,
            r,
        )
        if lane is None:
            continue
        lanes[key] = lane
        junction = f"j{_number(r['intersection_fid'])}"
        lane["junction_id"] = junction
        into = junctions.setdefault(junction, {"id": junction, "lane_ids": [], "incoming_lane_ids": []})
        into["lane_ids"].append(key)
        before, after = str(_number(r["exit_lane_fid"])), str(_number(r["entry_lane_fid"]))
        if before in lanes:
            lane["predecessors"].append(before)
            lanes[before]["successors"].append(key)
            if before not in into["incoming_lane_ids"]:
                into["incoming_lane_ids"].append(before)
        if after in lanes:
            lane["successors"].append(after)
            lanes[after]["predecessors"].append(key)
        if fid in lit or r.get("traffic_light_stop_line_fids"):
            start, end = lane["centre"]["points"][0], lane["centre"]["points"][1]
            heading = math.atan2(start["y"] - end["y"], start["x"] - end["x"])
            signals.append({"id": light_id(fid), "kind": "light", "pose": {"x": start["x"], "y": start["y"], "heading_rad": heading}, "height_m": 5.0})
            lane["signal_ids"].append(light_id(fid))

    return {
        "name": name,
        "lanes": list(lanes.values()),
        "junctions": list(junctions.values()),
        "crosswalks": [{"id": str(_number(r["fid"])), "outline": outline} for r, outline in _areas(gpkg, "crosswalks", window)],
        "areas": [{"id": str(_number(r["fid"])), "kind": "parking", "outline": outline} for r, outline in _areas(gpkg, "carpark_areas", window)],
        "signals": signals,
        "stop_lines": [
            _stop_line(str(_number(r["fid"])), outline["points"])
            for r, outline in _areas(gpkg, "stop_polygons", window)
            if _number(r.get("stop_polygon_type_fid")) in (_STOP_SIGN, _TRAFFIC_LIGHT)
        ],
    }


def _number(value: Any) -> Any:
    """Foreign keys may be stored as text or floating point."""
    if value is None:
        return None
    try:
        return int(float(value))
    except (TypeError, ValueError):
        return value


def _lane(key: str, centre: Line | None, left: Line | None, right: Line | None, window: Window, row: dict[str, Any]) -> dict[str, Any] | None:
    if centre is None or len(centre) < 2 or not window.touches(centre):
        return None
    centre = window.local(centre)
    bounds = [_along(window.local(b), centre) if b is not None and len(b) > 1 else _beside(centre, d) for b, d in ((left, 1.75), (right, -1.75))]
    lines = (centre, *bounds)
    shares = sorted({s for line in lines for s in _shares(line)})
    shares = [s for i, s in enumerate(shares) if i == 0 or s - shares[i - 1] > 1e-6]
    shares[-1] = 1.0
    middle, left_line, right_line = ([_at(line, _shares(line), s) for s in shares] for line in lines)
    limit = row.get("speed_limit_mps")
    return {
        "id": key,
        "type": "driving",
        "left": _points(left_line),
        "right": _points(right_line),
        "centre": _points(middle),
        "speed_limit_mps": float(limit) if limit is not None and 0 < float(limit) < 100 else None,
        "predecessors": [],
        "successors": [],
        "signal_ids": [],
    }


def _along(line: Line, centre: Line) -> Line:
    """The line drawn in the lane's direction."""
    same = math.dist(line[0], centre[0]) + math.dist(line[-1], centre[-1])
    turned = math.dist(line[-1], centre[0]) + math.dist(line[0], centre[-1])
    return line if same <= turned else line[::-1]


def _beside(line: Line, distance: float) -> Line:
    """A line beside another one, to its left for a positive distance."""
    found: Line = []
    for i, (x, y) in enumerate(line):
        a, b = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        length = math.dist(a, b) or 1.0
        found.append((x - (b[1] - a[1]) / length * distance, y + (b[0] - a[0]) / length * distance))
    return found


def _shares(line: Line) -> list[float]:
    lengths = [0.0]
    for a, b in zip(line, line[1:]):
        lengths.append(lengths[-1] + math.dist(a, b))
    whole = lengths[-1]
    return [s / whole for s in lengths] if whole > 0 else [i / (len(line) - 1) for i in range(len(line))]


def _at(line: Line, shares: list[float], share: float) -> Point:
    i = min(max(0, bisect_right(shares, share) - 1), len(line) - 2)
    span = shares[i + 1] - shares[i]
    f = min(1.0, max(0.0, (share - shares[i]) / span)) if span > 0 else 0.0
    (ax, ay), (bx, by) = line[i], line[i + 1]
    return (ax + (bx - ax) * f, ay + (by - ay) * f) if f < 1 else (bx, by)


def _points(line: Line) -> dict[str, Any]:
    return {"points": [{"x": x, "y": y} for x, y in line]}


def _areas(gpkg: GeoPackage, layer: str, window: Window) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    found = []
    for row, rings in gpkg.rows(layer):
        if rings and len(rings[0]) >= 4 and window.touches(rings[0]):
            # A ring repeats its first point.
            found.append((row, _points(window.local(rings[0][:-1]))))
    return found


def _stop_line(key: str, ring: list[dict[str, float]]) -> dict[str, Any]:
    """The line between the middles of the two shortest sides of a stop polygon."""
    sides = sorted(range(len(ring)), key=lambda i: math.dist(_xy(ring[i]), _xy(ring[(i + 1) % len(ring)])))[:2]
    ends = []
    for i in sides:
        (ax, ay), (bx, by) = _xy(ring[i]), _xy(ring[(i + 1) % len(ring)])
        ends.append({"x": (ax + bx) / 2, "y": (ay + by) / 2})
    return {"id": key, "from": ends[0], "to": ends[1], "signal_ids": []}


def _xy(point: dict[str, float]) -> Point:
    return point["x"], point["y"]
