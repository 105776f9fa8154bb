"""Our scenarios as ScenarioNet descriptions."""

from __future__ import annotations

import copy
import json
import unittest
from typing import Any

import numpy as np
import support  # noqa: F401
from sim_driver import RecordingError
from sim_driver.scenario import Scenario
from sim_driver.synthetic import scenario_json

from sim_metadrive.description import adopt, check, parse_json, prepare

BOX = {"length_m": 4.0, "width_m": 1.8, "height_m": 1.5, "rear_axle_to_centre_m": 1.3}


def actor(name: str, behaviour: dict[str, Any], cls: str = "car", x: float = 30.0, speed: float = 5.0, first_step: int = 0, body: Any = None) -> dict[str, Any]:
    start = {"x": x, "y": 0.0, "heading_rad": 0.0, "speed_mps": speed}
    return {"id": name, "class": cls, "body": body or BOX, "first_step": first_step, "initial": start, "behaviour": behaviour}


def prepared(*actors: dict[str, Any], **more: Any) -> Any:
    return prepare(Scenario.parse(scenario_json(horizon_us=5_000_000, actors=actors, **more)))


class DescriptionTests(unittest.TestCase):
    def test_a_scenario_becomes_a_description_that_keeps_every_rule(self) -> None:
        late = [{"time_us": 3_000_000, "state": {"x": 80.0, "y": 3.5, "heading_rad": 0.0, "speed_mps": 12.0}}, {"time_us": 4_000_000, "state": {"x": 92.0, "y": 3.5, "heading_rad": 0.0, "speed_mps": 12.0}}]
        p = prepared(actor("late", {"kind": "trajectory", "states": late, "hold_at_end": False, "recorded": True}), actor("ped", {"kind": "constant_velocity"}, "pedestrian", speed=1.0))
        check(p.data)
        self.assertEqual(p.data["length"], 51)
        state = p.data["tracks"]["late"]["state"]
        self.assertEqual((int(state["valid"].sum()), int(np.argmax(state["valid"]))), (11, 30))
        self.assertAlmostEqual(float(state["position"][35, 0]), 86.0, places=4)
        self.assertEqual({k: t["type"] for k, t in p.data["tracks"].items()}, {"ego": "VEHICLE", "car": "VEHICLE", "late": "VEHICLE", "ped": "PEDESTRIAN"})
        self.assertEqual(p.data["metadata"]["object_summary"]["late"]["valid_length"], 11)
        self.assertAlmostEqual(p.data["metadata"]["object_summary"]["late"]["moving_distance"], 12.0, places=3)

    def test_positions_are_counted_from_the_ego_in_double_precision(self) -> None:
        far = json.loads(scenario_json())
        for a in far["actors"]:
            a["initial"]["x"] += 4_000_000.125
            a["initial"]["y"] -= 4_000_000.0
        for lane in far["map"]["lanes"]:
            for side in ("left", "right", "centre"):
                for point in lane[side]["points"]:
                    point["x"] += 4_000_000.125
                    point["y"] -= 4_000_000.0
        p = prepare(Scenario.parse(json.dumps(far).encode()))
        self.assertEqual(p.origin, (4_000_000.125, -4_000_000.0))
        self.assertEqual(p.data["tracks"]["ego"]["state"]["position"][0].tolist(), [0.0, 0.0, 0.0])
        self.assertEqual(p.data["tracks"]["car"]["state"]["position"][0].tolist(), [60.0, 3.5, 0.0])
        self.assertLess(float(np.abs(p.data["map_features"]["right"]["polyline"]).max()), 600)

    def test_lanes_carry_their_links_and_lines_are_drawn_once(self) -> None:
        features = prepared().data["map_features"]
        self.assertEqual(features["right"]["left_neighbor"], ["left"])
        self.assertEqual(features["left"]["right_neighbor"], ["right"])
        lines = {k: f["type"] for k, f in features.items() if f["type"].startswith("ROAD_")}
        self.assertEqual(lines, {"right:right": "ROAD_LINE_BROKEN_SINGLE_WHITE", "left:right": "ROAD_LINE_BROKEN_SINGLE_WHITE", "left:left": "ROAD_LINE_SOLID_SINGLE_WHITE"})

    def test_a_driven_ego_gets_a_line_to_measure_progress_on(self) -> None:
        state = prepared(ego={"initial": {"x": 0.0, "y": 1.0, "heading_rad": 0.1, "speed_mps": 0.0}}).data["tracks"]["ego"]["state"]
        self.assertEqual((state["position"][0].tolist(), round(float(state["heading"][0]), 6), float(state["velocity"][0, 0])), ([0.0, 0.0, 0.0], 0.1, 0.0))
        self.assertAlmostEqual(float(state["position"][-1, 0]), 40.0, places=3)
        self.assertAlmostEqual(float(state["position"][-1, 1]), -1.0, places=5)

    def test_lights_are_filed_under_their_lane(self) -> None:
        data = json.loads(scenario_json(horizon_us=3_000_000))
        cycle = [{"state": "red", "duration_us": 1_000_000}, {"state": "green", "duration_us": 1_000_000}]
        light = {"id": "tl", "kind": "light", "code": "", "subtype": "", "country": "", "cycle": cycle, "cycle_offset_us": 500_000, "height_m": 5.0}
        data["map"]["signals"] = [light, {**light, "id": "nowhere"}]
        data["map"]["lanes"][0].update(signal_ids=["tl"], stop_line_id="line")
        data["map"]["stop_lines"] = [{"id": "line", "from": {"x": 100.0, "y": -1.75}, "to": {"x": 100.0, "y": 1.75}, "signal_ids": ["tl"]}]
        p = prepare(Scenario.parse(json.dumps(data).encode()))
        self.assertEqual(list(p.data["dynamic_map_states"]), ["right"])
        shown = p.data["dynamic_map_states"]["right"]["state"]["object_state"]
        self.assertEqual([shown[k][14:] for k in (0, 4, 5, 14, 15, 30)], ["RED", "RED", "GREEN", "GREEN", "RED", "GREEN"])
        self.assertEqual(p.data["dynamic_map_states"]["right"]["stop_point"].tolist(), [100.0, 0.0, 0.0])
        self.assertEqual([n for n in p.unsupported if "nowhere" in n], ["light 'nowhere': binds no lane that MetaDrive has, it is shown to drivers but does not stand there"])
        self.assertEqual(set(p.lights), {"tl", "nowhere"})

    def test_what_metadrive_does_not_have_is_named(self) -> None:
        waits = {"kind": "follow_path", "path": {"points": [{"x": 40.0, "y": -5.0}, {"x": 40.0, "y": 5.0}]}, "speeds": [], "trigger": {"gap_m": 20.0}, "hold_at_end": True}
        p = prepared(
            actor("lane", {"kind": "follow_lane", "route": []}),
            actor("waits", waits, "pedestrian"),
            actor("train", {"kind": "stationary"}, "train"),
            actor("box", {"kind": "stationary"}, "static_object"),
            actor("ghost", {"kind": "stationary"}, first_step=900),
        )
        text = "\n".join(p.unsupported)
        for word in ("'lane': follow_lane", "'waits': its trigger", "no trains", "'box': stands as MetaDrive's barrier", "'ghost': never there"):
            self.assertIn(word, text)
        self.assertEqual(set(p.tracks), {"ego", "car", "lane", "waits", "box"})
        self.assertEqual(float(p.data["tracks"]["waits"]["state"]["velocity"][5].sum()), 0.0)

    def test_scenarios_that_cannot_be_are_refused(self) -> None:
        for change, says in (
            ({"ego": {"first_step": 3}}, "from the start"),
            ({"ego": {"class": "pedestrian"}}, "no vehicle"),
        ):
            with self.assertRaisesRegex(RecordingError, says):
                prepared(**change)
        empty = json.loads(scenario_json())
        empty["map"]["lanes"] = []
        with self.assertRaisesRegex(RecordingError, "no lane"):
            prepare(Scenario.parse(json.dumps(empty).encode()))


