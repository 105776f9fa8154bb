"""What is written is what the model had, row by row, and the same bytes each time."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).parent))

import example  # noqa: E402
from sim_capture import CaptureError, capture  # noqa: E402


def read(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__", {})
    kinds = {"F32": "<f4", "F16": "<f2", "I64": "<i8"}
    return {
        name: np.frombuffer(data[8 + size :][slice(*entry["data_offsets"])], kinds[entry["dtype"]]).reshape(entry["shape"]) for name, entry in header.items()
    }, metadata


class Capture(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.out = Path(self.folder.name) / "out"

    def tearDown(self) -> None:
        self.folder.cleanup()

    def shards(self, site: str) -> list[Path]:
        return sorted((self.out / site).glob("*.safetensors"))

    def test_rows_are_what_the_module_gave_without_padding(self) -> None:
        model, plain = example.model(), example.model()
        expected, sequences = [], []
        with torch.no_grad(), capture(model, ["blocks.*", "blocks.1:input"], self.out, shard_rows=10, model_name="tiny") as recorder:
            for i, batch in enumerate(example.batches()):
                recorder.mask = batch["attention_mask"]
                model(**batch)
                keep = batch["attention_mask"].bool()
                expected.append(plain.blocks[0](batch["tokens"])[keep])
                sequences += [2 * i] * int(keep[0].sum()) + [2 * i + 1] * int(keep[1].sum())
        rows = torch.cat(expected).numpy()
        found = [read(path) for path in self.shards("blocks.0")]
        self.assertEqual([len(tensors["activations"]) for tensors, _ in found][:-1], [10] * (len(found) - 1))
        np.testing.assert_array_equal(np.concatenate([t["activations"] for t, _ in found]), rows)
        self.assertEqual(np.concatenate([t["sequence"] for t, _ in found]).tolist(), sequences)
        self.assertEqual(found[0][1], {"model": "tiny", "site": "blocks.0", "source": "sim-capture 0.1.0"})
        given = np.concatenate([read(path)[0]["activations"] for path in self.shards("blocks.1_input")])
        np.testing.assert_array_equal(given, np.maximum(rows, 0))
        self.assertEqual(recorder.rows["blocks.1"], len(rows))

    def test_half_precision_limits_and_skipped_tokens(self) -> None:
        model = example.model()
        with torch.no_grad(), capture(model, ["blocks.0"], self.out, dtype="float16", skip_tokens=1, limit=9) as recorder:
            for batch in example.batches():
                model(batch["tokens"])
        (path,) = self.shards("blocks.0")
        tensors, _ = read(path)
        self.assertEqual((tensors["activations"].dtype, len(tensors["activations"]), recorder.done), (np.float16, 9, True))
        self.assertEqual(tensors["sequence"].tolist(), [0] * 4 + [1] * 4 + [2])

    def test_pixels_are_tokens(self) -> None:
        model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 1))
        picture = torch.randn(2, 3, 5, 6)
        with torch.no_grad(), capture(model, ["0"], self.out, layout="channels-first"):
            gave = model(picture)
        tensors, _ = read(self.shards("0")[0])
        np.testing.assert_array_equal(tensors["activations"], gave.flatten(2).transpose(1, 2).reshape(-1, 4).numpy())

    def test_what_is_wrong_is_said(self) -> None:
        model = example.model()
        cases: list[tuple[str, dict[str, object]]] = [
            ("no module 'blocks.7'; near are blocks", {"sites": ["blocks.7"]}),
            ("is no site", {"sites": ["blocks.0:middle"]}),
            ("no kind of element", {"sites": ["blocks.0"], "dtype": "int8"}),
            ("no layout", {"sites": ["blocks.0"], "layout": "columns"}),
        ]
        for message, arguments in cases:
            with self.subTest(message), self.assertRaisesRegex(CaptureError, message):
                with capture(model, out=self.out / message[:5], **arguments):  # type: ignore[arg-type]
                    pass
        with self.assertRaisesRegex(CaptureError, "not finite"), capture(model, ["blocks.0"], self.out / "nan"):
            model(torch.full((1, 2, 8), float("nan")))
        with capture(model, ["blocks.0"], self.out / "twice"):
            model(torch.zeros(1, 2, 8))
        with self.assertRaisesRegex(CaptureError, "holds shards already"), capture(model, ["blocks.0"], self.out / "twice"):
            pass
        self.assertFalse(model.blocks[0]._forward_hooks)

    def test_the_command_writes_the_same_bytes_each_time(self) -> None:
        here = Path(__file__).parent
        contents = []
        for turn in ("a", "b"):
            command = [sys.executable, "-m", "sim_capture", "example:model", "example:batches", "--site", "blocks.1", "--out", str(self.out / turn), "--threads", "1"]
            result = subprocess.run(command, cwd=here, env={**os.environ, "PYTHONPATH": str(here.parent / "src")}, capture_output=True, text=True, timeout=120)
            self.assertEqual((result.returncode, result.stderr), (0, "blocks.1: 25 rows\n"))
            contents.append((self.out / turn / "blocks.1" / "00000.safetensors").read_bytes())
        self.assertEqual(*contents)
        command[3] = "nothing"
        result = subprocess.run(command, cwd=here, env={**os.environ, "PYTHONPATH": str(here.parent / "src")}, capture_output=True, text=True, timeout=120)
        self.assertEqual(result.returncode, 2)
        self.assertIn("expected MODULE:NAME", result.stderr)


if __name__ == "__main__":
    unittest.main()
