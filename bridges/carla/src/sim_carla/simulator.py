"""CARLA as a Simulator of the contract: one owner of the tick, our scenarios in its world."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any

from sim_driver import Reproducibility, RoadMap
from sim_driver._proto import map_pb2, simulator_pb2, task_pb2, world_pb2
from sim_driver.motion import Moving, motion
from sim_driver.rules import PlanFollower
from sim_driver.scenario import Scenario, ScenarioActor, State, between
from sim_driver.simulator import Content, Loaded, Simulator, Stepped, bad_answer, bad_scenario, too_late, unsupported

from .actors import Cast, Player
from .blueprints import choose
from .collisions import Collisions
from .lights import Lights
from .link import Link, Server, carla_module
from .options import read
from .sensors import Listening, attach, decode
from .weather import left_out, weather

SETTLE_TICKS = 40
"""How long actors may take to settle on the road."""


class CarlaSimulator(Simulator):
    """One session with a CARLA server."""

    name = "carla"
    version = "0.1.0"
    capabilities = ("plan", "controls", "signals", "sensors", "perfect-tracking", "load:sim", "map:opendrive", "map:name")
    reproducibility = Reproducibility.STATISTICAL
    max_sessions = 1

    def __init__(self, server: Server) -> None:
        self._link = Link(server)
        self._cast: Cast | None = None
        self._lights: Lights | None = None
        self._collisions: Collisions | None = None
        self._sensors: list[Listening] = []
        self._before: dict[int, State] = {}
        self._opened = False
        self.step_limit_s = 2 * server.timeout_s + 30.0

    def native_version(self) -> str:
        client, server = self._link.versions(self._link.connect(5.0))
        return f"CARLA {server}" if client == server else f"CARLA {server} (client {client})"

    def open(self, options: Any, case_id: str) -> None:
        self._options = read(options if options is not None else {})
        self._opened = True
        self._link.open(self._options["allow_versions"], self._options["take_over"])

    # Loading.

    def load(self, content: Content) -> Loaded:
        header = content.header
        if header.scenario_format != simulator_pb2.SCENARIO_FORMAT_SIM_JSON:
            raise unsupported(f"scenarios as {simulator_pb2.ScenarioFormat.Name(header.scenario_format)}: this adapter loads SIM_JSON")
        self._clear()
        scenario = Scenario.parse(content.scenario, header.step_us, header.horizon_us)
        self._scenario, self._seed = scenario, header.seed
        self._ticks = -(-scenario.step_us // self._options["tick_us"])
        while scenario.step_us % self._ticks:
            self._ticks += 1
        self._tick_us = scenario.step_us // self._ticks
        notes: list[str] = []
        notes += self._link.load_map(content, self._options.get("map", ""), self.load_limit_s)
        self._hold_time()
        self._road = RoadMap(scenario.map)
        vehicle = self._choose(scenario, notes)
        self._offset = scenario.ego.body.rear_axle_to_centre_m
        self._follower = PlanFollower(vehicle, self._offset)
        self._vehicle = vehicle
        self._lights = Lights(self._link, scenario.map)
        notes += self._lights.find()
        notes += left_out(scenario.environment)
        if vehicle.latency_us:
            notes.append("vehicle.latency_us: answers take effect in the next step")
            vehicle.latency_us = 0
        return Loaded(scenario.task(vehicle), notes, driven=scenario.ego.kind == "driver")

    def _hold_time(self) -> None:
        self._link.hold_time(self._tick_us, any(s.needs_rendering for s in self._options["sensors"]))

    def _choose(self, scenario: Scenario, notes: list[str]) -> task_pb2.Vehicle:
        """Models for all actors; their boxes become the actors' boxes. The ego's vehicle as CARLA has it."""
        available = {b.id for b in self._link.call("get_blueprint_library", self._link.world.get_blueprint_library)}
        self._cast = Cast(self._link)
        vehicle = task_pb2.Vehicle()
        vehicle.CopyFrom(scenario.ego_vehicle())
        for actor in scenario.actors:
            is_ego = actor is scenario.ego
            body = actor.body
            model = choose(actor.actor_class, body.length_m, body.width_m, available, actor.index)
            if is_ego and "blueprint" in self._options:
                model = self._options["blueprint"] if self._options["blueprint"] in available else None
                if model is None:
                    raise bad_scenario(f"the server has no blueprint '{self._options['blueprint']}' for the ego")
            if is_ego and (model is None or not model.startswith("vehicle.")):
                raise bad_scenario(f"CARLA has no vehicle for the ego '{actor.id}'")
            if model is None:
                notes.append(f"actor '{actor.id}': CARLA has no model for a {map_pb2.ActorClass.Name(actor.actor_class).removeprefix('ACTOR_CLASS_').lower()}, it is left out")
                continue
            self._add(scenario, actor, model, notes)
            if is_ego:
                self._cast.describe(model, vehicle)
        v, body = vehicle, scenario.ego.body
        v.length_m, v.width_m, v.height_m = body.length_m, body.width_m, body.height_m
        v.rear_overhang_m = max(0.0, body.length_m / 2 - body.rear_axle_to_centre_m)
        return vehicle

    def _add(self, scenario: Scenario, actor: ScenarioActor, model: str, notes: list[str]) -> None:
        assert self._cast is not None
        length, width, height = self._cast.size(model)
        body = actor.body
        if max(abs(length - body.length_m), abs(width - body.width_m)) > 0.25:
            notes.append(f"actor '{actor.id}': {model} is {length:.2f} m by {width:.2f} m, the scenario says {body.length_m:.2f} m by {body.width_m:.2f} m")
        body.length_m, body.width_m, body.height_m = length, width, height
        player = Player(actor, model, self._cast.shape(model))
        if actor is scenario.ego and actor.kind == "driver":
            player.drive = "answers"
        elif actor.kind == "follow_lane" and self._options["traffic_manager"] and model.startswith("vehicle."):
            player.drive = "traffic manager"
            notes.append(f"actor '{actor.id}': follow_lane is driven by CARLA's traffic manager")
        else:
            player.motion = motion(scenario, actor, self._road, knows_ego=True)
            if player.motion.note:
                notes.append(player.motion.note)
        self._cast.players[actor.index] = player

    # Running.

    def reset(self, seed: int, perfect_tracking: bool) -> Stepped:
        assert self._cast is not None and self._lights is not None
        scenario, link, cast = self._scenario, self._link, self._cast
        self._stop_sensors()
        cast.clear()
        if self._options["reload"] and not link.is_generated:
            link.reload(self.load_limit_s)
            self._hold_time()
            self._lights.find()
        sky = weather(scenario.environment, carla_module())
        link.call("set_weather", lambda: link.world.set_weather(sky))
        link.seed(seed)
        self._lights.freeze(True)
        self._lights.show(0)
        self._exact = perfect_tracking and scenario.ego.kind == "driver"
        self._blocked: set[str] = set()
        self._spoiled = False
        self._before = {}
        ego = cast.players[scenario.ego_index]
        for player in cast.players.values():
            first = player.actor.initial if player.motion is None else player.motion.at(0, None)
            if first is not None and player.actor.first_step == 0 and not cast.spawn(player, first, hero=player is ego):
                raise bad_scenario(f"SPAWN_BLOCKED: CARLA cannot put actor '{player.actor.id}' ({player.model}) at its start: something is in the way or there is no ground")
        if ego.native is None:
            raise bad_scenario(f"the ego '{scenario.ego.id}' is not there at the start")
        self._settle()
        for want in self._options["sensors"]:
            self._sensors.append(attach(link, ego.native, want, ego.shape.lift(), seed))
        self._collisions = Collisions(link, ego.native, self._ticks)
        # One tick with everybody in place and nobody moving: its frames are those of step 0.
        link.tick()
        self._collisions.forget()
        done = self._look(0)
        if done.missing:
            raise too_late(f"step 0 lacks frames of {', '.join(done.missing)}")
        cast.release(ego, held=self._exact)
        return done

    def _settle(self) -> None:
        """Lets what has wheels fall onto the road, then puts it exactly where it begins and holds it there."""
        assert self._cast is not None
        moved = [p for p in self._cast.players.values() if p.native is not None and p.motion is None]
        for tick in range(SETTLE_TICKS):
            self._cast.hold(moved)
            snapshot = self._link.tick()
            falling = [s.get_velocity().z for p in moved if (s := snapshot.find(p.native.id)) is not None]
            # Right after being made an actor says that it stands, wherever it is.
            if tick >= 2 and all(abs(v) < 0.02 for v in falling):
                break
        self._cast.pin(moved, snapshot)

    def step(self, step: int, answer: world_pb2.AnswerFrame | None, external: Sequence[world_pb2.ActorFrame]) -> Stepped:
        assert self._cast is not None and self._lights is not None
        scenario, cast = self._scenario, self._cast
        ego = cast.players[scenario.ego_index]
        events = self._command(step, answer, ego)
        targets = self._targets(step, external, ego, answer, events)
        self._lights.show((step + 1) * scenario.step_us)
        for tick in range(1, self._ticks + 1):
            cast.place({i: between(self._before[i], s, tick / self._ticks) if i in self._before else s for i, s in targets.items()})
            self._link.tick()
        done = self._look(step + 1, targets)
        done.events[:0] = events
        self._touches(step + 1, done)
        return done

    def _command(self, step: int, answer: world_pb2.AnswerFrame | None, ego: Player) -> list[simulator_pb2.WorldEvent]:
        """Tells the ego's vehicle what the answer wants, unless the ego is put there."""
        assert self._cast is not None
        if answer is None or ego.native is None:
            return []
        if self._exact:
            if not answer.plan:
                raise bad_answer("with perfect tracking an answer is a plan, not controls")
            return []
        scenario, v = self._scenario, self._vehicle
        now = self._before[scenario.ego_index]
        if answer.plan:
            accel, angle = self._follower.track(answer.plan, now, step * scenario.step_us, (step + 1) * scenario.step_us)
        else:
            accel, angle = answer.controls.accel_mps2, answer.controls.steer_rad
        events, excess = [], ""
        if abs(angle) > v.max_steer_rad * (1 + 1e-9):
            excess = f"a front wheel angle of {angle:.6g} rad is beyond ±{v.max_steer_rad:.6g} rad"
        elif not -v.max_decel_mps2 * (1 + 1e-9) <= accel <= v.max_accel_mps2 * (1 + 1e-9):
            excess = f"an acceleration of {accel:.6g} m/s² is beyond {-v.max_decel_mps2:.6g} to {v.max_accel_mps2:.6g} m/s²"
        if excess and self._options["out_of_range"] == "reject":
            raise bad_answer(f"step {step}: {excess}, and CARLA would clip it without a word (option out_of_range: saturate clips with an event)")
        if excess and not self._spoiled:
            events.append(simulator_pb2.WorldEvent(time_us=step * scenario.step_us, kind="saturated", actors=[scenario.ego.id], text=f"{excess[0].upper()}{excess[1:]}: clipped."))
        self._spoiled = bool(excess)
        accel, angle = min(max(accel, -v.max_decel_mps2), v.max_accel_mps2), min(max(angle, -v.max_steer_rad), v.max_steer_rad)
        self._cast.command(ego, self._options["ego"], accel, angle, now.speed, v)
        ego.steer = angle
        return events

    def _targets(self, step: int, external: Sequence[world_pb2.ActorFrame], ego: Player, answer: world_pb2.AnswerFrame | None, events: list[simulator_pb2.WorldEvent]) -> dict[int, State]:
        """Where those are at the end of the step whom this adapter moves. Who is new is spawned, who has gone is removed."""
        assert self._cast is not None
        scenario, cast = self._scenario, self._cast
        ego_state = self._before.get(scenario.ego_index)
        seen = Moving(ego_state, scenario.ego.body) if ego_state is not None else None
        by_client = {a.index: State(a.x, a.y, a.heading_rad, a.speed_mps, a.lateral_mps, a.accel_mps2, a.yaw_rate_rps, a.steer_rad) for a in external}
        targets: dict[int, State] = {}
        for index, player in cast.players.items():
            state: State | None
            if index in by_client:
                state = by_client[index]
                cast.hold_still(player)
            elif player is ego and self._exact and answer is not None:
                state = self._follower.pose(answer.plan, self._before[index], step * scenario.step_us, (step + 1) * scenario.step_us)
            elif player.motion is not None:
                state = player.motion.at(step + 1, seen)
            elif player.native is None and step + 1 >= player.actor.first_step and not player.removed:
                state = player.actor.initial
            else:
                continue
            if state is None or player.removed:
                cast.remove(player)
                continue
            if player.native is None and not cast.spawn(player, state, hero=False):
                if player.actor.id not in self._blocked:
                    self._blocked.add(player.actor.id)
                    text = f"CARLA cannot put '{player.actor.id}' into the world: something is in its way; it is tried again at each step."
                    events.append(simulator_pb2.WorldEvent(time_us=step * scenario.step_us, kind="spawn-blocked", actors=[player.actor.id], text=text))
                continue
            if player.motion is not None or index in by_client or (player is ego and self._exact):
                targets[index] = state
        return targets

    def _look(self, step: int, commanded: dict[int, State] | None = None) -> Stepped:
        """Where everybody is in the snapshot of the last tick; sensors of exactly that tick."""
        assert self._cast is not None and self._lights is not None
        scenario, dt, link = self._scenario, self._scenario.step_us / 1e6, self._link
        snapshot = link.call("get_snapshot", link.world.get_snapshot)
        now: dict[int, State] = {}
        for index, player in self._cast.players.items():
            if player.native is None or (seen := snapshot.find(player.native.id)) is None:
                continue
            state = self._cast.state(player, seen)
            moved = (commanded or {}).get(index)
            if step == 0:
                # Held for the first picture; from the first step on it moves with this speed.
                first = player.actor.initial if player.motion is None else player.motion.at(0, None) or player.actor.initial
                state = state._replace(speed=first.speed, lateral=first.lateral, accel=0.0, yaw_rate=0.0)
            elif moved is not None:
                # Who is put somewhere has no velocity in CARLA.
                state = state._replace(speed=moved.speed, lateral=moved.lateral, accel=moved.accel, yaw_rate=moved.yaw_rate, steer=moved.steer)
            if (before := self._before.get(index)) is not None:
                turn = math.remainder(state.heading - before.heading, 2 * math.pi)
                state = state._replace(heading=before.heading + turn)
                if moved is None:
                    state = state._replace(accel=(state.speed - before.speed) / dt)
            now[index] = state
        self._before = now
        time_us = step * scenario.step_us
        done = Stepped([s.frame(i, scenario.actors[i].id) for i, s in sorted(now.items())])
        done.signals.extend(self._lights.frames(time_us))
        until = time.monotonic() + self._options["sensor_deadline_s"]
        for sensor in self._sensors:
            if step % sensor.want.every:
                continue
            data = sensor.frame(link.frame, until)
            if data is None:
                done.missing.append(sensor.want.id)
                continue
            frame, wrong = decode(sensor.want, data, step, time_us)
            done.sensors.append(frame)
            if wrong:
                done.events.append(simulator_pb2.WorldEvent(time_us=time_us, kind="blank-image", actors=[scenario.ego.id], text=wrong))
        return done

    def _touches(self, step: int, done: Stepped) -> None:
        """What the ego began to touch on the way."""
        assert self._cast is not None and self._collisions is not None
        scenario = self._scenario
        by_native = {p.native.id: p for p in self._cast.players.values() if p.native is not None}
        first = self._link.frame - self._ticks
        for number, native in self._collisions.begun():
            time_us = min(max(((step - 1) * self._ticks + number - first) * self._tick_us, 0), step * scenario.step_us)
            player = by_native.get(native.id) if native is not None else None
            if player is None or player.actor is scenario.ego:
                kind = getattr(native, "type_id", "something")
                done.events.append(simulator_pb2.WorldEvent(time_us=time_us, kind="crash-object", actors=[scenario.ego.id], text=f"The ego touches {kind}, which is no actor."))
                continue
            a, b = self._before.get(scenario.ego_index), self._before.get(player.actor.index)
            contact = simulator_pb2.ContactFrame(time_us=time_us, a=scenario.ego.id, b=player.actor.id)
            if a is not None and b is not None:
                contact.x, contact.y = (a.x + b.x) / 2, (a.y + b.y) / 2
            done.contacts.append(contact)

    def inject(self, step: int, change: simulator_pb2.Injection) -> str:
        assert self._cast is not None and self._lights is not None
        kind, scenario = change.WhichOneof("change"), self._scenario
        if kind == "environment":
            sky = weather(change.environment, carla_module())
            self._link.call("set_weather", lambda: self._link.world.set_weather(sky))
            return ""
        if kind == "signal":
            return self._lights.inject(change.signal.id, change.signal.state)
        if kind not in ("remove", "move"):
            return "actors that the scenario does not have cannot be made"
        name = change.remove if kind == "remove" else change.move.id or (scenario.actors[change.move.index].id if change.move.index < len(scenario.actors) else "")
        player = next((p for p in self._cast.players.values() if p.actor.id == name), None)
        if player is None or player.native is None:
            return f"no actor '{name}' is there"
        if kind == "remove":
            if player.actor is scenario.ego:
                return "the ego cannot be removed"
            player.removed = True
            self._cast.remove(player)
            self._before.pop(player.actor.index, None)
            return ""
        m = change.move
        state = State(m.x, m.y, m.heading_rad, m.speed_mps, m.lateral_mps)
        if not all(map(math.isfinite, state)):
            return "a number is not finite"
        if player.motion is not None:
            return f"actor '{name}' follows its own motion"
        self._cast.move(player, state)
        return ""

    # Ending.

    def _stop_sensors(self) -> None:
        sensors, self._sensors = self._sensors, []
        for sensor in sensors:
            sensor.stop()
        if self._collisions is not None:
            collisions, self._collisions = self._collisions, None
            collisions.stop()

    def _clear(self) -> None:
        self._stop_sensors()
        if self._cast is not None:
            self._cast.clear()
            self._cast = None

    def _free_lights(self) -> None:
        if self._lights is not None:
            self._lights.freeze(False)

    def close(self) -> None:
        """Traffic manager, sensors and actors, lights, weather, settings: each is tried, whatever happens to the others."""
        if not self._opened or self._link.client is None:
            return
        self._opened = False
        link, problems = self._link, []
        link.client.set_timeout(2.0)
        for what, work in (
            ("the traffic manager", link.free_traffic),
            ("actors", self._clear),
            ("lights", self._free_lights),
            ("the weather", link.free_weather),
            ("the settings", link.free),
        ):
            try:
                work()
            except Exception as e:
                problems.append(f"{what}: {e}")
        if problems:
            raise RuntimeError("; ".join(problems))

    def abandon(self) -> None:
        """Over a connection of its own, because the session's hangs: back to running by itself."""
        self._link.free_from_outside()
