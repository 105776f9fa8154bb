"""Writes recordings as the host does, to test the reader. Checksums may be left out, so that damage gets past them."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from typing import Any

import support  # noqa: F401  (finds the package)

from sim_driver.mcap import MAGIC


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<I", len(data)) + data


def record(opcode: int, body: bytes) -> bytes:
    return struct.pack("<BQ", opcode, len(body)) + body


def write(header: dict[str, Any], road: dict[str, Any], frames: list[bytes], answers: list[bytes] = [], *, checked: bool = True, format: str = "1") -> bytes:
    def crc(data: bytes) -> int:
        return zlib.crc32(data) if checked else 0

    road_bytes = json.dumps(road).encode()
    top = {"recording": header, "counts": [t.pop("count") for t in header["tracks"]], "map_sha256": hashlib.sha256(road_bytes).hexdigest()}
    out = MAGIC + record(0x01, text("") + text("test"))
    pairs = text("format") + text(format)
    out += record(0x0C, text("sim.recording") + struct.pack("<I", len(pairs)) + pairs)
    body = struct.pack("<QQ", 0, 0) + text("map.json") + text("application/json") + struct.pack("<Q", len(road_bytes)) + road_bytes
    out += record(0x09, body + struct.pack("<I", crc(body)))
    inner = b""
    for i, (topic, messages) in enumerate((("/recording", [json.dumps(top).encode()]), ("/world", frames), ("/answers", answers))):
        inner += record(0x03, struct.pack("<H", i + 1) + text("schema") + text("protobuf") + text(""))
        inner += record(0x04, struct.pack("<HH", i, i + 1) + text(topic) + text("protobuf") + struct.pack("<I", 0))
        for k, message in enumerate(messages):
            inner += record(0x05, struct.pack("<HIQQ", i, k, k, k) + message)
    out += record(0x06, struct.pack("<QQQI", 0, 0, len(inner), crc(inner)) + text("") + struct.pack("<Q", len(inner)) + inner)
    out += record(0x0F, struct.pack("<I", crc(out)))
    footer = struct.pack("<BQQQ", 0x02, 20, 0, 0)
    return out + footer + struct.pack("<I", crc(footer)) + MAGIC
