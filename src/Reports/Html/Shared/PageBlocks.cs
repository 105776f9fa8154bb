using System.Text.Json;
using Sim.Formats;
using Sim.Plugins.Sdk;
using Sim.Reports.Stories;

namespace Sim.Reports;

/// <summary>
/// The blocks of cases and maps: JSON, deflated, base64. The page inflates one when it is opened. Cases are encoded in parallel, group by group, and
/// joined in their order, so neither the bytes nor what the limits leave out depend on timing.
/// </summary>
internal sealed class PageBlocks(HtmlOptions options, PageText text, IRunFiles files, PassingNeighbours neighbours)
{
    private const int Group = 64;
    private readonly PageMaps _maps = new(options, text);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Base64)> _packed = [];
    private int _embedded;
    private long _bytes;

    /// <summary>The blocks in the order of the page: each map before the first case on it.</summary>
    public IReadOnlyList<(string Id, string Base64)> Packed => _packed;

    /// <summary>Encodes the cases, worst first: row i becomes the block "case-i".</summary>
    /// <returns>How each row's replay fared.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PageIndex.Replay[] Encode(IReadOnlyList<CaseRow> rows, CancellationToken cancellationToken)
    {
        var replays = new PageIndex.Replay[rows.Count];
        for (int first = 0; first < rows.Count; first += Group)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Group, rows.Count - first);
            bool[] wanted = new bool[count];
            int room = _bytes < options.MaxReplayBytes ? options.MaxReplays - _embedded : 0;
            for (int i = 0; i < count; i++)
            {
                wanted[i] = rows[first + i].Result.RecordingSha256.Length > 0 && room-- > 0;
            }

            var encoded = new Encoded[count];
            InParallel(count, i => encoded[i] = One(rows[first + i], wanted[i]), cancellationToken);
            for (int i = 0; i < count; i++)
            {
                replays[first + i] = Join(rows[first + i], first + i, wanted[i], encoded[i]);
            }
        }

        return replays;
    }

    /// <summary>A JSON block's bytes.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        // The default encoder escapes <, > and &, so no text can end its script element.
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return stream.ToArray();
    }

    private static void InParallel(int count, Action<int> one, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, one);
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            // Callers know the exceptions of one case, not of many at once.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private Encoded One(CaseRow row, bool wanted)
    {
        var recording = wanted ? files.Recording(row.Result.Case.Id) : null;
        var map = recording is null ? null : _maps.Encode(recording.Map, PageReplay.BoundsOf(recording));
        return new(Case(row, recording, map), map);
    }

    private string Case(CaseRow row, Recording? recording, PageMap? map) => Pack(Json(json =>
    {
        json.WriteStartObject();
        new PageCase(text).Write(json, row, recording is not null);
        new PageStory(neighbours, text).Write(json, row, recording);
        new PageFiles(options, files).Write(json, row);
        if (recording is not null)
        {
            json.WriteStartObject("replay");
            var replay = new PageReplay(options, text);
            replay.Write(json, recording, map!.Key);
            new PageOverlays(replay, text).Write(json, row.Result, recording, files.BaselineRecording(row.Result.Case.Id));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }));

    private PageIndex.Replay Join(CaseRow row, int index, bool wanted, Encoded encoded)
    {
        bool kept = row.Result.RecordingSha256.Length > 0;
        if (encoded.Map is not { } map)
        {
            _packed.Add(($"case-{index}", encoded.Base64));
            return kept && !wanted ? PageIndex.Replay.LeftOut : PageIndex.Replay.NotKept;
        }

        if (_bytes >= options.MaxReplayBytes)
        {
            _packed.Add(($"case-{index}", Case(row, null, null)));
            return PageIndex.Replay.LeftOut;
        }

        if (_written.Add(map.Key))
        {
            _packed.Add(($"map-{map.Key}", map.Base64));
            _bytes += map.Base64.Length;
        }

        _packed.Add(($"case-{index}", encoded.Base64));
        _bytes += encoded.Base64.Length;
        _embedded++;
        return PageIndex.Replay.Embedded;
    }

    /// <summary>Deflated, base64.</summary>
    public static string Pack(byte[] json) => Convert.ToBase64String(Deflate.Pack(json));

    private sealed record Encoded(string Base64, PageMap? Map);
}
