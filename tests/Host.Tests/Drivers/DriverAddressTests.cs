using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sim.Host.Drivers;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Drivers;

/// <summary>Drivers that somebody else started.</summary>
public sealed class DriverAddressTests : IDisposable
{
    private readonly DriverWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("grpc://localhost", "it has no port; write grpc://localhost:50051")]
    [InlineData("grpc://localhost:", "its port is ''")]
    [InlineData("grpc://localhost:0", "expected 1 to 65535")]
    [InlineData("grpc://localhost:65536", "expected 1 to 65535")]
    [InlineData("grpc://:50051", "its host is missing")]
    [InlineData("grpc://::1:50051", "written in brackets")]
    [InlineData("grpcs://host:1/path", "more than host and port; write grpcs://localhost:50051")]
    [InlineData("grpc:localhost:50051", "write grpc://localhost:50051")]
    [InlineData("unix:driver.sock", "absolute path; write unix:/path/to/driver.sock")]
    [InlineData("unix:///", "absolute path")]
    [InlineData("unix", "alone is no address")]
    [InlineData("htp://localhost:50051", "no driver answers addresses that begin with 'htp:'")]
    public void A_wrong_address_is_refused_at_its_place(string address, string message)
    {
        _world.Exits(2, "run", _world.World.Suite(DriverWorld.Three, driver: $"\"{address}\""), "--list");
        Assert.Contains(message, _world.World.Error, StringComparison.Ordinal);
        Assert.Contains("s.yaml:4:9: ", _world.World.Error, StringComparison.Ordinal);

        _world.Exits(2, "run", _world.World.Suite(DriverWorld.Three, driver: $"{{ use: \"{address}\", deadline: 1 s }}"), "--list");
        Assert.Contains("s.yaml:4:", _world.World.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc://localhost:50051")]
    [InlineData("grpcs://driver.example:443")]
    [InlineData("grpc://[::1]:50051")]
    [InlineData("unix:/run/driver.sock")]
    [InlineData("unix:///run/driver.sock")]
    public void An_address_is_taken_and_nobody_is_asked_for_a_list(string address) =>
        _world.Exits(0, "run", _world.World.Suite(DriverWorld.Three, driver: $"\"{address}\""), "--list");

    [Fact]
    public void Both_forms_of_a_socket_are_one_driver()
    {
        var unix = new AddressedDrivers("unix", _ => null);

        Assert.Same(unix.At("unix:/run/driver.sock"), unix.At("unix:///run/driver.sock"));
    }

    [Theory]
    [InlineData("deadlin: 1 s", "did you mean 'deadline'")]
    [InlineData("token: abc", "name it instead: token: \"${secret:NAME}\"")]
    [InlineData("certificate: a.pem", "belong together")]
    public void Wrong_options_are_refused(string option, string message)
    {
        _world.Exits(2, "run", _world.World.Suite(DriverWorld.Three, driver: $"{{ use: \"grpc://localhost:1\", {option} }}"), "--list");
        Assert.Contains(message, _world.World.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_at_an_address_ends_the_run_before_its_first_case()
    {
        _world.Exits(3, "run", _world.World.Suite(DriverWorld.Three, driver: "{ use: \"grpc://127.0.0.1:9\", start_deadline: 0.5 s }"), "--out", "r");

        Assert.Contains("no driver answers at grpc://127.0.0.1:9", _world.World.Error, StringComparison.Ordinal);
        Assert.Contains("is the driver running there, and is it one without TLS", _world.World.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.World.At("r")));
    }

    [Fact]
    public async Task A_driver_at_an_address_drives_every_case()
    {
        var driver = new Counting();
        await using var server = await ServeAsync(driver, null);

        _world.Exits(0, "run", _world.World.Suite(DriverWorld.Three, driver: $"{{ use: \"{server.Targets[0]}\", options: {{ gain: 2 }} }}"), "--out", "r", "--jobs", "3");

        Assert.Equal((3, "2"), (driver.Sessions, driver.Gain));
        Assert.Contains("\"version\": \"counting 7, contract 1.0.0, from_recording\"", File.ReadAllText(_world.World.At("r", "run.json")), StringComparison.Ordinal);
        Assert.Equal(Reproducibility.FromRecording, _world.Result("r", "-n1-").Reproducibility);
        _world.Exits(0, "replay", _world.CaseId("r", "-n1-"), "--run", "r", "--live");
    }

    [Fact]
    public async Task A_driver_that_moved_keeps_its_options_and_is_the_same_driver()
    {
        var driver = new Counting();
        await using var server = await ServeAsync(driver, null);
        string suite = _world.World.Suite(DriverWorld.Three, driver: "{ use: \"grpc://127.0.0.1:9\", options: { gain: 3 } }");

        _world.Exits(0, "run", suite, "--out", "r", "--driver", server.Targets[0]);

        Assert.Equal("3", driver.Gain);
    }

    [Fact]
    public async Task No_more_cases_run_at_once_than_the_driver_takes()
    {
        var driver = new Counting();
        await using var server = await ServeAsync(driver, null, maxSessions: 1);

        _world.Exits(0, "run", _world.World.Suite("cases: [ { name: a, from: { fake: 8 } } ]", driver: $"\"{server.Targets[0]}\""), "--out", "r", "--jobs", "4");

        Assert.Equal((8, 1), (driver.Sessions, driver.MostAtOnce));
    }

    [Fact]
    public async Task A_driver_that_goes_away_or_is_replaced_costs_the_cases_that_remain()
    {
        var first = new Counting();
        var server = await ServeAsync(first, null);
        string address = server.Targets[0];
        RpcServer? second = null;
        first.OnDecide = n =>
        {
            if (n == 7)
            {
                server.DisposeAsync().AsTask().Wait();
            }
        };

        _world.Exits(3, "run", _world.World.Suite("cases: [ { name: a, from: { fake: 4 } } ]", driver: $"{{ use: \"{address}\", deadline: 30 s }}"), "--out", "gone", "--jobs", "1");
        Assert.Equal(CaseStatus.Assessed, _world.Result("gone", "-n0-").Status);
        Assert.Equal(CaseStatus.DriverFailed, _world.Result("gone", "-n1-").Status);
        Assert.StartsWith("no driver answers at unix:", _world.Result("gone", "-n3-").Reason[_world.Result("gone", "-n3-").Reason.IndexOf("no driver", StringComparison.Ordinal)..], StringComparison.Ordinal);

        first = new Counting();
        server = await ServeAsync(first, null);
        first.OnDecide = n =>
        {
            if (n == 7)
            {
                server.DisposeAsync().AsTask().Wait();
                second = ServeAsync(new Counting("8"), null).Result;
            }
        };
        _world.Exits(3, "run", _world.World.Suite("cases: [ { name: a, from: { fake: 4 } } ]", driver: $"\"{address}\""), "--out", "other", "--jobs", "1");
        Assert.Contains("is not the one that the run began with: it was counting 7, contract 1.0.0, from_recording, now it is counting 8", _world.Result("other", "-n3-").Reason, StringComparison.Ordinal);
        await second!.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_a_secret_that_is_asked_for_and_not_written()
    {
        await using var server = await ServeAsync(new Counting(), "a-token-of-many-letters");
        string suite = _world.World.Suite(DriverWorld.Three, driver: $"{{ use: \"{server.Targets[0]}\", token: \"${{secret:TOKEN}}\", start_deadline: 30 s }}");

        _world.Exits(2, "run", suite, "--out", "r");
        _world.World.Variables["TOKEN"] = "another-token-of-letters";
        _world.Exits(3, "run", suite, "--out", "r");
        _world.World.Variables["TOKEN"] = "a-token-of-many-letters";
        _world.Exits(0, "run", suite, "--out", "r");
        Assert.DoesNotContain(Directory.EnumerateFiles(_world.World.At("r"), "*", SearchOption.AllDirectories), f => File.ReadAllBytes(f).AsSpan().IndexOf("a-token-of-many-letters"u8) >= 0);
    }

    [Fact]
    public async Task With_TLS_both_sides_show_certificates_of_authorities_that_the_other_trusts()
    {
        using var authority = Certificate("CN=authority", null);
        using var server = Certificate("CN=localhost", authority);
        using var client = Certificate("CN=client", authority);
        using var stranger = Certificate("CN=stranger", null);
        Pem("ca.pem", authority);
        Pem("client.pem", client);
        Pem("stranger.pem", stranger);
        var options = new RpcServerOptions { Addresses = { "grpcs://127.0.0.1:0" }, Certificate = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null), ClientAuthorities = [authority] };
        await using var running = new RpcServer(options);
        running.AddService(Messages.Driver.BindService(new DriverService([new Counting()])));
        await running.StartAsync(TestContext.Current.CancellationToken);
        string address = "grpcs://localhost:" + running.Targets[0].Split(':')[^1];
        string With(string keys, string deadline = "2 s") => _world.World.Suite(DriverWorld.Three, driver: $"{{ use: \"{address}\", start_deadline: {deadline}, {keys} }}");

        _world.Exits(0, "run", With("authorities: ca.pem, certificate: client.pem, private_key: client.pem.key", "60 s"), "--out", "good");
        _world.Exits(3, "run", With("authorities: stranger.pem, certificate: client.pem, private_key: client.pem.key"), "--out", "r");
        Assert.Contains("is its certificate valid for this host ('authorities')", _world.World.Error, StringComparison.Ordinal);
        _world.Exits(3, "run", With("authorities: ca.pem, certificate: stranger.pem, private_key: stranger.pem.key"), "--out", "r");
        _world.Exits(3, "run", With("authorities: ca.pem"), "--out", "r");
        _world.Exits(2, "run", With("authorities: client.pem.key"), "--out", "r");
        Assert.Contains("cannot be used as a certificate", _world.World.Error, StringComparison.Ordinal);
        _world.Exits(2, "run", With("authorities: ../ca.pem"), "--out", "r");
    }

    private void Pem(string name, X509Certificate2 certificate)
    {
        File.WriteAllText(_world.World.At(name), certificate.ExportCertificatePem());
        File.WriteAllText(_world.World.At(name + ".key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Certificate(string name, X509Certificate2? authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority is null, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        if (authority is null)
        {
            return request.CreateSelfSigned(from, to);
        }

        using var signed = request.Create(authority, from, to.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private async Task<RpcServer> ServeAsync(IDriver driver, string? token, int maxSessions = 64)
    {
        var options = new RpcServerOptions { Addresses = { "unix:" + Path.Combine(_world.World.Folder, "driver.sock") } };
        if (token is not null)
        {
            options.Tokens.Add(token);
        }

        var server = new RpcServer(options);
        server.AddService(Messages.Driver.BindService(new DriverService([driver], new ServerOptions { MaxSessions = maxSessions })));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private sealed class Counting(string version = "7") : IDriver
    {
        private int _decisions;
        private int _now;
        private int _sessions;
        private int _most;

        public string Name => "counting";

        public string Description => "Counts.";

        public DriverInfo Info => new(Name, version, Reproducibility.FromRecording);

        public int Sessions => _sessions;

        public Action<int> OnDecide { get; set; } = static _ => { };

        public int MostAtOnce => _most;

        public string Gain { get; private set; } = "";

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sessions);
            Gain = options.Find("gain")?.Text ?? "";
            _most = Math.Max(_most, Interlocked.Increment(ref _now));
            return new Session(this);
        }

        private sealed class Session(Counting owner) : IDriverSession
        {
            public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
            {
                owner.OnDecide(Interlocked.Increment(ref owner._decisions));
                return DriverAnswer.FromControls(-1, 0);
            }

            public void Dispose() => Interlocked.Decrement(ref owner._now);
        }
    }
}
