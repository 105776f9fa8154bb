"""Sim's JSON into the contract's messages. Data from outside: everything is looked at before it is used."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from ._proto import map_pb2, task_pb2, world_pb2
from .errors import RecordingError


class Node:
    """A JSON value with its path, for messages."""

    def __init__(self, value: Any, path: str) -> None:
        self.value, self.path = value, path

    @staticmethod
    def parse(data: bytes | memoryview, what: str) -> Node:
        try:
            return Node(json.loads(bytes(data).decode("utf-8")), what)
        except (ValueError, RecursionError) as e:
            raise RecordingError(f"{what} is not JSON: {e}") from None

    def error(self, expected: str) -> RecordingError:
        return RecordingError(f"{self.path}: expected {expected}, found {type(self.value).__name__}")

    def _member(self, name: str) -> Any:
        if not isinstance(self.value, dict):
            raise self.error("an object")
        return self.value.get(name)

    def has(self, name: str) -> bool:
        return self._member(name) is not None

    def __getitem__(self, name: str) -> Node:
        value = self._member(name)
        if value is None:
            raise RecordingError(f"{self.path}: '{name}' is missing")
        return Node(value, f"{self.path}.{name}")

    def get(self, name: str) -> Node | None:
        return self[name] if self.has(name) else None

    def items(self, name: str) -> Iterator[Node]:
        list_ = self.get(name)
        if list_ is None:
            return
        if not isinstance(list_.value, list):
            raise list_.error("a list")
        for i, item in enumerate(list_.value):
            yield Node(item, f"{list_.path}[{i}]")

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.error("a text")
        # A lone surrogate has no UTF-8 form.
        return self.value.encode("utf-8", "replace").decode("utf-8")

    def texts(self, name: str) -> list[str]:
        return [n.text() for n in self.items(name)]

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise self.error("a number")
        try:
            value = float(self.value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise RecordingError(f"{self.path}: the number is not finite")
        return value

    def integer(self, low: int, high: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.error("a whole number")
        if not low <= self.value <= high:
            raise RecordingError(f"{self.path}: {self.value} is outside {low} to {high}")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.error("true or false")
        return self.value

    def word(self, kind: Any, prefix: str) -> int:
        name = prefix + self.text().upper()
        if name not in kind.keys():
            raise RecordingError(f"{self.path}: '{self.value}' is unknown")
        return int(kind.Value(name))


INT32 = 2**31 - 1
INT64 = 2**63 - 1


def _points(node: Node) -> list[float]:
    return [v for p in node.items("points") for v in (p["x"].number(), p["y"].number())]


def _numbers(message: Any, node: Node, *names: str) -> None:
    for name in names:
        if (value := node.get(name)) is not None:
            setattr(message, name, value.number())


def _interval(message: Any, node: Node | None) -> None:
    if node is not None:
        message.min, message.max = node["min"].number(), node["max"].number()


def body(node: Node) -> task_pb2.BodyBox:
    message = task_pb2.BodyBox()
    _numbers(message, node, "length_m", "width_m", "height_m", "rear_axle_to_centre_m")
    if not (message.length_m > 0 and message.width_m > 0):
        raise RecordingError(f"{node.path}: length and width are positive")
    return message


def actor_class(node: Node) -> int:
    return node.word(map_pb2.ActorClass, "ACTOR_CLASS_")


def vehicle(node: Node) -> task_pb2.Vehicle:
    message = task_pb2.Vehicle(
        name=node["name"].text(),
        model=node["model"].word(task_pb2.VehicleModel, "VEHICLE_MODEL_"),  # type: ignore[arg-type]
        parameter_set=node["parameter_set"].integer(-INT32, INT32),
        latency_us=node["latency_us"].integer(0, INT64),
    )
    setattr(message, "class", actor_class(node["class"]))
    _numbers(message, node, "length_m", "width_m", "height_m", "wheelbase_m", "rear_overhang_m", "max_steer_rad", "max_steer_rate_rps")
    _numbers(message, node, "max_accel_mps2", "max_decel_mps2", "max_speed_mps", "friction_cap")
    return message


def ego_task(node: Node) -> task_pb2.EgoTask:
    message = task_pb2.EgoTask(route=node.texts("route"))
    _numbers(message, node, "desired_speed_mps")
    for goal in node.items("goals"):
        region = message.goals.add(areas=[map_pb2.Polygon(xy=_points(a)) for a in goal.items("areas")], lane_ids=goal.texts("lane_ids"))
        for name in ("time_us", "speed_mps", "heading_rad"):
            if goal.has(name):
                _interval(getattr(region, name), goal[name])
    return message


def environment(node: Node) -> task_pb2.WorldEnvironment:
    message = task_pb2.WorldEnvironment(light=node["light"].text() if node.has("light") else "")
    _numbers(message, node, "friction", "rain_mmph", "fog_visibility_m")
    if (odd := node.get("odd")) is not None:
        if not isinstance(odd.value, dict):
            raise odd.error("an object")
        for key in odd.value:
            message.odd[Node(key, odd.path).text()] = odd[key].text()
    return message


def _lane(node: Node) -> map_pb2.Lane:
    message = map_pb2.Lane(
        id=node["id"].text(),
        type=node["type"].word(map_pb2.LaneType, "LANE_TYPE_"),  # type: ignore[arg-type]
        bidirectional=node["bidirectional"].flag(),
        left=map_pb2.Polyline(xy=_points(node["left"])),
        right=map_pb2.Polyline(xy=_points(node["right"])),
        centre=map_pb2.Polyline(xy=_points(node["centre"])),
        elevation_m=[n.number() for n in node.items("elevation_m")],
        superelevation_rad=[n.number() for n in node.items("superelevation_rad")],
        predecessors=node.texts("predecessors"),
        successors=node.texts("successors"),
        left_marking=node["left_marking"].word(map_pb2.LaneMarking, "LANE_MARKING_"),  # type: ignore[arg-type]
        right_marking=node["right_marking"].word(map_pb2.LaneMarking, "LANE_MARKING_"),  # type: ignore[arg-type]
        users=[actor_class(u) for u in node.items("users")],  # type: ignore[misc]
        signal_ids=node.texts("signal_ids"),
    )
    if len(message.centre.xy) < 4:
        raise RecordingError(f"{node.path}: a centre line has at least two points")
    _numbers(message, node, "speed_limit_mps")
    for side in ("left_neighbour", "right_neighbour"):
        if (n := node.get(side)) is not None:
            getattr(message, side).lane_id = n["lane_id"].text()
            getattr(message, side).same_direction = n["same_direction"].flag()
    for name in ("junction_id", "stop_line_id"):
        if (n := node.get(name)) is not None:
            setattr(message, name, n.text())
    return message


def _signal(node: Node) -> map_pb2.MapSignal:
    message = map_pb2.MapSignal(
        id=node["id"].text(),
        kind=node["kind"].word(map_pb2.MapSignalKind, "MAP_SIGNAL_KIND_"),  # type: ignore[arg-type]
        code=node["code"].text(),
        subtype=node["subtype"].text(),
        country=node["country"].text(),
        cycle_offset_us=node["cycle_offset_us"].integer(-INT64, INT64),
        cycle=[
            map_pb2.SignalPhase(
                state=p["state"].word(world_pb2.SignalState, "SIGNAL_STATE_"),  # type: ignore[arg-type]
                duration_us=p["duration_us"].integer(0, INT64),
            )
            for p in node.items("cycle")
        ],
    )
    _numbers(message, node, "value", "height_m")
    if (pose := node.get("pose")) is not None:
        message.pose.x, message.pose.y, message.pose.heading_rad = pose["x"].number(), pose["y"].number(), pose["heading_rad"].number()
    return message


def road_map(node: Node) -> map_pb2.RoadMap:
    """A map from its byte form."""
    message = map_pb2.RoadMap(name=node["name"].text(), licence=node["licence"].text())
    if (origin := node.get("origin")) is not None:
        _numbers(message.origin, origin, "latitude_deg", "longitude_deg")
        message.origin.projection = origin["projection"].text()
    message.lanes.extend(_lane(n) for n in node.items("lanes"))
    for n in node.items("junctions"):
        message.junctions.add(id=n["id"].text(), lane_ids=n.texts("lane_ids"), incoming_lane_ids=n.texts("incoming_lane_ids"), kind=n["kind"].text())
    for n in node.items("crosswalks"):
        message.crosswalks.add(id=n["id"].text(), outline=map_pb2.Polygon(xy=_points(n["outline"])))
    for n in node.items("areas"):
        kind = n["kind"].word(map_pb2.MapAreaKind, "MAP_AREA_KIND_")
        message.areas.add(id=n["id"].text(), kind=kind, outline=map_pb2.Polygon(xy=_points(n["outline"])))
    message.signals.extend(_signal(n) for n in node.items("signals"))
    for n in node.items("stop_lines"):
        ends = [n[end][axis].number() for end in ("from", "to") for axis in ("x", "y")]
        message.stop_lines.add(id=n["id"].text(), xy=ends, signal_ids=n.texts("signal_ids"))
    return message
