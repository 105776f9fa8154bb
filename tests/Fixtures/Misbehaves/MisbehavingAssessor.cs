using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Fixtures;

/// <summary>Drives the case again with the driver and the simulator that it is lent, and says how far the ego comes each time.</summary>
internal sealed class MisbehavingAssessor : IAssessor
{
    public string Name => "misbehave";

    public string Description => "How far the ego comes, and how far when it is driven again.";

    public string Version => "3";

    public IReadOnlyList<string> Metrics { get; } = ["distance", "distance_again"];

    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        Misdeed.Commit(request.Scenario!.Name, "assessor");
        var again = ClosedLoop.Run(peers.Simulator!, new SimulatorUse(), request.Scenario, peers.Driver, peers.DriverOptions, request.Seed, request.Seed, cancellationToken);
        return new Assessment { Assessor = Name, Version = Version, Metrics = [Metric("distance", request.Recording), Metric("distance_again", again)] };
    }

    private static Metric Metric(string name, Recording recording)
    {
        var ego = recording.Ego()!;
        double x = ego.At(ego.EndStep - 1).X;
        return new Metric { Name = name, Unit = "m", Worse = WorseDirection.Lower, Version = 1, Value = Measured.Of(x, 0, [ego.Id]) };
    }
}
