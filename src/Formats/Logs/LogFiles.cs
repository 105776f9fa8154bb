using System.Globalization;
using System.Text.Json;
using Sim.Formats.CommonRoad;
using Sim.Formats.Lanelet2;
using Sim.Formats.Mcap;
using Sim.Formats.Osi;
using Sim.Formats.ScenarioNet;
using Sim.Formats.Tracks;
using Sim.Maps;

namespace Sim.Formats.Logs;

/// <summary>
/// Reads recorded traffic of every format by the file's ending, with the files that it names beside it. Formats and their coverage: docs/logs.md.
/// Thread-safe.
/// </summary>
public static class LogFiles
{
    /// <summary>Largest file that is read whole, bytes. Tables are read as streams and may be larger.</summary>
    public const long MaxBytes = 1L << 30;

    private const long MaxNamingBytes = 1 << 20;

    private static readonly Kind[] Kinds =
    [
        new(".xml", "CommonRoad", (content, file, _) => CommonRoadReader.Read(content, file).ToRecording()) { MaxBytes = CommonRoadReader.MaxBytes },
        new(".mcap", "MCAP", (content, file, _) => RecordingMcap.Read(content, file)),
        new(".osi", "ASAM OSI 3", (content, file, _) => OsiTraceReader.Read(content, file)),
        new(".scenarionet.json", "ScenarioNet", (content, file, _) => ScenarioNetReader.Read(content, file)),
        new(".npz", "ScenarioNet", (content, file, _) => ScenarioNetReader.Read(content, file)),
        new(".recording.json", "JSON", (content, file, _) => FromJson(content, file)),
        new(".json", "JSON", (content, file, _) => FromJson(content, file)) { Listed = false },
        new(".tracks.yaml", "tracks in CSV", (content, file, beside) => TracksReader.Read(content.Span, file, beside))
        {
            MaxBytes = MaxNamingBytes,
            Names = (content, file) => TrackFiles.Read(content.Span, file).Named,
        },
    ];

    /// <summary>Endings of files that are recordings by their name, lower case with dot; a plain .json may be anything and is only read when it is named.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Kinds.Where(k => k.Listed).Select(k => k.Ending)];

    /// <summary>The formats for messages: "CommonRoad (.xml), MCAP (.mcap), …".</summary>
    public static string Expected { get; } = string.Join(", ", Kinds.Where(k => k.Listed).Select(k => $"{k.Name} ({k.Ending})"));

    /// <summary>True for names that can be read, by their endings.</summary>
    public static bool IsLog(string name) => Find(name) is not null;

    /// <summary>True for names that say that the file is a recording: those with one of <see cref="Endings"/>.</summary>
    public static bool IsListed(string name) => Find(name) is { Listed: true };

    /// <summary>Name of a recording without folder and ending.</summary>
    public static string Stem(string name)
    {
        string file = Path.GetFileName(name);
        return Find(name) is { } kind ? file[..^kind.Ending.Length] : Path.GetFileNameWithoutExtension(file);
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="file">Where it is; the ending of its path says the format, its key is the name for messages.</param>
    /// <param name="roots">Where files that it names may be read.</param>
    /// <exception cref="InputException">No such format or file, or bad input; names the place.</exception>
    public static Recording Read(SourceFile file, FileRoots roots)
    {
        ArgumentNullException.ThrowIfNull(file);
        var kind = Find(file.FullPath) ?? throw new InputException($"no recording that can be read; expected {Expected}", file.Key);
        return kind.Read(Bytes(file, kind.MaxBytes), file.Key, new Beside(file, roots));
    }

    /// <summary>Reads a recording of one file that names no others.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages; its ending says the format.</param>
    /// <exception cref="InputException">No such format, bad input, or the file names others.</exception>
    public static Recording Read(ReadOnlyMemory<byte> content, string file) =>
        (Find(file) ?? throw new InputException($"no recording that can be read; expected {Expected}", file)).Read(content, file, new Beside(new SourceFile(file, file), FileRoots.Nowhere));

    /// <summary>The folder of a file as the only place where files that it names may be.</summary>
    public static FileRoots FolderOf(string fullPath) => new() { BaseFolder = Path.GetDirectoryName(Path.GetFullPath(fullPath))! };

    /// <summary>A recording's file and those that it names, without reading the recording.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="roots">Where files that it names may be read.</param>
    /// <exception cref="InputException">It cannot be read, or names a file that is absent or outside.</exception>
    public static IReadOnlyList<SourceFile> Files(SourceFile file, FileRoots roots)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(roots);
        return Find(file.FullPath)?.Names is { } names
            ? [file, .. names(Bytes(file, MaxNamingBytes), file.Key).Select(n => roots.ResolveBeside(n, file))]
            : [file];
    }

