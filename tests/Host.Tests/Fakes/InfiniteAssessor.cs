using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Assessor "infinite": a sample of case 1 is infinite.</summary>
internal sealed class InfiniteAssessor : IAssessor
{
    public string Name => "infinite";

    public string Description => "Divides by zero.";

    public string Version => "1";

    public IReadOnlyList<string> Metrics => ["ratio"];

    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        double sample = request.Scenario!.Parameters["n"] == "1" ? double.PositiveInfinity : 1;
        var metric = new Metric { Name = "ratio", Unit = "", Worse = WorseDirection.Lower, Version = 1, Value = Measured.Of(1.0), Series = [new(0, 1), new(7, sample)] };
        return new Assessment { Assessor = Name, Version = Version, Metrics = [metric] };
    }
}
