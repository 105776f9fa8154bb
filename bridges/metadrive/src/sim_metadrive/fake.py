"""
A stand-in of the parts of MetaDrive's Python API that the adapter calls, with the quirks that were measured in MetaDrive 0.4.3: actions are clipped
silently, reset() takes the index of a scenario, one engine lives in a process, crashes do not end an episode, a far ego ends it without a reason,
lights are found by the id of their lane, positions are moved to the ego's start. The vehicle is a kinematic bicycle; nothing is pushed by a contact.
"""

from __future__ import annotations

import math
import pickle
import sys
import threading
import types
from pathlib import Path
from typing import Any

import numpy as np

MODULES = (
    "metadrive",
    "metadrive.version",
    "metadrive.envs",
    "metadrive.envs.scenario_env",
    "metadrive.policy",
    "metadrive.policy.env_input_policy",
    "metadrive.policy.replay_policy",
    "metadrive.scenario",
    "metadrive.scenario.scenario_description",
)
DEFAULTS = {
    "data_directory": "", "start_scenario_index": 0, "num_scenarios": 3, "use_render": False, "agent_policy": None, "decision_repeat": 5, "horizon": None,
    "map_region_size": 1024, "reactive_traffic": False, "filter_overlapping_car": True, "max_lateral_dist": 4, "log_level": 20, "use_bounding_box": False,
    "agent_configs": {"default_agent": {}}, "physics_world_step_size": 0.02,
}  # fmt: skip
_engines: list[Any] = []


class Faults:
    """What is to go wrong, and a recording to play instead of the bicycle."""

    def __init__(self, version: str = "0.4.3", crash_on_load: str = "0", hang_at: str = "-1", crash_at: str = "-1") -> None:
        self.version, self.crash_on_load = version, crash_on_load == "1"
        self.hang_at, self.crash_at = int(hang_at), int(crash_at)
        self.hanging = threading.Event()
        self.rows: list[list[float]] | None = None
        """Rows of x, y, heading, speed of the ego after each step: a recorded run."""
        self.terminated: list[Any] | None = None
        """Index of the row at which the recorded run ended, and the flags that were true."""


faults = Faults()


def _wrap(angle: float) -> float:
    return math.remainder(angle, 2 * math.pi)


class _Body:
    """What a vehicle, a pedestrian or the ego has in common."""

    def __init__(self, name: str, kind: str, length: float, width: float, height: float) -> None:
        self.name = self.id = name
        self.kind, self.LENGTH, self.WIDTH, self.HEIGHT = kind, length, width, height
        self.position, self.heading_theta, self.velocity = np.zeros(2), 0.0, np.zeros(2)

    @property
    def speed(self) -> float:
        return float(np.hypot(*self.velocity))

    def set_position(self, position: Any) -> None:
        # Panda3D keeps positions in single precision.
        self.position = np.asarray(position[:2], np.float32).astype(np.float64)

    def set_heading_theta(self, heading: float) -> None:
        self.heading_theta = _wrap(float(heading))

    def set_velocity(self, velocity: Any, in_local_frame: bool = False) -> None:
        self.velocity = np.asarray(velocity[:2], np.float64).copy()

    def set_angular_velocity(self, rate: float) -> None:
        pass

    def corners(self) -> np.ndarray[Any, Any]:
        c, s = math.cos(self.heading_theta), math.sin(self.heading_theta)
        half = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (self.LENGTH / 2, self.WIDTH / 2)
        return np.asarray(half @ np.array([[c, s], [-s, c]]) + self.position)

    def touches(self, other: _Body) -> bool:
        """Whether two boxes overlap, by the separating axes."""
        a, b = self.corners(), other.corners()
        for heading in (self.heading_theta, other.heading_theta):
            for axis in ((math.cos(heading), math.sin(heading)), (-math.sin(heading), math.cos(heading))):
                p, q = a @ axis, b @ axis
                if p.max() < q.min() or q.max() < p.min():
                    return False
        return True