    /// <summary>The bytes of a file of bearable size.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="limit">Largest size, bytes.</param>
    /// <exception cref="InputException">Absent, unreadable or too large.</exception>
    public static byte[] Bytes(SourceFile file, long limit)
    {
        try
        {
            long length = new FileInfo(file.FullPath).Length;
            return length <= limit
                ? File.ReadAllBytes(file.FullPath)
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; the limit is {limit}"), file.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", file.Key, inner: e);
        }
    }

    // What sim convert writes, or a scenario description.
    private static Recording FromJson(ReadOnlyMemory<byte> content, string file)
    {
        if (ScenarioNetReader.IsDescription(content.Span))
        {
            return ScenarioNetReader.Read(content, file);
        }

        try
        {
            var read = SimJson.Parse(Recording(content.Span, file), SimJson.Default.Recording);
            read.Map.Index();
            return RecordingCheck.Fault(read) is { } fault ? throw new InputException(fault, file, 1, 1) : read;
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, file, 1, 1, e);
        }
        catch (JsonException e)
        {
            throw new InputException($"not such JSON: {e.Message}", file, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), (int)Math.Min(int.MaxValue, (e.BytePositionInLine ?? 0) + 1), e);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"not such JSON: {e.Message}", file, 1, 1, e);
        }
    }

    private static ReadOnlySpan<byte> Recording(ReadOnlySpan<byte> json, string file)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        ReadOnlySpan<byte> found = [];
        for (bool more = reader.Read() && reader.TokenType == JsonTokenType.StartObject; more && reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            bool wanted = reader.ValueTextEquals("recording"u8);
            reader.Read();
            int from = (int)reader.TokenStartIndex;
            bool isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            found = wanted && isObject ? json[from..(int)reader.BytesConsumed] : found;
        }

        return found.Length > 0 ? found : throw new InputException("found no recording in it; expected an object with 'recording', as sim convert writes, or a scenario description of ScenarioNet", file, 1, 1);
    }

    private static Kind? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var kind in Kinds)
        {
            if (name.EndsWith(kind.Ending, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return null;
    }

    private sealed record Kind(string Ending, string Name, Func<ReadOnlyMemory<byte>, string, ITrackSources, Recording> Read)
    {
        public long MaxBytes { get; init; } = LogFiles.MaxBytes;

        public bool Listed { get; init; } = true;

        public Func<ReadOnlyMemory<byte>, string, IReadOnlyList<Setting>>? Names { get; init; }
    }

    private sealed class Beside(SourceFile from, FileRoots roots) : ITrackSources
    {
        public (Stream Stream, string Name) Open(Setting file)
        {
            var source = roots.ResolveBeside(file, from);
            try
            {
                return (new FileStream(source.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1), source.Key);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException("the file cannot be read; check that it exists and is readable", source.Key, inner: e);
            }
        }

        public RoadMap Map(Setting file, Lanelet2Options? frame)
        {
            var source = roots.ResolveBeside(file, from);
            byte[] content = Bytes(source, LogFiles.MaxBytes);
            return frame is null ? MapFiles.Read(content, source.Key)
                : source.Key.EndsWith(".osm", StringComparison.OrdinalIgnoreCase) ? Lanelet2Reader.Read(content, source.Key, frame)
                : throw file.Error("'map_origin' is for Lanelet2 maps (.osm); other maps have local metres already");
        }
    }
}
