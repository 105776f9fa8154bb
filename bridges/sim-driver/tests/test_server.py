"""The server: addresses, tokens, TLS, health, how it ends; assessors."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import unittest
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import grpc
import test_recordings
from support import ROOT, Running, Straight, child_environment, detail

from sim_driver import Assessor, ConfigurationError, Metric, Recording, Server, ServerOptions
from sim_driver._proto import assessor_pb2, session_pb2
from sim_driver.cli import Client
from sim_driver.server import is_loopback

EXAMPLE = str(ROOT / "examples" / "constant_velocity.py")


class TopSpeed(Assessor):
    metrics = ("top_speed",)
    scenarios: list[object] = []

    def assess(self, recording: Recording) -> list[Metric]:
        self.scenarios.append(self.scenario)
        if self.options.get("twice"):
            return [Metric(name="x", state="failed", reason="r")] * 2
        ego = recording.ego.states["speed"]
        return [Metric(name="top_speed", value=float(ego.max()), unit="m/s", worse="higher", series={0: 1.0}), Metric(name="ttc", state="no_conflict")]


def started(*args: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, EXAMPLE, *args],
        env={**child_environment(), **environment},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    return process.stderr.readline().split()[-1]


class ProcessTests(unittest.TestCase):
    def ends(self, process: subprocess.Popen[str]) -> None:
        try:
            self.assertEqual(process.wait(10), 0)
        finally:
            process.kill()
            process.communicate()

    def test_it_listens_where_the_environment_says_and_ends_when_told(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "driver.sock"
            process = started(SIM_DRIVER_ADDRESS=f"unix:{path}")
            address = address_of(process)
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            client = Client(address)
            self.assertEqual(client.handshake().server.name, "ConstantVelocity")
            client.channel.close()
            process.send_signal(signal.SIGTERM)
            self.ends(process)
            self.assertFalse(path.exists())

    def test_it_ends_when_the_host_closes_its_input(self) -> None:
        process = started("--listen", "127.0.0.1:0", SIM_DRIVER_STDIN="watch")
        address_of(process)
        assert process.stdin
        process.stdin.close()
        process.stdin = None
        self.ends(process)

    def test_it_ends_when_the_host_is_gone(self) -> None:
        host = subprocess.Popen(["sleep", "60"])
        process = started("--listen", "127.0.0.1:0", SIM_DRIVER_PARENT=str(host.pid))
        address_of(process)
        host.kill()
        host.wait()
        self.ends(process)

    def test_it_ends_though_the_driver_hangs(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "hangs.py"
            file.write_text(
                "import time\nfrom sim_driver import Driver, serve\n"
                "class Hangs(Driver):\n    def start(self, task):\n        print('hanging', flush=True)\n        time.sleep(1000)\n"
                "serve(Hangs)\n"
            )
            process = subprocess.Popen(
                [sys.executable, str(file), "--listen", "127.0.0.1:0"], env=child_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            client = Client(address_of(process))
            from sim_driver import synthetic
            from sim_driver._proto import driver_pb2

            header = session_pb2.SessionHeader(session_id="s", owner_token="t")
            request = driver_pb2.OpenDriverRequest(header=header, task=synthetic.straight_road())
            call = client.channel.unary_unary("/sim.v1.Driver/OpenSession", type(request).SerializeToString, driver_pb2.OpenDriverReply.FromString)
            pending = call.future(request, timeout=20)
            assert process.stdout
            self.assertEqual(process.stdout.readline(), "hanging\n")
            process.terminate()
            self.ends(process)
            pending.cancel()
            client.channel.close()

    def test_an_address_in_use_is_said_with_code_2(self) -> None:
        with Running(Straight) as r:
            process = started("--listen", r.server.address)
            _, err = process.communicate(timeout=20)
            self.assertEqual(process.returncode, 2)
            self.assertIn("cannot listen on", err)


class AddressTests(unittest.TestCase):
    def test_only_loopback_without_token_or_certificates(self) -> None:
        for address, expected in (
            ("127.0.0.1:1", True), ("127.9.9.9:1", True), ("[::1]:1", True), ("localhost:1", True), ("unix:/x", True),
            ("0.0.0.0:1", False), ("[::]:1", False), ("192.168.0.1:1", False), ("example.org:1", False), (":1", False), ("[::ffff:10.0.0.1]:1", False),
        ):  # fmt: skip
            self.assertEqual(is_loopback(address), expected, address)
        with self.assertRaisesRegex(ConfigurationError, "other machines: give --token-file"):
            Server(Straight, ServerOptions(listen="0.0.0.0:0"))
        with self.assertRaisesRegex(ConfigurationError, "TLS needs"):
            Server(Straight, ServerOptions(tls_client_ca="x"))
        with self.assertRaisesRegex(ConfigurationError, "at most 107 bytes"):
            Server(Straight, ServerOptions(listen="unix:/tmp/" + "x" * 120))

    def test_a_token_is_asked_for(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            token = Path(folder) / "token"
            token.write_text("0123456789abcdef0123\n")
            token.chmod(0o644)
            with self.assertRaisesRegex(ConfigurationError, "others may read"):
                Server(Straight, ServerOptions(token_file=str(token)))
            token.chmod(0o600)
            with Running(Straight, token_file=str(token)) as r:
                hello = session_pb2.HandshakeRequest(contract=session_pb2.Version(major=1))
                for metadata, words in ((None, "missing"), ((("authorization", "Bearer wrong"),), "wrong")):
                    with self.assertRaises(grpc.RpcError) as caught:
                        r.client.call("Handshake", hello, session_pb2.HandshakeReply, metadata=metadata)
                    self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
                    self.assertIn(words, caught.exception.details())
                    self.assertEqual(detail(caught.exception).reason, session_pb2.ERROR_REASON_BAD_TOKEN)
                right = (("authorization", "Bearer 0123456789abcdef0123"),)
                self.assertEqual(r.client.call("Handshake", hello, session_pb2.HandshakeReply, metadata=right).contract.major, 1)
            token.write_text("short")
            with self.assertRaisesRegex(ConfigurationError, "at least 16"):
                Server(Straight, ServerOptions(token_file=str(token)))

    def test_mutual_tls(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            def openssl(*args: str) -> None:
                subprocess.run(["openssl", *args], cwd=folder, check=True, capture_output=True)

            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca", "-days", "2")
            for name in ("server", "client"):
                (Path(folder) / "ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1")
                openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
                openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", f"{name}.pem", "-days", "2", "-extfile", "ext")

            def read(name: str) -> bytes:
                return (Path(folder) / name).read_bytes()

            files = {"tls_cert": f"{folder}/server.pem", "tls_key": f"{folder}/server.key", "tls_client_ca": f"{folder}/ca.pem"}
            server = Server(Straight, ServerOptions(listen="0.0.0.0:0", **files))
            try:
                port = server.address.rpartition(":")[2]
                client = Client(server.address)
                client.channel.close()
                for credentials, works in (
                    (grpc.ssl_channel_credentials(read("ca.pem"), read("client.key"), read("client.pem")), True),
                    (grpc.ssl_channel_credentials(read("ca.pem")), False),
                ):
                    client.channel = grpc.secure_channel(f"localhost:{port}", credentials)
                    if works:
                        self.assertEqual(client.handshake().server.name, "Straight")
                    else:
                        with self.assertRaises(grpc.RpcError) as caught:
                            client.handshake()
                        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
                    client.channel.close()
            finally:
                server.stop(0.1)

    def test_health_is_told_in_the_usual_way(self) -> None:
        with Running(Straight) as r:
            check = r.client.channel.unary_unary("/grpc.health.v1.Health/Check")
            self.assertEqual(check(b"", timeout=5), b"\x08\x01")
            self.assertEqual(check(b"\x0a\x0dsim.v1.Driver", timeout=5), b"\x08\x01")
            with self.assertRaises(grpc.RpcError) as caught:
                check(b"\x0a\x05other", timeout=5)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)


class AssessorTests(unittest.TestCase):
    def assess(self, data: bytes, size: int | None = None, options: str = "", pieces: int = 700, **header: object) -> assessor_pb2.Assessment:
        server = Server(TopSpeed, ServerOptions(listen="127.0.0.1:0"))
        try:
            with grpc.insecure_channel(server.address) as channel:
                hello = session_pb2.HandshakeRequest(contract=session_pb2.Version(major=1))
                shake = channel.unary_unary("/sim.v1.Assessor/Handshake", session_pb2.HandshakeRequest.SerializeToString, session_pb2.HandshakeReply.FromString)
                self.assertEqual(list(shake(hello, timeout=5).capabilities), ["top_speed"])
                late = header.pop("late", b"")
                first = assessor_pb2.AssessHeader(recording_bytes=len(data) if size is None else size, options_json=options, seed=7, **header)  # type: ignore[arg-type]
                parts = [assessor_pb2.AssessRequest(recording=data[k : k + pieces]) for k in range(0, len(data), pieces)]
                parts += [assessor_pb2.AssessRequest(scenario=late[k : k + 5]) for k in range(0, len(late), 5)]  # type: ignore[arg-type, index]
                call = channel.stream_unary("/sim.v1.Assessor/Assess", assessor_pb2.AssessRequest.SerializeToString, assessor_pb2.Assessment.FromString)
                return call(iter([assessor_pb2.AssessRequest(header=first), *parts]), timeout=20)  # type: ignore[no-any-return]
        finally:
            server.stop(0.1)

    def test_a_recording_goes_in_and_metrics_come_out(self) -> None:
        assessment = self.assess(test_recordings.sample(steps=5))
        self.assertEqual(assessment.assessor, "TopSpeed")
        top, ttc = assessment.metrics
        self.assertEqual((top.name, top.unit, top.state, top.worse), ("top_speed", "m/s", assessor_pb2.MEASURED_STATE_VALUE, assessor_pb2.WORSE_DIRECTION_HIGHER))
        self.assertAlmostEqual(top.value, 12.4)
        self.assertEqual((ttc.state, ttc.HasField("value")), (assessor_pb2.MEASURED_STATE_NO_CONFLICT, False))

    def test_the_scenario_comes_in_the_header_or_in_pieces(self) -> None:
        data = test_recordings.sample()
        TopSpeed.scenarios.clear()
        self.assess(data)
        self.assess(data, scenario_json='{"name": "a"}')
        self.assess(data, scenario_bytes=14, late=b'{"name": "bb"}')
        self.assertEqual(TopSpeed.scenarios, [None, {"name": "a"}, {"name": "bb"}])

    def test_what_goes_wrong_is_told(self) -> None:
        data = test_recordings.sample()
        for work, code, reason in (
            (lambda: self.assess(data, size=len(data) + 1), grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS),
            (lambda: self.assess(data, size=len(data) - 1), grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS),
            (lambda: self.assess(data, size=1 << 40), grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG),
            (lambda: self.assess(data, scenario_bytes=15, late=b"{}"), grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS),
            (lambda: self.assess(data, scenario_bytes=2, late=b"{}", scenario_json="{}"), grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO),
            (lambda: self.assess(b"x" * 99), grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO),
            (lambda: self.assess(data, options='{"twice": 1}'), grpc.StatusCode.INTERNAL, session_pb2.ERROR_REASON_MODULE_FAILED),
        ):
            with self.assertRaises(grpc.RpcError) as caught, redirect_stderr(StringIO()):
                work()
            self.assertEqual((caught.exception.code(), detail(caught.exception).reason), (code, reason), caught.exception.details())

    def test_a_metric_says_what_is_wrong_with_it(self) -> None:
        for metric in (
            Metric(name="a"), Metric(name="a", value=1.0, state="failed"), Metric(name="a", value=float("nan")), Metric(name="a", state="lost"),
            Metric(name="a", value=1.0, worse="left"), Metric(name="a", value=1.0, critical_at=float("inf")),
        ):  # fmt: skip
            with self.assertRaisesRegex(ValueError, "^metric 'a'"):
                metric.to_message()


if __name__ == "__main__":
    unittest.main()
