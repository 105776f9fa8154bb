using Sim.Formats;
using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>
/// Puts retrieved behaviours where they were not recorded: into the poses and map of a user's scenario, or onto a further actor of a scene. Each goes from
/// the lane of its own road to the lane of the other (<see cref="Manoeuvre"/>). Pure and deterministic.
/// </summary>
internal static class TemplateTransfer
{
    private const double OnRoadShare = 0.9;

    /// <summary>Edits or composes.</summary>
    /// <param name="template">The first template.</param>
    /// <param name="neighbours">Its neighbours.</param>
    /// <param name="weights">Weights of it and of them.</param>
    /// <param name="further">Further manoeuvres, each for an actor of its own.</param>
    /// <param name="target">The user's scenario, or null to stay in the template's scene.</param>
    /// <param name="options">Limits, seed, temperature.</param>
    /// <param name="steps">Steps to make.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RefusedException">Somebody is missing or the road leaves no room: names what.</exception>
    public static Drawn Make(
        Template template,
        IReadOnlyList<TemplateNeighbour> neighbours,
        IReadOnlyList<double> weights,
        IReadOnlyList<(string Tag, Template Template)> further,
        Scenario? target,
        CombinerOptions options,
        int steps,
        CancellationToken cancellationToken)
    {
        // The blend tells what the actors do; where it is done is settled afterwards.
        var blended = TemplateBlend.Make(template, neighbours, weights, options, steps, cancellationToken);
        var place = target is null ? blended : UserScene.AtStart(target);
        var start = SceneNow.At(place, 0, 0);
        string egoId = place.EgoId ?? template.EgoId;
        int knots = Math.Max(1, (int)Math.Ceiling(steps * place.StepUs * 1e-6 / ProfileLibrary.KnotS));
        var courses = new Course?[start.Actors.Length];
        var plans = new ActorPlan?[start.Actors.Length];
        var origins = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<int>();
        var shown = new List<(string Tag, string Actor)>();
        if (target is not null)
        {
            var actor = blended.Find(template.ActorId ?? template.EgoId) ?? throw new RefusedException($"the manoeuvre of {template.Id} is over before the horizon");
            var ego = template.Scene.Find(template.EgoId)!.At(0).Pose;
            var wanted = ego.PoseToBody(actor.At(0).Pose);
            int who = template.ActorId is null || template.ActorId == template.EgoId ? IndexOf(place, start, egoId) : Nearest(place, start, egoId, wanted, taken);
            Give(place, start, who, template, actor, blended, knots, steps, courses, plans, origins, template.Tag ?? "behaviour");
            taken.Add(who);
            if (template.Tag is not null)
            {
                shown.Add((template.Tag, place.Tracks[start.Actors[who].Track].Id));
            }
        }
        else if (template.ActorId is not null)
        {
            taken.Add(IndexOf(place, start, template.ActorId));
            shown.Add((template.Tag!, template.ActorId));
        }

        foreach (var (tag, other) in further)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var actor = other.Scene.Find(other.ActorId!)!;
            var from = other.Scene.Find(other.EgoId)!.At(0).Pose.PoseToBody(actor.At(0).Pose);
            int who = Nearest(place, start, egoId, from, taken);
            Give(place, start, who, other, actor, other.Scene, knots, steps, courses, plans, origins, tag);
            taken.Add(who);
            shown.Add((tag, place.Tracks[start.Actors[who].Track].Id));
        }

        var recording = Run(place, start, courses, plans, options, steps, knots, template, target is null, cancellationToken);
        var found = BehaviourTagger.Find(recording);
        foreach (var (tag, actor) in shown)
        {
            if (!found.Any(s => s.Tag == tag && s.ActorId == actor))
            {
                throw new RefusedException($"'{tag}' cannot be shown by '{actor}' here: road, speed or the others leave no room for it");
            }
        }

