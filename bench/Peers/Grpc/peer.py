"""The Python peer of the transport benchmarks.

peer.py STUBS server SOCKET           prints "ready HOST:PORT", serves there and on the socket until its standard input ends
peer.py STUBS camera TARGET SECONDS   six frames of 3 MiB each tenth of a second; prints the number of frames
"""
import concurrent.futures
import os
import sys
import time

import grpc

sys.path.insert(0, sys.argv[1])
import peers_pb2 as pb  # noqa: E402
import peers_pb2_grpc  # noqa: E402
from sim.v1 import world_pb2 as world  # noqa: E402


class Peers(peers_pb2_grpc.PeersServicer):
    def Ping(self, request, context):
        return pb.PingMessage(payload=request.payload)

    def Step(self, frames, context):
        for frame in frames:
            answer, ego = world.AnswerFrame(step=frame.step), frame.actors[0]
            for i in range(1, 41):
                answer.plan.add(time_us=frame.time_us + i * 100_000, x=ego.x + ego.speed_mps * 0.1 * i, y=ego.y,
                                heading_rad=ego.heading_rad, speed_mps=ego.speed_mps)
            yield answer

    def Look(self, frames, context):
        seen = pb.Seen()
        for frame in frames:
            seen.frames += 1
            seen.bytes += len(frame.pixels)
            seen.ends += frame.pixels[0] + frame.pixels[-1]
        return seen


def serve(socket):
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=16))
    peers_pb2_grpc.add_PeersServicer_to_server(Peers(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.add_insecure_port("unix:" + socket)
    server.start()
    print(f"ready 127.0.0.1:{port}", flush=True)
    sys.stdin.read()
    server.stop(0)


def camera(target, seconds):
    pixels = [bytes([i + 1]) * (3 << 20) for i in range(6)]

    def frames():
        begin = time.monotonic()
        for tick in range(seconds * 10):
            time.sleep(max(0.0, begin + tick * 0.1 - time.monotonic()))
            for i in range(6):
                yield pb.CameraFrame(camera=i, time_us=tick * 100_000, pixels=pixels[i])

    with grpc.insecure_channel(target, [("grpc.enable_http_proxy", 0)]) as channel:
        print(peers_pb2_grpc.PeersStub(channel).Look(frames()).frames, flush=True)


if sys.argv[2] == "server":
    serve(sys.argv[3])
else:
    camera(sys.argv[3], int(sys.argv[4]))
os._exit(0)
