using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Assessor "fake": end speed, the case's number, a flag that is never set, a metric that never applies and one that fails for case 1.</summary>
internal sealed class FakeAssessor : IAssessor
{
    public string Name => "fake";

    public string Description => "Looks at the ego's track.";

    public string Version => "1";

    public IReadOnlyList<string> Metrics => ["end_speed", "number", "crashed", "nowhere", "fragile"];

    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        var ego = request.Recording.Ego()!;
        double number = double.Parse(request.Scenario!.Parameters["n"], CultureInfo.InvariantCulture);
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics =
            [
                Metric("end_speed", "m/s", WorseDirection.Lower, Measured.Of(ego.SpeedMps.Span[^1])),
                Metric("number", "", WorseDirection.Higher, Measured.Of(number)),
                Metric("crashed", "", WorseDirection.Higher, Measured.Of(0.0)),
                Metric("nowhere", "s", WorseDirection.Lower, Measured.NotApplicable<double>("never applies")),
                Metric("fragile", "", WorseDirection.Lower, number == 1 ? Measured.Failed<double>("broke") : Measured.Of(1.0)),
            ],
        };
    }

    private static Metric Metric(string name, string unit, WorseDirection worse, Measured<double> value) =>
        new() { Name = name, Unit = unit, Worse = worse, Version = 1, Value = value };
}
