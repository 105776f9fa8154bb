using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// A scene at one step as far as it is known then: the actors present, their courses, who follows whom, and what stops them. Nothing after the
/// step is read. Immutable and thread-safe.
/// </summary>
internal sealed class SceneNow
{
    private const double LeaderReachM = 100;
    private const double PastLineM = 2;

    // Stop lines of maps lie that far from where recorded vehicles stop.
    private const double LineErrorM = 5;

    private SceneNow(Recording scene, int step, ActorNow[] actors)
    {
        Scene = scene;
        Step = step;
        Actors = actors;
        Ahead = new Obstruction[actors.Length];
        for (int i = 0; i < actors.Length; i++)
        {
            Ahead[i] = FindLeader(i);
        }

        Stops = new StopPlace[actors.Length];
        for (int i = 0; i < actors.Length; i++)
        {
            Stops[i] = StopLineAhead(actors[i], step);
        }
    }

    /// <summary>What is ahead of an actor on its course.</summary>
    /// <param name="Leader">Index in <see cref="Actors"/>, −1 for nobody.</param>
    /// <param name="GapM">From bumper to bumper, m; infinite for nobody.</param>
    internal readonly record struct Obstruction(int Leader, double GapM);

    /// <summary>Where a light stops an actor.</summary>
    /// <param name="DistanceM">From its front, m, not negative; infinite for nowhere.</param>
    /// <param name="Lane">Index of the lane that the line ends, −1 for none.</param>
    internal readonly record struct StopPlace(double DistanceM, int Lane)
    {
        /// <summary>No stop.</summary>
        public static StopPlace None => new(double.PositiveInfinity, -1);
    }

    /// <summary>The recording.</summary>
    public Recording Scene { get; }

    /// <summary>The present step.</summary>
    public int Step { get; }

    /// <summary>Actors present at <see cref="Step"/>, in the order of their tracks.</summary>
    public ActorNow[] Actors { get; }

    /// <summary>For each actor who is ahead of it.</summary>
    public Obstruction[] Ahead { get; }

    /// <summary>For each actor the next stop line on its course whose light tells it to stop.</summary>
    public StopPlace[] Stops { get; }

    /// <summary>Looks at a scene.</summary>
    /// <param name="scene">The recording.</param>
    /// <param name="step">The present step.</param>
    /// <param name="pastSteps">Number of earlier steps that may be used, 0 for the present alone.</param>
    /// <param name="courseM">How far courses must reach beyond what the present speed covers, m.</param>
    public static SceneNow At(Recording scene, int step, int pastSteps, double courseM = 60)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var actors = new List<ActorNow>(scene.Tracks.Count);
        for (int t = 0; t < scene.Tracks.Count; t++)
        {
            if (scene.Tracks[t].IsPresent(step))
            {
                actors.Add(Describe(scene, t, step, pastSteps, courseM));
            }
        }

