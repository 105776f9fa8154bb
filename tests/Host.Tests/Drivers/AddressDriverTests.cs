using System.Net;
using Grpc.Core;
using Sim.Numerics;
using Sim.Rpc;
using Sim.Rpc.Services;
using Sim.Simulation.Drivers;
using Sim.Tests.Fakes;
using Sim.Tests.Faults;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Drivers;

/// <summary>Runs whose driver somebody else started, over a way that fails. SIM_HOST_FAULTS sets the number of random faults.</summary>
public sealed class AddressDriverTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private readonly DriverService _service = new([new ConstantVelocityDriver()]);
    private readonly SwitchedService _switched;
    private RpcServer _server = null!;

    public AddressDriverTests() => _switched = new SwitchedService(_service);

    public async ValueTask InitializeAsync()
    {
        _server = new RpcServer(new RpcServerOptions { Addresses = { "grpc://127.0.0.1:0" } });
        _server.AddService(Messages.Driver.BindService(_switched));
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _service.Dispose();
        _world.Dispose();
    }

    [Theory]
    [InlineData(nameof(FaultKind.Silence))]
    [InlineData(nameof(FaultKind.HalfOpen))]
    public void A_connection_that_dies_without_a_word_costs_one_case(string kind)
    {
        Patience.Until(2_000, deadline =>
        {
            using var proxy = Proxy(new Fault(Enum.Parse<FaultKind>(kind), Connection: 0, ToServer: false, At: 12, Seed: 1));

            int code = Run(proxy, $"deadline: {deadline} ms", $"r{deadline}");

            Assert.True(proxy.HasStruck);
            Assert.Equal(3, code);
            Assert.Single(Reports($"r{deadline}"), r => r.Status == CaseStatus.DriverFailed);
            Assert.Equal(2, Reports($"r{deadline}").Count(r => r.Status == CaseStatus.Assessed));
        });
    }

    [Fact]
    public void A_connection_that_is_reset_in_the_middle_of_a_message_costs_nothing()
    {
        using var proxy = Proxy(new Fault(FaultKind.ResetInMessage, Connection: 0, ToServer: false, At: 12, Seed: 1));

        Assert.Equal(0, Run(proxy, "deadline: 60 s"));
        Assert.True(proxy.HasStruck);
    }

    [Fact]
    public void A_driver_that_is_replaced_during_a_run_is_refused()
    {
        using var proxy = Proxy(new Fault(FaultKind.Silence, Connection: 0, ToServer: false, At: 12, Seed: 1));
        _switched.IsReplaced = true;

        Assert.Equal(3, Run(proxy, "deadline: 2 s"));

        Assert.Contains(Reports(), r => r.Reason.Contains("is not the one that the run began with: it was constant-velocity 1, contract 1.0.0, bit, now it is constant-velocity 2,", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_happens_on_the_way_a_run_ends_with_the_right_bytes_or_with_exit_code_3()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("SIM_HOST_FAULTS"), out int set) ? set : 12;
        FaultKind[] kinds = [FaultKind.None, .. FaultKinds.Plain];
        using (var straight = Proxy(new Fault(FaultKind.None, 0, false, 0, 0)))
        {
            Assert.Equal(0, Run(straight, "deadline: 60 s", "good"));
        }

        for (int i = 0; i < count; i++)
        {
            var random = new RandomStream(77).Fork("host-fault", i);
            var fault = new Fault(kinds[(i + random.NextInt(2)) % kinds.Length], Connection: 0, random.NextInt(2) == 0, 6 + random.NextInt(30), random.NextUInt64());
            using var proxy = Proxy(fault);
            string run = $"r{i}";

            int code = Run(proxy, "deadline: 400 ms, start_deadline: 400 ms", run);

            Assert.True(code is 0 or 3, $"{fault} ended with {code}: {_world.Error}");
            var reports = Directory.Exists(_world.At(run, "cases")) ? Reports(run) : [];
            Assert.True(code == 3 || reports.Count == 3, $"{fault}: {reports.Count} cases");
            Assert.All(reports, r => Assert.True(r.Status == CaseStatus.Assessed || r.Reason.Length > 20, $"{fault}: {r.Status} {r.Reason}"));
            foreach (var right in reports.Where(r => r.Status == CaseStatus.Assessed))
            {
                Assert.Equal(_world.Bytes("good", "cases", right.Case.Id, "recording.mcap"), _world.Bytes(run, "cases", right.Case.Id, "recording.mcap"));
            }
        }
    }

    private FaultProxy Proxy(Fault fault) => new(
        new IPEndPoint(IPAddress.Loopback, 0), IPEndPoint.Parse(_server.Addresses[0]["http://".Length..]), Framing.Http2, fault, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1));

    private int Run(FaultProxy proxy, string options, string run = "r")
    {
        string suite = _world.Suite(DriverWorld.Three, driver: $"{{ use: \"grpc://{proxy.EndPoint}\", {options} }}");
        return _world.Sim("run", suite, "--out", run, "--jobs", "1");
    }

    private List<CaseResult> Reports(string run = "r") => [.. Directory.GetDirectories(_world.At(run, "cases"))
        .Select(f => System.Text.Json.JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(f, "assessment.json")), SimJson.Default.CaseResult)!)];

    /// <summary>Serves a driver that goes straight on; after one handshake it may say that it is another one.</summary>
    private sealed class SwitchedService(DriverService service) : Messages.Driver.DriverBase
    {
        private int _handshakes;

        public bool IsReplaced { get; set; }

        public override async Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
        {
            var reply = (await service.Handshake(request, context)).Clone();
            reply.Modules[0].Version = IsReplaced && Interlocked.Increment(ref _handshakes) > 1 ? "2" : "1";
            return reply;
        }

        public override Task<Messages.OpenDriverReply> OpenSession(Messages.OpenDriverRequest request, ServerCallContext context) => service.OpenSession(request, context);

        public override Task Drive(IAsyncStreamReader<Messages.DriveRequest> requestStream, IServerStreamWriter<Messages.DriveReply> responseStream, ServerCallContext context) =>
            service.Drive(requestStream, responseStream, context);

        public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context) => service.CloseSession(request, context);
    }
}
