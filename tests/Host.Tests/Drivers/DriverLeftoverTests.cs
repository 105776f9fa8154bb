using System.Diagnostics;
using Sim.Host.Drivers;
using Sim.Rpc.Peers;
using Sim.Tests.Fakes;

namespace Sim.Tests.Drivers;

/// <summary>The real executable, ended in the middle of a case: its drivers end with it.</summary>
public sealed class DriverLeftoverTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DriverWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(9, "")]
    [InlineData(9, "fork ignore-sigterm ignore-stdin")]
    [InlineData(15, "fork ignore-sigterm ignore-stdin")]
    public void Nothing_outlives_sim(int signal, string modes)
    {
        string suite = _world.Suite("mode: hang, at: 3", modes, "deadline: 1 h", "cases: [ { name: a, from: { template: euro-ncap/ccrs, with: { speed: 20 km/h } } } ]");
        File.WriteAllText(_world.World.At(suite), File.ReadAllText(_world.World.At(suite)).Replace("simulator: fake\nassess: [ fake ]\n", "", StringComparison.Ordinal));
        using var sim = SimProcess.Start(_world.World.Folder, new Dictionary<string, string>(), "run", suite, "--out", "r", "--quiet");
        string[] folders = [];
        Until(() =>
        {
            folders = [.. _world.Processes().Select(Folder).OfType<string>().Distinct()];
            return folders.Length > 0 && _world.Processes().Count >= (modes.Length > 0 ? 3 : 1) && folders.All(f => File.Exists(Path.Combine(f, "driver.sock")));
        });

        ProcessTable.Signal(sim.Id, signal);
        Assert.True(sim.WaitForExit(Limit));

        Until(() => _world.Processes().Count == 0);
        Until(() => !folders.Any(Directory.Exists));
        Assert.Equal(signal == 15 ? 130 : 137, sim.ExitCode);
    }

    private static void Until(Func<bool> holds)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Limit, "it did not happen in time");
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(50);
        }
    }

    private static string? Folder(int process)
    {
        try
        {
            const string Name = "SIM_DRIVER_ADDRESS=unix:";
            string? address = File.ReadAllText($"/proc/{process}/environ").Split('\0').FirstOrDefault(v => v.StartsWith(Name, StringComparison.Ordinal));
            return address is null ? null : Path.GetDirectoryName(address[Name.Length..]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
