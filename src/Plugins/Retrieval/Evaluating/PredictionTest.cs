using Sim.Plugins.Retrieval.Combining;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// Continues each recorded clip after its first second with behaviours of all other clips and compares with what was recorded: leave one file out, and
/// with it every file that holds the same traffic. Deterministic.
/// </summary>
internal static class PredictionTest
{
    /// <summary>Horizons that are told apart, s.</summary>
    public static IReadOnlyList<int> HorizonsS { get; } = [3, 4, 5, 6, 7, 8];

    /// <summary>Runs the test on clips.</summary>
    /// <param name="clips">The clips; those with fewer than one step after the given second are left out.</param>
    /// <param name="options">How to combine.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static IReadOnlyList<PredictionResult> Run(IReadOnlyList<PredictionClip> clips, CombinerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var recordings = clips.Select(c => c.Recording).ToArray();
        var library = ProfileLibrary.Build(recordings, cancellationToken: cancellationToken);
        var results = new List<PredictionResult>(clips.Count);
        for (int i = 0; i < clips.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (clips[i].Steps < 1)
            {
                continue;
            }

            var others = Enumerable.Range(0, clips.Count).Where(j => j != i && !SharedTraffic.Between(recordings[i], recordings[j])).ToHashSet();
            results.Add(One(clips[i], recordings, library.Where(others.Contains), options, [.. others.Order().Select(j => clips[j].Name)], cancellationToken));
        }

        return results;
    }

    private static PredictionResult One(
        PredictionClip clip,
        Recording[] recordings,
        ProfileLibrary library,
        CombinerOptions options,
        IReadOnlyList<string> database,
        CancellationToken cancellationToken)
    {
        var combined = new Combiner(library, options).Continue(clip.Recording, clip.Now, clip.Steps, cancellationToken);
        var actors = combined.Start.Actors;
        var truth = actors.Select(a => clip.Truth(a.Track)).ToArray();
        var constant = actors.Select(a => Baselines.ConstantVelocity(clip.Recording.Tracks[a.Track].At(clip.Now), clip.Steps, clip.StepS)).ToArray();
        var copied = Enumerable.Range(0, actors.Length).Select(a => Baselines.Copy(combined.Start, a, library, recordings, clip.Steps)).ToArray();
        var single = new Combiner(library, options with { Neighbours = 1, Ridge = 1e6, KeepsSpeed = 0, RenewS = PredictionClip.LongestS, Unevenness = 0 })
            .Continue(clip.Recording, clip.Now, clip.Steps, cancellationToken);
        var horizons = new SortedDictionary<int, PredictionErrors>();
        foreach (int h in HorizonsS.Append(0))
        {
            int steps = h == 0 ? clip.Steps : (int)Math.Round(h / clip.StepS);
            if (steps <= clip.Steps)
            {
                horizons[h] = new PredictionErrors(
                    DisplacementError.Of(combined.States, truth, steps),
                    DisplacementError.Of(constant, truth, steps),
                    DisplacementError.Of(copied, truth, steps),
                    DisplacementError.Of(single.States, truth, steps));
            }
        }

        // Where the recording ends for an actor, it left the observed road: nothing is known of what it may overlap there.
        var valid = new ActorState?[actors.Length][];
        var made = new MotionSamples();
        var recorded = new MotionSamples();
        for (int a = 0; a < valid.Length; a++)
        {
            valid[a] = [.. combined.States[a].Select((s, k) => truth[a][k] is null ? (ActorState?)null : s)];
            made.Add(valid[a], clip.StepS);
            recorded.Add(truth[a], clip.StepS);
        }

        BodyBox[] bodies = [.. actors.Select(a => a.Body)];
        var off = SceneRates.OffRoad(valid, clip.Recording.Map);
        return new PredictionResult(
            clip,
            database,
            horizons,
            actors.Length,
            SceneRates.Collides(valid, bodies).Count(hit => hit),
            SceneRates.Collides(truth, bodies).Count(hit => hit),
            off.Sum(o => o.Steps),
            off.Sum(o => o.Off),
            SceneRates.OffRoad(truth, clip.Recording.Map).Sum(o => o.Off),
            made,
            recorded);
    }
}
