"""What a driver answers: a plan or controls, with debug output beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ._proto import world_pb2
from .geometry import Floats, Path, wrap

if TYPE_CHECKING:
    from .world import World

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]{0,63}\Z")
MAX_POINTS = 2000
"""Largest number of points in a plan."""


def _name(name: str) -> str:
    if not isinstance(name, str) or not _NAME.match(name):
        raise ValueError(f"debug: a name has 1 to 64 letters, digits, '_', '-', '.', '/', the first a letter or '_'; found {name!r}")
    return name


@dataclass(frozen=True, kw_only=True)
class Debug:
    """What is recorded and shown with an answer and has no effect. At most 64 signals, 32 candidates of at most 200 points, 16 texts."""

    signals: Mapping[str, float] = field(default_factory=dict)
    """Finite numbers by name; a unit belongs into the name ("lead.gap_m"). The same name in later answers makes a curve."""
    candidates: Mapping[str, Plan] | Sequence[Plan] = ()
    """Plans that were weighed, by name; without names they are called candidate-1, candidate-2, …"""
    costs: Mapping[str, float] = field(default_factory=dict)
    """What the driver thinks of a candidate, by its name; less is better."""
    texts: Mapping[str, str] | Sequence[str] = ()
    """Words for people, by what they are about; without names they are about "driver"."""

    def to_message(self) -> world_pb2.DriverDebug:
        """The message; ValueError names what breaks a rule."""
        named = self.candidates if isinstance(self.candidates, Mapping) else {f"candidate-{i + 1}": p for i, p in enumerate(self.candidates)}
        texts = list(self.texts.items()) if isinstance(self.texts, Mapping) else [("driver", t) for t in self.texts]
        for what, count, most in (("signals", len(self.signals), 64), ("candidates", len(named), 32), ("texts", len(texts), 16)):
            if count > most:
                raise ValueError(f"debug: at most {most} {what}, found {count}")
        for name, value in (*self.signals.items(), *self.costs.items()):
            if not np.isfinite(value):
                raise ValueError(f"debug: '{name}' is not finite")
        if lost := set(self.costs) - set(named):
            raise ValueError(f"debug: a cost for '{min(lost)}', which is no candidate")
        message = world_pb2.DriverDebug()
        for name, value in self.signals.items():
            message.signals.add(name=_name(name), value=float(value))
        for name, plan in named.items():
            if len(plan.time_us) > 200:
                raise ValueError(f"debug: candidate '{name}' has {len(plan.time_us)} points, at most 200")
            candidate = message.candidates.add(name=_name(name), points=plan.points())
            if name in self.costs:
                candidate.cost = float(self.costs[name])
        for about, text in texts:
            # Control characters are refused by the simulator; an escape sequence in a message of the user's library must not cost the case.
            clean = "".join(c for c in str(text) if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff"))
            message.texts.add(name=_name(about), text=clean.encode("utf-16-le")[:4096].decode("utf-16-le", "ignore"))
        return message


class Plan:
    """Rear-axle poses at times, from the present on. Arrays of equal length, 2 to 2,000 points, finite, times strictly increasing."""

    __slots__ = ("time_us", "x", "y", "heading", "speed", "debug")

    def __init__(self, time_us: ArrayLike, x: ArrayLike, y: ArrayLike, heading: ArrayLike, speed: ArrayLike, debug: Debug | None = None) -> None:
        """time_us: µs since the scenario's start. heading and speed may be single numbers. ValueError says what is wrong."""
        self.time_us = np.atleast_1d(np.asarray(time_us))
        if self.time_us.dtype.kind not in "iu":
            self.time_us = np.rint(self.time_us.astype(np.float64)).astype(np.int64)
        self.time_us = self.time_us.astype(np.int64)
        shape = self.time_us.shape
        if len(shape) != 1 or not 2 <= shape[0] <= MAX_POINTS:
            raise ValueError(f"a plan has 2 to {MAX_POINTS} points, found shape {shape}")
        columns: list[Floats] = []
        for name, values in (("x", x), ("y", y), ("heading", heading), ("speed", speed)):
            column = np.asarray(values, dtype=np.float64)
            if column.shape not in (shape, ()):
                raise ValueError(f"a plan's arrays have equal length: {shape[0]} times, but {name} has shape {column.shape}")
            if not np.isfinite(column).all():
                raise ValueError(f"{name} of the plan is not finite")
            columns.append(np.broadcast_to(column, shape))
        self.x, self.y, self.heading, self.speed = columns
        later = np.diff(self.time_us) > 0
        if not later.all():
            raise ValueError(f"plan point {int(np.argmin(later)) + 1} is not later than the one before it")
        self.debug = debug

    @staticmethod
    def along(path: Path, world: World, accel: float = 0.0, *, horizon: float = 3.0, dt: float = 0.1, debug: Debug | None = None) -> Plan:
        """
        Along a path from where the ego is, with a constant acceleration (m/s²) until it stands; an offset from the path fades within a few
        seconds. The usual way to make a plan.
        """
        axle, speed = world.ego.rear_axle, world.ego.speed
        t = np.arange(max(1, round(horizon / dt)) + 1) * dt
        stop = -speed / accel if accel < 0 else np.inf
        moving = np.minimum(t, max(stop, 0.0))
        s0, d0 = path.project(axle.x, axle.y)
        travelled = speed * moving + accel / 2 * moving**2
        # A cosine fade keeps the heading continuous; the stretch grows with speed, so that the sideways acceleration stays small.
        stretch = max(12.0, 3.0 * speed)
        share = np.clip(travelled / stretch, 0.0, 1.0)
        offset = d0 * (1 + np.cos(np.pi * share)) / 2
        slope = -d0 * np.pi / (2 * stretch) * np.sin(np.pi * share)
        x, y, heading = path.at_many(s0 + travelled)
        return Plan(
            world.time_us + np.rint(t * 1e6).astype(np.int64),
            x - offset * np.sin(heading),
            y + offset * np.cos(heading),
            heading + np.arctan(slope),
            np.where(t < stop, speed + accel * t, 0.0),
            debug,
        )

    def from_present(self, world: World) -> Plan:
        """
        The same plan, begun where the ego is when its first point lies in the future: what tracks a plan holds its first point until then and
        would take the gap for an error. Done to every answer.
        """
        if int(self.time_us[0]) <= world.time_us or len(self.time_us) >= MAX_POINTS:
            return self
        here, speed = world.ego.rear_axle, world.ego.speed
        # Headings of a plan are not normalised: the present one is given in the same turn as the first.
        heading = self.heading[0] - wrap(float(self.heading[0]) - here.heading)
        return Plan(
            np.insert(self.time_us, 0, world.time_us),
            np.insert(self.x, 0, here.x),
            np.insert(self.y, 0, here.y),
            np.insert(self.heading, 0, heading),
            np.insert(self.speed, 0, speed),
            self.debug,
        )

    def points(self) -> list[world_pb2.PlanPoint]:
        """The points as messages."""
        return [
            world_pb2.PlanPoint(time_us=t, x=x, y=y, heading_rad=h, speed_mps=v)
            for t, x, y, h, v in zip(self.time_us.tolist(), self.x.tolist(), self.y.tolist(), self.heading.tolist(), self.speed.tolist())
        ]

    def to_message(self, step: int) -> world_pb2.AnswerFrame:
        """The answer to a step."""
        return world_pb2.AnswerFrame(step=step, plan=self.points(), debug=self.debug.to_message() if self.debug else None)


class Controls:
    """A direct command: acceleration along the heading, m/s², and front wheel angle, rad, positive to the left."""

    __slots__ = ("accel", "steer", "debug")

    def __init__(self, accel: float, steer: float, debug: Debug | None = None) -> None:
        self.accel, self.steer, self.debug = float(accel), float(steer), debug
        if not (np.isfinite(self.accel) and np.isfinite(self.steer)):
            raise ValueError("controls are not finite")

    def to_message(self, step: int) -> world_pb2.AnswerFrame:
        """The answer to a step."""
        controls = world_pb2.Controls(accel_mps2=self.accel, steer_rad=self.steer)
        return world_pb2.AnswerFrame(step=step, controls=controls, debug=self.debug.to_message() if self.debug else None)
