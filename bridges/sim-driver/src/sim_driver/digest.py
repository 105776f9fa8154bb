"""A fingerprint of a world that two ends can compare: "Determinism" in docs/contract.md. The same in every language."""

from __future__ import annotations

import hashlib
import math
import struct

from ._proto import world_pb2

_MAJOR = 1
_LOW, _HIGH = -(2**63), 2**63 - 1


def _wrapped(angle: float) -> float:
    wrapped = angle - 2 * math.pi * math.floor((angle + math.pi) / (2 * math.pi)) if math.isfinite(angle) else math.nan
    return wrapped if -math.pi < wrapped <= math.pi or math.isnan(wrapped) else math.pi


def _rounded(value: float) -> int:
    if math.isnan(value):
        return _LOW
    if math.isinf(value):
        return _HIGH if value > 0 else _LOW + 1
    # Half away from zero. The fraction is exact: value and its floor are of like size.
    magnitude = abs(value)
    whole = math.floor(magnitude)
    whole += magnitude - whole >= 0.5
    return max(_LOW + 1, min(_HIGH, -whole if value < 0 else whole))


def world_digest(world: world_pb2.WorldFrame) -> bytes:
    """SHA-256 over step, time, actors and lights, 32 bytes. Every actor carries its id."""
    sha = hashlib.sha256(struct.pack("<IqqI", _MAJOR, world.step, world.time_us, len(world.actors)))
    actors = {a.id.encode(): a for a in world.actors}
    for name in sorted(actors):
        a = actors[name]
        sha.update(struct.pack("<I", len(name)) + name)
        sha.update(struct.pack("<qqqq", _rounded(a.x * 1e6), _rounded(a.y * 1e6), _rounded(_wrapped(a.heading_rad) * 1e9), _rounded(a.speed_mps * 1e6)))
    sha.update(struct.pack("<I", len(world.signals)))
    for name, state in sorted((s.id.encode(), s.state) for s in world.signals):
        sha.update(struct.pack("<I", len(name)) + name + bytes([state]))
    return sha.digest()


def chain_digest(run: bytes, world: bytes) -> bytes:
    """The digest of a run with one more world; a run begins with 32 zero bytes."""
    return hashlib.sha256(run + world).digest()
