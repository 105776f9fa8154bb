"""Recordings: read back what was written, refuse everything else by name."""

from __future__ import annotations

import copy
import os
import random
import unittest
from pathlib import Path
from typing import Any

import mcap_writer
import numpy as np
from support import REPOSITORY

from sim_driver import LaneType, Recording, RecordingError, SignalState, mcap, synthetic
from sim_driver._proto import world_pb2

BODY = {"length_m": 4.508, "width_m": 1.61, "height_m": 1.45, "rear_axle_to_centre_m": 1.354}


def line(y: float) -> dict[str, Any]:
    return {"points": [{"x": 0.0, "y": y}, {"x": 100.0, "y": y}]}


LANE = {
    "id": "a", "type": "on_ramp", "bidirectional": False, "left": line(1.75), "right": line(-1.75), "centre": line(0), "speed_limit_mps": 13.9,
    "predecessors": [], "successors": ["b"], "left_neighbour": {"lane_id": "b", "same_direction": True}, "left_marking": "solid_broken",
    "right_marking": "unknown", "users": ["bus"], "signal_ids": ["light"], "stop_line_id": "stop",
}  # fmt: skip
MAP = {
    "name": "test", "licence": "", "lanes": [LANE], "junctions": [{"id": "j", "lane_ids": ["a"], "incoming_lane_ids": [], "kind": "default"}],
    "crosswalks": [{"id": "c", "outline": line(3)}], "areas": [{"id": "p", "kind": "parking", "outline": line(9)}],
    "signals": [{"id": "light", "kind": "light", "code": "", "subtype": "", "country": "", "pose": {"x": 1, "y": 2, "heading_rad": 3}, "height_m": 2,
                 "cycle": [{"state": "red_yellow", "duration_us": 5}], "cycle_offset_us": -3}],
    "stop_lines": [{"id": "stop", "from": {"x": 1, "y": 2}, "to": {"x": 3, "y": 4}, "signal_ids": []}],
}  # fmt: skip
VEHICLE = {
    "name": "sedan", "class": "car", "length_m": 4.508, "width_m": 1.61, "height_m": 1.45, "wheelbase_m": 2.578, "rear_overhang_m": 0.9,
    "model": "kinematic_bicycle", "parameter_set": 2, "max_steer_rad": 0.5, "max_steer_rate_rps": 0.6, "max_accel_mps2": 4, "max_decel_mps2": 8,
    "max_speed_mps": 60, "latency_us": 100000,
}  # fmt: skip


def sample(steps: int = 5, checked: bool = True, **changes: Any) -> bytes:
    header: dict[str, Any] = {
        "name": "sample", "step_us": 100_000, "step_count": steps, "ego_id": "ego",
        "tracks": [{"id": "ego", "class": "car", "body": BODY, "first_step": 0, "count": steps},
                   {"id": "ahead", "class": "truck", "body": BODY, "first_step": 1, "count": steps - 1}],
        "events": [], "contacts": [], "end": "horizon", "vehicle": VEHICLE,
        "task": {"goals": [{"areas": [line(0)], "lane_ids": ["a"], "time_us": {"min": 1, "max": 2}}], "route": ["a"], "desired_speed_mps": 9},
        "environment": {"friction": 0.9, "rain_mmph": 0, "light": "day", "odd": {"road": "rural"}},
        "provenance": {"generator": "test", "seed": 18266484861448681941},
    }  # fmt: skip
    header.update(changes)
    loop = synthetic.Loop(synthetic.straight_road())
    frames = []
    for step in range(steps):
        frame = loop.frame()
        if step == 0:
            del frame.actors[1]
        frame.signals.add(id="light", state=world_pb2.SIGNAL_STATE_GREEN)
        frames.append(frame.SerializeToString())
        loop.advance(world_pb2.AnswerFrame(controls=world_pb2.Controls(accel_mps2=1, steer_rad=0)))
    answers = [world_pb2.AnswerFrame(step=2, controls=world_pb2.Controls(accel_mps2=1, steer_rad=0)).SerializeToString()]
    return mcap_writer.write(copy.deepcopy(header), copy.deepcopy(MAP), frames, answers, checked=checked)


