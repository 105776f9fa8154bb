using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo;

namespace Sim.Tests.Sumo;

/// <summary>What a run tells of SUMO: its version, what it promises, the files that decide what it does.</summary>
public sealed class SumoEvidenceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-sumo-evidence-");
    private readonly SumoSimulator _simulator = new();

    private FileRoots Files => new() { BaseFolder = _folder.FullName };

    [Fact]
    public void A_greeting_names_SUMO_s_own_version_and_the_promise()
    {
        _ = Live.Installation;

        string hello = _simulator.Greet(Setting.Empty, Files, TestContext.Current.CancellationToken);

        Assert.Matches(@"^\d+\.\d+\.\d+ \(SUMO 1\.\d+\.\d+\), from_recording$", hello);
        Assert.Equal(Reproducibility.FromRecording, _simulator.Info.Reproducibility);
        // The version that TraCI tells is that of the program.
        var map = Live.Map("straight-2x2.xodr");
        string told = Live.Run(Live.Scene(map, [Live.On(map, "1:0:1", 20, "ego", new StationaryBehaviour(), 0)], seconds: 0.2)).Provenance.Version;
        Assert.Contains($"({told})", hello, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_its_options_are_inputs()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "town.net.xml"), "<net/>");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "traffic"));
        File.WriteAllText(Path.Combine(_folder.FullName, "traffic", "rush.rou.xml"), "<routes/>");

        var inputs = _simulator.Inputs(LiveConformanceTests.SettingOf("network: town.net.xml\nroutes: traffic/rush.rou.xml"), Files);

        Assert.Equal(["simulator:town.net.xml", "simulator:traffic/rush.rou.xml"], inputs.Keys);
        Assert.All(inputs.Values, path => Assert.True(File.Exists(path)));
        Assert.Empty(_simulator.Inputs(Setting.Empty, Files));
        Assert.Throws<InputException>(() => _simulator.Inputs(LiveConformanceTests.SettingOf("network: absent.net.xml"), Files));
        Assert.Throws<InputException>(() => _simulator.Inputs(LiveConformanceTests.SettingOf("routes: /etc/passwd"), Files));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
