namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Rules on the speed of one actor: stop and go, hard braking. Pure, thread-safe.</summary>
internal static class SpeedRules
{
    /// <summary>At most this fast it stands, m/s.</summary>
    public const double StandsMps = 0.5;

    /// <summary>At least this fast it drives, m/s.</summary>
    public const double DrivesMps = 2;

    /// <summary>Least deceleration of hard braking, m/s².</summary>
    public const double HardBrakeMps2 = 3.5;

    private const int HardBrakeSteps = 5;
    private const double HardBrakeDropMps = 2;

    /// <summary>Adds what the speed shows.</summary>
    public static void Apply(TaggedActor actor, List<TagSpan> spans)
    {
        StopAndGo(actor, spans);
        HardBrake(actor, spans);
    }

    private static void StopAndGo(TaggedActor actor, List<TagSpan> spans)
    {
        var motion = actor.Motion;
        if (motion.Class is ActorClass.Pedestrian or ActorClass.Animal)
        {
            return;
        }

        int drove = -1, stood = -1;
        for (int i = 0; i < motion.Count; i++)
        {
            if (motion.Speed[i] >= DrivesMps)
            {
                if (drove >= 0 && stood > drove)
                {
                    double drop = Math.Min(motion.Speed[drove], motion.Speed[i]);
                    spans.Add(new TagSpan(BehaviourTag.StopAndGo, motion.Id, motion.FirstStep + drove, motion.FirstStep + i, BehaviourTagger.Strength(drop + 1, DrivesMps)));
                }

                drove = i;
                stood = -1;
            }
            else if (motion.Speed[i] <= StandsMps && drove >= 0)
            {
                stood = i;
            }
        }
    }

    private static void HardBrake(TaggedActor actor, List<TagSpan> spans)
    {
        var motion = actor.Motion;
        for (int i = 0; i < motion.Count; i++)
        {
            int first = i;
            double most = 0;
            for (; i < motion.Count && motion.Accel[i] <= -HardBrakeMps2; i++)
            {
                most = Math.Max(most, -motion.Accel[i]);
            }

            if (i - first >= HardBrakeSteps && Drop(motion.Speed, first, i) >= HardBrakeDropMps)
            {
                spans.Add(new TagSpan(BehaviourTag.HardBrake, motion.Id, motion.FirstStep + first, motion.FirstStep + i - 1, BehaviourTagger.Strength(most, HardBrakeMps2)));
            }
        }
    }

    // The smoothed speed begins to fall a little before the limit is reached and goes on falling after it.
    private static double Drop(ReadOnlySpan<double> speed, int first, int end) => speed[Math.Max(0, first - 3)] - speed[Math.Min(speed.Length - 1, end + 2)];
}
