"""The Python server of the matrix. Prints "ready KEY=VALUE ..." and serves until its standard input ends."""
import argparse
import concurrent.futures
import hmac
import os
import sys
import threading
import time

import grpc

import stubs

arguments = argparse.ArgumentParser()
arguments.add_argument("--dir", required=True, help="folder with the certificates and the token")
arguments.add_argument("--unix", required=True, help="path of the socket to make")
arguments.add_argument("--stubs", required=True, help="folder for generated code")
options = arguments.parse_args()
stubs.use(options.stubs)

import health_pb2  # noqa: E402
import health_pb2_grpc  # noqa: E402
import interop_pb2 as pb  # noqa: E402
import interop_pb2_grpc  # noqa: E402
import reflection_pb2  # noqa: E402
import reflection_pb2_grpc  # noqa: E402

SERVICE = "sim.interop.v1.Interop"
RECEIVE_LIMIT = 4 * 1024 * 1024
PATTERN = bytes(i % 251 for i in range(251 * 4))
CODES = {code.value[0]: code for code in grpc.StatusCode}


def pattern(size):
    return (PATTERN * (size // len(PATTERN) + 1))[:size]


class Calls:
    """How calls with a key ended."""

    def __init__(self):
        self.states = {}
        self.changed = threading.Condition()

    def note(self, key, state):
        with self.changed:
            if state == "running" or self.states.get(key) == "running":
                self.states[key] = state
            self.changed.notify_all()

    def ended(self, key, wait_seconds):
        with self.changed:
            self.changed.wait_for(lambda: self.states.get(key) in ("finished", "cancelled"), wait_seconds)
            return self.states.get(key, "unknown")


class Interop(interop_pb2_grpc.InteropServicer):
    def __init__(self):
        self.calls = Calls()

    def begin(self, context):
        """What the metadata asks for; returns the function that marks the end of the handler."""
        key = None
        initial, trailing = [], []
        for name, value in context.invocation_metadata():
            if name == "x-key":
                key = value
            elif name == "x-compress" and value == "gzip":
                context.set_compression(grpc.Compression.Gzip)
            elif name.startswith("x-initial-"):
                initial.append((name, value))
            elif name.startswith("x-trailing-"):
                trailing.append((name, value))
        context.set_trailing_metadata(trailing)
        context.send_initial_metadata(initial)
        if key is None:
            return lambda: None
        self.calls.note(key, "running")
        done = threading.Event()
        # Called at the end of every call: cancelled unless the handler came to its own end before.
        context.add_callback(lambda: self.calls.note(key, "finished" if done.is_set() else "cancelled"))
        return done.set

    @staticmethod
    def fail(context, failure, finish):
        finish()
        context.abort(CODES[failure.code], failure.message)

    def complete(self, context):
        """Whether the request stream came to its end: a cancelled one ends in the same way, and the news may come a little later."""
        return not any(name == "x-key" for name, _ in context.invocation_metadata()) or self.pause(context, 300)

    @staticmethod
    def pause(context, milliseconds):
        end = time.monotonic() + milliseconds / 1000
        while context.is_active() and time.monotonic() < end:
            time.sleep(0.005)
        return context.is_active()

    def Echo(self, request, context):
        left = context.time_remaining()
        finish = self.begin(context)
        if request.delay_ms and not self.pause(context, request.delay_ms):
            return pb.EchoReply()
        if request.HasField("failure"):
            self.fail(context, request.failure, finish)
        headers = [pb.Header(key=k, value=v if isinstance(v, bytes) else v.encode())
                   for k, v in context.invocation_metadata() if k.startswith("x-")]
        finish()
        return pb.EchoReply(
            payload=pattern(request.reply_size) if request.reply_size else request.payload,
            text=request.text, headers=headers, deadline_ms=-1 if left is None or left > 1e6 else int(left * 1000))

    def Expand(self, request, context):
        finish = self.begin(context)
        payload = pattern(request.size)
        for index in range(request.count):
            if request.delay_ms and not self.pause(context, request.delay_ms):
                return
            yield pb.Item(index=index, payload=payload)
        if request.HasField("failure"):
            self.fail(context, request.failure, finish)
        finish()

    def Collect(self, items, context):
        finish = self.begin(context)
        summary = pb.Summary()
        for item in items:
            if item.HasField("failure"):
                self.fail(context, item.failure, finish)
            summary.count += 1
            summary.bytes += len(item.payload)
            summary.index_sum += item.index
        if self.complete(context):
            finish()
        return summary

    def Chat(self, items, context):
        finish = self.begin(context)
        count = 0
        for item in items:
            if item.HasField("failure"):
                self.fail(context, item.failure, finish)
            count += 1
            yield item
        if not self.complete(context):
            return
        finish()
        yield pb.Item(index=count, text="end")

    def Witness(self, request, context):
        return pb.WitnessReply(state=self.calls.ended(request.key, request.wait_ms / 1000))


class Health(health_pb2_grpc.HealthServicer):
    def Check(self, request, context):
        if request.service not in ("", SERVICE):
            context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
        return health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.SERVING)

    def Watch(self, request, context):
        known = request.service in ("", SERVICE)
        yield health_pb2.HealthCheckResponse(
            status=health_pb2.HealthCheckResponse.SERVING if known else health_pb2.HealthCheckResponse.SERVICE_UNKNOWN)
        while context.is_active():
            time.sleep(0.005)


class Reflection(reflection_pb2_grpc.ServerReflectionServicer):
    def ServerReflectionInfo(self, requests, context):
        for request in requests:
            reply = reflection_pb2.ServerReflectionResponse(original_request=request)
            kind = request.WhichOneof("message_request")
            if kind == "list_services":
                for name in (SERVICE, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"):
                    reply.list_services_response.service.add(name=name)
            elif kind == "file_containing_symbol" and request.file_containing_symbol.startswith(SERVICE):
                reply.file_descriptor_response.file_descriptor_proto.append(pb.DESCRIPTOR.serialized_pb)
            else:
                reply.error_response.error_code = grpc.StatusCode.NOT_FOUND.value[0]
                reply.error_response.error_message = "not found"
            yield reply


class TokenGate(grpc.ServerInterceptor):
    """Refuses calls without the bearer token."""

    def __init__(self, token):
        self.expected = ("Bearer " + token).encode()

        def refuse(_, context):
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "a bearer token is needed")

        self.refusal = grpc.unary_unary_rpc_method_handler(refuse)

    def intercept_service(self, continuation, details):
        given = dict(details.invocation_metadata).get("authorization", "")
        return continuation(details) if hmac.compare_digest(given.encode(), self.expected) else self.refusal


def read(name):
    with open(os.path.join(options.dir, name), "rb") as file:
        return file.read()


def start(service, *interceptors):
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(max_workers=64), interceptors=interceptors,
        options=[("grpc.max_receive_message_length", RECEIVE_LIMIT), ("grpc.max_send_message_length", -1),
                 ("grpc.so_reuseport", 0)])
    interop_pb2_grpc.add_InteropServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(Health(), server)
    reflection_pb2_grpc.add_ServerReflectionServicer_to_server(Reflection(), server)
    return server


service = Interop()
clear = start(service)
plain_port = clear.add_insecure_port("127.0.0.1:0")
clear.add_insecure_port("unix:" + options.unix)
guarded = start(service, TokenGate(read("token").decode().strip()))
tls_port = guarded.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials(
    [(read("server.key"), read("server.pem"))], root_certificates=read("authority.pem"), require_client_auth=True))
clear.start()
guarded.start()
print(f"ready plain=127.0.0.1:{plain_port} tls=127.0.0.1:{tls_port}", flush=True)
sys.stdin.read()
clear.stop(0)
guarded.stop(0)
os._exit(0)
