using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>A retrieved scene as the pattern of a scenario. Immutable.</summary>
/// <param name="Id">Id in the index, or name of the recording.</param>
/// <param name="Parent">File, hash and scene, for the provenance.</param>
/// <param name="Scene">The scene at 10 Hz; the actor and the ego are there at its first step.</param>
/// <param name="EgoId">Who is driven.</param>
/// <param name="ActorId">Who shows the manoeuvre, or null when the scene was not chosen for one.</param>
/// <param name="Tag">The manoeuvre, or null.</param>
/// <param name="Licence">Licence of the source.</param>
internal sealed record Template(string Id, string Parent, Recording Scene, string EgoId, string? ActorId, string? Tag, string Licence)
{
    private const int MinSteps = 30;

    /// <summary>Makes a template of a scene.</summary>
    /// <param name="id">Id in the index.</param>
    /// <param name="parent">File, hash and scene.</param>
    /// <param name="scene">The scene at 10 Hz.</param>
    /// <param name="span">What is to be seen, in steps of the scene; null for nothing special.</param>
    /// <param name="ego">Which actor is to be driven.</param>
    /// <param name="licence">Licence of the source.</param>
    /// <returns>Null when the scene has no such ego, or is too short from where both are there.</returns>
    public static Template? Of(string id, string parent, Recording scene, TagSpan? span, RetrievalEgo ego, string licence)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var actor = span is null ? null : scene.Find(span.ActorId);
        if (span is not null && actor is null)
        {
            return null;
        }

        foreach (var candidate in Egos(scene, span, actor, ego))
        {
            int first = Math.Max(FirstPresent(candidate), actor is null ? 0 : FirstPresent(actor));
            if (first <= (span?.FromStep ?? 0) && scene.StepCount - first > MinSteps && candidate.IsPresent(first) && (actor?.IsPresent(first) ?? true))
            {
                var cut = first == 0 ? scene : scene.Slice(first, scene.StepCount - first);
                return new Template(id, parent, cut with { EgoId = candidate.Id }, candidate.Id, actor?.Id, span?.Tag, licence);
            }
        }

        return null;
    }

    private static IEnumerable<Track> Egos(Recording scene, TagSpan? span, Track? actor, RetrievalEgo ego)
    {
        if (ego == RetrievalEgo.Actor && actor is not null)
        {
            return Drives(actor) ? [actor] : [];
        }

        var found = new List<Track>();
        if (span?.OtherId is { } other && scene.Find(other) is { } about)
        {
            found.Add(about);
        }

        if (scene.Ego() is { } own)
        {
            found.Add(own);
        }

        if (actor is not null)
        {
            int step = Math.Max(FirstPresent(actor), 0);
            found.AddRange(scene.Tracks.Where(t => t.IsPresent(step)).OrderBy(t => Remoteness(actor, t, step)));
        }

        return found.Where(t => !ReferenceEquals(t, actor) && Drives(t)).Concat(actor is not null && Drives(actor) ? [actor] : []);
    }

    // Whoever is behind sees more of what the actor does than whoever is ahead.
    private static double Remoteness(Track actor, Track other, int step)
    {
        var at = actor.At(step).Pose.PointToBody(other.At(step).Pose.Position);
        return at.Length + (at.X > 0 ? 30 : 0);
    }

    private static bool Drives(Track track) => Formats.DesignatedEgo.IsMotorVehicle(track.Class) && track.Count > 1;

    private static int FirstPresent(Track track)
    {
        int step = track.FirstStep;
        while (step < track.EndStep && !track.IsPresent(step))
        {
            step++;
        }

        return step;
    }
}
