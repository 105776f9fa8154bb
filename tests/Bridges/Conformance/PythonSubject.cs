using System.Diagnostics;

namespace Sim.Tests.Bridges;

/// <summary>A side-car of bridges/ over its stand-in of the simulator. Needs Debian's gRPC for Python.</summary>
public abstract class PythonSubject : ProcessSubject
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Folder below bridges/, and its module's name after "sim_".</summary>
    protected abstract string Package { get; }

    /// <inheritdoc/>
    public override string Name => Package;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Command => CommandOf(Package);

    /// <inheritdoc/>
    protected override IReadOnlyList<SettingEntry> Environment => EnvironmentOf(Package);

    /// <summary>The command line of a side-car over its stand-in.</summary>
    /// <param name="package">Folder below bridges/.</param>
    /// <param name="faults">What the stand-in is to do wrong, NAME=VALUE.</param>
    public static IReadOnlyList<string> CommandOf(string package, params IEnumerable<string> faults) =>
        [Python, "-m", "sim_" + package, "--fake", .. faults.SelectMany(f => new[] { "--fault", f })];

    /// <summary>What it needs in its environment.</summary>
    /// <param name="package">Folder below bridges/.</param>
    public static IReadOnlyList<SettingEntry> EnvironmentOf(string package) =>
        [Set("PYTHONPATH", $"{SourceOf("sim-driver")}:{SourceOf(package)}"), Set("PYTHONDONTWRITEBYTECODE", "1"), Set("GRPC_VERBOSITY", "NONE")];

    /// <summary>Skips the test where there is no gRPC for Python; in CI it must be there.</summary>
    public static void Require()
    {
        const string lacking = "this test needs python3-grpcio, python3-protobuf and python3-numpy";
        bool there = File.Exists(Python) && Has(Process.Start(Python, ["-c", "import grpc, google.protobuf, numpy"]));
        if (System.Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.True(there, lacking);
        }

        Assert.SkipUnless(there, lacking);
    }

    /// <inheritdoc/>
    protected override Task<string> StartAsync()
    {
        Require();
        return base.StartAsync();
    }

    private static SettingEntry Set(string name, string value) => new(name, Setting.Scalar(value), 0, 0);

    private static bool Has(Process probe)
    {
        using (probe)
        {
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
    }

    private static string SourceOf(string package)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Sim.sln was not found above the tests.");
        }

        return Path.Combine(folder, "bridges", package, "src");
    }
}