class RuleTests(unittest.TestCase):
    """Each rule of a description, broken once."""

    def setUp(self) -> None:
        self.data = prepared(actor("late", {"kind": "constant_velocity"}, first_step=10)).data

    def broken(self, says: str, change: Any) -> None:
        data = copy.deepcopy(self.data)
        change(data)
        with self.subTest(says), self.assertRaisesRegex(RecordingError, says):
            check(data)

    def test_every_rule(self) -> None:
        check(self.data)
        self.broken("tracks missing", lambda d: d.pop("tracks"))
        self.broken("metadata needs", lambda d: d["metadata"].pop("coordinate"))
        self.broken("metadata.ts has shape", lambda d: d["metadata"].update(ts=d["metadata"]["ts"][1:]))
        self.broken("does not have the type", lambda d: d["tracks"]["late"].update(type="UNSET"))
        self.broken("object_id equal", lambda d: d["tracks"]["late"]["metadata"].update(object_id="other"))
        self.broken("50 frames, not 51", lambda d: d["tracks"]["late"]["state"].update(heading=d["tracks"]["late"]["state"]["heading"][1:]))
        self.broken("not zero where valid is 0", lambda d: d["tracks"]["late"]["state"]["position"].__setitem__((3, 0), 1.0))
        self.broken("there in no frame", lambda d: d["tracks"]["late"]["state"]["valid"].fill(0))
        self.broken("not finite", lambda d: d["tracks"]["late"]["state"]["heading"].__setitem__(20, np.nan))
        self.broken("shape \\(51, 1\\)", lambda d: d["tracks"]["late"]["state"].update(heading=np.zeros((51, 1))))
        self.broken("position and heading", lambda d: d["tracks"]["late"]["state"].pop("heading"))
        self.broken("needs a polyline", lambda d: d["map_features"]["right"].pop("polyline"))
        self.broken("m apart", lambda d: d["map_features"]["right"].update(polygon=d["map_features"]["right"]["polygon"] + 300))
        self.broken("no type that a description may hold", lambda d: d["metadata"].update(extra=lambda: None))
        self.broken("no track", lambda d: d["metadata"].update(sdc_id="nobody"))

    def test_json_that_is_no_description_is_refused(self) -> None:
        for bad, says in (
            (b"\xff", "not JSON"),
            (b"[1]", "tables"),
            (b'{"metadata": {}, "tracks": {"a": 1}, "dynamic_map_states": {}, "map_features": {}}', "state is a table"),
            (b'{"metadata": {"ts": [[1], [1, 2]]}, "tracks": {}, "dynamic_map_states": {}, "map_features": {}}', "no array"),
            (b'{"metadata": {}, "tracks": {}, "dynamic_map_states": {}, "map_features": {"l": {"polyline": [1, 2]}}}', "points of two"),
            (b'{"metadata": {}, "tracks": {}, "dynamic_map_states": {}, "map_features": {}}', "missing"),
        ):
            with self.subTest(says), self.assertRaisesRegex(RecordingError, says):
                adopt(parse_json(bad), 0, 0)


if __name__ == "__main__":
    unittest.main()
