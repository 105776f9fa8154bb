"""How actors of a scenario move that are not driven: what an adapter needs when its simulator has no such behaviour of its own."""

from __future__ import annotations

import math
from typing import NamedTuple

from ._json import INT64, Node
from ._proto import task_pb2
from .errors import RecordingError
from .geometry import Path
from .scenario import Scenario, ScenarioActor, State, between
from .world import RoadMap


class Moving(NamedTuple):
    """Where somebody is and how large, for triggers."""

    state: State
    body: task_pb2.BodyBox


class Motion:
    """Where one actor is at every step. Ask for the steps in order, from 0."""

    note = ""
    """What is not as the scenario wants it; empty when nothing."""

    def __init__(self, scenario: Scenario, actor: ScenarioActor) -> None:
        self.actor, self.step_us, self.dt = actor, scenario.step_us, scenario.step_us / 1e6

    def at(self, step: int, ego: Moving | None) -> State | None:
        """Its state at a step, None while it is absent. ego: the ego at the step before, None when it is not known."""
        return None if step < self.actor.first_step else self._state(step, ego)

    def _state(self, step: int, ego: Moving | None) -> State | None:
        raise NotImplementedError


class Standing(Motion):
    """Stays where it is."""

    def _state(self, step: int, ego: Moving | None) -> State | None:
        first = self.actor.initial
        return State(first.x, first.y, first.heading)


class Straight(Motion):
    """Keeps its velocity and heading."""

    def _state(self, step: int, ego: Moving | None) -> State | None:
        first = self.actor.initial
        t = (step - self.actor.first_step) * self.dt
        cos, sin = math.cos(first.heading), math.sin(first.heading)
        x = first.x + (first.speed * cos - first.lateral * sin) * t
        y = first.y + (first.speed * sin + first.lateral * cos) * t
        return State(x, y, first.heading, first.speed, first.lateral)


class Timed(Motion):
    """Goes through given states at given times."""

    def __init__(self, scenario: Scenario, actor: ScenarioActor) -> None:
        super().__init__(scenario, actor)
        self._times: list[int] = []
        self._states: list[State] = []
        for node in actor.behaviour.items("states"):
            self._times.append(node["time_us"].integer(-INT64, INT64))
            self._states.append(State.parse(node["state"]))
        if not self._times or any(b <= a for a, b in zip(self._times, self._times[1:], strict=False)):
            raise RecordingError(f"{actor.behaviour.path}.states: at least one, strictly increasing in time")
        self._hold = (n := actor.behaviour.get("hold_at_end")) is not None and n.flag()
        self._cursor = 0

    def _state(self, step: int, ego: Moving | None) -> State | None:
        now, last = step * self.step_us, len(self._times) - 1
        if now < self._times[0] or (now > self._times[last] and not self._hold):
            return None
        if self._times[self._cursor] > now:
            self._cursor = 0
        while self._cursor < last and self._times[self._cursor + 1] <= now:
            self._cursor += 1
        a, at = self._states[self._cursor], self._times[self._cursor]
        if at == now:
            return a
        if self._cursor == last:
            return State(a.x, a.y, a.heading, steer=a.steer)
        return between(a, self._states[self._cursor + 1], (now - at) / (self._times[self._cursor + 1] - at))


