"""MetaDrive as a Simulator of the contract."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim_driver import BadOptions, Reproducibility, wrap
from sim_driver._proto import map_pb2, simulator_pb2, task_pb2, world_pb2
from sim_driver.rules import PlanFollower
from sim_driver.scenario import Scenario, State
from sim_driver.simulator import Content, Loaded, Simulator, Stepped, bad_answer, bad_map, bad_scenario, unsupported, version_mismatch

from . import native
from .description import Prepared, adopt, check, parse_json, prepare

SUBSTEP_US = 20_000
"""MetaDrive's physics step."""
_PEOPLE = (map_pb2.ACTOR_CLASS_PEDESTRIAN, map_pb2.ACTOR_CLASS_ANIMAL, map_pb2.ACTOR_CLASS_BICYCLE)
_THINGS = (map_pb2.ACTOR_CLASS_STATIC_OBJECT,)
_SLACK = 1e-9


class Limits:
    """What MetaDrive's ego can do, read from the vehicle that it made."""

    def __init__(self, agent: Any, substep_s: float) -> None:
        mass = float(agent.MASS)
        # All four wheels push; a brake is an impulse of each wheel for each physics step.
        self.accel = 4 * float(agent.config["max_engine_force"]) / mass
        self.decel = 4 * float(agent.config["max_brake_force"]) / (mass * substep_s)
        self.steer = math.radians(float(agent.max_steering))
        self.wheelbase = float(agent.FRONT_WHEELBASE) + float(agent.REAR_WHEELBASE)
        self.speed = float(agent.max_speed_m_s)

    def action(self, accel: float, steer: float) -> list[float]:
        """
        Our controls as [steering, throttle]: positive steering to the left; throttle in shares of the engine's force, negative in shares of the
        brakes'. Exactly 0 would let MetaDrive's rolling resistance of 2 N brake, so standing still in the accelerator is the smallest brake.
        """
        throttle = accel / self.accel if accel > 0 else min(accel / self.decel, -1e-9)
        return [steer / self.steer, throttle]

    def excess(self, accel: float, steer: float) -> str:
        """What is beyond the limits, in words; empty when nothing."""
        if abs(steer) > self.steer * (1 + _SLACK):
            return f"a front wheel angle of {steer:.6g} rad is beyond ±{self.steer:.6g} rad"
        if accel > self.accel * (1 + _SLACK) or accel < -self.decel * (1 + _SLACK):
            return f"an acceleration of {accel:.6g} m/s² is beyond {-self.decel:.6g} to {self.accel:.6g} m/s²"
        return ""


