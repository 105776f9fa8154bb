"""Files that Python makes, read by Sim: python3 interop.py SIM…, e.g. `python3 interop.py dotnet sim.dll`."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import fakes
import osi_peer
from sim_logs.__main__ import main

SIM = sys.argv[1:]


def sim(*arguments: str | Path) -> str:
    done = subprocess.run([*SIM, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"sim {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def converted(folder: Path, source: Path) -> dict[str, Any]:
    target = folder / (source.name + ".json")
    sim("convert", source, target, "--force")
    found: dict[str, Any] = json.loads(target.read_text())
    return found


def near(a: float, b: float, by: float = 1e-9) -> None:
    assert abs(a - b) <= by, f"{a} is not {b}"


def osi(folder: Path) -> None:
    """Traces of another protobuf are read; what Sim writes, the other protobuf reads."""
    path = folder / "drive.osi"
    osi_peer.write(path, [osi_peer.truth(i) for i in range(8)])
    log = converted(folder, path)["recording"]
    assert (log["step_us"], log["step_count"], log["ego_id"]) == (50_000, 8, "42"), log
    ego, truck = log["tracks"]
    assert (ego["class"], truck["class"]) == ("car", "truck")
    near(ego["y"][3], 1.5)
    near(ego["speed_mps"][3], 10)
    near(ego["accel_mps2"][3], 0.25)
    assert log["signals"] == [{"signal_id": "99", "changes": [{"step": 0, "state": "off"}, {"step": 4, "state": "green"}]}]

    views = []
    for i in range(8):
        view = osi_peer.CLASSES["SensorView"]()
        view.timestamp.CopyFrom(osi_peer.truth(i).timestamp)
        view.global_ground_truth.CopyFrom(osi_peer.truth(i))
        view.host_vehicle_id.value = 42
        views.append(view)
    osi_peer.write(folder / "view.osi", views)
    again = converted(folder, folder / "view.osi")["recording"]
    assert again["tracks"] == log["tracks"]

    sim("convert", path, folder / "again.osi")
    back = osi_peer.read(folder / "again.osi")
    assert [m.timestamp.nanos for m in back] == [i * 50_000_000 for i in range(8)]
    for i, message in enumerate(back):
        assert message.host_vehicle_id.value == 42
        mine = {o.id.value: o for o in message.moving_object}
        for o in osi_peer.truth(i).moving_object:
            other = mine[o.id.value]
            assert (o.base.position, o.base.dimension, o.base.orientation.yaw, o.type, o.vehicle_classification.type) == (
                other.base.position,
                other.base.dimension,
                other.base.orientation.yaw,
                other.type,
                other.vehicle_classification.type,
            ), f"{o}\n{other}"
            near(o.base.velocity.y, other.base.velocity.y, 1e-12)
            near(o.base.acceleration.y, other.base.acceleration.y, 1e-12)


def scenarionet(folder: Path) -> None:
    """JSON and npz of the same pickle give the same recording."""
    source = fakes.pickled(fakes.description(), folder / "sd.pkl")
    found = []
    for name in ("a.npz", "a.scenarionet.json"):
        assert main(["scenarionet", str(source), str(folder / name)]) == 0
        log = converted(folder, folder / name)["recording"]
        del log["provenance"]
        found.append(log)
    assert found[0] == found[1]
    ego = found[0]["tracks"][0]
    assert (found[0]["step_us"], ego["id"], ego["speed_mps"][5]) == (100_000, "ego", 10)
    near(ego["x"][5], 5, 1e-6)


def nuplan(folder: Path) -> None:
    """A log with its map, replayed, scored, and driven in by another driver."""
    fakes.database(folder / "log.db")
    fakes.geopackage(folder / "map.gpkg")
    target = folder / "own.recording.json"
    assert main(["nuplan", str(folder / "log.db"), str(target), "--map", str(folder / "map.gpkg"), "--duration", "8"]) == 0
    log = converted(folder, target)["recording"]
    lanes = {lane["id"] for lane in log["map"]["lanes"]}
    assert lanes == {"1", "2", "3", "c7"}
    ego = next(t for t in log["tracks"] if t["id"] == "ego")
    near(ego["x"][40], 20 + 20 + 1.461)
    pseudo(folder, "own.recording.json")


def navsim(folder: Path) -> None:
    """A scene of NAVSIM at 2 Hz, without a map and on one."""
    source = fakes.pickled(fakes.navsim_log(), folder / "log.pkl")
    target = folder / "scene.recording.json"
    assert main(["navsim", str(source), str(target)]) == 0
    log = converted(folder, target)["recording"]
    assert (log["step_us"], log["step_count"], len(log["tracks"])) == (500_000, 14, 3)
    metrics = scored(target)
    # Without a map: collisions and comfort on open ground, the rest not applicable.
    assert metrics["epdms.nc"]["value"]["value"] == 1, metrics["epdms.nc"]
    assert metrics["epdms"]["value"]["state"] == "not_applicable", metrics["epdms"]

    fakes.geopackage(folder / "map.gpkg")
    source = fakes.pickled(fakes.navsim_log(turn=0.0), folder / "log.pkl")
    assert main(["navsim", str(source), str(target), "--map", str(folder / "map.gpkg")]) == 0
    metrics = scored(target)
    for name in ("epdms.nc", "epdms.dac", "epdms.tlc"):
        assert metrics[name]["value"]["value"] == 1, metrics[name]
    assert metrics["epdms"]["value"]["value"] > 0.9, metrics["epdms"]


def scored(log: Path) -> dict[str, Any]:
    found, _ = json.JSONDecoder().raw_decode(sim("score", log, "--with", "pseudo-simulation: { traffic: log-replay }", "--json").strip())
    metrics = {m["name"]: m for m in found["assessment"]["metrics"]}
    for metric in metrics.values():
        value = metric["value"].get("value")
        assert value is None or math.isfinite(value), metric
    return metrics


def pseudo(folder: Path, log: str) -> None:
    """Pseudo-simulation on the exported recording: the human's own plan, then another driver in the ego's place, in two stages."""
    metrics = scored(folder / log)
    for name in ("epdms.nc", "epdms.dac", "epdms.tlc", "epdms"):
        assert metrics[name]["value"]["state"] == "value", metrics[name]
    # The human keeps the lane at constant speed, 30 m behind a car that is 1 m/s slower, and the light is green when they arrive.
    for name in ("epdms.nc", "epdms.dac", "epdms.ddc", "epdms.tlc", "epdms.ttc", "epdms.hc"):
        assert metrics[name]["value"]["value"] == 1, metrics[name]
    assert metrics["epdms"]["value"]["value"] > 0.9, metrics["epdms"]
    (folder / "suite.yaml").write_text(
        "schema: 1\nsuite: own\nseed: 1\ndriver: { use: idm }\nsimulator: { use: embedded, step: 0.1 s, horizon: 6 s }\n"
        f"cases:\n  - name: log\n    from: {{ recording: {log} }}\n"
        "assess:\n  - { use: pseudo-simulation, stages: 2, starts: { max: 4 } }\n  - criticality\n"
    )
    sim("run", folder / "suite.yaml", "--out", folder / "run", "--quiet")
    index = folder / "index"
    sim("retrieval", "add", index, folder / log)


def main_all() -> None:
    for check in (osi, scenarionet, nuplan, navsim):
        with tempfile.TemporaryDirectory() as folder:
            check(Path(folder))
        print(f"{check.__name__}: {(check.__doc__ or '').strip().splitlines()[0]}")


if __name__ == "__main__":
    main_all()
