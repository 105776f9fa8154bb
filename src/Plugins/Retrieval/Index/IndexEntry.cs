using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>What an index knows of a scene besides its vectors. Plain data.</summary>
internal sealed record IndexEntry
{
    /// <summary>Id: file name without folder, first digits of the hash, first step, ego.</summary>
    public required string Id { get; init; }

    /// <summary>Where it comes from.</summary>
    public required SceneSource Source { get; init; }

    /// <summary>Which part of the recording at 10 Hz.</summary>
    public required SceneWindow Window { get; init; }

    /// <summary>What its actors do, in steps of the scene.</summary>
    public IReadOnlyList<TagSpan> Tags { get; init; } = [];

    /// <summary>Licence of its source; empty when own.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Names of the tags, each once, in the order of <see cref="BehaviourTag.All"/>.</summary>
    public IReadOnlyList<string> TagNames() => [.. BehaviourTag.All.Where(tag => Tags.Any(t => t.Tag == tag))];

    /// <summary>The id of a scene.</summary>
    public static string IdOf(SceneSource source, SceneWindow window)
    {
        string name = source.File[(source.File.LastIndexOf('/') + 1)..];
        int dot = name.LastIndexOf('.');
        return FormattableString.Invariant($"{(dot > 0 ? name[..dot] : name)}-{source.Sha256[..Math.Min(8, source.Sha256.Length)]}@{window.FirstStep}:{window.EgoId}");
    }
}
