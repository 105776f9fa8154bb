using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// A value on its way from a start to a target: v(u) with u from 0 to <see cref="Range"/> (seconds or metres). Shapes over x = u / range: linear x,
/// cubic 3x² - 2x³, sinusoidal (1 - cos πx) / 2, step 1.
/// </summary>
internal struct Transition
{
    private const double Tiny = 1e-6;

    public TransitionShape Shape;
    public double Start;
    public double Target;
    public double Range;
    public double At;

    private readonly bool IsStep => Shape == TransitionShape.Step || Range < Tiny;

    /// <summary>True when the range is used up.</summary>
    public readonly bool IsOver => IsStep || At > Range - Tiny;

    public readonly double Value => Of(Shape);

    /// <summary>dv/du at the present place; 0 for a step.</summary>
    public readonly double Slope
    {
        get
        {
            if (IsStep)
            {
                return 0;
            }

            double x = At / Range, change = Target - Start;
            return Shape switch
            {
                TransitionShape.Sinusoidal => Math.PI * change * Pinned.Sin(Math.PI * x) / (2 * Range),
                TransitionShape.Cubic => 6 * change * x * (1 - x) / Range,
                _ => change / Range,
            };
        }
    }

    /// <summary>The largest slope on the way, without its sign.</summary>
    public readonly double PeakSlope => IsStep ? 0 : Peak(Shape) * Math.Abs(Target - Start) / Range;

    public void Begin(double start, double target, double range)
    {
        (Start, Target, Range, At) = (start, target, range, 0);
    }

    public void Step(double du) => At = Math.Clamp(At + du, 0, Math.Max(Range, 0));

    /// <summary>The value with another shape at the same place.</summary>
    public readonly double Of(TransitionShape shape)
    {
        if (IsStep)
        {
            return Target;
        }

        double x = At / Range, change = Target - Start;
        return shape switch
        {
            TransitionShape.Sinusoidal => Start + change * (1 - Pinned.Cos(Math.PI * x)) / 2,
            TransitionShape.Cubic => Start + change * x * x * (3 - 2 * x),
            _ => Start + change * x,
        };
    }

    /// <summary>The range over which a change has a given largest slope; infinite for none.</summary>
    public static double RangeOfRate(TransitionShape shape, double change, double rate) =>
        shape == TransitionShape.Step || Math.Abs(change) < Tiny ? 0 : rate <= Tiny ? double.PositiveInfinity : Peak(shape) * Math.Abs(change) / rate;

    /// <summary>
    /// The range over which a change has a given largest second derivative: sinusoidal π√(d / 2a), cubic √(6d / a); linear, whose is infinite at its
    /// ends, as cubic.
    /// </summary>
    public static double RangeOfAcceleration(TransitionShape shape, double change, double accel)
    {
        if (shape == TransitionShape.Step || !(accel < 1e9))
        {
            return 0;
        }

        double d = Math.Abs(change), a = Math.Max(accel, Tiny);
        return shape == TransitionShape.Sinusoidal ? Math.PI * Math.Sqrt(d / (2 * a)) : Math.Sqrt(6 * d / a);
    }

    private static double Peak(TransitionShape shape) => shape switch
    {
        TransitionShape.Sinusoidal => Math.PI / 2,
        TransitionShape.Cubic => 1.5,
        _ => 1,
    };
}