class RecordingTests(unittest.TestCase):
    def test_a_recording_comes_back(self) -> None:
        r = Recording.parse(sample())
        self.assertEqual((r.step_count, r.step_us, list(r.tracks)), (5, 100_000, ["ego", "ahead"]))
        self.assertEqual(r.tracks["ahead"].first_step, 1)
        self.assertAlmostEqual(float(r.ego.states["speed"][3]), 12.3)
        self.assertEqual(r.answers[2].controls.accel_mps2, 1)
        self.assertEqual(r.world(0).signals, {"light": SignalState.GREEN})
        self.assertEqual([len(r.world(k).others) for k in (0, 1)], [0, 1])

    def test_the_task_is_rebuilt(self) -> None:
        task = Recording.parse(sample()).task
        self.assertEqual((task.seed, task.route, task.desired_speed, task.ego_index), (18266484861448681941, ("a",), 9.0, 0))
        self.assertEqual((task.vehicle.max_steer_rad, task.vehicle.latency_us), (0.5, 100_000))
        lane = task.map.lane("a")
        self.assertEqual((lane.type, lane.speed_limit, lane.successors), (LaneType.ON_RAMP, 13.9, ("b",)))
        np.testing.assert_array_equal(lane.left, [[0, 1.75], [100, 1.75]])
        signal = task.message.map.signals[0]
        self.assertEqual((signal.pose.heading_rad, signal.cycle[0].state, signal.cycle_offset_us), (3.0, world_pb2.SIGNAL_STATE_RED_YELLOW, -3))
        self.assertEqual(list(task.message.map.stop_lines[0].xy), [1, 2, 3, 4])
        self.assertEqual(task.goals[0].time_us.max, 2)
        self.assertEqual(task.environment.odd["road"], "rural")

    def test_a_log_without_a_vehicle_gets_one_of_the_recorded_size(self) -> None:
        task = Recording.parse(sample(vehicle=None)).task
        self.assertEqual((task.vehicle.name, task.vehicle.length_m), ("assumed", 4.508))
        self.assertAlmostEqual(task.vehicle.rear_overhang_m, 0.9)

    def test_what_is_wrong_is_named(self) -> None:
        good = sample()
        for data, words in (
            (b"", "byte 0: this is not an MCAP file"),
            (b"x" * 50, "byte 0: this is not an MCAP file"),
            (good[:-1], "the closing magic is missing"),
            (good[:-40] + mcap.MAGIC, "cut short"),
            (sample(step_count=7), "7 steps, but 5 world frames"),
            (sample(ego_id="nobody"), "'nobody' is not among the tracks"),
            (sample(ego_id=None), "designates no ego"),
            (sample(step_us=0), "step_us: 0 is outside"),
            (sample(step_us=True), "expected a whole number"),
            (sample(task={"desired_speed_mps": "fast"}), "desired_speed_mps: expected a number, found str"),
            (sample(task={"desired_speed_mps": 10**400}), "not finite"),
            (sample(step_us=50_000), "world frame 1 says step 1 at 100000"),
            (mcap_writer.write({"tracks": []}, MAP, [], format="2"), "format '2'"),
        ):
            with self.assertRaises(RecordingError) as caught:
                Recording.parse(data, "file.mcap")
            self.assertIn(words, str(caught.exception))
            self.assertTrue(str(caught.exception).startswith("file.mcap: "), str(caught.exception))

    def test_a_compressed_file_is_refused_with_the_command_that_converts(self) -> None:
        body = b"\0" * 28 + mcap_writer.text("zstd") + b"\0" * 8
        data = mcap.MAGIC + mcap_writer.record(0x06, body) + mcap_writer.record(0x0F, b"\0" * 4) + mcap_writer.record(0x02, b"\0" * 20) + mcap.MAGIC
        with self.assertRaisesRegex(RecordingError, "zstd.*mcap convert --compression none"):
            mcap.read(data)

    def test_every_flipped_bit_of_a_checked_file_is_noticed(self) -> None:
        good = sample()
        rng = random.Random(7)
        for _ in range(300):
            damaged = bytearray(good)
            damaged[rng.randrange(len(good))] ^= 1 << rng.randrange(8)
            with self.assertRaises(RecordingError):
                Recording.parse(bytes(damaged))

    def test_damage_never_raises_anything_else(self) -> None:
        bases = [sample(checked=False), *real_recordings(1)]
        rng = random.Random(1 if not os.environ.get("SIM_RANDOM_TESTS") else None)
        parsed = 0
        for round in range(1500):
            data = bytearray(bases[round % len(bases)] if round % 10 == 0 else bases[0])
            for _ in range(rng.randint(1, 6)):
                at = rng.randrange(len(data)) if data else 0
                match rng.randrange(5):
                    case 0:
                        data[at : at + 1] = bytes([rng.randrange(256)])
                    case 1:
                        del data[at : at + rng.randrange(1, 40)]
                    case 2:
                        data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 20)))
                    case 3:
                        data[at : at + 8] = rng.choice([b"\xff" * 8, b"\0" * 8, b"\xff\xff\xff\x7f\0\0\0\0"])
                    case _:
                        other = rng.randrange(len(data)) if data else 0
                        data[at : at + 16] = data[other : other + 16]
            try:
                Recording.parse(bytes(data))
                parsed += 1
            except RecordingError:
                pass
        self.assertGreater(parsed, 0)
        self.assertLess(parsed, 1500)

    def test_json_of_any_shape_never_raises_anything_else(self) -> None:
        rng = random.Random(2)
        wild: list[Any] = [None, True, 0, -1, 2**70, 1e308, "", "x", "\ud800", [], {}, [None], {"x": 1}, [[]], {"points": 3}]
        parsed = 0
        for _ in range(1500):
            header: dict[str, Any] = {}
            road = copy.deepcopy(MAP)
            base = dict(tracks=[{"id": "ego", "class": "car", "body": dict(BODY), "first_step": 0, "count": 5}])
            target: Any = rng.choice([road, header])
            if target is road:
                for _ in range(rng.randint(0, 6)):
                    keys = list(target) if isinstance(target, dict) else range(len(target)) if isinstance(target, list) else []
                    if not keys:
                        break
                    key = rng.choice(list(keys))
                    if rng.random() < 0.4 or not target[key] or not isinstance(target[key], (dict, list)):
                        target[key] = rng.choice(wild)
                        break
                    target = target[key]
            else:
                key = rng.choice(["name", "step_us", "step_count", "ego_id", "task", "environment", "provenance", "vehicle"])
                header[key] = rng.choice(wild)
            try:
                Recording.parse(sample_with(road, {**base, **header}))
                parsed += 1
            except RecordingError:
                pass
        self.assertGreater(parsed, 0)
        self.assertLess(parsed, 1500)

    def test_recordings_of_the_host_are_read(self) -> None:
        found = real_recordings(20)
        if not found:
            if os.environ.get("CI") == "true":
                self.fail("no recording under runs/smoke")
            self.skipTest("no recording under runs/smoke: run the README's main command first")
        for data in found:
            r = Recording.parse(data)
            self.assertEqual(len(r.ego.states), r.step_count)
            self.assertEqual(r.task.vehicle.name, "sedan")
            self.assertGreater(len(r.answers), 0)
            self.assertGreater(len(r.task.map.lanes), 0)


def sample_with(road: dict[str, Any], header: dict[str, Any]) -> bytes:
    base = {"name": "s", "step_us": 100_000, "step_count": 1, "ego_id": "ego", "provenance": {"generator": "t"}, **copy.deepcopy(header)}
    frame = synthetic.Loop(synthetic.straight_road()).frame()
    del frame.actors[1]
    return mcap_writer.write(base, road, [frame.SerializeToString()])


def real_recordings(count: int) -> list[bytes]:
    folder = Path(os.environ.get("SIM_RUN", REPOSITORY / "runs" / "smoke"))
    return [p.read_bytes() for p in sorted(folder.glob("cases/*/recording.mcap"))[:count]]


if __name__ == "__main__":
    unittest.main()
