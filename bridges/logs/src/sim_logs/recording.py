"""A recording in Sim's own JSON form, column by column."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VERSION = "1"


@dataclass
class State:
    """One state: box centre on the ground, world frame; velocities along and across the heading."""

    x: float
    y: float
    heading: float
    speed: float
    lateral: float = 0.0
    accel: float | None = None
    yaw_rate: float | None = None


@dataclass
class Actor:
    """An actor with its states by step."""

    id: str
    kind: str
    length: float
    width: float
    height: float
    rear_axle_to_centre: float = 0.0
    states: dict[int, State] = field(default_factory=dict)

    def track(self, step_us: int) -> dict[str, Any]:
        """The track; steps without a state are absent."""
        first, last = min(self.states), max(self.states)
        known = [self.states.get(step) for step in range(first, last + 1)]
        accel = [_slope(known, i, step_us, lambda s: s.speed, lambda s: s.accel) for i in range(len(known))]
        turn = [_slope(known, i, step_us, lambda s: s.heading, lambda s: s.yaw_rate, True) for i in range(len(known))]
        held: list[State] = []
        for state in known:
            held.append(state if state is not None else held[-1])
        return {
            "id": self.id,
            "class": self.kind,
            "body": {
                "length_m": max(0.05, self.length),
                "width_m": max(0.05, self.width),
                "height_m": max(0.05, self.height),
                "rear_axle_to_centre_m": self.rear_axle_to_centre,
            },
            "first_step": first,
            "x": [s.x for s in held],
            "y": [s.y for s in held],
            "heading_rad": [s.heading for s in held],
            "speed_mps": [s.speed for s in held],
            "lateral_mps": [s.lateral for s in held],
            "accel_mps2": accel,
            "yaw_rate_rps": turn,
            "steer_rad": [0.0] * len(held),
            "presence": [] if all(s is not None for s in known) else [s is not None for s in known],
        }


def _slope(known: Sequence[State | None], i: int, step_us: int, value: Any, given: Any, angle: bool = False) -> float:
    here = known[i]
    if here is None:
        return 0.0
    if given(here) is not None:
        return float(given(here))
    a = i - 1 if i > 0 and known[i - 1] is not None else i
    b = i + 1 if i + 1 < len(known) and known[i + 1] is not None else i
    if a == b:
        return 0.0
    change = value(known[b]) - value(known[a])
    if angle:
        change = math.remainder(change, 2 * math.pi)
    return float(change) / ((b - a) * step_us * 1e-6)


@dataclass
class Recording:
    """A recording to be written."""

    name: str
    step_us: int
    step_count: int
    ego_id: str
    actors: list[Actor]
    road_map: dict[str, Any]
    lights: dict[str, list[str]] = field(default_factory=dict)
    generator: str = "sim-logs"
    parents: list[str] = field(default_factory=list)
    licence: str = ""
    assumptions: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The object that `sim convert` and suites read."""
        signals = [{"signal_id": k, "changes": _changes(v)} for k, v in self.lights.items()]
        for signal in self.road_map.get("signals", []):
            states = self.lights.get(signal["id"])
            if states:
                signal["cycle"] = _cycle(states, self.step_us)
        recording = {
            "name": self.name,
            "step_us": self.step_us,
            "step_count": self.step_count,
            "map": self.road_map,
            "ego_id": self.ego_id,
            "tracks": [a.track(self.step_us) for a in self.actors],
            "signals": signals,
            "end": "log_end",
            "provenance": {
                "generator": self.generator,
                "version": VERSION,
                "parents": self.parents,
                "licence": self.licence,
                "assumptions": self.assumptions,
            },
        }
        return {"recording": recording}

    def write(self, target: Path) -> None:
        """Writes the file."""
        target.write_text(json.dumps(self.to_json(), allow_nan=False, separators=(",", ":")), encoding="utf-8")


def _changes(states: Sequence[str]) -> list[dict[str, Any]]:
    return [{"step": i, "state": s} for i, s in enumerate(states) if i == 0 or s != states[i - 1]]


def _cycle(states: Sequence[str], step_us: int) -> list[dict[str, Any]]:
    changes = _changes(states)
    ends = [c["step"] for c in changes[1:]] + [len(states)]
    phases = [{"state": c["state"], "duration_us": (end - c["step"]) * step_us} for c, end in zip(changes, ends)]
    # The last state stays on for a day: a programme repeats, a log does not.
    phases[-1]["duration_us"] += 24 * 3600 * 1_000_000
    return phases
