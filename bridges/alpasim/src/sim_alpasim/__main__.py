"""sim-alpasim --policy localhost:6789"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence

from sim_driver import ConfigurationError
from sim_driver.server import is_loopback, serve_made

from . import stubs
from .driver import AlpasimDriver
from .policy import CONNECT_S, Policy

_ADDRESS = re.compile(r"unix:/.+|(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+):[0-9]{1,5}")


def main(argv: Sequence[str] | None = None) -> None:
    """Serves a policy of AlpaSim as a driver of Sim: each case is a session of the policy."""
    parser = argparse.ArgumentParser(prog="sim-alpasim", description=main.__doc__)
    parser.add_argument("--policy", metavar="ADDRESS", help="where the policy serves AlpaSim's EgodriverService: HOST:PORT or unix:/path")
    parser.add_argument("--deadline", type=float, default=4.5, metavar="S", help="for a step; less than the suite's deadline, so that the reason names the policy (4.5)")
    parser.add_argument("--start-deadline", type=float, default=50.0, metavar="S", help="to be there, to begin a session, for its first step, each (50)")
    parser.add_argument("--any-version", action="store_true", help=f"try versions of AlpaSim's interface other than {stubs.API[0]}.{stubs.API[1]}")
    parser.add_argument("--fake", action="store_true", help="a stand-in of a few lines instead of AlpaSim's stubs and a policy, to try the connection")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=VALUE", help="lets the stand-in fail: late_at=5, die_at=5, nan_at=5, short_at=5, empty_until=5, …")

    def make(args: argparse.Namespace) -> Callable[[], AlpasimDriver]:
        if args.fake == (args.policy is not None):
            raise ConfigurationError("give either --policy ADDRESS or --fake")
        if args.fault and not args.fake:
            raise ConfigurationError("--fault needs --fake")
        if not 0 < args.deadline <= 86400 or not 0 < args.start_deadline <= 86400:
            raise ConfigurationError("--deadline and --start-deadline are seconds, positive, at most a day")
        address = args.policy
        if args.fake:
            from . import fake

            fake.install()
            address = fake.FakePolicy(fake.faults(args.fault)).address
        elif not _ADDRESS.fullmatch(address):
            raise ConfigurationError(f"--policy {address}: HOST:PORT or unix:/path")
        elif not is_loopback(address):
            print(f"sim_alpasim: what is said to {address} travels in plain text: AlpaSim's services know no other way", file=sys.stderr)
        policy = Policy(
            stubs.load(any_version=args.any_version),
            address,
            deadline_s=args.deadline,
            start_deadline_s=args.start_deadline,
            # The stand-in is here or nowhere.
            connect_s=args.start_deadline if args.fake else CONNECT_S,
        )
        return AlpasimDriver.of(policy, policy.greet(any_version=args.any_version))

    serve_made(make, parser, argv, "sim_alpasim")


if __name__ == "__main__":
    main()
