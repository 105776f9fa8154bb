using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Rss;

/// <summary>
/// Follows one actor through dangerous situations and compares what the ego does with the proper response: within its response time it does not
/// accelerate harder than allowed; after it, it brakes at least brake_min lengthwise when the sideways distance was lost first, else it brakes its
/// sideways motion. Not thread-safe.
/// </summary>
internal sealed class RssResponse(EgoScene scene, RssScene lanes, RssOptions options)
{
    private const double EnoughMps2 = 1e-6;
    private const double StandsMps = 0.1;
    private int _blame = -1;
    private bool _lengthwise;
    private bool _answered;
    private int _due = -1;
    private bool _before;
    private bool _lateralBefore;

    /// <summary>Worst shortage of the response, m/s².</summary>
    public WorstOverTime Missing { get; } = new(scene, WorseDirection.Higher, series: true);

    /// <summary>Time from the end of the response time until the response is there, s.</summary>
    public WorstOverTime Delay { get; } = new(scene, WorseDirection.Higher);

    /// <summary>True when a response was asked of the ego in some dangerous situation.</summary>
    public bool Asked { get; private set; }

    /// <summary>Begins with another actor.</summary>
    public void Begin() => (_blame, _before, _lateralBefore) = (-1, false, false);

    /// <summary>Ends a dangerous situation, if one goes on.</summary>
    public void End(ActorView other)
    {
        if (_blame >= 0 && _due >= 0 && !_answered)
        {
            Delay.AddTooLate(_due, other, "the proper response never comes while the situation is dangerous");
        }

        (_blame, _before, _lateralBefore) = (-1, false, false);
    }

    /// <summary>The next step with this actor.</summary>
    public void Step(ActorView other, int step, in RssMargins margins)
    {
        if (!margins.Dangerous)
        {
            End(other);
            (_before, _lateralBefore) = (true, !margins.LaterallySafe);
            return;
        }

        if (_blame < 0)
        {
            // Seen dangerous from its first instant on, it is taken as a matter of distance lengthwise.
            (_blame, _lengthwise, _answered, _due) = (step, !_before || _lateralBefore, false, -1);
        }

        if (_lengthwise && !margins.EgoBehind)
        {
            return;
        }

        Asked = true;
        double acceleration = scene.At(step).AccelMps2;
        if (scene.Recording.TimeUs(step - _blame) < Math.Round(options.Ego.ResponseTimeS * 1e6))
        {
            if (acceleration > options.Ego.AccelMaxMps2 + EnoughMps2)
            {
                Missing.Add(step, acceleration - options.Ego.AccelMaxMps2, other);
            }

            return;
        }

        _due = _due < 0 ? step : _due;
        double missing = Math.Max(_lengthwise ? Lengthwise(acceleration, margins) : Sideways(step, margins), 0);
        Missing.Add(step, missing, other);
        if (missing <= EnoughMps2 && !_answered)
        {
            _answered = true;
            Delay.Add(step, (step - _due) * scene.DtSeconds, other);
        }
    }

    private double Lengthwise(double acceleration, in RssMargins margins)
    {
        double due = margins.Opposite && margins.EgoCorrect ? options.Ego.BrakeMinCorrectMps2 : options.Ego.BrakeMinMps2;
        return margins.EgoMps <= StandsMps ? 0 : due + acceleration;
    }

    private double Sideways(int step, in RssMargins margins)
    {
        if (margins.EgoTowardsMps <= StandsMps)
        {
            return 0;
        }

        double now = lanes.EgoLeftMps(step);
        double braking = (Math.Abs(lanes.EgoLeftMps(step - 1)) - Math.Abs(now)) / scene.DtSeconds;
        return options.Ego.LateralBrakeMinMps2 - braking;
    }
}
