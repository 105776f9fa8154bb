using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Sim.Tests;

/// <summary>Holds the "may use" table of docs/architecture.md against the built assemblies.</summary>
public class AssemblyReferenceTests
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Sim.Numerics"] = [],
        ["Sim.Scenario"] = ["Sim.Numerics"],
        ["Sim.Plugins.Sdk"] = ["Sim.Scenario", "Sim.Numerics"],
        ["Sim.Formats"] = ["Sim.Scenario", "Sim.Numerics"],
        ["Sim.Simulation"] = ["Sim.Plugins.Sdk", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Interp"] = ["Sim.Numerics"],
        ["Sim.Rpc"] = [],
        ["Sim.Rpc.Services"] = ["Sim.Rpc", "Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Rpc.Peers"] = ["Sim.Rpc.Services", "Sim.Rpc", "Sim.Plugins.Sdk", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Reports"] = ["Sim.Plugins.Sdk", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.Bridge"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Rpc", "Sim.Rpc.Services", "Sim.Rpc.Peers", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.Templates"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.Criticality"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.CrashReports"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.Leaderboards"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.Retrieval"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.SparseAutoencoders"] = ["Sim.Plugins.Sdk", "Sim.Formats", "Sim.Interp", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.Sumo"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["Sim.Plugins.PseudoSimulation"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Scenario", "Sim.Numerics"],
        ["sim"] = ["Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Formats", "Sim.Reports", "Sim.Rpc", "Sim.Rpc.Services", "Sim.Rpc.Peers", "Sim.Scenario", "Sim.Numerics"],
    };

    /// <summary>Rooms whose rule is "no third-party package": only the shared framework and rooms of ours.</summary>
    private static readonly string[] NoPackages = ["Sim.Numerics", "Sim.Scenario", "Sim.Plugins.Sdk", "Sim.Simulation", "Sim.Interp"];

    public static TheoryData<string> Rooms => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_rooms_that_it_may_use(string room)
    {
        var ours = References(room).Where(r => r.StartsWith("Sim.", StringComparison.Ordinal) || r == "sim");
        Assert.Empty(ours.Except(MayUse[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_core_room_refers_to_no_package(string room)
    {
        if (NoPackages.Contains(room))
        {
            Assert.All(References(room), r => Assert.Matches("^(Sim|System)[.]", r));
        }
    }

    [Fact]
    public void Every_project_under_src_stands_in_the_table()
    {
        var projects = Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(p => Path.GetFileNameWithoutExtension(p) == "Sim.Host" ? "sim" : Path.GetFileNameWithoutExtension(p));
        Assert.Empty(projects.Except(MayUse.Keys));
    }

    private static List<string> References(string assembly)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