class _Agent(_Body):
    FRONT_WHEELBASE, REAR_WHEELBASE = 1.05234, 1.4166

    def __init__(self, config: dict[str, Any], exact: bool) -> None:
        size = (config["length"], config["width"], config["height"]) if exact else (4.515, 1.852, 1.19)
        super().__init__("default_agent", "VEHICLE", *size)
        self.config = {"max_engine_force": 759.469, "max_brake_force": 130.0, "max_steering": 40.0, "max_speed_km_h": 80.0, "mass": 1100.0, **config}
        self.MASS = self.config["mass"]
        self.max_steering = self.config["max_steering"]
        self.max_speed_m_s = self.config["max_speed_km_h"] / 3.6
        self.steering = self.throttle_brake = 0.0
        self.crash_vehicle = self.crash_human = self.crash_object = False

    def drive(self, action: list[float], dt: float, repeat: int) -> None:
        # Clipped without a word.
        self.steering, self.throttle_brake = (min(max(float(a), -1.0), 1.0) for a in action)
        mass, speed = self.MASS, float(self.velocity @ (math.cos(self.heading_theta), math.sin(self.heading_theta)))
        for _ in range(repeat):
            t = self.throttle_brake
            if t > 0:
                accel = 4 * self.config["max_engine_force"] * t / mass if speed <= self.max_speed_m_s else 0.0
            else:
                accel = -4 * (2.0 if t == 0 or speed < 0.01 else -t * self.config["max_brake_force"]) / (mass * dt)
            after = max(0.0, speed + accel * dt)
            travelled, speed = (speed + after) / 2 * dt, after
            turn = travelled * math.tan(self.steering * math.radians(self.max_steering)) / (self.FRONT_WHEELBASE + self.REAR_WHEELBASE)
            axle = self.position - self.REAR_WHEELBASE * np.array([math.cos(self.heading_theta), math.sin(self.heading_theta)])
            mean = self.heading_theta + turn / 2
            axle += travelled * np.array([math.cos(mean), math.sin(mean)])
            self.heading_theta = _wrap(self.heading_theta + turn)
            self.position = axle + self.REAR_WHEELBASE * np.array([math.cos(self.heading_theta), math.sin(self.heading_theta)])
        self.velocity = speed * np.array([math.cos(self.heading_theta), math.sin(self.heading_theta)])


class EnvInputPolicy:
    """Takes [steering, throttle]."""

    def __init__(self, control_object: Any, engine: Any) -> None:
        self.control_object, self.engine = control_object, engine


class ReplayTrafficParticipantPolicy(EnvInputPolicy):
    """Acts after the physics."""


class ReplayEgoCarPolicy(ReplayTrafficParticipantPolicy):
    """Puts the ego on its own track."""

    def act(self, agent_id: str) -> None:
        state = self.engine.scenario["tracks"][self.engine.ego]["state"]
        k = min(self.engine.episode_step, len(state["heading"]) - 1)
        self.control_object.set_position(state["position"][k])
        self.control_object.set_velocity(state["velocity"][k])
        self.control_object.set_heading_theta(float(state["heading"][k]))


class _TrafficManager:
    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.made: dict[str, str] = {}

    def get_state(self) -> dict[str, Any]:
        return {"obj_id_to_original_id": dict(self.made), "original_id_to_obj_id": {v: k for k, v in self.made.items()}}

    def update(self) -> None:
        e = self.engine
        known = {track: name for name, track in self.made.items()}
        for track_id, track in e.scenario["tracks"].items():
            if track_id == e.ego or track["type"] not in ("VEHICLE", "PEDESTRIAN", "CYCLIST", "TRAFFIC_CONE", "TRAFFIC_BARRIER"):
                continue
            state, k = track["state"], e.episode_step
            there = k < len(state["valid"]) and bool(state["valid"][k])
            static = track["type"].startswith("TRAFFIC_")
            if track_id in known:
                if not there and not static:
                    e.objects.pop(known[track_id])
                    self.made.pop(known[track_id])
                    continue
                body = e.objects[known[track_id]]
            else:
                if not there or (static and state["valid"].sum() < 20):
                    continue
                away = np.asarray(state["position"][k][:2], np.float64) - e.agent.position
                c, s = math.cos(e.agent.heading_theta), math.sin(e.agent.heading_theta)
                near = abs(away @ (c, s)) < 8 and abs(away @ (-s, c)) < 2
                if e.config["filter_overlapping_car"] and track["type"] == "VEHICLE" and near:
                    continue
                e.count += 1
                name = f"{e.count:08x}"
                size = [float(state[key][k]) for key in ("length", "width", "height")]
                if track["type"] == "VEHICLE" and not e.config["use_bounding_box"]:
                    # One of four cars by its length, with that car's size.
                    size = [(4.3, 1.7, 1.7), (4.6, 1.85, 1.37), (4.87, 2.046, 1.85), (5.74, 2.3, 2.8)][sum(size[0] > limit for limit in (4, 5.2, 6.2))]  # type: ignore[assignment]
                body = e.objects[name] = _Body(name, track["type"], *size)
                self.made[name] = track_id
            if there:
                body.set_position(state["position"][k])
                body.set_velocity(state["velocity"][k])
                body.set_heading_theta(float(state["heading"][k]))


