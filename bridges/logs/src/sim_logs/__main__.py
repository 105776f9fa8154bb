"""The command line: python -m sim_logs scenarionet|nuplan|navsim."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import navsim, nuplan, scenarionet
from .errors import LogError


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 2 for data that cannot be exported."""
    parser = argparse.ArgumentParser(prog="sim_logs", description="Logs of nuPlan, NAVSIM and ScenarioNet for Sim.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("scenarionet", help="a pickled scenario description as .npz or .json")
    one.add_argument("source", type=Path)
    one.add_argument("target", type=Path)
    one = commands.add_parser("nuplan", help="a part of a log (.db) with its map (.gpkg) as .recording.json")
    one.add_argument("source", type=Path)
    one.add_argument("target", type=Path)
    one.add_argument("--map", type=Path, help="the map's .gpkg; without it the recording has no map")
    one.add_argument("--from", type=float, default=0.0, dest="start", metavar="S", help="seconds after the first frame")
    one.add_argument("--duration", type=float, default=20.0, metavar="S", help="seconds")
    one.add_argument("--scene", help="token of a scene, instead of times")
    one.add_argument("--every", type=int, default=1, metavar="N", help="takes every Nth frame (2: 10 Hz)")
    one.add_argument("--reach", type=float, default=150.0, metavar="M", help="how far around the ego's way the map is kept")
    one = commands.add_parser("navsim", help="a scene of a log pickle with nuPlan's map as .recording.json")
    one.add_argument("source", type=Path)
    one.add_argument("target", type=Path)
    one.add_argument("--map", type=Path)
    one.add_argument("--token", help="token of the frame at which the planner is asked; the first possible one without it")
    one.add_argument("--history", type=int, default=navsim.HISTORY, metavar="N", help="frames up to that one")
    one.add_argument("--future", type=int, default=navsim.FUTURE, metavar="N", help="frames after it")
    one.add_argument("--reach", type=float, default=150.0, metavar="M")
    given = parser.parse_args(arguments)
    try:
        if given.command == "scenarionet":
            scenarionet.convert(given.source, given.target)
        elif given.command == "nuplan":
            if given.every < 1:
                raise LogError("--every is 1 or more")
            nuplan.export(given.source, given.map, nuplan.Part(given.start, given.duration, given.scene, given.every, given.reach)).write(given.target)
        else:
            navsim.export(given.source, given.map, given.token, given.history, given.future, given.reach).write(given.target)
    except (LogError, OSError) as e:
        print(f"error: {e}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
