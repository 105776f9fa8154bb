"""The doors to MetaDrive: everything of its Python API that this package touches is named here and in simulator.py."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from sim_driver import Refused

KNOWN_VERSIONS = ("0.4.3",)
"""Versions that the mapping was checked against. Others need the option "any_version"."""
FILE = "sd_sim_sim-1_scenario.pkl"


def version() -> str:
    """MetaDrive's version. Raises Refused when it is not installed."""
    try:
        from metadrive.version import VERSION
    except ImportError as e:
        raise Refused(f"MetaDrive cannot be imported ({e}): install it into this Python, see the README") from None
    return str(VERSION)


def dynamics(body: Any, vehicle: Any, substep_s: float) -> dict[str, Any]:
    """Parameters of MetaDrive's vehicle that has our vehicle's size and limits."""
    mass = 1100.0
    return {
        "mass": mass,
        "max_engine_force": mass * vehicle.max_accel_mps2 / 4,
        "max_brake_force": mass * substep_s * vehicle.max_decel_mps2 / 4,
        "max_steering": float(np.degrees(vehicle.max_steer_rad)),
        "max_speed_km_h": vehicle.max_speed_mps * 3.6,
        "length": body.length_m,
        "width": body.width_m,
        "height": body.height_m or 1.5,
    }


class Stage:
    """One ScenarioEnv over one scenario in a folder of its own. MetaDrive allows one at a time in a process."""

    def __init__(self, data: dict[str, Any], *, decision_repeat: int, ego: str, region_m: int, exact: dict[str, Any] | None, reactive: bool, lateral_m: float) -> None:
        """ego: "controls" (env.step takes [steering, throttle]), "poses" (it takes a pose) or "track" (it follows its own)."""
        from metadrive.envs.scenario_env import ScenarioEnv
        from metadrive.scenario.scenario_description import ScenarioDescription

        ScenarioDescription.sanity_check(data, valid_check=True)
        self._folder = Path(tempfile.mkdtemp(prefix="sim-metadrive-"))
        try:
            # MetaDrive reads pickles. These are written here and read by nobody else; none that came from outside is ever read.
            for name, content in (("dataset_summary.pkl", {FILE: data["metadata"]}), ("dataset_mapping.pkl", {FILE: ""}), (FILE, data)):
                (self._folder / name).write_bytes(pickle.dumps(content))
            config: dict[str, Any] = {
                "data_directory": str(self._folder),
                "start_scenario_index": 0,
                "num_scenarios": 1,
                "use_render": False,
                "agent_policy": policy(ego),
                "decision_repeat": decision_repeat,
                "horizon": None,
                "map_region_size": region_m,
                "reactive_traffic": reactive,
                "filter_overlapping_car": False,
                "max_lateral_dist": lateral_m,
                "log_level": 40,
            }
            if exact is not None:
                config["use_bounding_box"] = True
                config["agent_configs"] = {"default_agent": {"use_special_color": True, "spawn_lane_index": None, **exact}}
            self.env = ScenarioEnv(config)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def reset(self, seed: int) -> None:
        """Back to the start. MetaDrive's own seed is the index of a scenario, so ours goes to numpy alone."""
        np.random.seed(seed & 0xFFFFFFFF)
        if getattr(self.env, "engine", None) is not None:
            # A replaying policy acts in reset() too: it must not find the last pose of the run before.
            self.env.engine.external_actions = None
        self.env.reset(seed=scenario_index(seed, 0, 1))

    def close(self) -> None:
        """Frees the engine."""
        try:
            self.env.close()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def scenario_index(seed: int, start: int, count: int) -> int:
    """MetaDrive's reset(seed) wants the index of a scenario within [start, start + count)."""
    return start + seed % count


def policy(ego: str) -> Any:
    """The class that moves the ego."""
    if ego == "track":
        from metadrive.policy.replay_policy import ReplayEgoCarPolicy

        return ReplayEgoCarPolicy
    if ego == "controls":
        from metadrive.policy.env_input_policy import EnvInputPolicy

        return EnvInputPolicy
    from metadrive.policy.replay_policy import ReplayEgoCarPolicy

    class PosePolicy(ReplayEgoCarPolicy):  # type: ignore[misc]
        """Puts the ego where env.step says, after the physics, as MetaDrive's own replay does."""

        def act(self, agent_id: str, *_: Any, **__: Any) -> None:
            actions = self.engine.external_actions
            if actions is None:
                return
            x, y, heading, vx, vy, yaw_rate = actions[agent_id]
            body = self.control_object
            body.set_position([x, y])
            body.set_velocity([vx, vy])
            body.set_heading_theta(heading)
            body.set_angular_velocity(yaw_rate)

    return PosePolicy
