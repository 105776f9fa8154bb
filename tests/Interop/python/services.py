"""Unix sockets, health, reflection, a port where nobody listens."""
import socket

import health_pb2
import health_pb2_grpc
import interop_pb2 as pb
import interop_pb2_grpc
import reflection_pb2
import reflection_pb2_grpc
from calls import bidi_stream, unary
from google.protobuf import descriptor_pb2
from harness import CODE, SERVICE, WAIT, case, channel, equal, expect, failing, options
from sizes import large_stream


@case
def unix_socket(_):
    with channel("unix:" + options.unix) as made:
        stub = interop_pb2_grpc.InteropStub(made)
        unary(stub)
        bidi_stream(stub)
        large_stream(stub)


@case
def health_check(stub):
    health = health_pb2_grpc.HealthStub(stub.channel)
    for name in ("", SERVICE):
        equal(health.Check(health_pb2.HealthCheckRequest(service=name), timeout=WAIT).status, health_pb2.HealthCheckResponse.SERVING, f"status of '{name}'")


@case
def health_unknown(stub):
    health = health_pb2_grpc.HealthStub(stub.channel)
    failing(CODE.NOT_FOUND, lambda: health.Check(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=WAIT))


@case
def health_watch(stub):
    call = health_pb2_grpc.HealthStub(stub.channel).Watch(health_pb2.HealthCheckRequest(service=SERVICE), timeout=WAIT)
    equal(next(call).status, health_pb2.HealthCheckResponse.SERVING, "first status")
    call.cancel()


@case
def reflection(stub):
    reflect = reflection_pb2_grpc.ServerReflectionStub(stub.channel)
    questions = [reflection_pb2.ServerReflectionRequest(list_services=""),
                 reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE),
                 reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.such.Symbol")]
    listed, found, missing = reflect.ServerReflectionInfo(iter(questions), timeout=WAIT)
    expect(SERVICE in [s.name for s in listed.list_services_response.service], "the service is not listed")
    files = [descriptor_pb2.FileDescriptorProto.FromString(f) for f in found.file_descriptor_response.file_descriptor_proto]
    methods = [m.name for f in files for s in f.service if f"{f.package}.{s.name}" == SERVICE for m in s.method]
    equal(methods, ["Echo", "Expand", "Collect", "Chat", "Witness"], "methods")
    equal(missing.error_response.error_code, 5, "error code of a missing symbol")


@case
def refused(_):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # not listening
        with channel("127.0.0.1:%d" % taken.getsockname()[1]) as made:
            failing(CODE.UNAVAILABLE, lambda: interop_pb2_grpc.InteropStub(made).Echo(pb.EchoRequest(), timeout=WAIT))