class MetaDriveSimulator(Simulator):
    """One session with MetaDrive."""

    name = "metadrive"
    version = "0.1.0"
    capabilities = ("plan", "controls", "signals", "perfect-tracking", "load:sim", "load:scenarionet")
    # Bit for bit in one process and in processes that load the same sequence of scenarios; checked by the double runs of its tests.
    reproducibility = Reproducibility.BIT
    step_quantum_us = SUBSTEP_US
    max_sessions = 1

    def __init__(self) -> None:
        self._stage: native.Stage | None = None
        self._prepared: Prepared | None = None
        self._moved_by = ""
        self._before: dict[int, State] = {}
        self._flags: set[str] = set()

    def native_version(self) -> str:
        return f"MetaDrive {native.version()}"

    def open(self, options: Any, case_id: str) -> None:
        options = options or {}
        known = {"boxes", "out_of_range", "any_version"}
        if not isinstance(options, dict) or (unknown := sorted(set(options) - known)):
            raise BadOptions(f"unknown option {', '.join(map(repr, unknown))}; known are {', '.join(sorted(known))}" if isinstance(options, dict) else "the options are a table")
        self._boxes, self._range = options.get("boxes", "exact"), options.get("out_of_range", "reject")
        if self._boxes not in ("exact", "metadrive"):
            raise BadOptions(f"boxes: '{self._boxes}' is neither exact nor metadrive")
        if self._range not in ("reject", "saturate"):
            raise BadOptions(f"out_of_range: '{self._range}' is neither reject nor saturate")
        found = native.version()
        if found not in native.KNOWN_VERSIONS and options.get("any_version") is not True:
            raise version_mismatch(f"MetaDrive {found} is not among the known versions {', '.join(native.KNOWN_VERSIONS)}; the option any_version takes it all the same")

    # Loading.

    def load(self, content: Content) -> Loaded:
        self._free()
        header = content.header
        if header.map_format != simulator_pb2.MAP_FORMAT_UNSPECIFIED:
            raise bad_map("MetaDrive takes the map that the scenario holds, no OpenDRIVE and no map by name")
        if header.scenario_format == simulator_pb2.SCENARIO_FORMAT_SIM_JSON:
            prepared = prepare(Scenario.parse(content.scenario, header.step_us, header.horizon_us))
            check(prepared.data)
        elif header.scenario_format == simulator_pb2.SCENARIO_FORMAT_SCENARIONET_JSON:
            prepared = adopt(parse_json(content.scenario), header.step_us, header.horizon_us)
        else:
            raise unsupported(f"scenarios as {simulator_pb2.ScenarioFormat.Name(header.scenario_format)}: MetaDrive loads SIM_JSON and SCENARIONET_JSON")
        if prepared.task.step_us % SUBSTEP_US:
            raise bad_scenario(f"a step of {prepared.task.step_us} µs is not a multiple of MetaDrive's {SUBSTEP_US} µs")
        notes = prepared.unsupported
        self._reactive = header.traffic in ("idm", "idm-path")
        if self._reactive:
            notes.append(f"traffic '{header.traffic}': MetaDrive's IDM along the logged path, only for vehicles that begin behind the ego")
        elif header.traffic not in ("", "log-replay"):
            notes.append(f"traffic '{header.traffic}': MetaDrive does not have it, actors keep their tracks")
        if prepared.task.vehicle.latency_us:
            notes.append("vehicle.latency_us: answers take effect in the next step")
        self._prepared = prepared
        self._native = prepared.ends_at_arrival
        self._arrange("controls" if prepared.driven else "track")
        self._describe_ego()
        return Loaded(prepared.task, notes, driven=prepared.driven)

    def _arrange(self, ego: str) -> None:
        """A stage whose ego is moved in that way; the one that is there when it fits."""
        assert self._prepared is not None
        if self._stage is not None and self._moved_by == ego:
            return
        self._free()
        p, task = self._prepared, self._prepared.task
        exact = None
        if self._boxes == "exact" and not self._native:
            exact = native.dynamics(task.actors[task.ego_index].body, task.vehicle, SUBSTEP_US / 1e6)
        self._moved_by = ego
        self._stage = native.Stage(
            p.data,
            decision_repeat=task.step_us // SUBSTEP_US,
            ego=ego,
            region_m=p.region_m,
            exact=exact,
            reactive=self._reactive,
            # For data of ScenarioNet MetaDrive's own bound; our egos are judged by lanes and not by their distance from a line.
            lateral_m=4.0 if self._native else 1e6,
        )
        self._stage.reset(0)

    def _describe_ego(self) -> None:
        """The vehicle that really drives goes into what the driver is told."""
        assert self._prepared is not None and self._stage is not None
        agent, task = self._stage.env.agent, self._prepared.task
        self._limits = Limits(agent, SUBSTEP_US / 1e6)
        v, body = task.vehicle, task.actors[task.ego_index].body
        body.length_m, body.width_m, body.height_m = float(agent.LENGTH), float(agent.WIDTH), float(agent.HEIGHT)
        v.length_m, v.width_m, v.height_m = body.length_m, body.width_m, body.height_m
        v.rear_overhang_m = body.length_m / 2 - body.rear_axle_to_centre_m
        v.name, v.model = v.name or "metadrive", v.model or task_pb2.VEHICLE_MODEL_KINEMATIC_BICYCLE
        v.wheelbase_m, v.max_steer_rad = self._limits.wheelbase, self._limits.steer
        v.max_accel_mps2, v.max_decel_mps2, v.max_speed_mps = self._limits.accel, self._limits.decel, self._limits.speed
        if not v.max_steer_rate_rps:
            v.max_steer_rate_rps = 100.0
        v.latency_us = 0
        self._follower = PlanFollower(v, body.rear_axle_to_centre_m)

    # Running.

    def reset(self, seed: int, perfect_tracking: bool) -> Stepped:
        assert self._prepared is not None
        self._exact = perfect_tracking and self._prepared.driven
        self._arrange("poses" if self._exact else "controls" if self._prepared.driven else "track")
        assert self._stage is not None
        self._stage.reset(seed)
        self._before, self._flags = {}, set()
        self._blocked: set[str] = set()
        self._spoiled = False
        return self._look(0, {})

    def step(self, step: int, answer: world_pb2.AnswerFrame | None, external: Sequence[world_pb2.ActorFrame]) -> Stepped:
        assert self._prepared is not None and self._stage is not None
        if external:
            raise unsupported("actors that the client moves: MetaDrive's tracks are laid down before it starts")
        action, events = self._action(step, answer)
        _, _, terminated, truncated, info = self._stage.env.step(action)
        done = self._look(step + 1, info)
        done.events[:0] = events
        now = (step + 1) * self._prepared.task.step_us
        arrived = bool(info.get("arrive_dest"))
        if arrived and "arrive_dest" not in self._flags:
            self._flags.add("arrive_dest")
            done.events.append(self._event(now, "arrive-dest", "The ego has passed 95 % of its reference track."))
        if bool(terminated) and not arrived and "terminated" not in self._flags:
            # MetaDrive ends an episode without any reason among its flags when the ego is too far from its reference.
            self._flags.add("terminated")
            done.events.append(self._event(now, "off-road", "MetaDrive ends the episode: the ego is too far from its reference track."))
        if self._native and arrived:
            done.end = "goal-reached"
        elif bool(truncated):
            done.end = "horizon"
        return done

    def _action(self, step: int, answer: world_pb2.AnswerFrame | None) -> tuple[list[float], list[simulator_pb2.WorldEvent]]:
        assert self._prepared is not None
        if answer is None:
            return [0.0, 0.0], []
        task = self._prepared.task
        now, until = step * task.step_us, (step + 1) * task.step_us
        ego = self._before[task.ego_index]
        if self._exact:
            if not answer.plan:
                raise bad_answer("with perfect tracking an answer is a plan, not controls")
            to = self._follower.pose(answer.plan, ego, now, until)
            x, y = to.x - self._prepared.origin[0], to.y - self._prepared.origin[1]
            return [x, y, wrap(to.heading), to.speed * math.cos(to.heading), to.speed * math.sin(to.heading), to.yaw_rate], []
        if answer.plan:
            accel, steer = self._follower.track(answer.plan, ego, now, until)
        else:
            accel, steer = answer.controls.accel_mps2, answer.controls.steer_rad
        events = []
        if excess := self._limits.excess(accel, steer):
            if self._range == "reject":
                raise bad_answer(f"step {step}: {excess}, and MetaDrive would clip it without a word (option out_of_range: saturate clips with an event)")
            limits = self._limits
            accel, steer = min(max(accel, -limits.decel), limits.accel), min(max(steer, -limits.steer), limits.steer)
            if not self._spoiled:
                events.append(self._event(now, "saturated", f"{excess[0].upper()}{excess[1:]}: clipped."))
        self._spoiled = bool(excess)
        return [min(max(a, -1.0), 1.0) for a in self._limits.action(accel, steer)], events

    def _event(self, time_us: int, kind: str, text: str, *others: str) -> simulator_pb2.WorldEvent:
        assert self._prepared is not None
        task = self._prepared.task
        return simulator_pb2.WorldEvent(time_us=time_us, kind=kind, actors=[task.actors[task.ego_index].id, *others], text=text)

    def _look(self, step: int, info: dict[str, Any]) -> Stepped:
        """Where everybody is now, and what MetaDrive's flags say."""
        assert self._prepared is not None and self._stage is not None
        p, env = self._prepared, self._stage.env
        now: dict[int, State] = {p.task.ego_index: self._state(p.task.ego_index, env.agent)}
        names = env.engine.traffic_manager.get_state()["obj_id_to_original_id"]
        objects = env.engine.get_objects()
        for object_id, track in names.items():
            index = p.tracks.get(str(track))
            if index is not None and object_id in objects:
                now[index] = self._state(index, objects[object_id])
        done = Stepped([s.frame(i, p.task.actors[i].id) for i, s in sorted(now.items())])
        for light_id, states in p.lights.items():
            done.signals.append(world_pb2.SignalFrame(id=light_id, state=states[min(step, len(states) - 1)] if states else 0))  # type: ignore[arg-type]
        time_us = step * p.task.step_us
        for track_id, index in p.tracks.items():
            valid = p.data["tracks"][track_id]["state"]["valid"]
            due = step < len(valid) and valid[step] != 0
            if due and index not in now and track_id not in self._blocked:
                self._blocked.add(track_id)
                done.events.append(simulator_pb2.WorldEvent(time_us=time_us, kind="spawn-blocked", actors=[track_id], text=f"'{track_id}' should be there, but MetaDrive did not make it."))
        self._contacts(done, info, now, time_us)
        self._before = now
        return done

    def _state(self, index: int, thing: Any) -> State:
        assert self._prepared is not None
        origin, dt = self._prepared.origin, self._prepared.task.step_us / 1e6
        heading = float(thing.heading_theta)
        vx, vy = (float(v) for v in thing.velocity[:2])
        cos, sin = math.cos(heading), math.sin(heading)
        speed, lateral = vx * cos + vy * sin, vy * cos - vx * sin
        before = self._before.get(index)
        accel = yaw_rate = 0.0
        if before is not None:
            turn = math.remainder(heading - before.heading, 2 * math.pi)
            accel, yaw_rate, heading = (speed - before.speed) / dt, turn / dt, before.heading + turn
        steer = float(thing.steering) * self._limits.steer if index == self._prepared.task.ego_index and hasattr(thing, "steering") else 0.0
        return State(float(thing.position[0]) + origin[0], float(thing.position[1]) + origin[1], heading, speed, lateral, accel, yaw_rate, steer)

    def _contacts(self, done: Stepped, info: dict[str, Any], now: dict[int, State], time_us: int) -> None:
        """MetaDrive says that the ego touches something of a kind, not what: the nearest of that kind it is. Each begins when its flag rises."""
        assert self._prepared is not None
        task = self._prepared.task
        for flag, kinds, without in (("crash_vehicle", None, ()), ("crash_human", _PEOPLE, ()), ("crash_object", _THINGS, ())):
            raised = bool(info.get(flag))
            if raised and flag not in self._flags:
                me = now[task.ego_index]
                near = None
                for i, s in now.items():
                    cls = getattr(task.actors[i], "class")
                    fits = cls in kinds if kinds is not None else cls not in (*_PEOPLE, *_THINGS)
                    if i != task.ego_index and fits:
                        gap = math.hypot(s.x - me.x, s.y - me.y) - (task.actors[i].body.length_m + task.actors[i].body.width_m) / 4
                        near = (gap, i, s) if near is None or gap < near[0] else near
                if near is None:
                    done.events.append(self._event(time_us, flag.replace("_", "-"), "The ego touches something that is no actor."))
                else:
                    _, i, s = near
                    before_me, before = self._before.get(task.ego_index, me), self._before.get(i, s)
                    # After the contact the physics has already changed both: their speeds from the step before.
                    dvx = before_me.speed * math.cos(before_me.heading) - before.speed * math.cos(before.heading)
                    dvy = before_me.speed * math.sin(before_me.heading) - before.speed * math.sin(before.heading)
                    contact = simulator_pb2.ContactFrame(time_us=time_us, a=task.actors[task.ego_index].id, b=task.actors[i].id)
                    contact.x, contact.y, contact.relative_speed_mps = (me.x + s.x) / 2, (me.y + s.y) / 2, math.hypot(dvx, dvy)
                    done.contacts.append(contact)
            (self._flags.add if raised else self._flags.discard)(flag)
        for flag, kind, text in (("crash_sidewalk", "kerb", "The ego touches a kerb or the edge of the road."), ("crash_building", "crash-building", "The ego touches a building.")):
            raised = bool(info.get(flag))
            if raised and flag not in self._flags:
                done.events.append(self._event(time_us, kind, text))
            (self._flags.add if raised else self._flags.discard)(flag)
        if bool(info.get("out_of_road")) and "terminated" not in self._flags:
            self._flags.add("terminated")
            done.events.append(self._event(time_us, "off-road", "MetaDrive: the ego is out of the road."))

    def inject(self, step: int, change: simulator_pb2.Injection) -> str:
        return f"MetaDrive cannot {(change.WhichOneof('change') or 'change anything').replace('environment', 'change the environment').replace('signal', 'set a light')} while it runs: its tracks are laid down before"

    # Ending.

    def _free(self) -> None:
        if self._stage is not None:
            stage, self._stage = self._stage, None
            stage.close()

    def close(self) -> None:
        self._free()
