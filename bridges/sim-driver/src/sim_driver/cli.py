"""
python -m sim_driver run drive.py:MyDriver --recording case/recording.mcap    open loop against a recorded case, without the host
python -m sim_driver check drive.py:MyDriver                                  a quick test of the whole contract on a straight road
python -m sim_driver assess metric.py:MyAssessor --recording FILE             what an assessor says of a recording
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import queue
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

import grpc
import numpy as np

from . import synthetic
from ._proto import driver_pb2, session_pb2, world_pb2
from .driver import Assessor, Driver
from .errors import BadOptions, ConfigurationError, RecordingError, Refused
from .geometry import Path, rear_axle
from .plan import Controls, Plan
from .recording import Recording
from .server import CONTRACT, Server, ServerOptions
from .world import World, parse_options


def load(target: str, base: type[Any] = Driver) -> type[Any]:
    """The class in FILE.py:CLASS; the class may be left out when the file defines one. Raises ConfigurationError."""
    file, _, name = target.partition(":")
    path = FilePath(file)
    if not path.is_file():
        raise ConfigurationError(f"{file}: no such file; say FILE.py:CLASS")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ConfigurationError(f"{file}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(path.stem, module)
    sys.path.insert(0, str(path.parent.resolve()))
    spec.loader.exec_module(module)
    own = {n: c for n, c in vars(module).items() if isinstance(c, type) and issubclass(c, base) and c.__module__ == module.__name__}
    if name:
        found = getattr(module, name, None)
        if not (isinstance(found, type) and issubclass(found, base)):
            raise ConfigurationError(f"{file} has no {base.__name__} '{name}'; it has: {', '.join(own) or 'none'}")
        return found
    if len(own) != 1:
        raise ConfigurationError(f"{file} defines {len(own)} classes of {base.__name__}: say {file}:CLASS ({', '.join(own) or 'derive one'})")
    return next(iter(own.values()))


def _driven(recording: Recording, plan: Plan) -> tuple[float, float] | None:
    """Mean and largest distance of a plan's poses from where the recorded ego's rear axle was at those times; None when the recording has ended."""
    ego, box = recording.ego, recording.task.ego
    inside = np.flatnonzero(ego.present)
    times = (ego.first_step + inside) * recording.step_us
    x, y, _ = np.transpose([rear_axle(s["x"], s["y"], s["heading"], box.rear_axle_to_centre) for s in ego.states[inside]])
    covered = (plan.time_us >= times[0]) & (plan.time_us <= times[-1])
    if not covered.any():
        return None
    at = plan.time_us[covered]
    off = np.hypot(plan.x[covered] - np.interp(at, times, x), plan.y[covered] - np.interp(at, times, y))
    return float(off.mean()), float(off.max())


def _row(recording: Recording, world: World, answer: Plan | Controls, progress: float, took_ms: float) -> dict[str, Any]:
    row: dict[str, Any] = {"step": world.step, "time_us": world.time_us, "speed_mps": world.ego.speed, "progress_m": progress, "decide_ms": round(took_ms, 3)}
    if isinstance(answer, Plan):
        off = _driven(recording, answer)
        length = float(np.hypot(np.diff(answer.x), np.diff(answer.y)).sum())
        row["plan"] = {
            "points": len(answer.x),
            "reach_s": (int(answer.time_us[-1]) - world.time_us) / 1e6,
            "length_m": length,
            "end_speed_mps": float(answer.speed[-1]),
            "distance_mean_m": off[0] if off else None,
            "distance_max_m": off[1] if off else None,
        }
    else:
        row["controls"] = {"accel_mps2": answer.accel, "steer_rad": answer.steer}
    if answer.debug is not None:
        row["signals"] = {name: float(value) for name, value in answer.debug.signals.items()}
        row["texts"] = [t.text for t in answer.debug.to_message().texts]
    return row


def _print(row: dict[str, Any]) -> None:
    plan, controls = row.get("plan"), row.get("controls", {})
    if plan:
        off = "       -        -" if plan["distance_mean_m"] is None else f"{plan['distance_mean_m']:8.2f} {plan['distance_max_m']:8.2f}"
        what = f"{plan['reach_s']:5.1f} s {plan['length_m']:7.1f} m {plan['end_speed_mps']:5.1f} m/s {off}"
    else:
        what = f"accel {controls['accel_mps2']:6.2f} m/s2, steer {controls['steer_rad']:7.4f} rad     "
    shown = [f"{k}={v:.4g}" for k, v in row.get("signals", {}).items()] + [t.replace("\n", " ") for t in row.get("texts", [])]
    print(f"{row['step']:5d} {row['time_us'] / 1e6:7.2f} {row['speed_mps']:7.2f} {row['progress_m']:9.1f} {row['decide_ms']:8.2f}  {what}  {' '.join(shown)}".rstrip())


def run(args: argparse.Namespace) -> int:
    """The driver sees what was recorded, whatever it answers."""
    recording = Recording.read(args.recording)
    kind = load(args.target)
    task = recording.task
    task.options = parse_options(args.options)
    task.case_id = FilePath(args.recording).resolve().parent.name
    steps = max(1, recording.step_count - 1)
    steps = min(steps, args.steps) if args.steps is not None else steps
    if not args.json:
        print(f"{kind.__name__} on {task.scenario}: {steps} steps of {task.step_s:g} s, {len(task.actors)} actors, {len(task.map.lanes)} lanes")
        print(" step  time s  v m/s  progress m  took ms  plan: reach, length, end speed, mean and max m from what was driven; debug")
    driver = kind()
    driver.task = task
    progress, previous = 0.0, None
    distances: list[float] = []
    try:
        driver.start(task)
        for step in range(steps):
            world = recording.world(step)
            if previous is not None:
                progress += float(np.hypot(world.ego.x - previous.x, world.ego.y - previous.y))
            previous = world.ego
            begin = time.perf_counter()
            answer = driver.decide(world)
            took = (time.perf_counter() - begin) * 1e3
            if not isinstance(answer, (Plan, Controls)):
                raise TypeError(f"decide() must return a Plan or Controls, it returned {type(answer).__name__}")
            answer = answer.from_present(world) if isinstance(answer, Plan) else answer
            answer.to_message(step)
            row = _row(recording, world, answer, progress, took)
            if "plan" in row and row["plan"]["distance_mean_m"] is not None:
                distances.append(row["plan"]["distance_mean_m"])
            if args.json:
                print(json.dumps(row))
            else:
                _print(row)
        driver.close()
    except (Refused, BadOptions) as e:
        print(f"sim_driver: {kind.__name__} does not take this case: {e}", file=sys.stderr)
        return 1
    except Exception as e:
        traceback.print_exc()
        if args.pdb:
            import pdb

            pdb.post_mortem(e.__traceback__)
        return 1
    if not args.json and distances:
        print(f"mean distance of the plans from what was driven: {np.mean(distances):.2f} m")
    return 0


def assess(args: argparse.Namespace) -> int:
    """What an assessor says of a recording."""
    recording = Recording.read(args.recording)
    assessor = load(args.target, Assessor)()
    assessor.options = parse_options(args.options)
    try:
        metrics = assessor.assess(recording)
        for metric in metrics:
            metric.to_message()
            value = metric.state if metric.value is None else f"{metric.value:.6g} {metric.unit}".rstrip()
            print(json.dumps({"name": metric.name, "value": metric.value, "state": metric.state}) if args.json else f"{metric.name}: {value}  {metric.reason}".rstrip())
    except Exception as e:
        traceback.print_exc()
        if args.pdb:
            import pdb

            pdb.post_mortem(e.__traceback__)
        return 1
    return 0


class Client:
    """A small client of a driver, for checks and tests."""

    def __init__(self, address: str) -> None:
        self.channel = grpc.insecure_channel(address)

    def call(self, method: str, request: Any, reply: Any, timeout: float = 30.0, metadata: Any = None) -> Any:
        """A unary call of sim.v1.Driver."""
        return self.channel.unary_unary(f"/sim.v1.Driver/{method}", type(request).SerializeToString, reply.FromString)(request, timeout=timeout, metadata=metadata)

    def stream(self, method: str, requests: Any, request: Any, reply: Any) -> Any:
        """A bidirectional call of sim.v1.Driver."""
        return self.channel.stream_stream(f"/sim.v1.Driver/{method}", request.SerializeToString, reply.FromString)(requests)

    def handshake(self) -> session_pb2.HandshakeReply:
        """Agrees on the contract."""
        version = session_pb2.Version(major=CONTRACT[0], minor=CONTRACT[1], patch=CONTRACT[2])
        request = session_pb2.HandshakeRequest(client=session_pb2.PeerInfo(name="sim_driver check"), contract=version)
        reply: session_pb2.HandshakeReply = self.call("Handshake", request, session_pb2.HandshakeReply)
        return reply

    def drive(self, session_id: str, loop: synthetic.Loop, steps: int) -> list[world_pb2.AnswerFrame]:
        """Closes the loop over a stream; the answers."""
        outgoing: queue.SimpleQueue[driver_pb2.DriveRequest | None] = queue.SimpleQueue()
        replies = self.stream("Drive", iter(outgoing.get, None), driver_pb2.DriveRequest, driver_pb2.DriveReply)
        answers: list[world_pb2.AnswerFrame] = []
        try:
            for _ in range(steps):
                outgoing.put(driver_pb2.DriveRequest(session_id=session_id, world=loop.frame()))
                reply = next(replies)
                answers.append(reply.answer)
                loop.advance(reply.answer)
        finally:
            outgoing.put(None)
        return answers


def check(args: argparse.Namespace) -> int:
    """Serves the driver on a socket of its own and drives a straight road with it."""
    kind = load(args.target)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(kind, ServerOptions(listen=f"unix:{os.path.join(folder, 'driver.sock')}", post_mortem=args.pdb))
        client = Client(server.address)
        try:
            hello = client.handshake()
            promise = session_pb2.Reproducibility.Name(hello.reproducibility).removeprefix("REPRODUCIBILITY_").lower()
            print(f"handshake   {hello.server.name} {hello.server.version}: {', '.join(hello.capabilities)}; promises {promise}")
            task = synthetic.straight_road(steps=args.steps)
            header = session_pb2.SessionHeader(session_id="check", owner_token="check", options_json=args.options)
            client.call("OpenSession", driver_pb2.OpenDriverRequest(header=header, task=task), driver_pb2.OpenDriverReply)
            loop = synthetic.Loop(task)
            begin = time.perf_counter()
            answers = client.drive("check", loop, args.steps)
            took = (time.perf_counter() - begin) / args.steps * 1e3
            print(f"drive       {args.steps} steps, {took:.2f} ms each: x {loop.x:.1f} m, y {loop.y:.2f} m, {loop.speed:.1f} m/s, {loop.gap:.1f} m to the car ahead")
            again = synthetic.Loop(task)
            for answer in answers[:-1]:
                again.advance(answer)
            request = driver_pb2.DriveRequest(session_id="check", world=again.frame())
            repeated = client.call("Decide", request, driver_pb2.DriveReply)
            if repeated.answer != answers[-1]:
                print("decide      FAILED: the last step, asked again, has another answer")
                return 1
            print("decide      the last step, asked again, has the same answer")
            client.call("CloseSession", session_pb2.CloseSessionRequest(session_id="check", reason="finished"), session_pb2.CloseSessionReply)
            print("close       ok")
            path = Path([[0.0, 0.0], [1.0, 0.0]])
            if loop.gap < 0 or abs(path.project(loop.x, loop.y)[1]) > 5.25:
                print("note        it hit the car ahead or left the road: fine for a first try, not for a release")
            return 0
        except grpc.RpcError as e:
            print(f"FAILED      {e.code().name}: {e.details()}", file=sys.stderr)
            return 1
        finally:
            client.channel.close()
            server.stop(0.2)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code: 0 fine, 1 the module failed, 2 usage or files."""
    parser = argparse.ArgumentParser(prog="sim_driver", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True, metavar="run|check|assess")
    for name, work, about in (("run", run, "a driver against a recorded case"), ("check", check, "a driver on a straight road"), ("assess", assess, "an assessor on a recording")):
        verb = verbs.add_parser(name, help=about)
        verb.set_defaults(work=work)
        verb.add_argument("target", metavar="FILE.py[:CLASS]")
        verb.add_argument("--options", default="", metavar="JSON", help="the module's options, as a suite would give them")
        verb.add_argument("--pdb", action="store_true", help="stop in the debugger where the module throws")
        if name != "check":
            verb.add_argument("--recording", required=True, metavar="FILE")
            verb.add_argument("--json", action="store_true", help="one JSON object a line")
        if name != "assess":
            verb.add_argument("--steps", type=int, default=50 if name == "check" else None, metavar="N")
    args = parser.parse_args(argv)
    if getattr(args, "steps", None) is not None and args.steps < 1:
        parser.error("--steps is at least 1")
    try:
        return int(args.work(args))
    except (ConfigurationError, RecordingError) as e:
        print(f"sim_driver: {e}", file=sys.stderr)
        return 2
    except ValueError as e:
        print(f"sim_driver: --options: {e}", file=sys.stderr)
        return 2
