"""Exporters on generated data: what they write, and what they refuse."""

from __future__ import annotations

import io
import json
import math
import os
import pickle
import subprocess
import sys
import tempfile
import unittest
import zipfile
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import fakes
from sim_logs import unpickle, utm
from sim_logs.__main__ import main
from sim_logs.errors import LogError


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def run_main(self, *arguments: str) -> str:
        words = io.StringIO()
        with redirect_stderr(words):
            self.code = main([*arguments])
        return words.getvalue()

    def recording(self, *arguments: str) -> dict[str, Any]:
        target = self.folder / "out.recording.json"
        words = self.run_main(arguments[0], arguments[1], str(target), *arguments[2:])
        self.assertEqual((0, ""), (self.code, words))
        found: dict[str, Any] = json.loads(target.read_text())["recording"]
        return found


class NuPlan(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.db, self.map = str(self.folder / "log.db"), str(self.folder / "map.gpkg")
        fakes.database(Path(self.db))
        fakes.geopackage(Path(self.map))

    def test_the_human_and_everybody_else(self) -> None:
        log = self.recording("nuplan", self.db, "--map", self.map, "--duration", "6")
        self.assertEqual((50_000, 121, "ego", "own-log"), (log["step_us"], log["step_count"], log["ego_id"], log["name"]))
        tracks = {t["id"]: t for t in log["tracks"]}
        ego, lead, cone = tracks["ego"], tracks["10" * 8], tracks["11" * 8]
        # The rear axle is at 20 m + 10 m/s t; the box's centre 1.461 m ahead. 664000 and 3998000 are whole hundreds: the origin.
        self.assertAlmostEqual(21.461, ego["x"][0], 9)
        self.assertAlmostEqual(31.461, ego["x"][20], 9)
        self.assertEqual((10.0, 0.25, 0.0), (ego["speed_mps"][3], ego["accel_mps2"][3], ego["heading_rad"][3]))
        self.assertAlmostEqual(1.461, ego["body"]["rear_axle_to_centre_m"], 9)
        self.assertEqual(("car", 4.5, 50.0), (lead["class"], lead["body"]["length_m"], lead["x"][0]))
        self.assertEqual(9.0, lead["speed_mps"][0])
        self.assertEqual(("static_object", 20, 40, []), (cone["class"], cone["first_step"], len(cone["x"]), cone["presence"]))

    def test_the_map_and_its_lights(self) -> None:
        log = self.recording("nuplan", self.db, "--map", self.map)
        lanes = {lane["id"]: lane for lane in log["map"]["lanes"]}
        self.assertEqual({"1", "2", "3", "c7"}, set(lanes))
        self.assertEqual({"lane_id": "2", "same_direction": True}, lanes["1"]["right_neighbour"])
        self.assertEqual({"lane_id": "1", "same_direction": True}, lanes["2"]["left_neighbour"])
        # The shared bound is drawn the other way round and has a point more: all lines get it.
        self.assertEqual([0.0, 30.0, 60.0], [p["x"] for p in lanes["2"]["left"]["points"]])
        self.assertEqual([1.75, -1.75, 0.0], [lanes["2"][k]["points"][1]["y"] for k in ("left", "right", "centre")])
        self.assertEqual((["c7"], ["2"], ["3"], ["c7"]), (lanes["2"]["successors"], lanes["c7"]["predecessors"], lanes["c7"]["successors"], lanes["3"]["predecessors"]))
        self.assertEqual([{"id": "j90", "lane_ids": ["c7"], "incoming_lane_ids": ["2"]}], log["map"]["junctions"])
        self.assertEqual(["light-7"], lanes["c7"]["signal_ids"])
        self.assertEqual([{"signal_id": "light-7", "changes": [{"step": 0, "state": "red"}, {"step": 20, "state": "green"}]}], log["signals"])
        self.assertEqual(1_000_000, log["map"]["signals"][0]["cycle"][0]["duration_us"])
        self.assertAlmostEqual(math.pi, abs(log["map"]["signals"][0]["pose"]["heading_rad"]))
        self.assertEqual(["20"], [c["id"] for c in log["map"]["crosswalks"]])
        self.assertEqual(4, len(log["map"]["crosswalks"][0]["outline"]["points"]))
        self.assertEqual([("40", "parking")], [(a["id"], a["kind"]) for a in log["map"]["areas"]])
        self.assertEqual([("33", 58.5)], [(s["id"], s["from"]["x"]) for s in log["map"]["stop_lines"]])
        self.assertEqual(13.4, lanes["1"]["speed_limit_mps"])

    def test_parts(self) -> None:
        self.assertEqual(21, self.recording("nuplan", self.db, "--from", "1", "--duration", "1.01")["step_count"])
        scene = self.recording("nuplan", self.db, "--scene", b"scene---".hex(), "--every", "2")
        self.assertEqual((50, 100_000, "no map"), (scene["step_count"], scene["step_us"], scene["map"]["name"]))

    def test_what_is_refused(self) -> None:
        target = str(self.folder / "x.json")
        self.assertIn("no scene", self.run_main("nuplan", self.db, target, "--scene", "00"))
        self.assertIn("fewer than two frames", self.run_main("nuplan", self.db, target, "--from", "900"))
        self.assertIn("no such log", self.run_main("nuplan", "none.db", target))
        self.assertIn("no such map", self.run_main("nuplan", self.db, target, "--map", "none.gpkg"))
        self.assertIn("no map of nuPlan", self.run_main("nuplan", self.db, target, "--map", self.db))
        self.assertIn("no log of nuPlan", self.run_main("nuplan", self.map, target))
        gap = self.folder / "gap.db"
        fakes.database(gap, gap_at=40)
        self.assertIn("frame 40 comes 5.0", self.run_main("nuplan", str(gap), target))
        self.assertEqual(2, self.code)
        self.assertFalse(Path(target).exists())

    def test_degrees_become_utm(self) -> None:
        east, north = utm.forward(48.8582, 2.2945, 31)
        self.assertAlmostEqual(448_251.8, east, 1)
        self.assertAlmostEqual(5_411_932.7, north, 1)
        self.assertAlmostEqual(10_000_000 - north, utm.forward(-48.8582, 2.2945, 31, south=True)[1], 6)


class NavSim(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.log = str(fakes.pickled(fakes.navsim_log(), self.folder / "log.pkl"))

    def test_a_scene(self) -> None:
        log = self.recording("navsim", self.log)
        self.assertEqual((500_000, 14, "own-log-0000000000000000"), (log["step_us"], log["step_count"], log["name"]))
        tracks = {t["id"]: t for t in log["tracks"]}
        root = math.sqrt(0.5)
        ego, car, cone = tracks["ego"], tracks["car"], tracks["cone"]
        self.assertAlmostEqual((20 + 1.461) * root, ego["x"][0], 6)
        self.assertAlmostEqual(math.pi / 4, ego["heading_rad"][0], 12)
        self.assertEqual((10.0, 0.5), (ego["speed_mps"][0], ego["accel_mps2"][0]))
        # 30 m ahead of the axle and 2 m to its left, turned by 0.1; (8, 1) m/s in the ego's frame.
        self.assertAlmostEqual((20 + 30 - 2) * root, car["x"][0], 4)
        self.assertAlmostEqual((20 + 30 + 2) * root, car["y"][0], 4)
        self.assertAlmostEqual(math.pi / 4 + 0.1, car["heading_rad"][0], 6)
        self.assertAlmostEqual(8 * math.cos(0.1) + math.sin(0.1), car["speed_mps"][0], 5)
        self.assertEqual(("static_object", 0.0), (cone["class"], cone["speed_mps"][0]))

    def test_frames_around_a_token(self) -> None:
        log = self.recording("navsim", self.log, "--token", f"{6:016x}", "--history", "3", "--future", "8")
        self.assertEqual((11, "own-log-0000000000000004"), (log["step_count"], log["name"]))

    def test_what_is_refused(self) -> None:
        target = str(self.folder / "x.json")
        self.assertIn("no frame 'ff'", self.run_main("navsim", self.log, target, "--token", "ff"))
        self.assertIn("has not 3 frames before", self.run_main("navsim", self.log, target, "--future", "90"))
        self.assertIn("no log of NAVSIM", self.run_main("navsim", str(fakes.pickled([1], self.folder / "b.pkl")), target))


class ScenarioNet(InFolder):
    def test_json_and_npz_hold_the_same(self) -> None:
        source = str(fakes.pickled(fakes.description(), self.folder / "sd.pkl"))
        self.run_main("scenarionet", source, str(self.folder / "a.json"))
        self.run_main("scenarionet", source, str(self.folder / "a.npz"))
        plain = json.loads((self.folder / "a.json").read_text())
        self.assertEqual((["a", "b"], 1.5, None), (plain["metadata"]["set"], plain["metadata"]["score"], plain["metadata"]["bad"]))
        with np.load(self.folder / "a.npz", allow_pickle=False) as packed:
            text = json.loads(bytes(packed["description"]).decode())
            position = packed[text["tracks"]["ego"]["state"]["position"]["$array"]]
        self.assertEqual(plain["tracks"]["ego"]["state"]["position"], position.tolist())
        self.assertLess((self.folder / "a.npz").stat().st_size, (self.folder / "a.json").stat().st_size)

    def test_a_pickle_that_runs_something_is_not_run(self) -> None:
        class Evil:
            def __reduce__(self) -> Any:
                return os.system, (f"touch {mark}",)

        mark = self.folder / "ran"
        for value in (Evil(), {"tracks": Evil()}, np.array([Evil()], dtype=object)):
            words = self.run_main("scenarionet", str(fakes.pickled(value, self.folder / "e.pkl")), str(self.folder / "e.json"))
            self.assertIn("is not run", words)
            self.assertEqual(2, self.code)
        self.assertFalse(mark.exists())

    def test_damaged_pickles_end_in_a_reason(self) -> None:
        good = pickle.dumps(fakes.description(12))
        random = np.random.default_rng(7)
        for _ in range(2000):
            data = bytearray(good)
            for _ in range(int(random.integers(1, 4))):
                at = int(random.integers(len(data)))
                data[at : at + int(random.integers(1, 9))] = random.bytes(int(random.integers(0, 9)))
            try:
                unpickle.loads(bytes(data))
            except LogError as e:
                self.assertTrue(str(e))

    def test_what_is_refused(self) -> None:
        target = str(self.folder / "x.txt")
        self.assertIn("no scenario description", self.run_main("scenarionet", str(fakes.pickled({}, self.folder / "b.pkl")), target))
        self.assertIn("ends in .json or .npz", self.run_main("scenarionet", str(fakes.pickled(fakes.description(), self.folder / "c.pkl")), target))


class CommandLine(InFolder):
    def test_it_runs_as_a_module(self) -> None:
        source = fakes.pickled(fakes.description(), self.folder / "sd.pkl")
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent / "src")}
        subprocess.run([sys.executable, "-m", "sim_logs", "scenarionet", str(source), str(self.folder / "a.npz")], check=True, env=environment)
        self.assertTrue(zipfile.is_zipfile(self.folder / "a.npz"))


if __name__ == "__main__":
    unittest.main()
