namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>A recorded clip of which the first second is given. Immutable.</summary>
/// <param name="Name">Name of the file without folder and ending.</param>
/// <param name="Recording">The recording.</param>
internal sealed record PredictionClip(string Name, Recording Recording)
{
    /// <summary>What is given, s.</summary>
    public const double GivenS = 1.0;

    /// <summary>Longest time that is made, s.</summary>
    public const double LongestS = 8.0;

    /// <summary>Shortest time that is made, s.</summary>
    public const double ShortestS = 3.0;

    /// <summary>The last given step.</summary>
    public int Now => (int)Math.Round(GivenS * 1e6 / Recording.StepUs);

    /// <summary>Time between two steps, s.</summary>
    public double StepS => Recording.StepUs * 1e-6;

    /// <summary>How many steps are made: to the end of the clip, at most 8 s.</summary>
    public int Steps => Math.Min((int)Math.Round(LongestS / StepS), Recording.StepCount - 1 - Now);

    /// <summary>Place of the clip: the name up to its number ("USA_Lanker" of "USA_Lanker-2_26_T-1").</summary>
    public string Place => Name.IndexOf('-', StringComparison.Ordinal) is > 0 and var at ? Name[..at] : Name;

    /// <summary>States of a track from <see cref="Now"/> on, null where it is absent.</summary>
    public ActorState?[] Truth(int track)
    {
        var states = new ActorState?[Steps + 1];
        for (int k = 0; k <= Steps; k++)
        {
            states[k] = Recording.Tracks[track].IsPresent(Now + k) ? Recording.Tracks[track].At(Now + k) : null;
        }

        return states;
    }
}
