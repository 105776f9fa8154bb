namespace Sim.Plugins.Retrieval.Index;

/// <summary>A run of entries, in memory or in a file. Safe for concurrent reading.</summary>
internal abstract class SceneBlock
{
    /// <summary>Number of entries.</summary>
    public abstract int Count { get; }

    /// <summary>Signatures of the entries [first, first + count), one after the other.</summary>
    public abstract ReadOnlySpan<double> Signatures(int first, int count);

    /// <summary>Vectors of an entry.</summary>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public abstract ReadOnlySpan<double> Vectors(int index);

    /// <summary>The entry.</summary>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public abstract IndexEntry Entry(int index);

    /// <summary>Strength of a tag in an entry, 0 when it has not got it.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="tag">Position in <see cref="Tags.BehaviourTag.All"/>.</param>
    public abstract float Strength(int index, int tag);

    /// <summary>The greatest strengths of the tags of an entry, in the order of <see cref="Tags.BehaviourTag.All"/>.</summary>
    public static float[] StrengthsOf(IndexEntry entry)
    {
        var strengths = new float[Tags.BehaviourTag.All.Count];
        for (int tag = 0; tag < strengths.Length; tag++)
        {
            foreach (var span in entry.Tags)
            {
                if (span.Tag == Tags.BehaviourTag.All[tag])
                {
                    strengths[tag] = Math.Max(strengths[tag], (float)span.Strength);
                }
            }
        }

        return strengths;
    }
}
