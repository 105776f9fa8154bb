"""The examples on a straight road, and the command line."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import test_recordings
from support import ROOT, Running

from sim_driver import cli, synthetic


def driven(name: str, kind: str, steps: int = 150, options: str = "", **start: float) -> synthetic.Loop:
    module = importlib.import_module(name)
    with Running(getattr(module, kind)) as r:
        task = synthetic.straight_road(steps=steps)
        r.open(task=task, options=options)
        loop = synthetic.Loop(task, **start)  # type: ignore[arg-type]
        gaps = []
        for _ in range(steps // 10):
            r.client.drive("s", loop, 10)
            gaps.append(loop.gap)
        loop.least_gap = min(gaps)  # type: ignore[attr-defined]
        return loop


def command(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(args)
    return code, out.getvalue(), err.getvalue()


class ExampleTests(unittest.TestCase):
    def test_constant_velocity_keeps_speed_and_heading(self) -> None:
        loop = driven("constant_velocity", "ConstantVelocity", steps=20, speed=12)
        self.assertAlmostEqual(loop.speed, 12)
        self.assertAlmostEqual(loop.x, -1.354 + 24, places=6)

    def test_pure_pursuit_comes_back_to_the_lane_and_to_the_limit(self) -> None:
        loop = driven("pure_pursuit", "PurePursuit", speed=10, y=1.2, gap=900)
        self.assertLess(abs(loop.y), 0.02)
        self.assertAlmostEqual(loop.speed, 15, delta=0.2)

    def test_idm_keeps_its_headway_behind_a_slower_car(self) -> None:
        loop = driven("idm", "Idm", steps=300, speed=14, gap=60, ahead_speed=8)
        self.assertAlmostEqual(loop.speed, 8, delta=0.2)
        # At equal speeds: (s0 + vT) / sqrt(1 - (v/v0)^4) = 14 / 0.9587 = 14.6 m.
        self.assertAlmostEqual(loop.gap, 14.6, delta=0.8)
        self.assertGreater(driven("idm", "Idm", speed=14, gap=60, ahead_speed=0).least_gap, 1.0)  # type: ignore[attr-defined]

    def test_idm_takes_options(self) -> None:
        self.assertGreater(driven("idm", "Idm", steps=300, speed=10, options='{"headway_s": 3}').gap, 22)

    def test_the_noisy_driver_never_drives_the_same_twice_but_safely(self) -> None:
        first, second = (driven("noisy", "Noisy", steps=100) for _ in range(2))
        self.assertNotEqual((first.x, first.y), (second.x, second.y))
        self.assertLess(abs(first.y), 0.5)
        self.assertGreater(first.gap, 2)

    def test_check_goes_through_the_whole_contract(self) -> None:
        for file in sorted({*(ROOT / "examples").glob("*.py")} - {ROOT / "examples" / "top_speed.py"}):
            code, out, err = command("check", str(file), "--steps", "5")
            self.assertEqual(code, 0, err)
            for word in ("handshake", "drive", "decide", "close"):
                self.assertIn(word, out)

    def test_run_drives_a_recording_open_loop(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            recording = Path(folder) / "recording.mcap"
            recording.write_bytes(test_recordings.sample(steps=8))
            code, out, err = command("run", str(ROOT / "examples" / "constant_velocity.py"), "--recording", str(recording), "--json")
            self.assertEqual(code, 0, err)
            rows = [json.loads(line) for line in out.splitlines()]
            self.assertEqual([r["step"] for r in rows], list(range(7)))
            self.assertAlmostEqual(rows[1]["progress_m"], 1.205)
            # Recorded: 12 m/s and 1 m/s² for 0.7 s; planned: 12 m/s. At the end 0.5 · 0.7² apart.
            self.assertAlmostEqual(rows[0]["plan"]["distance_max_m"], 0.245)
            self.assertEqual(rows[0]["plan"]["reach_s"], 3.0)
            code, out, _ = command("run", str(ROOT / "examples" / "idm.py") + ":Idm", "--recording", str(recording), "--steps", "3")
            self.assertEqual((code, len(out.splitlines())), (0, 6))
            self.assertIn("wanted_mps=9", out)

    def test_the_assessor_measures_a_recording(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            recording = Path(folder) / "recording.mcap"
            recording.write_bytes(test_recordings.sample(steps=8))
            code, out, err = command("assess", str(ROOT / "examples" / "top_speed.py"), "--recording", str(recording), "--json")
            self.assertEqual(code, 0, err)
            top, over = (json.loads(line) for line in out.splitlines())
            # 12 m/s and 1 m/s² for 0.7 s, on a lane that allows 13.9.
            self.assertAlmostEqual(top["value"], 12.7)
            self.assertEqual((over["name"], over["value"]), ("time_over_limit", 0.0))

    def test_what_the_command_line_cannot_do_is_said_with_code_2(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            recording = Path(folder) / "x.mcap"
            recording.write_bytes(b"x")
            idm = str(ROOT / "examples" / "idm.py")
            for args, words in (
                (("run", idm, "--recording", str(recording)), "not an MCAP file"),
                (("run", idm, "--recording", folder + "/none"), "No such file"),
                (("run", idm + ":Nope", "--recording", str(recording)), "not an MCAP file"),
                (("check", idm + ":Nope"), "no Driver 'Nope'; it has: Idm"),
                (("check", folder + "/none.py"), "no such file"),
            ):
                code, _, err = command(*args)
                self.assertEqual(code, 2)
                self.assertIn(words, err)
            recording.write_bytes(test_recordings.sample())
            self.assertEqual(command("run", idm, "--recording", str(recording), "--options", "{")[0], 2)

    def test_a_driver_that_throws_gives_code_1_and_its_traceback(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            driver, recording = Path(folder) / "broken_driver.py", Path(folder) / "recording.mcap"
            driver.write_text("from sim_driver import Driver\nclass D(Driver):\n    def decide(self, world):\n        return 1 / 0\n")
            recording.write_bytes(test_recordings.sample())
            code, _, err = command("run", str(driver), "--recording", str(recording))
            self.assertEqual(code, 1)
            self.assertIn("ZeroDivisionError", err)
            code, _, err = command("check", str(driver))
            self.assertEqual(code, 1)
            self.assertIn("INTERNAL: D.decide failed at step 0: ZeroDivisionError: division by zero", err)


if __name__ == "__main__":
    unittest.main()
