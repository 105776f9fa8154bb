using System.Globalization;
using Sim.Formats.Logs;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval.Commands;

/// <summary><c>sim retrieval</c>: fills and asks an index of recorded scenes. Thread-safe.</summary>
internal sealed class RetrievalCommand : ICommand
{
    private static readonly PathEncoder Encoder = new();

    /// <inheritdoc/>
    public string Name => "retrieval";

    /// <inheritdoc/>
    public string Description => "Index of recorded scenes: add recordings, find scenes like one or by tag, list what is in it.";

    /// <inheritdoc/>
    public int Run(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(console);
        if (arguments.Count > 0 && arguments[0] is "--help" or "-h" or "help")
        {
            console.Error.WriteLine(RetrievalWords.Usage);
            return ExitCode.Passed;
        }

        var words = RetrievalWords.Read(arguments);
        switch (words.Action)
        {
            case "add":
                return Add(words, console, cancellationToken);
            case "find":
                Find(words, console, cancellationToken);
                break;
            case "list":
                List(words, console);
                break;
            case "tags":
                Tags(words, console, cancellationToken);
                break;
            default:
                Compact(words, console);
                break;
        }

        return ExitCode.Passed;
    }

    private static int Add(RetrievalWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        string[] paths = [.. words.Files.SelectMany(RecordingFile.Expand).Distinct(StringComparer.Ordinal)];
        var added = IndexBuild.Add(
            words.Index,
            paths,
            Encoder,
            new SceneOptions { OwnEgoOnly = words.OwnEgo },
            (done, path, scenes) => console.Error.WriteLine(FormattableString.Invariant($"  {done}/{paths.Length}  {(scenes < 0 ? "known already" : $"{scenes} scenes")}  {path}")),
            cancellationToken);
        foreach (var failed in added.Failed)
        {
            console.Error.WriteLine($"not added: {failed.Message}");
        }

        int total = IndexFolder.ReadManifest(words.Index).Segments.Sum(s => s.Count);
        console.Error.WriteLine(FormattableString.Invariant($"added {added.Scenes} scenes of {added.Files} files; the index has {total} scenes"));
        return added.Failed.Count == 0 ? ExitCode.Passed : ExitCode.Usage;
    }

    private static void Find(RetrievalWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        using var index = IndexFolder.Open(words.Index, Encoder);
        bool byTag = BehaviourTag.All.Contains(words.Like) && !File.Exists(words.Like);
        if (!byTag && !RecordingFile.IsRecording(words.Like))
        {
            throw new InputException($"'{words.Like}' is neither a recording ({string.Join(", ", LogFiles.Endings)}) nor a tag; {Nearest.Hint(words.Like, BehaviourTag.All)}");
        }

        var matches = byTag ? Doing(index, words, cancellationToken) : index.Search(Question(words), words.Count, null, cancellationToken);
        if (words.Json)
        {
            RetrievalJson.Write(console.Out, new FoundScenes(words.Like, byTag, index.Count, [.. matches.Select(m => Found(m, byTag))]));
            return;
        }

        if (matches.Count == 0)
        {
            console.Error.WriteLine($"none of the {index.Count} scenes shows '{words.Like}'");
        }

        var table = new ColumnText(byTag ? "clearness" : "distance", "recording", "time", "ego", "actors", "tags", "licence");
        foreach (var match in matches)
        {
            var window = match.Entry.Window;
            table.Add(
                (byTag ? 1 - match.Distance : match.Distance).ToString("0.000", CultureInfo.InvariantCulture),
                match.Entry.Source.File,
                string.Create(CultureInfo.InvariantCulture, $"{window.FirstStep * ActorMotion.StepS:0.0}-{(window.FirstStep + window.Count - 1) * ActorMotion.StepS:0.0} s"),
                window.EgoId,
                window.ActorIds.Count.ToString(CultureInfo.InvariantCulture),
                string.Join(' ', match.Entry.TagNames()),
                match.Entry.Licence);
        }

        table.Write(console.Out);
    }

