using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// Continues a scene with behaviours retrieved from a library: where everybody is and what they did so far is given, what they do next is blended from
/// what others did in like situations and fitted to the lanes here (docs/retrieval/combine.md). Thread-safe, deterministic.
/// </summary>
internal sealed class Combiner(ProfileLibrary library, CombinerOptions options)
{
    private const double DriftSettlesS = 0.7;
    private const double MaxDriftM = 1.0;

    /// <summary>Continues a scene.</summary>
    /// <param name="scene">A recording of which nothing after <paramref name="step"/> is read.</param>
    /// <param name="step">The present step.</param>
    /// <param name="steps">How many steps to make, at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Combination Continue(Recording scene, int step, int steps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double dt = scene.StepUs * 1e-6;
        int past = Math.Max(0, (int)Math.Round(options.PastS / dt));
        var now = SceneNow.At(scene, step, past);
        return Continue(now, steps, cancellationToken);
    }

    /// <summary>Continues a scene that was looked at already.</summary>
    public Combination Continue(SceneNow now, int steps, CancellationToken cancellationToken)
    {
        double dt = now.Scene.StepUs * 1e-6;
        int knots = Math.Max(1, (int)Math.Ceiling(steps * dt / ProfileLibrary.KnotS));
        var roll = Rollout.Run(library, options, now, knots, cancellationToken);
        var plans = new ActorPlan[now.Actors.Length];
        var random = new RandomStream(options.Seed);
        for (int a = 0; a < plans.Length; a++)
        {
            plans[a] = Plan(now, a, roll, random.Fork("unevenness", a));
        }

        return new Combination(now, plans, MotionBuilder.Run(now, plans, options, steps, cancellationToken));
    }

    private ActorPlan Plan(SceneNow now, int index, Rollout roll, RandomStream random)
    {
        var actor = now.Actors[index];
        double[] gone = roll.GoneM[index];
        double[] across = Across(actor, gone.Length - 1);
        var turn = new double[gone.Length];
        if (options.Unevenness > 0 && actor.OnRoad)
        {
            Span<double> situation = stackalloc double[Situation.Count];
            Situation.Describe(now, index, situation);
            var uneven = Unevenness.Draw(library, situation, ProfileLibrary.PlaceOf(now.Scene), gone, random);
            gone = [.. gone];
            for (int k = 1; k < gone.Length; k++)
            {
                gone[k] = Math.Max(gone[k - 1], gone[k] + options.Unevenness * uneven.AlongM[k]);
                turn[k] = options.Unevenness * uneven.TurnRad[k];
            }
        }

        return new ActorPlan
        {
            Along = new SpeedCurve(gone, Math.Max(0, actor.SpeedMps)),
            AcrossM = across,
            TurnRad = turn,
            Sources = roll.Sources[index],
        };
    }

    // Lanes of maps lie beside the lanes that people drive in: the offset stays, only a drift across dies away.
    private static double[] Across(ActorNow actor, int knots)
    {
        var across = new double[knots + 1];
        for (int k = 0; k <= knots; k++)
        {
            double settled = DriftSettlesS * (1 - Numerics.Pinned.Exp(-k * ProfileLibrary.KnotS / DriftSettlesS));
            across[k] = actor.D + (actor.OnRoad ? Math.Clamp(actor.DriftMps * settled, -MaxDriftM, MaxDriftM) : 0);
        }

        return across;
    }
}