        return new SceneNow(scene, step, [.. actors]);
    }

    /// <summary>The same scene with other courses: those that the actors are to take.</summary>
    /// <param name="courses">One for each actor; null keeps the one it has.</param>
    public SceneNow On(IReadOnlyList<Course?> courses) => new(Scene, Step, [.. Actors.Select((a, i) =>
    {
        if (courses[i] is not { } course)
        {
            return a;
        }

        var at = course.Line.Project(a.Pose.Position);
        return a with { Course = course, S = at.S, D = at.D, DriftMps = 0 };
    })]);

    /// <summary>The same scene with its actors elsewhere, later.</summary>
    /// <param name="step">The step then; lights are read there.</param>
    /// <param name="actors">The same actors, moved.</param>
    public SceneNow Later(int step, ActorNow[] actors) => new(Scene, step, actors);

    private static ActorNow Describe(Recording scene, int trackIndex, int step, int pastSteps, double courseM)
    {
        var track = scene.Tracks[trackIndex];
        int first = step;
        while (first > step - pastSteps && first > track.FirstStep && track.IsPresent(first - 1))
        {
            first--;
        }

        var past = new Pose2d[step - first + 1];
        double mean = 0;
        for (int k = first; k <= step; k++)
        {
            var s = track.At(k);
            past[k - first] = s.Pose;
            mean += s.SpeedMps;
        }

        mean /= past.Length;
        var now = track.At(step);
        double seconds = (step - first) * (scene.StepUs * 1e-6);
        double accel = seconds > 0.05 ? Slope(track, first, step, scene.StepUs * 1e-6) : now.AccelMps2;
        bool onRoad = track.Class is not (ActorClass.Pedestrian or ActorClass.Animal or ActorClass.StaticObject or ActorClass.ParkedVehicle or ActorClass.Train);
        double length = courseM + Math.Max(now.SpeedMps, 5) * 10;
        var course = onRoad ? CourseFinder.Find(scene.Map, past, length) : Course.Straight(now.Pose, length);
        var place = course.Line.Project(now.Pose.Position);
        double drift = 0;
        if (seconds > 0.05)
        {
            drift = (place.D - course.Line.Project(past[0].Position).D) / seconds;
        }

        return new ActorNow
        {
            Track = trackIndex,
            Body = track.Body,
            Pose = now.Pose,
            SpeedMps = now.SpeedMps,
            MeanSpeedMps = mean,
            AccelMps2 = accel,
            Course = course,
            S = place.S,
            D = place.D,
            DriftMps = drift,
            LimitMps = course.Lanes.Count > 0 ? scene.Map.Index().LaneAt(course.Lanes[0]).SpeedLimitMps : null,
            OnRoad = onRoad,
        };
    }

    private static double Slope(Track track, int first, int last, double dt)
    {
        int n = last - first + 1;
        double meanT = 0.5 * (n - 1) * dt;
        double meanV = 0;
        for (int k = first; k <= last; k++)
        {
            meanV += track.SpeedMps.Span[k - track.FirstStep];
        }

        meanV /= n;
        double above = 0;
        double below = 0;
        for (int k = first; k <= last; k++)
        {
            double t = (k - first) * dt - meanT;
            above += t * (track.SpeedMps.Span[k - track.FirstStep] - meanV);
            below += t * t;
        }

        return below > 0 ? above / below : 0;
    }

    private Obstruction FindLeader(int me)
    {
        var a = Actors[me];
        var best = new Obstruction(-1, double.PositiveInfinity);
        for (int j = 0; j < Actors.Length; j++)
        {
            if (j == me)
            {
                continue;
            }

            var b = Actors[j];
            if (b.Pose.Position.DistanceTo(a.Pose.Position) > LeaderReachM)
            {
                continue;
            }

            var at = a.Course.Line.Project(b.Pose.Position);
            double ahead = at.S - a.S;
            double gap = ahead - 0.5 * (a.Body.LengthM + b.Body.LengthM);
            bool sameWay = Math.Abs(Pinned.AngleDifference(b.Pose.HeadingRad, at.ToHeading())) < 1.0;
            if (ahead > 0.5 * a.Body.LengthM && gap < best.GapM && sameWay && Math.Abs(at.D - a.D) < 0.5 * (a.Body.WidthM + b.Body.WidthM) + 0.2)
            {
                best = new Obstruction(j, gap);
            }
        }

        return best;
    }

    /// <summary>True when a lane's lights show red or yellow at a step.</summary>
    public bool ShowsStop(int lane, int step) => Shows(lane, step, SignalState.Red) || Shows(lane, step, SignalState.Yellow);

    private StopPlace StopLineAhead(ActorNow actor, int step)
    {
        if (Scene.Signals.Count == 0)
        {
            return StopPlace.None;
        }

        for (int i = 0; i < actor.Course.Lanes.Count; i++)
        {
            int lane = actor.Course.Lanes[i];
            double end = i + 1 < actor.Course.LaneStartsM.Count ? actor.Course.LaneStartsM[i + 1] : actor.Course.Line.LengthM;
            double gap = end - actor.S - 0.5 * actor.Body.LengthM;
            if (gap < -PastLineM)
            {
                continue;
            }

            // Who cannot stop before a yellow light any more goes on; everybody stops at red.
            double needed = actor.SpeedMps * actor.SpeedMps / (2 * Math.Max(gap + LineErrorM, 0.1));
            if (Shows(lane, step, SignalState.Red) || (needed < Braking.Hard && Shows(lane, step, SignalState.Yellow)))
            {
                return new StopPlace(Math.Max(0, gap), lane);
            }
        }

        return StopPlace.None;
    }

    private bool Shows(int lane, int step, SignalState state)
    {
        foreach (string id in Scene.Map.Index().LaneAt(lane).SignalIds)
        {
            foreach (var light in Scene.Signals)
            {
                if (light.SignalId == id && light.At(step) == state)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
