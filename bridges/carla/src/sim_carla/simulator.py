"""CARLA as a Simulator of the contract: one owner of the tick, our scenarios in its world."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sim_driver import Refused, Reproducibility, RoadMap
from sim_driver._proto import map_pb2, simulator_pb2, task_pb2, world_pb2
from sim_driver.motion import Moving, motion
from sim_driver.rules import PlanFollower
from sim_driver.scenario import Scenario, ScenarioActor, State, between, light_states
from sim_driver.simulator import Content, Loaded, Simulator, Stepped, bad_answer, bad_map, bad_scenario, lost, too_late, unsupported, version_mismatch

from .actors import Cast, Player
from .blueprints import choose
from .opendrive import lint
from .options import read
from .sensors import Listening, attach, decode
from .weather import left_out, weather

SETTLE_TICKS = 40
_LIGHTS: dict[int, str] = {world_pb2.SIGNAL_STATE_RED: "Red", world_pb2.SIGNAL_STATE_RED_YELLOW: "Red", world_pb2.SIGNAL_STATE_YELLOW: "Yellow", world_pb2.SIGNAL_STATE_GREEN: "Green", world_pb2.SIGNAL_STATE_OFF: "Off"}
_SHOWN = {"Red": world_pb2.SIGNAL_STATE_RED, "Yellow": world_pb2.SIGNAL_STATE_YELLOW, "Green": world_pb2.SIGNAL_STATE_GREEN, "Off": world_pb2.SIGNAL_STATE_OFF}


class Server(NamedTuple):
    """Where CARLA runs."""

    host: str
    port: int
    tm_port: int
    timeout_s: float


def _carla() -> Any:
    try:
        import carla
    except ImportError as e:
        raise Refused(f"the carla module cannot be imported ({e}): install the wheel of the server's version, see the README") from None
    return carla


class CarlaSimulator(Simulator):
    """One session with a CARLA server."""

    name = "carla"
    version = "0.1.0"
    capabilities = ("plan", "controls", "signals", "sensors", "perfect-tracking", "load:sim", "map:opendrive", "map:name")
    reproducibility = Reproducibility.STATISTICAL
    max_sessions = 1

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client: Any = None
        self._world: Any = None
        self._before: Any = None
        """The server's settings as they were found."""
        self._before_weather: Any = None
        self._cast: Cast | None = None
        self._sensors: list[Listening] = []
        self._lights: dict[str, Any] = {}
        self._tm: Any = None
        self._collision: Any = None
        self.step_limit_s = 2 * server.timeout_s + 30.0

    # The connection.

    def _connect(self, timeout_s: float) -> Any:
        carla = _carla()
        client = carla.Client(self._server.host, self._server.port)
        client.set_timeout(timeout_s)
        return client

    def _call(self, what: str, work: Callable[[], Any]) -> Any:
        """A call of CARLA; its RuntimeErrors about time-outs and connections as what they are."""
        try:
            return work()
        except RuntimeError as e:
            text = str(e)
            if "time-out" in text or "timed out" in text:
                raise too_late(f"CARLA did not answer {what} in time: {text}") from None
            if "connect" in text.lower() or "rpc::rpc_error" in text:
                raise lost(f"CARLA at {self._server.host}:{self._server.port} is gone: {text}") from None
            raise

    def _versions(self, client: Any) -> tuple[str, str]:
        try:
            return str(client.get_client_version()), str(client.get_server_version())
        except RuntimeError as e:
            raise lost(f"no CARLA server answers at {self._server.host}:{self._server.port}: {e}") from None

    def native_version(self) -> str:
        client, server = self._versions(self._connect(5.0))
        return f"CARLA {server}" if client == server else f"CARLA {server} (client {client})"

    def open(self, options: Any, case_id: str) -> None:
        self._options = read(options if options is not None else {})
        self._client = self._connect(self._server.timeout_s)
        client, server = self._versions(self._client)
        if client != server and server not in self._options["allow_versions"]:
            raise version_mismatch(f"the carla module is {client}, the server {server}: they must be equal (or the option allow_versions must name '{server}')")
        self._world = self._call("get_world", self._client.get_world)
        before = self._call("get_settings", self._world.get_settings)
        if before.synchronous_mode and not self._options["take_over"]:
            raise Refused("the CARLA server is in synchronous mode already: another client ticks it, or one that died has left it so (option take_over: true)")
        self._before, self._before_weather = before, self._call("get_weather", self._world.get_weather)

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
        self._load_world(content, notes)
        self._settle_settings()
        self._road = RoadMap(scenario.map)
        vehicle = self._choose(scenario, notes)
        self._offset = scenario.ego.body.rear_axle_to_centre_m
        self._follower = PlanFollower(vehicle, self._offset)
        self._vehicle = vehicle
        self._find_lights(notes)
        notes += left_out(scenario.environment)
        if vehicle.latency_us:
            notes.append("vehicle.latency_us: answers take effect in the next step")
            vehicle.latency_us = 0
        return Loaded(scenario.task(vehicle), notes, driven=scenario.ego.kind == "driver")

    def _load_world(self, content: Content, notes: list[str]) -> None:
        carla, fmt = _carla(), content.header.map_format
        self._is_generated = fmt == simulator_pb2.MAP_FORMAT_OPENDRIVE
        if self._is_generated:
            try:
                text, left_out = lint(content.map)
            except ValueError as e:
                raise bad_map(str(e)) from None
            notes += left_out
            parameters = carla.OpendriveGenerationParameters(
                vertex_distance=2.0, max_road_length=50.0, wall_height=0.0, additional_width=0.6, smooth_junctions=True, enable_mesh_visibility=True
            )
            self._client.set_timeout(self.load_limit_s)
            try:
                self._world = self._call("generate_opendrive_world", lambda: self._client.generate_opendrive_world(text, parameters))
            finally:
                self._client.set_timeout(self._server.timeout_s)
            return
        name = content.map.decode("utf-8", "replace") if fmt == simulator_pb2.MAP_FORMAT_NATIVE_NAME else self._options.get("map", "")
        if not name:
            raise bad_map("CARLA needs the map as OpenDRIVE, or by its name (map format NATIVE_NAME, or the option map)")
        known = {m.rpartition("/")[2] for m in self._call("get_available_maps", self._client.get_available_maps)}
        if name not in known:
            raise bad_map(f"the server has no map '{name[:100]}'; it has {', '.join(sorted(known)[:30])}")
        self._client.set_timeout(self.load_limit_s)
        try:
            self._world = self._call("load_world", lambda: self._client.load_world(name))
        finally:
            self._client.set_timeout(self._server.timeout_s)

    def _settle_settings(self) -> None:
        settings = self._call("get_settings", self._world.get_settings)
        settings.synchronous_mode = True
        settings.fixed_delta_seconds = self._tick_us / 1e6
        settings.substepping, settings.max_substeps, settings.max_substep_delta_time = True, 10, 0.01
        settings.deterministic_ragdolls = True
        settings.no_rendering_mode = not any(s.needs_rendering for s in self._options["sensors"])
        self._call("apply_settings", lambda: self._world.apply_settings(settings))

    def _choose(self, scenario: Scenario, notes: list[str]) -> task_pb2.Vehicle:
        """Models for all actors; their boxes become the actors' boxes. The ego's vehicle as CARLA has it."""
        available = {b.id for b in self._call("get_blueprint_library", self._world.get_blueprint_library)}
        self._cast = Cast(_carla(), self._client, self._world, self._call)
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

    def _find_lights(self, notes: list[str]) -> None:
        self._lights = {}
        ids = set(light_states(self._scenario.map, 0))
        if not ids:
            return
        for light in self._call("get_actors", lambda: self._world.get_actors().filter("traffic.traffic_light*")):
            if (found := str(light.get_opendrive_id())) in ids:
                self._lights[found] = light
        for missing in sorted(ids - set(self._lights)):
            notes.append(f"light '{missing}': no light of CARLA's has this OpenDRIVE id, it is shown to drivers but does not stand there")

    # Running.

    def reset(self, seed: int, perfect_tracking: bool) -> Stepped:
        assert self._cast is not None
        scenario, carla = self._scenario, _carla()
        self._stop_sensors()
        self._cast.clear()
        if self._options["reload"] and not self._is_generated:
            self._world = self._call("reload_world", lambda: self._client.reload_world(False))
            self._cast.world = self._world
            self._settle_settings()
            self._find_lights([])
        sky = weather(scenario.environment, carla)
        self._call("set_weather", lambda: self._world.set_weather(sky))
        self._tm = self._call("get_trafficmanager", lambda: self._client.get_trafficmanager(self._server.tm_port))
        for work in (lambda: self._tm.set_synchronous_mode(True), lambda: self._tm.set_random_device_seed(seed & 0x7FFFFFFF), lambda: self._world.set_pedestrians_seed(seed & 0x7FFFFFFF)):
            self._call("seeds", work)
        for light in self._lights.values():
            light.freeze(True)
        self._exact = perfect_tracking and scenario.ego.kind == "driver"
        self._blocked: set[str] = set()
        self._touching: dict[int, int] = {}
        self._collisions: list[Any] = []
        self._spoiled = False
        self._before_states: dict[int, State] = {}
        self._frame = -1
        ego = self._cast.players[scenario.ego_index]
        for player in self._cast.players.values():
            if player.motion is not None and player.motion.at(0, None) is None:
                continue
            if player.actor.first_step > 0:
                continue
            if not self._cast.spawn(player, player.actor.initial if player.motion is None else player.motion.at(0, None) or player.actor.initial, hero=player is ego):
                raise bad_scenario(f"SPAWN_BLOCKED: CARLA cannot put actor '{player.actor.id}' ({player.model}) at its start: something is in the way or there is no ground")
        self._set_lights(0)
        self._settle(ego)
        for want in self._options["sensors"]:
            self._sensors.append(self._call("spawning a sensor", lambda w=want: attach(self._world, carla, ego.native, w, ego.shape.lift(), self._tick_us / 1e6, seed)))  # type: ignore[misc]
        self._listen_to_collisions(ego)
        # One tick with everybody in place and nobody moving: its frames are those of step 0.
        self._tick()
        self._collisions.clear()
        done = self._look(0)
        if done.missing:
            raise too_late(f"step 0 lacks frames of {', '.join(done.missing)}")
        self._cast.release(ego, self._tm, held=self._exact)
        return done

    def _settle(self, ego: Player) -> None:
        """Lets what has wheels fall onto the road, then puts it exactly where it begins and holds it there."""
        assert self._cast is not None
        moved = [p for p in self._cast.players.values() if p.native is not None and p.motion is None]
        for tick in range(SETTLE_TICKS):
            self._cast.hold(moved)
            snapshot = self._tick()
            falling = [s.get_velocity().z for p in moved if (s := snapshot.find(p.native.id)) is not None]
            # Right after being made an actor says that it stands, wherever it is.
            if tick >= 2 and all(abs(v) < 0.02 for v in falling):
                break
        self._cast.pin(moved, snapshot)

    def _tick(self) -> Any:
        """One tick of the server; makes sure that nobody else ticks and that time goes on as it should."""
        number = self._call("tick", lambda: self._world.tick(self._server.timeout_s))
        snapshot = self._call("get_snapshot", self._world.get_snapshot)
        if snapshot.frame != number or (self._frame >= 0 and number != self._frame + 1):
            raise lost(f"frame {snapshot.frame} follows frame {self._frame}: another client ticks this CARLA server too")
        if abs(snapshot.timestamp.delta_seconds - self._tick_us / 1e6) > 1e-6:
            raise lost(f"CARLA advanced {snapshot.timestamp.delta_seconds:g} s in a tick of {self._tick_us / 1e6:g} s")
        self._frame = number
        return snapshot

    def step(self, step: int, answer: world_pb2.AnswerFrame | None, external: Sequence[world_pb2.ActorFrame]) -> Stepped:
        assert self._cast is not None
        scenario, cast = self._scenario, self._cast
        ego = cast.players[scenario.ego_index]
        events = self._command(step, answer, ego)
        targets = self._targets(step, external, ego, answer, events)
        self._set_lights(step + 1)
        for tick in range(1, self._ticks + 1):
            cast.place({i: between(self._before_states[i], s, tick / self._ticks) if i in self._before_states else s for i, s in targets.items()})
            self._tick()
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
        now = self._before_states[scenario.ego_index]
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
        ego_state = self._before_states.get(scenario.ego_index)
        seen = Moving(ego_state, scenario.ego.body) if ego_state is not None else None
        by_client = {a.index: State(a.x, a.y, a.heading_rad, a.speed_mps, a.lateral_mps, a.accel_mps2, a.yaw_rate_rps, a.steer_rad) for a in external}
        targets: dict[int, State] = {}
        for index, player in cast.players.items():
            state: State | None
            if index in by_client:
                state = by_client[index]
                cast.hold_still(player)
            elif player is ego and self._exact and answer is not None:
                state = self._follower.pose(answer.plan, self._before_states[index], step * scenario.step_us, (step + 1) * scenario.step_us)
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
        assert self._cast is not None
        scenario, dt = self._scenario, self._scenario.step_us / 1e6
        snapshot = self._call("get_snapshot", self._world.get_snapshot)
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
            if (before := self._before_states.get(index)) is not None:
                turn = math.remainder(state.heading - before.heading, 2 * math.pi)
                state = state._replace(heading=before.heading + turn)
                if moved is None:
                    state = state._replace(accel=(state.speed - before.speed) / dt)
            now[index] = state
        self._before_states = now
        time_us = step * scenario.step_us
        done = Stepped([s.frame(i, scenario.actors[i].id) for i, s in sorted(now.items())])
        for light_id, state_number in light_states(scenario.map, time_us).items():
            light = self._lights.get(light_id)
            shown = _SHOWN.get(str(light.get_state()).rpartition(".")[2], world_pb2.SIGNAL_STATE_UNKNOWN) if light is not None else state_number
            done.signals.append(world_pb2.SignalFrame(id=light_id, state=shown))  # type: ignore[arg-type]
        until = time.monotonic() + self._options["sensor_deadline_s"]
        for sensor in self._sensors:
            if step % sensor.want.every:
                continue
            data = sensor.frame(self._frame, until)
            if data is None:
                done.missing.append(sensor.want.id)
                continue
            frame, wrong = decode(sensor.want, data, step, time_us)
            done.sensors.append(frame)
            if wrong:
                done.events.append(simulator_pb2.WorldEvent(time_us=time_us, kind="blank-image", actors=[scenario.ego.id], text=wrong))
        return done

    def _set_lights(self, step: int) -> None:
        if self._lights:
            states = _carla().TrafficLightState
            for light_id, state in light_states(self._scenario.map, step * self._scenario.step_us).items():
                if light_id in self._lights:
                    self._lights[light_id].set_state(getattr(states, _LIGHTS.get(state, "Unknown")))

    def _listen_to_collisions(self, ego: Player) -> None:
        blueprint = self._world.get_blueprint_library().find("sensor.other.collision")
        carla = _carla()
        self._collision = self._call("spawning a sensor", lambda: self._world.spawn_actor(blueprint, carla.Transform(), attach_to=ego.native))
        self._collision.listen(self._collisions.append)

    def _touches(self, step: int, done: Stepped) -> None:
        """CARLA tells of a collision in each tick that it lasts: it begins when the tick before had none with the same actor."""
        assert self._cast is not None
        scenario = self._scenario
        by_native = {p.native.id: p for p in self._cast.players.values() if p.native is not None}
        arrived, self._collisions[:] = list(self._collisions), []
        first = self._frame - self._ticks
        for event in sorted(arrived, key=lambda e: (e.frame, e.other_actor.id if e.other_actor is not None else 0)):
            other = event.other_actor.id if event.other_actor is not None else 0
            begins = event.frame - self._touching.get(other, -10) > self._ticks + 1
            self._touching[other] = event.frame
            if not begins:
                continue
            time_us = min(max(((step - 1) * self._ticks + event.frame - first) * self._tick_us, 0), step * scenario.step_us)
            player = by_native.get(other)
            if player is None or player.actor is scenario.ego:
                kind = getattr(event.other_actor, "type_id", "something")
                done.events.append(simulator_pb2.WorldEvent(time_us=time_us, kind="crash-object", actors=[scenario.ego.id], text=f"The ego touches {kind}, which is no actor."))
                continue
            a, b = self._before_states.get(scenario.ego_index), self._before_states.get(player.actor.index)
            contact = simulator_pb2.ContactFrame(time_us=time_us, a=scenario.ego.id, b=player.actor.id)
            if a is not None and b is not None:
                contact.x, contact.y = (a.x + b.x) / 2, (a.y + b.y) / 2
            done.contacts.append(contact)

    def inject(self, step: int, change: simulator_pb2.Injection) -> str:
        assert self._cast is not None
        kind, scenario = change.WhichOneof("change"), self._scenario
        if kind == "environment":
            sky = weather(change.environment, _carla())
            self._call("set_weather", lambda: self._world.set_weather(sky))
            return ""
        if kind == "signal":
            if change.signal.id not in self._lights:
                return f"no light of CARLA's has the OpenDRIVE id '{change.signal.id}'"
            if change.signal.state not in _LIGHTS:
                return "this state cannot be shown"
            if any(s.id == change.signal.id and s.cycle for s in scenario.map.signals):
                return f"light '{change.signal.id}' follows its programme"
            self._lights[change.signal.id].set_state(getattr(_carla().TrafficLightState, _LIGHTS[change.signal.state]))
            return ""
        if kind in ("remove", "move"):
            name = change.remove if kind == "remove" else change.move.id or (scenario.actors[change.move.index].id if change.move.index < len(scenario.actors) else "")
            player = next((p for p in self._cast.players.values() if p.actor.id == name), None)
            if player is None or player.native is None:
                return f"no actor '{name}' is there"
            if kind == "remove":
                if player.actor is scenario.ego:
                    return "the ego cannot be removed"
                player.removed = True
                self._cast.remove(player)
                self._before_states.pop(player.actor.index, None)
                return ""
            m = change.move
            state = State(m.x, m.y, m.heading_rad, m.speed_mps, m.lateral_mps)
            if not all(map(math.isfinite, state)):
                return "a number is not finite"
            if player.motion is not None:
                return f"actor '{name}' follows its own motion"
            self._cast.move(player, state)
            return ""
        return "actors that the scenario does not have cannot be made"

    # Ending.

    def _stop_sensors(self) -> None:
        for sensor in self._sensors:
            sensor.stop()
            sensor.actor.destroy()
        self._sensors = []
        if self._collision is not None:
            self._collision.stop()
            self._collision.destroy()
            self._collision = None

    def _clear(self) -> None:
        self._stop_sensors()
        if self._cast is not None:
            self._cast.clear()
            self._cast = None

    def close(self) -> None:
        """Sensors, actors, the traffic manager, lights, weather, settings: each is tried, whatever happens to the others."""
        if self._client is None:
            return
        client, self._client = self._client, None
        problems = []
        client.set_timeout(2.0)
        for what, work in (
            ("the traffic manager", self._free_traffic),
            ("actors", self._clear),
            ("lights", self._free_lights),
            ("the weather", self._free_weather),
            ("the settings", lambda: self._free(self._world)),
        ):
            try:
                work()
            except Exception as e:
                problems.append(f"{what}: {e}")
        if problems:
            raise RuntimeError("; ".join(problems))

    def _free_traffic(self) -> None:
        if self._tm is not None:
            self._tm.set_synchronous_mode(False)

    def _free_lights(self) -> None:
        for light in self._lights.values():
            light.freeze(False)

    def _free_weather(self) -> None:
        if self._before_weather is not None:
            self._world.set_weather(self._before_weather)

    def _free(self, world: Any) -> None:
        before = self._before
        if before is None:
            return
        # Never left in synchronous mode: nobody would tick it, and every other client would wait for ever.
        before.synchronous_mode, before.fixed_delta_seconds = False, None
        world.apply_settings(before)

    def abandon(self) -> None:
        """Over a connection of its own, because the session's hangs: back to running by itself."""
        if self._before is not None:
            self._free(self._connect(2.0).get_world())
