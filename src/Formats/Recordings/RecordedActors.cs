using Sim.Geometry;

namespace Sim.Formats;

/// <summary>Turns tracks of a log into actors of a scenario that starts at a step of the log.</summary>
internal sealed class RecordedActors(
    Recording log,
    int startStep,
    long stepUs,
    long horizonUs,
    IReadOnlyDictionary<string, IReadOnlyList<Polygon>> footprints)
{
    /// <summary>The recorded ego. It keeps its log, so that a driver can replay it.</summary>
    public static Actor Ego(Recording log, Track track, int startStep, VehicleSpec vehicle)
    {
        var states = States(log, track, startStep);
        return new Actor
        {
            Id = track.Id,
            Class = track.Class,
            Body = vehicle.ToBody(),
            Vehicle = vehicle,
            Initial = states[0].State,
            Behaviour = new DriverBehaviour { Log = states },
        };
    }

    /// <summary>The log of a planned vehicle that is also recorded; empty when it is not, or when its log begins elsewhere.</summary>
    public static IReadOnlyList<TimedState> OwnLog(Recording log, Track? track, int startStep, in ActorState initial)
    {
        const double sameM = 0.001;
        return track is not null && track.IsPresent(startStep) && track.At(startStep).Pose.Position.DistanceTo(initial.Pose.Position) <= sameM
            ? States(log, track, startStep)
            : [];
    }

    /// <summary>Another actor, or null when it is gone before the scenario starts or appears after it ends.</summary>
    public Actor? Create(Track track)
    {
        var states = States(log, track, startStep);
        if (states.Count == 0)
        {
            return null;
        }

        // The first instant of the scenario's own grid at which the log has the actor.
        long fromUs = states[0].TimeUs;
        int firstStep = (int)((fromUs + stepUs - 1) / stepUs);
        long firstUs = firstStep * stepUs;
        if (firstUs > horizonUs)
        {
            return null;
        }

        bool still = track.Class is ActorClass.StaticObject or ActorClass.ParkedVehicle;
        if (firstUs > states[^1].TimeUs && !still)
        {
            return null;
        }

        var initial = still ? states[0].State : At(states, firstUs);
        return new Actor
        {
            Id = track.Id,
            Class = track.Class,
            Body = track.Body,
            Footprint = footprints.TryGetValue(track.Id, out var footprint) ? footprint : [],
            FirstStep = firstStep,
            Initial = initial,
            Behaviour = still ? new StationaryBehaviour() : new TrajectoryBehaviour { States = states, Recorded = true },
        };
    }

    private static List<TimedState> States(Recording log, Track track, int startStep)
    {
        var states = new List<TimedState>(track.Count);
        for (int step = Math.Max(startStep, track.FirstStep); step < track.EndStep; step++)
        {
            if (track.IsPresent(step))
            {
                states.Add(new TimedState(log.TimeUs(step - startStep), track.At(step)));
            }
        }

        return states;
    }

    private static ActorState At(List<TimedState> states, long timeUs)
    {
        int after = 0;
        while (states[after].TimeUs < timeUs)
        {
            after++;
        }

        if (states[after].TimeUs == timeUs)
        {
            return states[after].State;
        }

        var (t0, a) = states[after - 1];
        var (t1, b) = states[after];
        double f = (double)(timeUs - t0) / (t1 - t0);
        double turn = CommonRoad.TrackBuilder.Turn(a.HeadingRad, b.HeadingRad);
        return new ActorState(
            a.X + (b.X - a.X) * f,
            a.Y + (b.Y - a.Y) * f,
            a.HeadingRad + turn * f,
            a.SpeedMps + (b.SpeedMps - a.SpeedMps) * f,
            a.LateralMps + (b.LateralMps - a.LateralMps) * f,
            a.AccelMps2 + (b.AccelMps2 - a.AccelMps2) * f,
            a.YawRateRps + (b.YawRateRps - a.YawRateRps) * f,
            a.SteerRad + (b.SteerRad - a.SteerRad) * f);
    }
}
