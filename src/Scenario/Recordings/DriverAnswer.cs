namespace Sim;

/// <summary>A driver's answer: a plan of rear-axle poses (tracked by the simulator) or controls. Exactly one of the two is set.</summary>
public sealed record DriverAnswer
{
    /// <summary>The plan: times strictly increasing, at least two points reaching beyond the present; null when controls are given.</summary>
    public IReadOnlyList<PlanPoint>? Plan { get; init; }

    /// <summary>The controls; null when a plan is given.</summary>
    public Controls? Controls { get; init; }

    /// <summary>An answer with controls.</summary>
    public static DriverAnswer FromControls(double accelMps2, double steerRad) => new() { Controls = new Controls(accelMps2, steerRad) };

    /// <summary>An answer with a plan.</summary>
    public static DriverAnswer FromPlan(IReadOnlyList<PlanPoint> plan) => new() { Plan = plan };

    /// <summary>The same answer with its times moved.</summary>
    public DriverAnswer Shift(long byUs) => Plan is null ? this : this with { Plan = [.. Plan.Select(p => p with { TimeUs = p.TimeUs + byUs })] };

    /// <summary>Null when the answer is well-formed, else what is wrong with it.</summary>
    public string? Fault()
    {
        if ((Plan is null) == (Controls is null))
        {
            return "an answer must hold either a plan or controls";
        }

        if (Controls is { } c)
        {
            return double.IsFinite(c.AccelMps2) && double.IsFinite(c.SteerRad) ? null : "controls are not finite";
        }

        if (Plan!.Count is < 2 or > MaxPlanPoints)
        {
            return $"a plan has 2 to {MaxPlanPoints} points, found {Plan.Count}";
        }

        for (int i = 0; i < Plan.Count; i++)
        {
            var p = Plan[i];
            if (!double.IsFinite(p.X) || !double.IsFinite(p.Y) || !double.IsFinite(p.HeadingRad) || !double.IsFinite(p.SpeedMps))
            {
                return $"plan point {i} is not finite";
            }

            if (i > 0 && p.TimeUs <= Plan[i - 1].TimeUs)
            {
                return $"plan point {i} is not later than the one before it";
            }
        }

        return null;
    }

    /// <summary>Largest number of points in a plan.</summary>
    public const int MaxPlanPoints = 2000;
}