class OnPath(Motion):
    """Follows a path with a speed script, after a trigger."""

    def __init__(self, scenario: Scenario, actor: ScenarioActor, path: Path, *, start: float = 0.0, hold: bool = True) -> None:
        super().__init__(scenario, actor)
        b = actor.behaviour
        scripted = actor.kind == "follow_path"
        self.path, self._start, self._hold = path, start, hold
        self._script = [(n["after_us"].integer(0, INT64) / 1e6, n["speed_mps"].number(), abs(n["rate_mps2"].number())) for n in (b.items("speeds") if scripted else ())]
        self._trigger: Node | None = b.get("trigger") if scripted else None
        self._begin()

    def _begin(self) -> None:
        self._next = self.actor.first_step
        self._last: State | None = None
        self._s, self._v = self._start, self.actor.initial.speed
        self._cue: float | None = None if self._trigger is not None else self.actor.first_step * self.dt
        self._heading, self._gone = self.actor.initial.heading, False

    def _state(self, step: int, ego: Moving | None) -> State | None:
        if step < self._next - 1:
            self._begin()
        while self._next <= step:
            self._last = self._advance((self._next - 1) * self.dt, ego) if self._next > self.actor.first_step else self.actor.initial
            self._next += 1
        return self._last

    def _advance(self, now: float, ego: Moving | None) -> State | None:
        if self._gone:
            return None
        before = self._v
        if self._cue is None and self._trigger is not None and self._holds(self._trigger, now, ego):
            self._cue = now
        if self._cue is None:
            self._v = self._v if self._script else 0.0
            self._s += self._v * self.dt
        elif not self._script:
            self._v = self.actor.initial.speed
            self._s += self._v * self.dt
        else:
            self._run_script(now - self._cue)
        if self._s >= self.path.length:
            if not self._hold:
                self._gone = True
                return None
            self._s, self._v = self.path.length, 0.0
        self._s = max(self._s, 0.0)
        pose = self.path.at(self._s)
        turn = math.remainder(pose.heading - self._heading, 2 * math.pi)
        self._heading += turn
        return State(pose.x, pose.y, self._heading, self._v, 0.0, (self._v - before) / self.dt, turn / self.dt)

    def _run_script(self, t: float) -> None:
        end = t + self.dt
        while t < end:
            done = [i for i, (after, _, _) in enumerate(self._script) if after <= t + 1e-12]
            stop = min([end, *(after for after, _, _ in self._script if after > t + 1e-12)])
            if not done or self._v == self._script[done[-1]][1]:
                self._s += self._v * (stop - t)
                t = stop
                continue
            _, target, rate = self._script[done[-1]]
            need = abs(target - self._v) / rate if rate > 0 else 0.0
            span = min(need, stop - t)
            after_span = target if t + need <= stop else self._v + math.copysign(rate, target - self._v) * span
            self._s += (self._v + after_span) / 2 * span
            self._v, t = after_span, t + span

    def _holds(self, trigger: Node, now: float, ego: Moving | None) -> bool:
        def bound(name: str) -> float | None:
            return n.number() if (n := trigger.get(name)) is not None else None

        if (time_us := bound("time_us")) is not None and now * 1e6 >= time_us - 0.5:
            return True
        if ego is None:
            return False
        e, (x, y, _), me = ego.state, self.path.at(self._s), self.actor.body
        cos, sin = math.cos(e.heading), math.sin(e.heading)
        half = ego.body.length_m / 2
        ahead = (x - e.x) * cos + (y - e.y) * sin
        if (gap := bound("gap_m")) is not None and ahead >= 0 and ahead - half <= gap:
            return True
        if (ttc := bound("ttc_s")) is not None:
            turn = self._heading - e.heading
            room = ahead - half - abs(math.cos(turn)) * me.length_m / 2 - abs(math.sin(turn)) * me.width_m / 2
            closing = e.speed - self._v * math.cos(turn)
            if ahead > 0 and (room <= 0 or (closing > 0 and room <= ttc * closing)):
                return True
        if (reach := bound("time_to_path_s")) is not None:
            return e.speed > 0 and self._crossing(e, cos, sin) - half <= reach * e.speed
        return False

    def _crossing(self, e: State, cos: float, sin: float) -> float:
        """From the ego's centre along its heading to the nearest crossing with the path, m."""
        nearest = math.inf
        points = [((px - e.x) * cos + (py - e.y) * sin, (py - e.y) * cos - (px - e.x) * sin) for px, py in self.path.xy.tolist()]
        for (ps, pd), (qs, qd) in zip(points, points[1:], strict=False):
            if (pd > 0) != (qd > 0) and pd != qd:
                along = ps + (qs - ps) * pd / (pd - qd)
                nearest = along if 0 <= along < nearest else nearest
        return nearest


def motion(scenario: Scenario, actor: ScenarioActor, road: RoadMap, *, knows_ego: bool) -> Motion:
    """
    The motion of an actor. What cannot be had is replaced by the nearest simple thing and named in the motion's note. knows_ego: the ego will be
    given at every step, so that what waits for it can begin.
    """
    kind, who = actor.kind, f"actor '{actor.id}'"
    if kind == "stationary":
        return Standing(scenario, actor)
    if kind == "constant_velocity":
        return Straight(scenario, actor)
    if kind == "trajectory":
        return Timed(scenario, actor)
    made: Motion
    if kind == "follow_path":
        b = actor.behaviour
        points = [(p["x"].number(), p["y"].number()) for p in b["path"].items("points")]
        try:
            path = Path(points)
        except ValueError as e:
            raise RecordingError(f"{b.path}.path: {e}") from None
        start = n.number() if (n := b.get("start_m")) is not None else 0.0
        hold = (n := b.get("hold_at_end")) is None or n.flag()
        made = OnPath(scenario, actor, path, start=start, hold=hold)
        if b.has("idm"):
            made.note = f"{who}: follow_path with idm keeps its initial speed, it does not react to others"
        elif not knows_ego and (t := b.get("trigger")) is not None and any(t.has(k) for k in ("ttc_s", "gap_m", "time_to_path_s")):
            made.note = f"{who}: its trigger waits for the ego, which cannot be known ahead here; only its time counts"
        return made
    if kind == "follow_lane":
        first = actor.initial
        route = actor.behaviour.texts("route")
        if road.lanes:
            path = road.path(first.x, first.y, first.heading, route, max(100.0, first.speed * scenario.horizon_us / 1e6 + 50.0))
            made = OnPath(scenario, actor, path, start=path.project(first.x, first.y)[0], hold=False)
        else:
            made = Straight(scenario, actor)
        made.note = f"{who}: follow_lane keeps its initial speed along its lane, it does not react to others"
        return made
    made = Straight(scenario, actor)
    made.note = f"{who}: behaviour '{kind[:40]}' is replaced by its initial velocity"
    return made
