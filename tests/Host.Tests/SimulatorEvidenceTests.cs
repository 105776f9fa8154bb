using System.Security.Cryptography;
using System.Text.Json;
using Sim.Host.Planning;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>What run.json holds of a simulator that is not ours: its version, its files, and for whom its bytes hold.</summary>
public sealed class SimulatorEvidenceTests : IDisposable
{
    private readonly FakeWorld _world = new();

    [Theory]
    [InlineData(Reproducibility.Bit, false, true)]
    [InlineData(Reproducibility.Bit, true, true)]
    [InlineData(Reproducibility.FromRecording, false, false)]
    [InlineData(Reproducibility.FromRecording, true, false)]
    [InlineData(Reproducibility.Statistical, true, false)]
    public void Bytes_hold_for_every_machine_only_where_the_simulator_says_so(Reproducibility promise, bool isRemote, bool everywhere)
    {
        _world.Catalog.Add<ISimulator>(isRemote ? new RemoteSimulator(promise) : new PromisingSimulator(promise));
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]");
        File.WriteAllText(_world.At(suite), File.ReadAllText(_world.At(suite)).Replace("simulator: fake", "simulator: promising", StringComparison.Ordinal));

        Assert.Equal(0, _world.Sim("run", suite, "--out", "r"));

        var identity = Identity(_world.At("r"));
        Assert.Equal(everywhere ? "any" : CpuClass.Name(), identity.CpuClass);
        Assert.Equal(isRemote ? "1 (Other 2.3)" : "1", identity.Modules.Single(m => m.Kind == "simulator").Version);
        // The same again is the same run.
        Assert.Equal(0, _world.Sim("run", suite, "--out", "r", "--resume"));
    }

    [Fact]
    public void A_run_in_SUMO_names_its_version_its_files_and_the_CPU_class()
    {
        bool there = File.Exists("/usr/bin/sumo");
        Assert.True(there || Environment.GetEnvironmentVariable("CI") != "true", "SUMO is not installed");
        Assert.SkipUnless(there, "SUMO is not installed");
        string folder = _world.At("sumo");
        Directory.CreateDirectory(folder);
        byte[] routes = """<routes><vType id="car"/></routes>"""u8.ToArray();
        File.WriteAllBytes(Path.Combine(folder, "none.rou.xml"), routes);
        File.WriteAllText(Path.Combine(folder, "suite.yaml"), """
            schema: 1
            suite: on-sumo
            driver: { use: idm }
            simulator: { use: sumo, step: 0.1 s, horizon: 8 s, routes: none.rou.xml }
            cases:
              - name: ccrs
                from: { template: euro-ncap/ccrs, with: { speed: 20 km/h, overlap: 100 % } }
            assess: [ criticality ]
            """);

        var (code, _, error) = SimProcess.Run(folder, new Dictionary<string, string>(), "run", "suite.yaml", "--out", "r");

        Assert.True(code == 0, error);
        Assert.Matches(@"simulator sumo: \d+\.\d+\.\d+ \(SUMO 1\.\d+\.\d+\), from_recording", error);
        var identity = Identity(Path.Combine(folder, "r"));
        Assert.Matches(@"^\d+\.\d+\.\d+ \(SUMO 1\.\d+\.\d+\), from_recording$", identity.Modules.Single(m => m.Kind == "simulator").Version);
        Assert.Equal(CpuClass.Name(), identity.CpuClass);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(routes)), identity.Inputs.Single(i => i.Key == "simulator:none.rou.xml").Sha256);
    }

    public void Dispose() => _world.Dispose();

    private static RunIdentity Identity(string run) => JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(run, "run.json")), SimJson.Default.RunIdentity)!;

    private class PromisingSimulator(Reproducibility promise) : ISimulator
    {
        private readonly FakeSimulator _inner = new();

        public string Name => "promising";

        public string Description => "Promises something.";

        public SimulatorInfo Info => _inner.Info with { Reproducibility = promise };

        public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => _inner.Open(use, cancellationToken);
    }

    private sealed class RemoteSimulator(Reproducibility promise) : PromisingSimulator(promise), IRemoteModule
    {
        public string Shown(Setting options) => Name;

        public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken) => "1 (Other 2.3)";

        public void Release()
        {
        }
    }
}
