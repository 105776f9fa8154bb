using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Simulation.Assessors;

/// <summary>
/// How far actors went from their logs: compares the positions of a recording with those that its scenario gives as recorded, at every logged
/// time on the recording's grid (docs/simulation.md). Thread-safe.
/// </summary>
public sealed class ReplayAssessor : IAssessor
{
    private const string Ego = "replay.ego_distance";
    private const string Traffic = "replay.traffic_distance";

    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public string Description => "distance of the ego and of recorded traffic from their logs";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } = [Ego, Traffic];

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => MethodPage.Embedded(typeof(ReplayAssessor).Assembly, Metrics);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        new SettingReader(request.Options, "the options of assessor 'replay'").Done();
        Measured<double> ego, traffic;
        if (request.Scenario is not { } scenario)
        {
            ego = traffic = Measured.NotApplicable<double>("there is no scenario that could hold a log");
        }
        else
        {
            ego = Worst(request.Recording, scenario, "the ego has no log", a => a.Id == scenario.EgoId && a.Behaviour is DriverBehaviour d ? d.Log : [], cancellationToken);
            traffic = Worst(
                request.Recording, scenario, "no other actor follows a log", a => a.Behaviour is TrajectoryBehaviour { Recorded: true } t ? t.States : [], cancellationToken);
        }

        return new Assessment { Assessor = Name, Version = Version, Metrics = [Metric(Ego, ego), Metric(Traffic, traffic)] };
    }

    private static Metric Metric(string name, Measured<double> value) => new() { Name = name, Unit = "m", Worse = WorseDirection.Higher, Version = 1, Value = value };

    private static Measured<double> Worst(
        Recording recording, Scenario scenario, string none, Func<Actor, IReadOnlyList<TimedState>> logOf, CancellationToken cancellationToken)
    {
        double worst = -1;
        long worstUs = 0;
        string actorId = "";
        foreach (var actor in scenario.Actors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var track = recording.Find(actor.Id);
            foreach (var logged in logOf(actor))
            {
                long step = logged.TimeUs / recording.StepUs;
                if (logged.TimeUs < 0 || logged.TimeUs % recording.StepUs != 0 || step >= recording.StepCount)
                {
                    continue;
                }

                if (track is null || !track.IsPresent((int)step))
                {
                    return Measured.Failed<double>(
                        string.Create(CultureInfo.InvariantCulture, $"'{actor.Id}' is logged at {logged.TimeUs * 1e-6:0.######} s, but the recording does not show it there"));
                }

                double apart = track.At((int)step).Pose.Position.DistanceTo(logged.State.Pose.Position);
                if (apart > worst)
                {
                    (worst, worstUs, actorId) = (apart, logged.TimeUs, actor.Id);
                }
            }
        }

        return worst < 0 ? Measured.NotApplicable<double>(none) : Measured.Of(worst, worstUs, [actorId]);
    }
}
