namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Who drives next ahead of an actor on its line, instant by instant, and for how long it follows them. One actor, one thread.</summary>
internal sealed class Leader
{
    private const double FarM = 100;
    private readonly TaggedActor _actor;
    private readonly double[] _gap;
    private readonly TaggedActor?[] _who;

    /// <summary>Nobody yet.</summary>
    public Leader(TaggedActor actor)
    {
        _actor = actor;
        _gap = new double[actor.Motion.Count];
        _who = new TaggedActor?[actor.Motion.Count];
        Array.Fill(_gap, FarM);
    }

    /// <summary>Takes another actor into account.</summary>
    public void Look(TaggedActor other, ReadOnlySpan<Sight> seen)
    {
        double lengths = PairRules.Lengths(_actor, other);
        for (int i = 0; i < seen.Length; i++)
        {
            if (seen[i].Seen && seen[i].AheadM > 0 && seen[i].AheadM - lengths < _gap[i] && Math.Abs(seen[i].LeftM) <= PairRules.InLaneM && seen[i].TurnedRad < PairRules.SameWayRad)
            {
                (_gap[i], _who[i]) = (seen[i].AheadM - lengths, other);
            }
        }
    }

    /// <summary>Adds the times of following that are long enough, for each leader.</summary>
    public void Apply(int leastSteps, List<TagSpan> spans)
    {
        var motion = _actor.Motion;
        for (int i = 0; i < motion.Count; i++)
        {
            var who = _who[i];
            int first = i;
            double sum = 0;
            while (i < motion.Count && who is not null && ReferenceEquals(_who[i], who) && Follows(i))
            {
                sum += Math.Max(0, _gap[i]) / Math.Max(motion.Speed[i], 2);
                i++;
            }

            if (i - first >= leastSteps && motion.Arc[i - 1] - motion.Arc[first] >= 3)
            {
                double time = sum / (i - first);
                spans.Add(new TagSpan(
                    BehaviourTag.Following, motion.Id, motion.FirstStep + first, motion.FirstStep + i - 1, Math.Clamp(1 - 0.5 * time / PairRules.FollowS, 0.5, 1), who!.Motion.Id));
            }

            if (i > first)
            {
                i--;
            }
        }
    }

    private bool Follows(int i) => _gap[i] > -1 && _gap[i] <= Math.Max(PairRules.FollowS * _actor.Motion.Speed[i], PairRules.FollowM);
}
