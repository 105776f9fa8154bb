using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>A situation in a few numbers of order one. Pure.</summary>
internal static class Features
{
    /// <summary>Number of all features.</summary>
    public const int Total = 18;

    private static readonly FeatureSet[] Groups =
    [
        FeatureSet.Ego, FeatureSet.Ego, FeatureSet.Ego, FeatureSet.Habit,
        FeatureSet.Road, FeatureSet.Road, FeatureSet.Road, FeatureSet.Road,
        FeatureSet.Leader, FeatureSet.Leader, FeatureSet.Leader, FeatureSet.Leader,
        FeatureSet.Crossers, FeatureSet.Crossers, FeatureSet.Crossers,
        FeatureSet.Lights, FeatureSet.Lights, FeatureSet.Lights,
    ];

    /// <summary>Number of features of a set.</summary>
    public static int Count(FeatureSet set) => Groups.Count(g => g == FeatureSet.Ego || (set & g) != 0);

    /// <summary>Copies the features of a set.</summary>
    /// <returns>How many.</returns>
    public static int Select(FeatureSet set, ReadOnlySpan<double> all, Span<double> selected)
    {
        int count = 0;
        for (int i = 0; i < Total; i++)
        {
            if (Groups[i] == FeatureSet.Ego || (set & Groups[i]) != 0)
            {
                selected[count++] = all[i];
            }
        }

        return count;
    }

    /// <summary>Fills in all features.</summary>
    public static void Read(DriverTask task, Observation observation, RoadAhead road, in RearAxleState axle, Span<double> features)
    {
        var body = task.Actors[task.EgoIndex].Body;
        double v = Math.Max(axle.SpeedMps, 0);
        double s = road.Line.Project(new Vector2d(axle.X, axle.Y)).S;
        double front = s + body.RearAxleToCentreM + body.LengthM / 2;
        features[0] = 1;
        features[1] = v / 10;
        features[2] = v * v / 100;
        features[3] = Math.Clamp(axle.AccelMps2 / 3, -1, 1);
        features[4] = Math.Clamp((road.Limit(s + v) - v) / 10, -1, 1);
        features[5] = Slower(road, s + 5, v);
        features[6] = Slower(road, s + 15, v);
        features[7] = Slower(road, s + 30, v);
        Leader(InTheWay.Leader(task, observation, road, front), v, features.Slice(8, 4));
        Leader(InTheWay.Leader(task, observation, road, front, foresightS: 3), v, features.Slice(12, 3));
        double light = InTheWay.Light(observation, road, front, v);
        features[15] = Near(light, 8);
        features[16] = Near(light, 25);
        features[17] = Near(light, 25) * v / 10;
    }

    private static double Slower(RoadAhead road, double s, double v) => Math.Clamp((v - road.BendSpeed(s)) / 10, -1, 1);

    private static void Leader((double GapM, double SpeedMps) lead, double v, Span<double> features)
    {
        double near = Near(lead.GapM, 25);
        features[0] = near;
        features[1] = near * Math.Clamp((v - lead.SpeedMps) / 10, -1, 2);
        features[2] = Near(lead.GapM, 8);
        if (features.Length > 3)
        {
            features[3] = near * v / 10;
        }
    }

    private static double Near(double gap, double scale) => double.IsInfinity(gap) ? 0 : Pinned.Exp(-Math.Max(gap, 0) / scale);
}
