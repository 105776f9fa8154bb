"""Generates the Python stubs of the matrix into a folder and makes them importable."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROTOS = os.path.join(os.path.dirname(HERE), "protos")


def use(folder):
    """Stubs below `folder`, generated once; a second process may do the same at the same time."""
    if not os.path.exists(os.path.join(folder, "done")):
        os.makedirs(folder, exist_ok=True)
        names = sorted(name for name in os.listdir(PROTOS) if name.endswith(".proto"))
        subprocess.run(
            ["protoc", "-I", PROTOS, "--python_out", folder, "--grpc_python_out", folder,
             "--plugin=protoc-gen-grpc_python=" + _plugin(), *names],
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