    // One scene for each actor that does it: of the scenes in which it appears its own, or else the clearest.
    private static IReadOnlyList<SceneMatch> Doing(RetrievalIndex index, RetrievalWords words, CancellationToken cancellationToken)
    {
        var answers = new List<(SceneMatch Match, string Actor)>();
        var places = new Dictionary<(string File, string Actor), int>();
        foreach (var match in index.Tagged(words.Like, Math.Max(1, index.Count), null, cancellationToken))
        {
            string actor = match.Entry.Tags.Where(t => t.Tag == words.Like).MaxBy(t => t.Strength)!.ActorId;
            if (places.TryAdd((match.Entry.Source.Sha256, actor), answers.Count))
            {
                answers.Add((match, actor));
                continue;
            }

            int place = places[(match.Entry.Source.Sha256, actor)];
            if (match.Entry.Window.EgoId == actor && answers[place].Match.Entry.Window.EgoId != actor)
            {
                answers[place] = (match, actor);
            }
        }

        return [.. answers.OrderBy(a => a.Match.Distance).ThenBy(a => a.Match.Entry.Id, StringComparer.Ordinal).Take(words.Count).Select(a => a.Match)];
    }

    private static Recording Question(RetrievalWords words)
    {
        var log = TenHertz.Of(RecordingFile.Read(words.Like, words.Like).Recording);
        var options = new SceneOptions();
        int first = (int)Math.Round(words.StartS / ActorMotion.StepS);
        if (first >= log.StepCount)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the recording lasts {(log.StepCount - 1) * ActorMotion.StepS:0.0} s; --start {words.StartS} lies behind its end"), words.Like);
        }

        return SceneCutter.Whole(log.Slice(first, Math.Min(options.Count, log.StepCount - first)), words.Ego, options);
    }

    private static FoundScene Found(SceneMatch match, bool byTag) => new(
        match.Entry.Id,
        match.Entry.Source.File,
        match.Entry.Source.Sha256,
        Math.Round(match.Entry.Window.FirstStep * ActorMotion.StepS, 3),
        Math.Round((match.Entry.Window.FirstStep + match.Entry.Window.Count - 1) * ActorMotion.StepS, 3),
        match.Entry.Window.ActorIds,
        byTag ? null : match.Distance,
        byTag ? 1 - match.Distance : null,
        match.Assignment,
        match.Entry.Tags,
        match.Entry.Licence);

    private static void List(RetrievalWords words, ICommandConsole console)
    {
        var manifest = IndexFolder.ReadManifest(words.Index);
        int scenes = manifest.Segments.Sum(s => s.Count);
        if (words.Json)
        {
            RetrievalJson.Write(console.Out, new ListedIndex(manifest.Encoder, manifest.EncoderVersion, scenes, manifest.Segments.Count, manifest.Sources));
            return;
        }

        var table = new ColumnText("scenes", "file", "licence", "sha256");
        foreach (var source in manifest.Sources)
        {
            table.Add(source.Scenes.ToString(CultureInfo.InvariantCulture), source.File, source.Licence, source.Sha256[..Math.Min(12, source.Sha256.Length)]);
        }

        table.Write(console.Out);
        console.Error.WriteLine(FormattableString.Invariant($"{scenes} scenes of {manifest.Sources.Count} files in {manifest.Segments.Count} segments; encoder {manifest.Encoder} {manifest.EncoderVersion}"));
    }

    private static void Tags(RetrievalWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        using var index = IndexFolder.Open(words.Index, Encoder);
        var counts = index.TagCounts(cancellationToken);
        if (words.Json)
        {
            RetrievalJson.Write(console.Out, new CountedTags(index.Count, [.. BehaviourTag.All.Select((tag, i) => new CountedTag(tag, counts[i]))]));
            return;
        }

        var table = new ColumnText("scenes", "tag");
        for (int i = 0; i < counts.Count; i++)
        {
            table.Add(counts[i].ToString(CultureInfo.InvariantCulture), BehaviourTag.All[i]);
        }

        table.Write(console.Out);
    }

    private static void Compact(RetrievalWords words, ICommandConsole console)
    {
        if (!IndexFolder.Exists(words.Index))
        {
            IndexFolder.ReadManifest(words.Index);
        }

        using var writer = new IndexWriter(words.Index, Encoder);
        int before = writer.Manifest.Segments.Count;
        writer.Compact();
        console.Error.WriteLine(FormattableString.Invariant($"{before} segments became {writer.Manifest.Segments.Count}"));
    }
}