class _Engine:
    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.external_actions: dict[str, Any] | None = None

    def begin(self, index: int) -> None:
        folder = Path(self.config["data_directory"])
        summary = pickle.loads((folder / "dataset_summary.pkl").read_bytes())
        mapping = pickle.loads((folder / "dataset_mapping.pkl").read_bytes())
        name = list(summary)[index]
        self.scenario = pickle.loads((folder / mapping[name] / name).read_bytes())
        self.ego = str(self.scenario["metadata"]["sdc_id"])
        first = self.scenario["tracks"][self.ego]["state"]
        origin = np.array(first["position"][0][:2])
        # MetaDrive's test for "begins at the origin" is the sum of x and y.
        if abs(origin.sum()) >= 1e-3:
            for track in self.scenario["tracks"].values():
                track["state"]["position"][..., :2] -= origin
        self.episode_step, self.count = 0, 0
        exact = self.config["use_bounding_box"]
        own = {key: float(first[key][0]) for key in ("length", "width", "height")}
        self.agent = _Agent({**own, **self.config["agent_configs"]["default_agent"]}, exact)
        self.agent.set_position(first["position"][0])
        self.agent.set_heading_theta(float(first["heading"][0]))
        self.agent.set_velocity(first["velocity"][0])
        self.objects: dict[str, _Body] = {"default_agent": self.agent}
        self.traffic_manager = _TrafficManager(self)
        lanes = {k for k, f in self.scenario["map_features"].items() if str(f["type"]).startswith("LANE_")}
        self.lights = sorted(k for k in self.scenario["dynamic_map_states"] if k in lanes)
        self.line = np.asarray(first["position"], np.float64)[:, :2]
        self.traffic_manager.update()

    def get_objects(self) -> dict[str, _Body]:
        return self.objects

    def off_line(self) -> tuple[float, float]:
        """Share of the ego's track that is done, and distance from it."""
        a, b = self.line[:-1], self.line[1:]
        d = b - a
        square = np.maximum((d**2).sum(axis=1), 1e-12)
        f = np.clip(((self.agent.position - a) * d).sum(axis=1) / square, 0, 1)
        off = np.hypot(*(self.agent.position - a - f[:, None] * d).T)
        k = int(off.argmin())
        lengths = np.sqrt((d**2).sum(axis=1))
        total = lengths.sum()
        return float((lengths[:k].sum() + f[k] * lengths[k]) / total) if total >= 2 else 1.0, float(off[k])