        return new Drawn(recording, template, neighbours, weights)
        {
            EgoId = egoId,
            Origins = Ordered.Copy(origins),
            Further = [.. further.Select(f => $"{f.Template.Parent} ({f.Tag})")],
            FurtherLicences = [.. further.Select(f => f.Template.Licence), target?.Provenance.Licence ?? ""],
            Assumptions = target is null ? [] : [$"map and first poses are those of '{target.Name}'; speeds and ways across the lane come from the retrieved scene"],
        };
    }

    /// <summary>Puts a critical scene around the ego of a user's scenario: where the others were and went relative to the ego's first pose.</summary>
    /// <exception cref="RefusedException">The actors would leave the road.</exception>
    public static Drawn Around(Template template, Scenario target, int steps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var scene = template.Scene;
        var place = UserScene.AtStart(target);
        var from = scene.Find(template.EgoId)!.At(0).Pose;
        var to = target.Ego.Initial.Pose;
        var index = place.Map.Index();
        var tracks = new List<Track>();
        int all = 0;
        int on = 0;
        foreach (var track in scene.Tracks)
        {
            if (track.Slice(0, steps + 1) is not { } own)
            {
                continue;
            }

            var states = new ActorState[own.Count];
            for (int k = 0; k < states.Length; k++)
            {
                var s = own.At(own.FirstStep + k);
                var pose = to.PoseToWorld(from.PoseToBody(s.Pose));
                states[k] = s with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
                if (track.Id != template.EgoId)
                {
                    all++;
                    on += index.IsDrivable(pose.Position) ? 1 : 0;
                }
            }

            bool ego = track.Id == template.EgoId;
            tracks.Add(Track.FromStates(ego ? target.EgoId : "retrieved-" + track.Id, track.Class, ego ? target.Ego.Body : track.Body, own.FirstStep, states));
        }

        if (on < OnRoadShare * all)
        {
            throw new RefusedException($"the actors of {template.Id} would be off the road of '{target.Name}' for {100 - 100 * on / all} % of the time; start the ego where the road goes as there");
        }

        var recording = place with { Tracks = tracks, StepCount = steps + 1, StepUs = scene.StepUs };
        return new Drawn(recording, template, [], [1])
        {
            EgoId = target.EgoId,
            FurtherLicences = [target.Provenance.Licence],
            Assumptions = [$"the critical scene is put around the ego of '{target.Name}' as it was around its own; other actors of that scenario are left out"],
        };
    }

    private static void Give(
        Recording place,
        SceneNow start,
        int who,
        Template from,
        Track actor,
        Recording shown,
        int knots,
        int steps,
        Course?[] courses,
        ActorPlan?[] plans,
        SortedDictionary<string, string> origins,
        string tag)
    {
        if (!actor.IsPresent(0))
        {
            throw new RefusedException($"the actor of {from.Id} is not there from the start");
        }

        string id = place.Tracks[start.Actors[who].Track].Id;
        courses[who] = Manoeuvre.Of(shown, actor, steps).Fit(place.Map, start.Actors[who], knots, out plans[who])
            ?? throw new RefusedException($"'{tag}' finds no lane beside the one of '{id}'");
        origins[id] = $"{tag} of actor '{actor.Id}' in {from.Parent}";
    }

    private static Recording Run(
        Recording place,
        SceneNow start,
        Course?[] courses,
        ActorPlan?[] plans,
        CombinerOptions options,
        int steps,
        int knots,
        Template template,
        bool own,
        CancellationToken cancellationToken)
    {
        for (int a = 0; a < plans.Length; a++)
        {
            if (plans[a] is not null)
            {
                continue;
            }

            // Everybody else does what the blend or, in a scenario of the user, nothing but its own speed says.
            var track = place.Tracks[start.Actors[a].Track];
            courses[a] = own ? RecordedPath.CourseOf(track, place.Map) : null;
            double v = Math.Max(0, start.Actors[a].SpeedMps);
            double[] gone = own ? RecordedPath.Gone(track, 0, knots, place.StepUs * 1e-6) : [0];
            double[] full = new double[knots + 1];
            for (int k = 1; k <= knots; k++)
            {
                full[k] = full[k - 1] + (k < gone.Length ? gone[k] - gone[k - 1] : k > 1 ? full[k - 1] - full[k - 2] : v * ProfileLibrary.KnotS);
            }

            plans[a] = new ActorPlan
            {
                Along = new SpeedCurve(full, v),
                AcrossM = own ? [0, 0] : [start.Actors[a].D, start.Actors[a].D],
                TurnRad = [0, 0],
                Sources = [],
            };
        }

        var moved = start.On(courses);
        var states = MotionBuilder.Run(moved, plans!, options, steps, cancellationToken);
        var tracks = new List<Track>();
        var made = start.Actors.Select((a, i) => (a.Track, i)).ToDictionary(p => p.Track, p => p.i);
        for (int t = 0; t < place.Tracks.Count; t++)
        {
            var track = place.Tracks[t];
            if (made.TryGetValue(t, out int a))
            {
                tracks.Add(Track.FromStates(track.Id, track.Class, track.Body, 0, states[a]));
            }
            else if (own && track.Slice(0, steps + 1) is { } later)
            {
                tracks.Add(later);
            }
        }

        return place with { Tracks = tracks, StepCount = steps + 1, Provenance = template.Scene.Provenance };
    }

    private static int IndexOf(Recording place, SceneNow start, string id)
    {
        for (int a = 0; a < start.Actors.Length; a++)
        {
            if (place.Tracks[start.Actors[a].Track].Id == id)
            {
                return a;
            }
        }

        throw new RefusedException($"'{id}' is not there from the start");
    }

    // Who stands to the ego here most as the actor stood to the ego there.
    private static int Nearest(Recording place, SceneNow start, string egoId, Pose2d wanted, HashSet<int> taken)
    {
        var ego = start.Actors[IndexOf(place, start, egoId)].Pose;
        int best = -1;
        double least = double.PositiveInfinity;
        for (int a = 0; a < start.Actors.Length; a++)
        {
            var track = place.Tracks[start.Actors[a].Track];
            if (track.Id == egoId || taken.Contains(a) || !DesignatedEgo.IsMotorVehicle(track.Class))
            {
                continue;
            }

            var at = ego.PoseToBody(start.Actors[a].Pose);
            double cost = Math.Abs(at.X - wanted.X) + 3 * Math.Abs(at.Y - wanted.Y) + 20 * Math.Abs(Pinned.AngleDifference(at.HeadingRad, wanted.HeadingRad));
            if (cost < least)
            {
                (best, least) = (a, cost);
            }
        }

        return best >= 0 ? best : throw new RefusedException("there is no further motor vehicle that could show it");
    }
}
