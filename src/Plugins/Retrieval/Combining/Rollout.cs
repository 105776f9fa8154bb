using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// How far each actor of a scene gets along its course, at knots half a second apart: neighbours are looked up, followed for a while, and looked up anew
/// where everybody then is. Leaders come first, so that a follower's blend knows the room it will have. Deterministic; one use per instance.
/// </summary>
internal sealed class Rollout
{
    private const double Comfort = 2.0;

    // The speed in the midst of the last half second plus half of what it changed since: the whole of it would carry noise on.
    private const double TrendKept = 0.25;
    private readonly ProfileBlend _blend;
    private readonly CombinerOptions _options;
    private readonly SceneNow _start;
    private readonly int _knots;
    private readonly double[][] _gone;
    private readonly (int Lane, double S)[] _held;
    private readonly List<WeightedProfile> _nearest = [];

    private Rollout(ProfileLibrary library, CombinerOptions options, SceneNow start, int knots)
    {
        _blend = new ProfileBlend(library, options);
        _options = options;
        _start = start;
        _knots = knots;
        _gone = new double[start.Actors.Length][];
        _held = new (int Lane, double S)[start.Actors.Length];
        Array.Fill(_held, (-1, 0));
        Sources = new IReadOnlyList<WeightedProfile>[start.Actors.Length];
        for (int a = 0; a < _gone.Length; a++)
        {
            _gone[a] = new double[knots + 1];
            Sources[a] = [];
        }
    }

    /// <summary>For each actor the distance gone at knot 0 (none), 1, 2, …, m; never falling.</summary>
    public IReadOnlyList<double[]> GoneM => _gone;

    /// <summary>For each actor the nearest retrieved behaviours at the start.</summary>
    public IReadOnlyList<WeightedProfile>[] Sources { get; }

    /// <summary>Rolls a scene out.</summary>
    /// <param name="library">Behaviours to retrieve.</param>
    /// <param name="options">How to blend.</param>
    /// <param name="start">The scene.</param>
    /// <param name="knots">How many knots of half a second.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Rollout Run(ProfileLibrary library, CombinerOptions options, SceneNow start, int knots, CancellationToken cancellationToken)
    {
        var roll = new Rollout(library, options, start, knots);
        int every = Math.Max(1, (int)Math.Round(options.RenewS / ProfileLibrary.KnotS));
        var scene = start;
        for (int from = 0; from < knots; from += every)
        {
            int count = Math.Min(every, knots - from);
            roll.Advance(scene, from, count, cancellationToken);
            if (from + count < knots)
            {
                scene = roll.Moved(from + count);
            }
        }

        return roll;
    }

    private void Advance(SceneNow scene, int from, int count, CancellationToken cancellationToken)
    {
        var done = new bool[scene.Actors.Length];
        var pending = new Stack<int>();
        for (int a = 0; a < done.Length; a++)
        {
            // A leader first; a ring of leaders is cut where it was entered.
            for (int at = a; at >= 0 && !done[at] && !pending.Contains(at); at = scene.Ahead[at].Leader)
            {
                pending.Push(at);
            }

            while (pending.TryPop(out int next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Advance(scene, next, from, count, done);
                done[next] = true;
            }
        }
    }

    private void Advance(SceneNow scene, int actor, int from, int count, bool[] done)
    {
        var me = scene.Actors[actor];
        var gone = _gone[actor];
        if (!me.OnRoad)
        {
            for (int k = 1; k <= count; k++)
            {
                gone[from + k] = gone[from] + me.SpeedMps * k * ProfileLibrary.KnotS;
            }

            return;
        }

        var (leader, gap) = scene.Ahead[actor];
        double stop = StopAhead(scene, actor);
        Span<double> room = stackalloc double[count];
        Span<double> limit = stackalloc double[count];
        for (int k = 1; k <= count; k++)
        {
            double t = k * ProfileLibrary.KnotS;
            double leaderGone = leader < 0 ? 0 : done[leader] ? _gone[leader][from + k] - _gone[leader][from] : scene.Actors[leader].SpeedMps * t;
            double ahead = leader < 0 ? double.PositiveInfinity : gap + leaderGone;
            limit[k - 1] = Math.Min(ahead - Math.Min(gap, _options.MinGapM), Braking.LatestStop(me.SpeedMps, stop, Comfort, t));
            room[k - 1] = Math.Min(ahead, stop) - me.SpeedMps * t;
        }

        Span<double> situation = stackalloc double[Situation.Count];
        Span<double> gain = stackalloc double[count];
        Situation.Describe(scene, actor, situation);
        if (!_blend.TryGains(situation, room, count, gain, _nearest))
        {
            gain.Clear();
        }

        if (from == 0)
        {
            Sources[actor] = [.. _nearest];
        }

        for (int k = 1; k <= count; k++)
        {
            double wanted = me.SpeedMps * k * ProfileLibrary.KnotS + gain[k - 1];
            gone[from + k] = Math.Max(gone[from + k - 1], gone[from] + Math.Min(wanted, Math.Max(0, limit[k - 1])));
        }
    }

    // Once braking for a light, an actor comes to stand even where that is beyond the line: lines of maps and recordings lie metres apart.
    private double StopAhead(SceneNow scene, int actor)
    {
        var me = scene.Actors[actor];
        ref var held = ref _held[actor];
        if (held.Lane >= 0 && !scene.ShowsStop(held.Lane, scene.Step))
        {
            held = (-1, 0);
        }

        if (held.Lane < 0 && scene.Stops[actor].Lane >= 0)
        {
            double least = me.SpeedMps * me.SpeedMps / (2 * Braking.Hard);
            held = (scene.Stops[actor].Lane, me.S + Math.Max(scene.Stops[actor].DistanceM, least));
        }

        return held.Lane < 0 ? double.PositiveInfinity : Math.Max(0, held.S - me.S);
    }

    private SceneNow Moved(int knot)
    {
        var actors = new ActorNow[_start.Actors.Length];
        for (int a = 0; a < actors.Length; a++)
        {
            var was = _start.Actors[a];
            var gone = _gone[a];
            double last = (gone[knot] - gone[knot - 1]) / ProfileLibrary.KnotS;
            double before = knot > 1 ? (gone[knot - 1] - gone[knot - 2]) / ProfileLibrary.KnotS : was.SpeedMps;
            double accel = Math.Clamp((last - before) / ProfileLibrary.KnotS, -4, 3);
            double speed = Math.Max(0, last + TrendKept * ProfileLibrary.KnotS * accel);
            double s = was.S + gone[knot];
            actors[a] = was with { S = s, SpeedMps = speed, MeanSpeedMps = speed - 0.35 * accel, AccelMps2 = accel, Pose = was.Course.PoseAt(s, was.D) };
        }

        int step = _options.LightsChange
            ? _start.Step + (int)Math.Round(knot * ProfileLibrary.KnotS * 1e6 / _start.Scene.StepUs)
            : _start.Step;
        return _start.Later(step, actors);
    }
}
