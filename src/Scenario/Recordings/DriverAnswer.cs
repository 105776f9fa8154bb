namespace Sim;

/// <summary>A driver's answer: a plan of rear-axle poses (tracked by the simulator) or controls. Exactly one of the two is set.</summary>
public sealed record DriverAnswer
{
    /// <summary>Largest number of points in a plan.</summary>
    public const int MaxPlanPoints = 2000;

    /// <summary>The plan: times strictly increasing, at least two points reaching beyond the present; null when controls are given.</summary>
    public IReadOnlyList<PlanPoint>? Plan { get; init; }

    /// <summary>The controls; null when a plan is given.</summary>
    public Controls? Controls { get; init; }

    /// <summary>What the driver shows beside it, without effect on the simulation; null when it shows nothing.</summary>
    public DriverDebug? Debug { get; init; }

    /// <summary>An answer with controls.</summary>
    public static DriverAnswer FromControls(double accelMps2, double steerRad) => new() { Controls = new Controls(accelMps2, steerRad) };

    /// <summary>An answer with a plan.</summary>
    public static DriverAnswer FromPlan(IReadOnlyList<PlanPoint> plan) => new() { Plan = plan };

    /// <summary>The same answer with its times moved, those of the candidates in <see cref="Debug"/> too.</summary>
    public DriverAnswer Shift(long byUs) => this with
    {
        Plan = Plan is null ? null : [.. Plan.Select(p => p with { TimeUs = p.TimeUs + byUs })],
        Debug = Debug?.Shift(byUs),
    };

    /// <summary>Null when the answer is well-formed, else what is wrong with it.</summary>
    public string? Fault()
    {
        if ((Plan is null) == (Controls is null))
        {
            return "an answer must hold either a plan or controls";
        }

        if (Controls is { } c && !(double.IsFinite(c.AccelMps2) && double.IsFinite(c.SteerRad)))
        {
            return "controls are not finite";
        }

        return (Plan is null ? null : PlanFault(Plan, MaxPlanPoints)) ?? Debug?.Fault();
    }

    /// <summary>Null when the points make a plan, else what is wrong with them.</summary>
    /// <param name="plan">The points.</param>
    /// <param name="most">Largest number of points.</param>
    public static string? PlanFault(IReadOnlyList<PlanPoint> plan, int most)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Count < 2 || plan.Count > most)
        {
            return $"a plan has 2 to {most} points, found {plan.Count}";
        }

        for (int i = 0; i < plan.Count; i++)
        {
            var p = plan[i];
            if (!double.IsFinite(p.X) || !double.IsFinite(p.Y) || !double.IsFinite(p.HeadingRad) || !double.IsFinite(p.SpeedMps))
            {
                return $"plan point {i} is not finite";
            }

            if (i > 0 && p.TimeUs <= plan[i - 1].TimeUs)
            {
                return $"plan point {i} is not later than the one before it";
            }
        }

        return null;
    }
}
