"""Serving a simulator as a program."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable, Sequence

from ..transport import ServerOptions, add_arguments, run
from .base import Simulator
from .server import SimulatorServer

EXIT_STUCK = 3
"""What a process ends with whose simulator hung: whoever started it starts another one."""


def serve_simulator(make: Callable[[argparse.Namespace], Callable[[], Simulator]], parser: argparse.ArgumentParser, argv: Sequence[str] | None = None, said_by: str = "sim_driver") -> None:
    """
    Serves a simulator until SIGTERM, Ctrl-C, until the host that started it is gone, or, with exit code 3, until a session left a hanging
    simulator behind. make is given the arguments and returns what makes an instance for each session; it may raise ConfigurationError.
    """
    defaults = ServerOptions()
    add_arguments(parser, defaults)
    parser.add_argument("--port", type=int, metavar="N", help="the same as --listen 127.0.0.1:N; 0 picks one")
    args = parser.parse_args(argv)
    if args.port is not None and not 0 <= args.port <= 65535:
        parser.error("--port is 0 to 65535")
    over = threading.Event()
    servers: list[SimulatorServer] = []

    def start() -> SimulatorServer:
        def stuck() -> None:
            print(f"{said_by}: a simulator hangs and cannot be freed: this process ends", file=sys.stderr, flush=True)
            servers[0].exit_code = EXIT_STUCK
            # The reply to whoever closed the session is still on its way.
            threading.Timer(0.2, over.set).start()

        options = ServerOptions(
            listen=f"127.0.0.1:{args.port}" if args.port is not None else args.listen,
            token_file=args.token_file,
            tls_cert=args.tls_cert,
            tls_key=args.tls_key,
            tls_client_ca=args.tls_client_ca,
        )
        servers.append(SimulatorServer(make(args), options, stuck=stuck))
        return servers[0]

    run(start, said_by, over)
