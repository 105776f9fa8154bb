using Sim.Formats.Logs;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// <c>sim evaluate retrieval --data FOLDER</c>: continues recorded clips after their first second with behaviours of the other clips and holds the result
/// against the recording; asks for each manoeuvre and looks whether it comes (docs/retrieval/combine.md); and measures finding (docs/retrieval/index.md).
/// Thread-safe.
/// </summary>
internal sealed class RetrievalEvaluation : IEvaluation
{
    private static readonly string[] DefaultClips = ["USA_US101*.xml", "USA_Lanker*.xml", "USA_Peach*.xml"];

    /// <inheritdoc/>
    public string Name => "retrieval";

    /// <inheritdoc/>
    public string Description => "Measures retrieval: clips continued with behaviours of other clips, manoeuvres on request, finding by likeness and tag; each beside its bar.";

    /// <inheritdoc/>
    public EvaluationTable Evaluate(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reader = new SettingReader(request.Options, "the options of the evaluation 'retrieval'");
        var patterns = reader.TextList("clips") ?? DefaultClips;
        var options = new CombinerOptions { LightsChange = false, Seed = request.Seed };
        int each = reader.Int("manoeuvres", 0, 100) ?? 6;
        bool quality = reader.Bool("quality") ?? true;
        reader.Done();
        var clips = Clips(request, patterns, cancellationToken);
        var results = PredictionTest.Run(clips, options, cancellationToken);
        var rows = new List<MeasureRow>(PredictionRows.Of(results, request.Seed));
        var items = new List<EvaluationItem>(results.Select(PredictionRows.Item));
        if (each > 0)
        {
            rows.AddRange(TagGenerationRows.Of(request, each, items, cancellationToken));
        }

        if (quality)
        {
            rows.AddRange(RetrievalQualityRows.Of(Recordings(request, cancellationToken), request.Seed, cancellationToken));
        }

        return new EvaluationTable(MeasureRow.Columns, [.. rows.Select(r => r.Cells)], rows.All(r => r.Holds ?? true))
        {
            Items = items,
        };
    }

    // Finding is measured on every recording of the folder, continuing on the recorded traffic only.
    private static List<(string Name, Recording Recording)> Recordings(EvaluationRequest request, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (string ending in LogFiles.Endings)
        {
            try
            {
                foreach (var file in request.Files.Glob($"{request.Data.TrimEnd('/')}/*{ending}"))
                {
                    files.TryAdd(file.Key, file);
                }
            }
            catch (InputException)
            {
                // A folder need not hold every kind.
            }
        }

        var recordings = new List<(string Name, Recording Recording)>();
        foreach (var file in files.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            recordings.Add((LogFiles.Stem(file.Key), RecordingFile.Read(file.FullPath, file.Key).Recording));
        }

        return recordings;
    }

    private static List<PredictionClip> Clips(EvaluationRequest request, IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        if (request.Data.Length == 0)
        {
            throw new InputException("no data given; write --data with a folder of recorded clips");
        }

        request.Files.ResolveFolder(Setting.Scalar(request.Data));
        var files = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (string pattern in patterns)
        {
            try
            {
                foreach (var file in request.Files.Glob($"{request.Data.TrimEnd('/')}/{pattern}"))
                {
                    files.TryAdd(file.Key, file);
                }
            }
            catch (InputException) when (patterns.Count > 1)
            {
                // Of several places one may be missing; that there is at least one is checked below.
            }
        }

        var clips = new List<PredictionClip>();
        foreach (var file in files.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            clips.Add(new PredictionClip(LogFiles.Stem(file.Key), RecordingFile.Read(file.FullPath, file.Key).Recording));
        }

        return clips.Count > 1
            ? clips
            : throw new InputException($"'{request.Data}' holds {clips.Count} of the clips {string.Join(", ", patterns)}; at least two are needed, to continue one with the others (option clips: other patterns)");
    }
}
