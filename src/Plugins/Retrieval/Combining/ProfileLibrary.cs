namespace Sim.Plugins.Retrieval.Combining;

/// <summary>Behaviours cut from recordings, to be retrieved by situation. Immutable and thread-safe; adding a recording needs no training.</summary>
internal sealed class ProfileLibrary
{
    /// <summary>Time between two knots of a profile, s.</summary>
    public const double KnotS = 0.5;

    /// <summary>Number of knots: 8 s.</summary>
    public const int Knots = 16;

    /// <summary>Longest past that a situation is told from, s.</summary>
    public const double PastS = 1.0;

    private ProfileLibrary(IReadOnlyList<BehaviourProfile> profiles, IReadOnlyList<string> places)
    {
        Profiles = profiles;
        Places = places;
    }

    /// <summary>All profiles, in the order of recordings, steps and tracks.</summary>
    public IReadOnlyList<BehaviourProfile> Profiles { get; }

    /// <summary>Where each recording was made (<see cref="PlaceOf"/>), by source.</summary>
    public IReadOnlyList<string> Places { get; }

    /// <summary>The place of a recording by the convention of CommonRoad's names: what comes before the number ("USA_Lanker" of "USA_Lanker-2_26_T-1").</summary>
    public static string PlaceOf(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        int at = recording.Name.IndexOf('-', StringComparison.Ordinal);
        return at > 0 ? recording.Name[..at] : recording.Name;
    }

    /// <summary>Cuts behaviours from recordings.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="everyS">Time between two cuts of the same recording, s.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static ProfileLibrary Build(IReadOnlyList<Recording> recordings, double everyS = 0.5, CancellationToken cancellationToken = default)
    {
        var profiles = new List<BehaviourProfile>();
        for (int r = 0; r < recordings.Count; r++)
        {
            Cut(recordings[r], r, everyS, profiles, cancellationToken);
        }

        return new ProfileLibrary(profiles, [.. recordings.Select(PlaceOf)]);
    }

    /// <summary>Those of some recordings only.</summary>
    public ProfileLibrary Where(Func<int, bool> source) => new([.. Profiles.Where(p => source(p.Source))], Places);

    private static void Cut(Recording recording, int source, double everyS, List<BehaviourProfile> profiles, CancellationToken cancellationToken)
    {
        double dt = recording.StepUs * 1e-6;
        int past = Math.Max(1, (int)Math.Round(PastS / dt));
        int knot = Math.Max(1, (int)Math.Round(KnotS / dt));
        int stride = Math.Max(1, (int)Math.Round(everyS / dt));
        for (int step = past; step + knot < recording.StepCount; step += stride)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scene = SceneNow.At(recording, step, past);
            for (int a = 0; a < scene.Actors.Length; a++)
            {
                var actor = scene.Actors[a];
                var track = recording.Tracks[actor.Track];
                int last = LastPresent(track, step);
                int knots = Math.Min(Knots, (last - step) / knot);
                if (!actor.OnRoad || knots < 1)
                {
                    continue;
                }

                var situation = new double[Situation.Count];
                Situation.Describe(scene, a, situation);
                var (gain, across, turn) = Motion(track, actor, step, knot, knots, dt);
                var room = Room(recording, scene, a, step, knot, knots, dt);
                profiles.Add(new BehaviourProfile { Source = source, Actor = track.Id, Step = step, Situation = situation, GainM = gain, RoomM = room, TurnRad = turn, SpeedMps = actor.SpeedMps, AcrossM = across });
            }
        }
    }

    private static double[] Room(Recording recording, SceneNow scene, int actor, int step, int knot, int knots, double dt)
    {
        var me = scene.Actors[actor];
        var (leader, gap) = scene.Ahead[actor];
        var room = new double[knots];
        bool stop = scene.Stops[actor].DistanceM < gap;
        gap = Math.Min(gap, scene.Stops[actor].DistanceM);
        double speed = stop || leader < 0 ? 0 : scene.Actors[leader].SpeedMps;
        double gone = 0;
        var track = leader >= 0 ? recording.Tracks[scene.Actors[leader].Track] : null;
        for (int k = 1; k <= knots * knot; k++)
        {
            if (!stop && track is not null)
            {
                if (track.IsPresent(step + k) && track.IsPresent(step + k - 1))
                {
                    var before = track.At(step + k - 1);
                    var s = track.At(step + k);
                    double moved = (s.Pose.Position - before.Pose.Position).Dot(Geometry.Vector2d.FromHeading(before.HeadingRad));
                    gone += moved;
                    speed += 0.1 * (moved / dt - speed);
                }
                else
                {
                    gone += speed * dt;
                }
            }

            if (k % knot == 0)
            {
                room[k / knot - 1] = gap + gone - me.SpeedMps * k * dt;
            }
        }

        return room;
    }

    private static int LastPresent(Track track, int step)
    {
        int last = step;
        while (track.IsPresent(last + 1))
        {
            last++;
        }

        return last;
    }

    // Distance along the direction of travel: summing lengths would add up the noise of recorded positions.
    private static (double[] Gain, double[] Across, double[] Turn) Motion(Track track, ActorNow actor, int step, int knot, int knots, double dt)
    {
        var gain = new double[knots];
        var across = new double[knots];
        var turn = new double[knots];
        double gone = 0;
        var before = track.At(step);
        for (int k = 1; k <= knots * knot; k++)
        {
            var s = track.At(step + k);
            var along = Geometry.Vector2d.FromHeading(before.HeadingRad + 0.5 * Numerics.Pinned.AngleDifference(s.HeadingRad, before.HeadingRad));
            gone += (s.Pose.Position - before.Pose.Position).Dot(along);
            before = s;
            if (k % knot == 0)
            {
                int i = k / knot - 1;
                gain[i] = gone - actor.SpeedMps * k * dt;
                var at = actor.Course.Line.Project(s.Pose.Position);
                across[i] = at.D - actor.D;
                turn[i] = Numerics.Pinned.AngleDifference(s.HeadingRad, actor.Course.HeadingAt(at.S));
            }
        }

        return (gain, across, turn);
    }
}
