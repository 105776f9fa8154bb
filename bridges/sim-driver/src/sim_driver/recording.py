"""Recordings: what happened in a case, read from recording.mcap without the simulator."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from . import _json, mcap
from ._json import INT32, INT64, Node
from ._proto import task_pb2, world_pb2
from .errors import RecordingError
from .world import STATE, Task, World, states

M = TypeVar("M", world_pb2.WorldFrame, world_pb2.AnswerFrame)
_MAX_TRACKS = 100_000


@dataclass(frozen=True)
class Track:
    """What one actor did. states[k] is its state at step first_step + k, meaningful where present[k]."""

    id: str
    first_step: int
    states: NDArray[np.void]
    """Structured array of world.STATE."""
    present: NDArray[np.bool_]


class Recording:
    """A recording. Step k is at time k × step_us."""

    def __init__(self, task: Task, frames: Sequence[world_pb2.WorldFrame], answers: Sequence[world_pb2.AnswerFrame], header: dict[str, Any]) -> None:
        self.task = task
        """Rebuilt from the recording; without the options of a driver and without ego_log."""
        self.frames = list(frames)
        """sim.v1.WorldFrame by step."""
        self.answers = {a.step: a for a in answers}
        """What the driver answered, by step (sim.v1.AnswerFrame)."""
        self.header = header
        """The part that does not change over time, as JSON data: events, contacts, end, provenance, …"""

    @property
    def step_count(self) -> int:
        """Number of recorded instants."""
        return len(self.frames)

    @property
    def step_us(self) -> int:
        """Step length, µs."""
        return self.task.step_us

    def world(self, step: int) -> World:
        """The world at a step, as the driver saw it."""
        return World(self.frames[step], self.task)

    @cached_property
    def tracks(self) -> dict[str, Track]:
        """What every actor did, by id."""
        rows: dict[int, list[tuple[int, int]]] = {}
        everything = states([a for frame in self.frames for a in frame.actors])
        place = 0
        for step, frame in enumerate(self.frames):
            for actor in frame.actors:
                rows.setdefault(actor.index, []).append((step, place))
                place += 1
        tracks = {}
        for index, places in rows.items():
            steps, where = np.array(places).T
            first = int(steps[0])
            values = np.zeros(int(steps[-1]) - first + 1, dtype=STATE)
            present = np.zeros(len(values), dtype=np.bool_)
            values[steps - first], present[steps - first] = everything[where], True
            actor_id = self.task.actors[index].id
            tracks[actor_id] = Track(actor_id, first, values, present)
        return tracks

    @property
    def ego(self) -> Track:
        """What the ego did."""
        return self.tracks[self.task.ego.id]

    @staticmethod
    def read(path: str | os.PathLike[str]) -> Recording:
        """Reads a file. Raises RecordingError, also when it cannot be opened."""
        try:
            with open(path, "rb") as stream:
                data = stream.read(mcap.MAX_BYTES + 1)
        except OSError as e:
            raise RecordingError(f"{os.fspath(path)}: {e.strerror}") from None
        return Recording.parse(data, os.fspath(path))

    @staticmethod
    def parse(data: bytes, file: str = "recording.mcap") -> Recording:
        """Reads the bytes of a file. Raises RecordingError."""
        content = mcap.read(data, file)
        try:
            return _assemble(content)
        except (RecordingError, DecodeError) as e:
            raise RecordingError(f"{file}: {e}") from None


def _assemble(content: mcap.Content) -> Recording:
    about = content.metadata.get("sim.recording", {})
    if "format" not in about:
        raise RecordingError("this MCAP file holds no Sim recording (metadata 'sim.recording' is missing)")
    if about["format"] != "1":
        raise RecordingError(f"the recording has format '{about['format']}', this version reads '1'; use a newer sim_driver")
    first = next((m for m in content.messages if m.topic == "/recording"), None)
    if first is None:
        raise RecordingError("the recording has no message on topic '/recording'")
    top = Node.parse(first.data, "the header")
    header = top["recording"]
    if "map.json" not in content.attachments:
        raise RecordingError("the attachment 'map.json' is missing")
    map_json = content.attachments["map.json"]
    if hashlib.sha256(map_json).hexdigest() != top["map_sha256"].text():
        raise RecordingError("the attachment 'map.json' is not the map that the header names (checksum differs)")
    task, counts = _task(top, header, map_json)
    frames = [_parse(m, world_pb2.WorldFrame()) for m in content.messages if m.topic == "/world"]
    named = header["step_count"].integer(1, INT32)
    if len(frames) != named:
        raise RecordingError(f"the header names {named} steps, but {len(frames)} world frames were found")
    for step, frame in enumerate(frames):
        _check(frame, step, task.step_us, counts)
    answers = [_parse(m, world_pb2.AnswerFrame()) for m in content.messages if m.topic == "/answers"]
    return Recording(Task(task), frames, answers, header.value)


def _parse(message: mcap.Message, into: M) -> M:
    # Some builds of protobuf stop at a stray end of a group with a mere warning.
    if into.ParseFromString(bytes(message.data)) != len(message.data):
        raise RecordingError(f"a message on topic '{message.topic}' is damaged")
    return into


def _task(top: Node, header: Node, map_json: memoryview) -> tuple[task_pb2.DriverTask, list[tuple[int, int]]]:
    tracks = list(header.items("tracks"))
    if len(tracks) > _MAX_TRACKS or len(list(top.items("counts"))) != len(tracks):
        raise RecordingError("the header on topic '/recording' does not fit its tracks")
    step_us = header["step_us"].integer(1, INT64)
    steps = header["step_count"].integer(1, INT32)
    task = task_pb2.DriverTask(
        scenario=header["name"].text(),
        map=_json.road_map(Node.parse(map_json, "map.json")),
        step_us=step_us,
        horizon_us=min((steps - 1) * step_us, INT64),
        task=_json.ego_task(header["task"]) if header.has("task") else None,
        environment=_json.environment(header["environment"]),
        seed=header["provenance"]["seed"].integer(0, 2**64 - 1) if header["provenance"].has("seed") else 0,
    )
    for track in tracks:
        info = task.actors.add(id=track["id"].text(), body=_json.body(track["body"]))
        setattr(info, "class", _json.actor_class(track["class"]))
    if not header.has("ego_id"):
        raise RecordingError("the recording designates no ego: nothing to drive")
    ego = header["ego_id"].text()
    index = next((i for i, a in enumerate(task.actors) if a.id == ego), None)
    if index is None:
        raise RecordingError(f"the ego '{ego}' is not among the tracks")
    task.ego_index = index
    if header.has("vehicle"):
        task.vehicle.CopyFrom(_json.vehicle(header["vehicle"]))
    else:
        _assume_vehicle(task)
    counts = [n.integer(0, INT32) for n in top.items("counts")]
    return task, [(t["first_step"].integer(0, INT32), c) for t, c in zip(tracks, counts)]


def _assume_vehicle(task: task_pb2.DriverTask) -> None:
    """A log of real traffic names no vehicle: a sedan's limits in the size of the recorded box."""
    box = task.actors[task.ego_index].body
    v = task.vehicle
    v.name, v.model = "assumed", task_pb2.VEHICLE_MODEL_KINEMATIC_BICYCLE
    setattr(v, "class", getattr(task.actors[task.ego_index], "class"))
    v.length_m, v.width_m, v.height_m = box.length_m, box.width_m, box.height_m
    v.wheelbase_m = 0.57 * box.length_m
    v.rear_overhang_m = box.length_m / 2 - box.rear_axle_to_centre_m
    v.parameter_set, v.max_steer_rad, v.max_steer_rate_rps = 2, 0.6, 0.6
    v.max_accel_mps2, v.max_decel_mps2, v.max_speed_mps = 4.0, 8.0, 60.0


def _check(frame: world_pb2.WorldFrame, step: int, step_us: int, tracks: list[tuple[int, int]]) -> None:
    if frame.step != step or frame.time_us != step * step_us:
        raise RecordingError(f"world frame {step} says step {frame.step} at {frame.time_us} µs")
    for actor in frame.actors:
        first, count = tracks[actor.index] if actor.index < len(tracks) else (0, 0)
        if not first <= step < first + count:
            raise RecordingError(f"world frame {step} names actor {actor.index} outside its track")
