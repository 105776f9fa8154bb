using Sim.Plugins.Retrieval.Tags;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>What a suite asks for under <c>from: { retrieval: … }</c>. Immutable.</summary>
internal sealed record RetrievalOptions
{
    /// <summary>Largest number of scenarios of one entry.</summary>
    public const int MaxCount = 10_000;

    /// <summary>The index: its folder, or recordings (a folder, a pattern, a list of them).</summary>
    public required IReadOnlyList<Setting> Index { get; init; }

    /// <summary>Tags to show, the first one for the choice of scenes; empty when <see cref="LikeFile"/> or <see cref="Critical"/> says what to make.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A recording that the scenarios are to be like, or null.</summary>
    public Setting? LikeFile { get; init; }

    /// <summary>Recordings of crashes and near misses whose critical moment is the template; empty for none.</summary>
    public IReadOnlyList<Setting> Critical { get; init; } = [];

    /// <summary>A scenario file whose map and poses take the behaviours, or null for those of the retrieved scene.</summary>
    public Setting? Into { get; init; }

    /// <summary>How many.</summary>
    public int Count { get; init; } = 20;

    /// <summary>Retrieved neighbours K that are blended with each scene.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>τ of the weights exp(−d/τ); null takes the mean distance of the neighbours.</summary>
    public double? Tau { get; init; }

    /// <summary>How far the draws of different seeds differ, 0 to 2.</summary>
    public double Temperature { get; init; } = 0.5;

    /// <summary>Which actor is driven: the one that the manoeuvre is about, or the one that shows it.</summary>
    public RetrievalEgo Ego { get; init; } = RetrievalEgo.Other;

    /// <summary>Where the settings stand, for messages.</summary>
    public required Setting Place { get; init; }

    /// <summary>Reads the settings of a request.</summary>
    /// <exception cref="InputException">They are wrong.</exception>
    public static RetrievalOptions Read(GenerateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var outer = new SettingReader(request.From, "a retrieval entry");
        var place = outer.Required("retrieval");
        outer.Done();
        var reader = new SettingReader(place, "a retrieval");
        var index = Many(reader.Optional("index"));
        var like = Many(reader.Optional("like"));
        var critical = Many(reader.Optional("critical"));
        var options = new RetrievalOptions
        {
            Place = place,
            Index = index,
            Critical = critical,
            Tags = [.. like.Where(IsTag).Select(l => l.Text)],
            LikeFile = like.FirstOrDefault(l => !IsTag(l)),
            Into = reader.Optional("into"),
            Count = reader.Int("count", 1, MaxCount) ?? 20,
            Neighbours = reader.Int("neighbours", 0, 50) ?? 5,
            Tau = reader.Ratio("tau", 1e-6, 1e6),
            Temperature = reader.Ratio("temperature", 0, 2) ?? 0.5,
            Ego = reader.Choice<RetrievalEgo>("ego") ?? RetrievalEgo.Other,
        };
        reader.Done();
        if (like.Count == 0 && critical.Count == 0)
        {
            throw place.Error("neither 'like' nor 'critical' says what to make; write like: cut-in (a tag), like: file.xml (a recording), or critical: runs/crash (recordings of crashes)");
        }

        if (like.Count > 0 && critical.Count > 0)
        {
            throw place.Error("'like' and 'critical' are two ways to choose templates; leave one of them out");
        }

        if (options.LikeFile is not null && like.Count > 1)
        {
            throw options.LikeFile.Error("a recording cannot be mixed with other templates; write one recording, or tags only");
        }

        if (like.Count > 0 && index.Count == 0)
        {
            throw place.Error("'index' is missing: a folder written by 'sim retrieval', or recordings to look in");
        }

        return options;
    }

    private static IReadOnlyList<Setting> Many(Setting? setting) => setting is null ? [] : setting.Kind == SettingKind.List ? setting.Items : [setting];

    // A word without dot or slash is a tag, known or not: an unknown one is answered with the nearest.
    private static bool IsTag(Setting setting)
    {
        if (setting.Kind != SettingKind.Scalar || setting.Text.AsSpan().ContainsAny('.', '/', '*'))
        {
            return false;
        }

        try
        {
            BehaviourTag.Parse(setting.Text);
            return true;
        }
        catch (InputException e)
        {
            throw setting.Error(e.Detail);
        }
    }
}
