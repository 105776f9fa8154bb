using System.Diagnostics;
using Sim.Plugins.Bridge;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>Modules that a suite names by address, and by name where a server has several.</summary>
public sealed class AddressedModuleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_of_several_simulators_is_told_which_one_is_meant()
    {
        using var service = new SimulatorService([new Named("one"), new Named("two")]);
        await using var served = await Served.Of(Messages.Simulator.BindService(service));
        var schemes = new AddressedSimulators("unix", static _ => null);
        var simulator = (AddressSimulator)schemes.At(served.Address);

        Assert.StartsWith("two ", simulator.Greet(Module("two"), FileRoots.Nowhere, Token), StringComparison.Ordinal);
        Assert.StartsWith("one ", simulator.Greet(Module("one"), FileRoots.Nowhere, Token), StringComparison.Ordinal);
        Assert.Equal($"{served.Address} module 'two'", simulator.Shown(Module("two")));
        using (var session = simulator.Open(new SimulatorUse { Options = Module("two") }, Token))
        {
            session.Load(Engine.Worlds.Scene(Engine.Worlds.Straight(300, 1, 15), 1, Engine.Worlds.Ego(speed: 5)), 1, Token);
            Assert.Equal("two", session.Finish().Provenance.Generator);
        }

        var several = Assert.Throws<ModuleFailedException>(() => simulator.Greet(Setting.Empty, FileRoots.Nowhere, Token));
        Assert.Contains("serves several modules; name one of them: 'one', 'two'", several.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<ModuleFailedException>(() => simulator.Greet(Module("too"), FileRoots.Nowhere, Token));
        Assert.Contains("has no module 'too'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("'module' names one", Assert.Throws<InputException>(() => simulator.Shown(Module(""))).Message, StringComparison.Ordinal);
        schemes.Release();
    }

    [Fact]
    public async Task A_guard_at_an_address_is_asked_and_one_that_is_gone_never_passes()
    {
        var served = await Served.Of(Messages.Guard.BindService(new GuardService([new Guard("lax", GuardOutcome.Pass), new Guard("strict", GuardOutcome.Block)])));
        var schemes = new AddressedGuards("unix", static _ => null);
        var guard = schemes.At(served.Address);

        Assert.Equal(GuardOutcome.Pass, guard.Check(new GuardInput { Options = Module("lax") }, Token).Outcome);
        Assert.Equal(GuardOutcome.Block, guard.Check(new GuardInput { Options = Module("strict") }, Token).Outcome);
        await served.DisposeAsync();
        Assert.Equal(GuardOutcome.Error, guard.Check(new GuardInput { Options = Module("lax") }, Token).Outcome);
        schemes.Release();
        Assert.Throws<ModuleFailedException>(() => guard.Check(new GuardInput { Options = Module("lax") }, Token));
        schemes.Release();
    }

    [Fact]
    public async Task A_suite_shows_its_driver_frames_of_a_sensor_at_an_address()
    {
        var asked = new List<CaptureRequest>();
        using var service = new SensorService([new Sensor("blind", asked), new Sensor("eye", asked)]);
        await using var served = await Served.Of(Messages.Sensor.BindService(service));
        await File.WriteAllTextAsync(Path.Combine(served.Folder, "s.yaml"), $$"""
            schema: 1
            suite: seen
            driver: { use: idm }
            simulator: { use: embedded, step: 0.1 s, horizon: 8 s }
            cases:
              - { name: stop, from: { template: r157/deceleration } }
            assess:
              - { use: pseudo-simulation, plan: driver, frames: 1, t0: 2 s, sensor: { use: "{{served.Address}}", module: eye, options: { range: 80 m } } }
            """, Token);

        var (code, text) = await SimAsync(served.Folder, "run", "s.yaml", "--out", "out");

        Assert.True(code == 0, text);
        Assert.NotEmpty(asked);
        Assert.All(asked, r => Assert.Equal("80 m", r.Options.Find("range")!.Text));
        Assert.All(asked, r => Assert.True(r.World.Tracks.Count > 1));
        string assessment = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(served.Folder, "out", "cases"), "assessment.json", SearchOption.AllDirectories).Single(), Token);
        Assert.Contains($"The driver was shown {asked.Count} frame", assessment, StringComparison.Ordinal);
    }

    internal static async Task<(int Code, string Text)> SimAsync(string folder, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(SimProgram.Path, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        string error = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output + error);
    }

    private static Setting Module(string name) => Setting.Map(("module", Setting.Scalar(name)));

    private sealed class Named(string name) : ISimulator
    {
        private readonly EmbeddedSimulator _inner = new();

        public string Name => name;

        public string Description => "The embedded engine under another name.";

        public SimulatorInfo Info => _inner.Info with { Name = name };

        public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => _inner.Open(use, cancellationToken);
    }

    private sealed class Guard(string name, GuardOutcome outcome) : IGuard
    {
        public string Name => name;

        public string Description => "Has made up its mind.";

        public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => new(outcome, 0.5, "as always");
    }

    private sealed class Sensor(string name, List<CaptureRequest> asked) : ISensor
    {
        public string Name => name;

        public string Description => "Sees one grey pixel.";

        public Frame Capture(CaptureRequest request, CancellationToken cancellationToken)
        {
            lock (asked)
            {
                asked.Add(name == "eye" ? request : throw new InvalidOperationException("blind"));
            }

            return new Frame
            {
                Sensor = request.Sensor,
                Kind = FrameKind.Image,
                Encoding = "rgb8",
                Width = 1,
                Height = 1,
                StartUs = request.StartUs,
                EndUs = request.EndUs,
                Data = new byte[] { 1, 2, 3 },
                PoseWorld = [0, 0, 1.5, 1, 0, 0, 0],
            };
        }
    }
}
