using System.Globalization;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.Output;

/// <summary>What a run would cost. From earlier wall times where given, else from the first scenario of each entry.</summary>
internal sealed record RunEstimate
{
    // One actor's state in a recording, and the pace of the embedded simulator with its assessors on a slow core: both are rough on purpose.
    private const double BytesPerActorStep = 70;
    private const double ActorStepsPerSecond = 200_000;

    /// <summary>Cases.</summary>
    public required int Cases { get; init; }

    /// <summary>Simulated time, s.</summary>
    public required double SimulatedS { get; init; }

    /// <summary>CPU time, s.</summary>
    public required double CpuS { get; init; }

    /// <summary>Disk, bytes.</summary>
    public required double DiskBytes { get; init; }

    /// <summary>"earlier wall times" or "the first scenario of each entry".</summary>
    public required string Basis { get; init; }

    /// <summary>Estimates.</summary>
    public static RunEstimate Of(
        IReadOnlyList<PlannedCase> cases, IReadOnlyDictionary<string, double>? earlier, ModuleCatalog modules, CaseCodec codec, CancellationToken cancellationToken)
    {
        double simulated = 0, cpu = 0, disk = 0;
        foreach (var entry in cases.GroupBy(c => (c.Suite.Name, c.Entry.Name)))
        {
            int count = entry.Count();
            if (Sample(entry.First(), modules, cancellationToken) is { } scenario)
            {
                double actorSteps = (double)scenario.StepCount * scenario.Actors.Count;
                simulated += count * scenario.HorizonUs / 1e6;
                cpu += count * actorSteps / ActorStepsPerSecond;
                disk += count * (actorSteps * BytesPerActorStep + codec.WriteScenario(scenario, false).Length);
            }
        }

        var known = cases.Where(c => earlier?.ContainsKey(c.Case.Id) == true).Select(c => earlier![c.Case.Id]).ToList();
        return new RunEstimate
        {
            Cases = cases.Count,
            SimulatedS = simulated,
            CpuS = known.Count > 0 ? known.Average() * cases.Count : cpu,
            DiskBytes = Math.Round(disk),
            Basis = known.Count > 0 ? "earlier wall times" : "the first scenario of each entry",
        };
    }

    /// <summary>For people.</summary>
    public string ToText(int jobs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cases} cases, {SimulatedS:0.#} s simulated, about {RunProgress.Duration(TimeSpan.FromSeconds(CpuS / jobs))} with {jobs} jobs, about {DiskBytes / 1e6:0.#} MB on disk (estimated from {Basis})");

    private static Scenario? Sample(PlannedCase planned, ModuleCatalog modules, CancellationToken cancellationToken)
    {
        try
        {
            return modules.Get<IScenarioGenerator>(planned.Entry.Generator).Generate(planned.Request, planned.Case.Key, planned.GeneratorSeed, cancellationToken);
        }
        catch (Exception e) when (e is InputException or RefusedException)
        {
            return null;
        }
    }
}
