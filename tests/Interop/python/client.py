"""The Python client of the matrix: runs every case against one server and prints "ok NAME" or "FAIL NAME why" for each."""
import os
import traceback

from harness import CASES, Failed, channel, options  # first: makes the stubs that the cases import

import answers  # noqa: F401
import calls  # noqa: F401
import endings  # noqa: F401
import security  # noqa: F401
import services  # noqa: F401
import sizes  # noqa: F401
import interop_pb2_grpc


def main():
    with channel(options.plain) as made:
        stub = interop_pb2_grpc.InteropStub(made)
        stub.channel = made
        for function in CASES:
            if options.only not in ("", function.__name__):
                continue
            try:
                function(stub)
                print(f"ok {function.__name__}", flush=True)
            except Exception as error:  # every case is told, whatever it died of
                why = str(error) if isinstance(error, Failed) else traceback.format_exc()
                print(f"FAIL {function.__name__} {' | '.join(why.splitlines())}", flush=True)


main()
os._exit(0)