class ScenarioEnv:
    """Drives what a folder of descriptions holds."""

    def __init__(self, config: dict[str, Any]) -> None:
        assert not _engines, "Can not call this API after engine initialization!"
        if unknown := set(config) - set(DEFAULTS):
            raise KeyError(f"'{sorted(unknown)}' does not exist in existing config")
        if faults.crash_on_load:
            raise MemoryError("std::bad_alloc")
        size = config.get("map_region_size", 1024)
        assert (size & (size - 1)) == 0 and 512 <= size <= 4096, "map_region_size should be pow of 2 and < 2048."
        self.config: dict[str, Any] = {**DEFAULTS, **config}
        self.engine: Any = None

    @property
    def agent(self) -> Any:
        return self.engine.agent

    def reset(self, seed: int | None = None) -> tuple[Any, dict[str, Any]]:
        start, count = self.config["start_scenario_index"], self.config["num_scenarios"]
        if self.engine is None:
            assert not _engines, "Can not call this API after engine initialization!"
            self.engine = _Engine(self.config)
            _engines.append(self.engine)
        seed = start if seed is None else seed
        assert start <= seed < start + count, f"Scenario Index (force seed) {seed} is out of range [{start}, {start + count})."
        self.engine.begin(seed)
        self._policy = self.config["agent_policy"](self.engine.agent, self.engine) if self.config["agent_policy"] else EnvInputPolicy(self.engine.agent, self.engine)
        if isinstance(self._policy, ReplayTrafficParticipantPolicy):
            self._policy.act("default_agent")  # type: ignore[attr-defined]
        return np.zeros(259, np.float32), {}

    def step(self, action: Any) -> tuple[Any, float, Any, bool, dict[str, Any]]:
        e = self.engine
        if faults.hang_at == e.episode_step:
            faults.hanging.wait()
        if faults.crash_at == e.episode_step:
            raise RuntimeError("Assertion failed: !is_empty() at line 1234 of panda/src/pgraph/nodePath.I")
        e.episode_step += 1
        e.external_actions = {"default_agent": action}
        replay = isinstance(self._policy, ReplayTrafficParticipantPolicy)
        if faults.rows is not None:
            row = faults.rows[min(e.episode_step, len(faults.rows)) - 1]
            e.agent.steering, e.agent.throttle_brake = (0.0, 0.0) if replay else (min(max(float(a), -1.0), 1.0) for a in action)
            e.agent.position, e.agent.heading_theta = np.array(row[:2]), row[2]
            e.agent.velocity = row[3] * np.array([math.cos(row[2]), math.sin(row[2])])
        else:
            e.agent.drive([0, 0] if replay else action, self.config["physics_world_step_size"], self.config["decision_repeat"])
        e.traffic_manager.update()
        if replay and faults.rows is None:
            self._policy.act("default_agent")
        if faults.rows is not None:
            end = faults.terminated
            over = end is not None and e.episode_step - 1 >= end[0]
            return None, 0.0, over, False, {flag: True for flag in end[1]} if over and end is not None else {}
        done, off = e.off_line()
        far = np.float64(off) > self.config["max_lateral_dist"]
        info: dict[str, Any] = {"arrive_dest": done > 0.95, "max_step": False, "out_of_road": False, "velocity": e.agent.speed}
        touched = {b.kind for b in e.objects.values() if b is not e.agent and e.agent.touches(b)}
        info["crash_vehicle"], info["crash_human"] = "VEHICLE" in touched, bool(touched & {"PEDESTRIAN", "CYCLIST"})
        info["crash_object"] = any(k.startswith("TRAFFIC_") for k in touched)
        info["crash"] = info["crash_vehicle"] or info["crash_human"] or info["crash_object"]
        return None, 0.0, bool(info["arrive_dest"] or far), False, info

    def close(self) -> None:
        if self.engine in _engines:
            _engines.remove(self.engine)
        self.engine = None


class ScenarioDescription(dict[str, Any]):
    """Only its check."""

    @staticmethod
    def sanity_check(data: dict[str, Any], check_self_type: bool = False, valid_check: bool = False) -> None:
        n = data["length"]
        for name, track in data["tracks"].items():
            assert track["metadata"]["object_id"] == name
            for key, values in track["state"].items():
                assert len(values) == n
                if valid_check and "valid" in track["state"]:
                    absent = (values[..., :2] if key == "position" else values)[track["state"]["valid"] == 0]
                    assert abs(np.sum(absent)) < 1e-2, f"Valid array mismatches with {key} array"
        assert data["metadata"]["ts"].shape == (n,)


def install(**what: str) -> Faults:
    """Takes MetaDrive's place among the modules of this process. what: see Faults."""
    global faults
    faults = Faults(**what)
    for name in MODULES:
        sys.modules[name] = types.ModuleType(name)
    here: dict[str, dict[str, Any]] = {
        "metadrive.version": {"VERSION": faults.version},
        "metadrive.envs.scenario_env": {"ScenarioEnv": ScenarioEnv},
        "metadrive.policy.env_input_policy": {"EnvInputPolicy": EnvInputPolicy},
        "metadrive.policy.replay_policy": {"ReplayEgoCarPolicy": ReplayEgoCarPolicy, "ReplayTrafficParticipantPolicy": ReplayTrafficParticipantPolicy},
        "metadrive.scenario.scenario_description": {"ScenarioDescription": ScenarioDescription},
    }
    for name, members in here.items():
        vars(sys.modules[name]).update(members)
    return faults


def remove() -> None:
    """Leaves the modules of this process again."""
    for name in MODULES:
        sys.modules.pop(name, None)
    _engines.clear()
