using Sim;
using Sim.Plugins.Sdk;

namespace MyPlugin;

/// <summary>The highest speed of the ego. Suites use it with <c>assess: [ top-speed ]</c> and <c>expect: [ { all: top_speed &lt;= 50 km/h } ]</c>.</summary>
public sealed class TopSpeedAssessor : IAssessor
{
    /// <inheritdoc/>
    public string Name => "top-speed";

    /// <inheritdoc/>
    public string Description => "the highest speed of the ego";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } = ["top_speed"];

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken) => new()
    {
        Assessor = Name,
        Version = Version,
        Metrics = [new Metric { Name = "top_speed", Unit = "m/s", Worse = WorseDirection.Higher, Version = 1, Value = TopSpeed(request.Recording) }],
    };

    private static Measured<double> TopSpeed(Recording recording)
    {
        if (recording.Ego() is not { Count: > 0 } ego)
        {
            return Measured.NotApplicable<double>("the recording has no ego");
        }

        int fastest = ego.FirstStep;
        for (int step = ego.FirstStep; step < ego.EndStep; step++)
        {
            if (ego.IsPresent(step) && ego.At(step).SpeedMps > ego.At(fastest).SpeedMps)
            {
                fastest = step;
            }
        }

        return Measured.Of(ego.At(fastest).SpeedMps, recording.TimeUs(fastest), [ego.Id]);
    }
}
