using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// The fuzzy safety values towards whoever is ahead and in the ego's way, or comes into it before the ego has passed (docs/criticality/careful-drivers.md).
/// </summary>
internal sealed class FuzzyFamily : MetricFamily
{
    private const string Nobody = "nobody is ever ahead in the ego's way or comes into it";
    private static readonly CarefulParameters With = CarefulParameters.Of(CarefulModel.Fuzzy);
    private static readonly MetricDefinition Proactive = new("fsm.proactive", "", WorseDirection.Higher);
    private static readonly MetricDefinition Critical = new("fsm.critical", "", WorseDirection.Higher) { CriticalAt = _ => 1 };

    /// <inheritdoc/>
    public override string Name => "fsm";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Proactive, Critical];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var proactive = new WorstOverTime(scene, WorseDirection.Higher, series: true);
        var critical = new WorstOverTime(scene, WorseDirection.Higher, series: true);
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int step = other.FromStep; step < other.EndStep; step++)
            {
                ref readonly var there = ref other.At(step);
                if (!there.Present || !there.Ahead || !Looks(there, scene.At(step).SpeedMps))
                {
                    continue;
                }

                // The model speaks of vehicles that drive the same way; one that comes towards the ego is to it as one that stands.
                double gap = Math.Max(there.GapM, 0), ego = Math.Max(scene.At(step).SpeedMps, 0), lead = Math.Max(there.SpeedMps, 0);
                proactive.Add(step, FuzzySafety.Proactive(gap, ego, lead, With), other);
                critical.Add(step, FuzzySafety.Critical(gap, ego, lead, scene.At(step).AccelMps2, With), other);
            }
        }

        sheet.Add(Proactive, proactive.Result(Nobody, Inputs), proactive.Series());
        sheet.Add(Critical, critical.Result(Nobody, Inputs), critical.Series());

        IReadOnlyList<MetricInput> Inputs(ActorView? other, int step) => PathInputs.WithAccelerations(scene, other!, step);
    }

    private static bool Looks(in Relation there, double egoMps)
    {
        double side = there.LateralM >= 0 ? 1 : -1;
        var other = new LaneState(there.AlongM, side * there.LateralM, there.SpeedMps, side * there.SpeedAcrossMps);
        double egoLength = 2 * (Math.Abs(there.AlongM) - there.GapM - there.ReachAlongM);
        double egoWidth = 2 * (Math.Abs(there.LateralM) - there.LateralGapM - there.ReachAcrossM);
        return CarefulTrigger.FuzzyLooks(new LaneState(0, 0, egoMps, 0), other, new LaneBoxes(egoLength, 2 * there.ReachAlongM, egoWidth, 2 * there.ReachAcrossM));
    }
}
