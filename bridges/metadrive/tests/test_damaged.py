"""Damaged scenarios and descriptions end with a refusal that names a place, never with anything else."""

from __future__ import annotations

import copy
import json
import random
import unittest
import warnings
from typing import Any

import numpy as np
import support  # noqa: F401
from sim_driver import RecordingError
from sim_driver.scenario import Scenario
from sim_driver.synthetic import scenario_json
from test_description import actor

from sim_metadrive.description import adopt, check, parse_json, prepare

VALUES: list[Any] = [None, True, -1, 0, 1e308, float("nan"), "x", "", [], {}, [1], {"a": 1}, [[1, 2], [3]], 1e30, 10**30, -0.5]
STATES = [{"time_us": t, "state": {"x": 9.0, "y": 3.0, "heading_rad": 0.0, "speed_mps": 1.0}} for t in (0, 1_000_000)]


def damaged(data: Any, draw: random.Random) -> Any:
    """One value somewhere replaced, removed or doubled."""
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in list(value) if isinstance(value, dict) else range(min(len(value), 4)) if isinstance(value, list) else ():
            places.append((value, key))
            walk(value[key])

    walk(data)
    parent, key = draw.choice(places)
    what = draw.randrange(len(VALUES) + 2)
    if what < len(VALUES):
        parent[key] = copy.deepcopy(VALUES[what])
    elif what == len(VALUES):
        del parent[key]
    elif isinstance(parent, dict):
        parent[f"{key}2"] = copy.deepcopy(parent[key])
    return data


def plain(value: Any) -> Any:
    """Arrays as nested lists."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


class DamagedTests(unittest.TestCase):
    def setUp(self) -> None:
        self.scenario = json.loads(
            scenario_json(
                horizon_us=1_000_000,
                goal_x=5.0,
                actors=[
                    actor("log", {"kind": "trajectory", "states": STATES, "hold_at_end": False, "recorded": True}),
                    actor("walks", {"kind": "follow_path", "path": {"points": [{"x": 1.0, "y": 1.0}, {"x": 2.0, "y": 2.0}]}, "speeds": [{"after_us": 0, "speed_mps": 1.0, "rate_mps2": 1.0}], "trigger": {"time_us": 100}}, "pedestrian"),
                    actor("lane", {"kind": "follow_lane", "route": ["right"]}),
                ],
            )
        )  # fmt: skip
        self.scenario["map"]["signals"] = [{"id": "l", "kind": "light", "code": "", "subtype": "", "country": "", "cycle": [{"state": "red", "duration_us": 1000}], "cycle_offset_us": 0}]
        self.scenario["map"]["lanes"][0]["signal_ids"] = ["l"]

    def count(self, base: Any, work: Any) -> int:
        refused = 0
        for seed in range(400):
            content = json.dumps(damaged(copy.deepcopy(base), random.Random(seed))).encode()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    work(content)
                except RecordingError as e:
                    refused += 1
                    self.assertTrue(str(e))
        return refused

    def test_scenarios(self) -> None:
        self.assertGreater(self.count(self.scenario, lambda c: check(prepare(Scenario.parse(c)).data)), 100)

    def test_descriptions(self) -> None:
        base = plain(prepare(Scenario.parse(json.dumps(self.scenario).encode())).data)
        adopt(parse_json(json.dumps(base).encode()), 0, 0)
        self.assertGreater(self.count(base, lambda c: adopt(parse_json(c), 0, 0)), 100)

    def test_texts_that_break_off(self) -> None:
        whole = json.dumps(self.scenario).encode()
        for end in range(0, len(whole), 97):
            with self.assertRaises(RecordingError):
                Scenario.parse(whole[:end])


if __name__ == "__main__":
    unittest.main()
