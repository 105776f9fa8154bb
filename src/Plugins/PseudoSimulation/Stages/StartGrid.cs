using Sim.Geometry;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>
/// The grid of places around the expert's pose after four seconds: across the road in steps to both sides, along the road in steps between the
/// shortest distance in which the ego could have braked and the longest that it could have reached. Places follow the route's centre line, so that
/// they stay beside the expert's lane in a bend. Pure.
/// </summary>
public static class StartGrid
{
    private const double HorizonS = 4.0;

    /// <summary>The places, row by row from back to front, each row from right to left.</summary>
    /// <param name="centreline">Centre line of the route.</param>
    /// <param name="expert">The expert's rear axle after four seconds.</param>
    /// <param name="drivenM">Distance that the expert has driven in them, m, not negative.</param>
    /// <param name="speedMps">Speed at t0, m/s.</param>
    /// <param name="options">Spacing and limits.</param>
    public static IReadOnlyList<StartCell> Of(Polyline centreline, Pose2d expert, double drivenM, double speedMps, StageTwoOptions options)
    {
        ArgumentNullException.ThrowIfNull(centreline);
        ArgumentNullException.ThrowIfNull(options);
        double v = Math.Max(0, speedMps), a = options.MaxAccelMps2;
        double stop = v <= a * HorizonS ? v * v / (2 * a) : (v * HorizonS) - (0.5 * a * HorizonS * HorizonS);
        double reach = (v * HorizonS) + (0.5 * a * HorizonS * HorizonS);

        // An expert that did what the bounds forbid is still its own place.
        int back = Math.Min(0, (int)Math.Ceiling(((stop - drivenM) / options.LongitudinalStepM) - 1e-9));
        int ahead = Math.Max(0, (int)Math.Floor(((reach - drivenM) / options.LongitudinalStepM) + 1e-9));
        int side = (int)Math.Floor((options.LateralReachM / options.LateralStepM) + 1e-9);
        var foot = centreline.Project(expert.Position);
        double turned = Numerics.Pinned.AngleDifference(expert.HeadingRad, foot.ToHeading());
        var cells = new List<StartCell>((ahead - back + 1) * ((2 * side) + 1));
        for (int i = back; i <= ahead; i++)
        {
            double s = foot.S + (i * options.LongitudinalStepM);
            double road = centreline.HeadingAt(s);
            for (int j = -side; j <= side; j++)
            {
                var pose = i == 0 && j == 0 ? expert : new Pose2d(centreline.ToWorld(s, foot.D + (j * options.LateralStepM)), road + turned);
                cells.Add(new StartCell(i, j, pose));
            }
        }

        return cells;
    }
}
