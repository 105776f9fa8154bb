"""python -m sim_carla --port 50062 --carla-port 2000"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from sim_driver.simulator import Simulator, serve_simulator

from .link import Server
from .simulator import CarlaSimulator


def main(argv: Sequence[str] | None = None) -> None:
    """Serves a running CARLA server: one simulation at a time."""
    parser = argparse.ArgumentParser(prog="sim_carla", description=main.__doc__)
    parser.add_argument("--carla-host", default="127.0.0.1", metavar="HOST", help="where CARLA runs")
    parser.add_argument("--carla-port", type=int, default=2000, metavar="N", help="its RPC port; N+1 and N+2 are its streams")
    parser.add_argument("--tm-port", type=int, default=8000, metavar="N", help="port for the traffic manager")
    parser.add_argument("--timeout", type=float, default=20.0, metavar="S", help="how long a call of CARLA may take")
    parser.add_argument("--fake", action="store_true", help="a stand-in of a few lines instead of CARLA, to try the connection")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=VALUE", help="lets the stand-in fail: server=0.9.14, hang_at=5, late=1, missing_at=5, crash_on_load=1")

    def make(args: argparse.Namespace) -> Callable[[], Simulator]:
        if args.fault and not args.fake:
            parser.error("--fault needs --fake")
        if args.fake:
            from .fake import install

            install(**dict(fault.split("=", 1) for fault in args.fault))
        server = Server(args.carla_host, args.carla_port, args.tm_port, max(1.0, args.timeout))
        return lambda: CarlaSimulator(server)

    serve_simulator(make, parser, argv, "sim_carla")


if __name__ == "__main__":
    main()
