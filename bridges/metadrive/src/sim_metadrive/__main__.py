"""python -m sim_metadrive --port 50061"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from sim_driver.simulator import Simulator, serve_simulator

from .simulator import MetaDriveSimulator


def main(argv: Sequence[str] | None = None) -> None:
    """Serves MetaDrive: one simulation for each process, because MetaDrive has one engine for each process."""
    parser = argparse.ArgumentParser(prog="sim_metadrive", description=main.__doc__)
    parser.add_argument("--fake", action="store_true", help="a stand-in of a few lines instead of MetaDrive, to try the connection")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=VALUE", help="lets the stand-in fail: version=0.3, crash_on_load=1, hang_at=5, crash_at=5")

    def make(args: argparse.Namespace) -> Callable[[], Simulator]:
        if args.fault and not args.fake:
            parser.error("--fault needs --fake")
        if args.fake:
            from .fake import install

            install(**dict(fault.split("=", 1) for fault in args.fault))
        return MetaDriveSimulator

    serve_simulator(make, parser, argv, "sim_metadrive")


if __name__ == "__main__":
    main()
