using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Motion;

/// <summary>
/// Least-squares speed and curvature along a proposal (specs/pseudo-simulation.md §5.1), written in the speeds and curvatures themselves instead of
/// their derivatives: then both normal matrices are banded, the first one constant, and each fit takes one sweep forth and one back.
/// </summary>
internal sealed class MotionProfiles
{
    /// <summary>Displacements between the samples of a proposal.</summary>
    public const int Count = Horizon.Steps;

    private const double Dt = Horizon.StepSeconds;
    private const double JerkPenalty = 1e-4;
    private const double CurvatureRatePenalty = 1e-2;
    private const double InitialCurvaturePenalty = 1e-10;

    // Coupling of neighbouring curvatures: the penalty is on their difference divided by dt.
    private const double Coupling = CurvatureRatePenalty / (Dt * Dt);

    private static readonly BandedFactor ReferenceSpeedFit = SpeedFit(asPublished: true);
    private static readonly BandedFactor JerkSpeedFit = SpeedFit(asPublished: false);

    private readonly BandedFactor _speedFit;
    private readonly double[] _gain = new double[Count];
    private readonly double[] _inverse = new double[Count];
    private readonly double[] _load = new double[Count];
    private readonly double[] _turns = new double[Count];

    /// <summary>Fits as published or with the regulariser as intended.</summary>
    public MotionProfiles(Compatibility compatibility) =>
        _speedFit = compatibility == Compatibility.Sane ? JerkSpeedFit : ReferenceSpeedFit;

    /// <summary>Speed at the start of each displacement, m/s.</summary>
    public double[] SpeedMps { get; } = new double[Count];

    /// <summary>Curvature at the start of each displacement, 1/m.</summary>
    public double[] CurvaturePerM { get; } = new double[Count];

    /// <summary>Sine of the proposal's heading at each of the first <see cref="Count"/> samples.</summary>
    public double[] SinHeading { get; } = new double[Count];

    /// <summary>Its cosine.</summary>
    public double[] CosHeading { get; } = new double[Count];

    /// <summary>Fits both profiles.</summary>
    public void Fit(ReadOnlySpan<Pose2d> proposal)
    {
        for (int j = 0; j < Count; j++)
        {
            ref readonly Pose2d from = ref proposal[j];
            ref readonly Pose2d to = ref proposal[j + 1];
            var (sin, cos) = Pinned.SinCos(from.HeadingRad);
            (SinHeading[j], CosHeading[j]) = (sin, cos);
            // dt times the displacement along the heading is the right-hand side; what lies across the heading no speed can explain.
            SpeedMps[j] = Dt * (cos * (to.X - from.X) + sin * (to.Y - from.Y));
            _turns[j] = Pinned.WrapAngle(to.HeadingRad - from.HeadingRad);
        }

        _speedFit.Solve(SpeedMps);
        FitCurvature();
    }

    // Eliminates from the far end. Each pivot is Coupling + e with e a sum of positive terms, so nothing cancels, also where the car stands still.
    private void FitCurvature()
    {
        double e = 0, load = 0;
        for (int j = Count - 1; j >= 0; j--)
        {
            double v = SpeedMps[j];
            double passedOn = j == Count - 1 ? 0 : _gain[j + 1];
            e = Dt * Dt * v * v + passedOn * e;
            load = Dt * v * _turns[j] + passedOn * load;
            double inverse = 1 / (Coupling + e);
            (_inverse[j], _gain[j], _load[j]) = (inverse, Coupling * inverse, load);
        }

        double curvature = load / (InitialCurvaturePenalty + e);
        CurvaturePerM[0] = curvature;
        for (int j = 1; j < Count; j++)
        {
            curvature = _load[j] * _inverse[j] + _gain[j] * curvature;
            CurvaturePerM[j] = curvature;
        }
    }

    // dt² I + JerkPenalty R'R in the speeds, where an acceleration is (v[i+1] - v[i]) / dt.
    private static BandedFactor SpeedFit(bool asPublished)
    {
        const double weight = JerkPenalty / (Dt * Dt);
        var matrix = new BandedFactor(Count);
        for (int i = 0; i < Count; i++)
            matrix.Add(i, i, Dt * Dt);
        for (int i = 0; i + 2 < Count; i++)
        {
            // The reference's batched rewrite loses the first half of each difference of accelerations except the last one's.
            if (asPublished && i + 3 < Count)
                matrix.AddSquare(i, [-1, 1], weight);
            else
                matrix.AddSquare(i, [1, -2, 1], weight);
        }

        matrix.Factor();
        return matrix;
    }
}
