namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>
/// Cuts scenes out of recordings: an ego with the actors that come nearest to it, from the ego's first instant on in strides, as long as a full scene
/// fits, and in any case once when there is enough for a short one. Pure, thread-safe.
/// </summary>
internal static class SceneCutter
{
    /// <summary>The scenes of a recording, in order of its tracks and of time.</summary>
    /// <param name="recording">At <see cref="SceneOptions.StepUs"/> (<see cref="TenHertz"/>).</param>
    /// <param name="options">Lengths and limits.</param>
    /// <exception cref="ArgumentException">The recording has another step.</exception>
    public static IReadOnlyList<SceneWindow> Cut(Recording recording, SceneOptions options)
    {
        Require(recording);
        ArgumentNullException.ThrowIfNull(options);
        var windows = new List<SceneWindow>();
        foreach (var track in recording.Tracks)
        {
            if (IsThing(track.Class) || (options.OwnEgoOnly && track.Id != recording.EgoId))
            {
                continue;
            }

            int end = Math.Min(track.EndStep, recording.StepCount);
            for (int first = FirstPresent(track, track.FirstStep, end); first < end; first = FirstPresent(track, first + options.Stride, end))
            {
                int count = Math.Min(options.Count, PresentRun(track, first, end));
                bool begins = first == track.FirstStep || !track.IsPresent(first - 1);
                if (count >= (begins ? options.MinCount : options.Count) && Moves(track, first, count, options.MovesM))
                {
                    windows.Add(new SceneWindow(first, count, Actors(recording, track, first, count, options)));
                }
            }
        }

        return windows;
    }

    /// <summary>The scene of a whole recording with one of its actors as the ego.</summary>
    /// <param name="recording">At <see cref="SceneOptions.StepUs"/>.</param>
    /// <param name="egoId">The ego; null for the recording's own, or where it has none the first actor that moves.</param>
    /// <param name="options">Limits; the length is the recording's.</param>
    /// <exception cref="InputException">There is no such actor.</exception>
    public static Recording Whole(Recording recording, string? egoId, SceneOptions options)
    {
        Require(recording);
        ArgumentNullException.ThrowIfNull(options);
        string id = egoId ?? recording.EgoId ?? recording.Tracks.FirstOrDefault(t => !IsThing(t.Class) && Moves(t, t.FirstStep, t.Count, options.MovesM))?.Id
            ?? throw new InputException("no actor of the recording moves; a scene needs one that does");
        var ego = recording.Find(id) ?? throw new InputException($"the recording has no actor '{id}'; {Nearest.Hint(id, recording.Tracks.Select(t => t.Id))}");
        return Open(recording, new SceneWindow(0, recording.StepCount, Actors(recording, ego, 0, recording.StepCount, options)));
    }

    /// <summary>The scene: its instants and actors, the ego's track first, on the recording's map.</summary>
    /// <exception cref="InputException">The recording does not hold the scene.</exception>
    public static Recording Open(Recording recording, SceneWindow window)
    {
        Require(recording);
        ArgumentNullException.ThrowIfNull(window);
        if (window.FirstStep < 0 || window.Count < 1 || (long)window.FirstStep + window.Count > recording.StepCount)
        {
            throw new InputException($"the recording '{recording.Name}' has {recording.StepCount} steps; the scene needs {window.FirstStep} to {(long)window.FirstStep + window.Count}");
        }

        var tracks = new List<Track>(window.ActorIds.Count);
        foreach (string id in window.ActorIds)
        {
            tracks.Add(recording.Find(id) ?? throw new InputException($"the recording '{recording.Name}' has no actor '{id}', which the scene needs"));
        }

        return (recording with { Tracks = tracks, EgoId = window.EgoId }).Slice(window.FirstStep, window.Count);
    }

    /// <summary>True for what cannot move.</summary>
    internal static bool IsThing(ActorClass actorClass) => actorClass is ActorClass.StaticObject or ActorClass.ParkedVehicle;

    private static List<string> Actors(Recording recording, Track ego, int first, int count, SceneOptions options)
    {
        var near = new List<(double Distance, Track Track)>();
        foreach (var track in recording.Tracks)
        {
            if (ReferenceEquals(track, ego) || IsThing(track.Class) || track.EndStep <= first || track.FirstStep >= first + count)
            {
                continue;
            }

            var (distance, present) = Meet(ego, track, first, count);
            if (present >= options.MinPresent && double.IsFinite(distance) && (!options.DropStanding || Moves(track, first, count, options.MovesM)))
            {
                near.Add((distance, track));
            }
        }

        near.Sort((a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Track.Id, b.Track.Id));
        return [ego.Id, .. near.Take(SceneOptions.MaxActors - 1).Select(n => n.Track.Id)];
    }

    private static (double DistanceM2, int Present) Meet(Track ego, Track other, int first, int count)
    {
        double least = double.PositiveInfinity;
        int present = 0;
        int end = Math.Min(Math.Min(ego.EndStep, other.EndStep), first + count);
        for (int step = Math.Max(Math.Max(ego.FirstStep, other.FirstStep), first); step < end; step++)
        {
            if (ego.IsPresent(step) && other.IsPresent(step))
            {
                double dx = other.X.Span[step - other.FirstStep] - ego.X.Span[step - ego.FirstStep];
                double dy = other.Y.Span[step - other.FirstStep] - ego.Y.Span[step - ego.FirstStep];
                least = Math.Min(least, dx * dx + dy * dy);
                present++;
            }
        }

        return (least, present);
    }

    private static bool Moves(Track track, int first, int count, double movesM)
    {
        int from = Math.Max(first, track.FirstStep);
        int end = Math.Min(first + count, track.EndStep);
        while (from < end && !track.IsPresent(from))
        {
            from++;
        }

        for (int step = from + 1; step < end; step++)
        {
            if (track.IsPresent(step))
            {
                double dx = track.X.Span[step - track.FirstStep] - track.X.Span[from - track.FirstStep];
                double dy = track.Y.Span[step - track.FirstStep] - track.Y.Span[from - track.FirstStep];
                if (dx * dx + dy * dy >= movesM * movesM)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static int FirstPresent(Track track, int from, int end)
    {
        while (from < end && !track.IsPresent(from))
        {
            from++;
        }

        return from;
    }

    private static int PresentRun(Track track, int first, int end)
    {
        int step = first;
        while (step < end && track.IsPresent(step))
        {
            step++;
        }

        return step - first;
    }

    private static void Require(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (recording.StepUs != SceneOptions.StepUs)
        {
            throw new ArgumentException($"Scenes have steps of {SceneOptions.StepUs} µs, the recording has {recording.StepUs}.", nameof(recording));
        }
    }
}
