"""OSI messages through Debian's protobuf: a peer that shares nothing with Sim's reader but the numbers of the fields."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_D, _U32, _U64, _I64, _STR, _MSG = 1, 13, 4, 3, 9, 11

# Message: (field, number, type or message, repeated). The part of OSI 3 that is tested.
_MESSAGES: dict[str, list[tuple[str, int, Any, bool]]] = {
    "Vector3d": [("x", 1, _D, False), ("y", 2, _D, False), ("z", 3, _D, False)],
    "Dimension3d": [("length", 1, _D, False), ("width", 2, _D, False), ("height", 3, _D, False)],
    "Orientation3d": [("roll", 1, _D, False), ("pitch", 2, _D, False), ("yaw", 3, _D, False)],
    "Identifier": [("value", 1, _U64, False)],
    "Timestamp": [("seconds", 1, _I64, False), ("nanos", 2, _U32, False)],
    "Reference": [("reference", 1, _STR, False), ("type", 2, _STR, False), ("identifier", 3, _STR, True)],
    "BaseMoving": [
        ("dimension", 1, "Dimension3d", False),
        ("position", 2, "Vector3d", False),
        ("orientation", 3, "Orientation3d", False),
        ("velocity", 4, "Vector3d", False),
        ("acceleration", 5, "Vector3d", False),
        ("orientation_rate", 6, "Orientation3d", False),
    ],
    "VehicleClassification": [("type", 1, _U32, False), ("role", 5, _U32, False)],
    "VehicleAttributes": [("bbcenter_to_rear", 4, "Vector3d", False)],
    "MovingObject": [
        ("id", 1, "Identifier", False),
        ("base", 2, "BaseMoving", False),
        ("type", 3, _U32, False),
        ("vehicle_attributes", 5, "VehicleAttributes", False),
        ("vehicle_classification", 6, "VehicleClassification", False),
        ("model_reference", 7, _STR, False),
        ("source_reference", 10, "Reference", True),
    ],
    "LightKind": [("color", 1, _U32, False), ("icon", 2, _U32, False), ("mode", 3, _U32, False)],
    "TrafficLight": [("id", 1, "Identifier", False), ("base", 2, "BaseMoving", False), ("classification", 3, "LightKind", False)],
    "GroundTruth": [
        ("timestamp", 2, "Timestamp", False),
        ("host_vehicle_id", 3, "Identifier", False),
        ("moving_object", 5, "MovingObject", True),
        ("traffic_light", 7, "TrafficLight", True),
        ("map_reference", 15, _STR, False),
    ],
    "SensorView": [("timestamp", 2, "Timestamp", False), ("global_ground_truth", 7, "GroundTruth", False), ("host_vehicle_id", 8, "Identifier", False)],
}


def _classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="part.proto", package="part", syntax="proto2")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind, repeated in fields:
            added = message.field.add(name=field, number=number, label=3 if repeated else 1, type=kind if isinstance(kind, int) else _MSG)
            if isinstance(kind, str):
                added.type_name = f".part.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return {name: make(pool.FindMessageTypeByName(f"part.{name}")) for name in _MESSAGES}


CLASSES = _classes()


def truth(step: int) -> Any:
    """A GroundTruth of a moment, 20 Hz: the host drives along y, a truck stands, a light turns green."""
    message = CLASSES["GroundTruth"]()
    nanos = step * 50_000_000
    message.timestamp.seconds, message.timestamp.nanos = 1_700_000_000 + nanos // 1_000_000_000, nanos % 1_000_000_000
    message.host_vehicle_id.value = 42
    message.map_reference = "unused"
    for key, x, y, speed, vehicle in ((42, 1.5, step * 0.5, 10.0, 4), (43, 1.5, 40.0, 0.0, 7)):
        o = message.moving_object.add()
        o.id.value = key
        o.type = 2
        o.model_reference = "unused"
        o.vehicle_classification.type = vehicle
        o.base.dimension.length, o.base.dimension.width, o.base.dimension.height = 4.5, 1.9, 1.5
        o.base.position.x, o.base.position.y, o.base.position.z = x, y, 0.75
        o.base.orientation.yaw = 1.5707963267948966
        o.base.velocity.y = speed
        o.base.acceleration.y = 0.25
    light = message.traffic_light.add()
    light.id.value = 99
    light.base.position.x = 5.0
    light.classification.color = 4
    light.classification.mode = 3 if step >= 4 else 2
    return message


def write(path: Path, messages: list[Any]) -> None:
    """A trace."""
    path.write_bytes(b"".join(struct.pack("<I", len(b)) + b for b in (m.SerializeToString() for m in messages)))


def read(path: Path) -> list[Any]:
    """The GroundTruth messages of a trace."""
    data, found, at = path.read_bytes(), [], 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        found.append(CLASSES["GroundTruth"].FromString(data[at + 4 : at + 4 + length]))
        at += 4 + length
    return found
