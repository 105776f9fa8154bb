using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Evaluating.Manoeuvres;

/// <summary>An actor of a drawn manoeuvre: a line, a speed over time, an offset from the line over time.</summary>
internal sealed class DrawnActor
{
    private const double StepS = 0.1;

    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Kind.</summary>
    public ActorClass Class { get; init; } = ActorClass.Car;

    /// <summary>Line that it drives along.</summary>
    public required Polyline Line { get; init; }

    /// <summary>Where on the line it begins, m.</summary>
    public required double StartM { get; init; }

    /// <summary>Speed at a time and a place of the line, m/s.</summary>
    public required Func<double, double, double> SpeedMps { get; init; }

    /// <summary>Offset to the left of the line at a time, m.</summary>
    public Func<double, double> OffsetM { get; init; } = _ => 0;

    /// <summary>Where on the line it is at a time, m.</summary>
    public double PlaceAt(double timeS)
    {
        double s = StartM;
        for (int i = 0; i < (int)Math.Round(timeS / StepS); i++)
        {
            s += Math.Max(0, SpeedMps(i * StepS, s)) * StepS;
        }

        return s;
    }

    /// <summary>The track, as a tracker would have measured it: with errors of a few centimetres that change slowly.</summary>
    public Track ToTrack(int count, RandomStream random, double noiseM)
    {
        var body = Class switch
        {
            ActorClass.Pedestrian => new BodyBox(0.5, 0.5, 1.8),
            ActorClass.Bicycle => new BodyBox(1.8, 0.6, 1.7),
            ActorClass.Truck => new BodyBox(9, 2.5, 3.5),
            _ => new BodyBox(random.NextUniform(4, 5), random.NextUniform(1.7, 2)),
        };
        var points = new Vector2d[count];
        var speeds = new double[count];
        double s = StartM, ex = 0, ey = 0;
        for (int i = 0; i < count; i++)
        {
            double time = i * StepS;
            ex = 0.9 * ex + 0.44 * noiseM * random.NextNormal();
            ey = 0.9 * ey + 0.44 * noiseM * random.NextNormal();
            points[i] = Line.ToWorld(s, OffsetM(time)) + new Vector2d(ex, ey);
            speeds[i] = Math.Max(0, SpeedMps(time, s));
            s += speeds[i] * StepS;
        }

        var states = new ActorState[count];
        double heading = Line.HeadingAt(StartM);
        for (int i = 0; i < count; i++)
        {
            var way = points[Math.Min(i + 3, count - 1)] - points[Math.Max(i - 3, 0)];
            heading = way.Length > 0.6 ? way.ToHeading() : heading;
            states[i] = new ActorState(points[i].X, points[i].Y, heading, speeds[i]);
        }

        return Track.FromStates(Id, Class, body, 0, states);
    }
}
