"""Generates the Python stubs of the matrix into a folder and makes them importable."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
# One folder for each file, so that the modules' names do not begin with "grpc.".
PROTOS = [
    os.path.join(os.path.dirname(HERE), "protos"),
    os.path.join(REPOSITORY, "protos", "grpc", "health", "v1"),
    os.path.join(REPOSITORY, "protos", "grpc", "reflection", "v1alpha"),
]


def use(folder):
    """Stubs below `folder`, generated once; a second process may do the same at the same time."""
    if not os.path.exists(os.path.join(folder, "done")):
        os.makedirs(folder, exist_ok=True)
        subprocess.run(
            ["protoc", *("-I" + path for path in PROTOS), "--python_out", folder, "--grpc_python_out", folder,
             "--plugin=protoc-gen-grpc_python=" + _plugin(), "interop.proto", "health.proto", "reflection.proto"],
            check=True)
        open(os.path.join(folder, "done"), "w").close()
    sys.path.insert(0, folder)


def _plugin():
    for folder in os.environ["PATH"].split(os.pathsep):
        path = os.path.join(folder, "grpc_python_plugin")
        if os.access(path, os.X_OK):
            return path
    raise FileNotFoundError("grpc_python_plugin (Debian: protobuf-compiler-grpc)")


if __name__ == "__main__":
    use(sys.argv[1])
