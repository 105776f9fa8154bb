using System.Text;
using System.Text.Json;

namespace Sim.Plugins.CrashReports.Llm.Cassettes;

/// <summary>
/// Recorded answers: one JSON object on a line, sorted by key, so that equal answers give equal bytes whatever the order in which they came. Thread-safe;
/// processes that write one file at the same time each keep what they read and wrote, and the last one wins for the rest.
/// </summary>
internal sealed class Cassette
{
    private const long MaxBytes = 256L << 20;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, CassetteEntry> _entries;
    private readonly string _path;
    private readonly string _name;

    private Cassette(string path, string name, SortedDictionary<string, CassetteEntry> entries) => (_path, _name, _entries) = (path, name, entries);

    /// <summary>Number of answers.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Opens a cassette; a file that does not exist is an empty one.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="name">How the user named it.</param>
    /// <exception cref="InputException">No cassette: says which line is wrong.</exception>
    public static Cassette Open(string path, string name) => new(path, name, Read(path, name));

    /// <summary>The answer to a request, or null.</summary>
    public CassetteEntry? Find(string key)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds or replaces an answer and writes the file.</summary>
    public void Put(CassetteEntry entry)
    {
        lock (_gate)
        {
            // Another process may have added answers since.
            foreach (var (key, other) in Read(_path, _name))
            {
                _entries.TryAdd(key, other);
            }

            _entries[entry.Key] = entry;
            using var bytes = new MemoryStream();
            foreach (var one in _entries.Values)
            {
                bytes.Write(JsonSerializer.SerializeToUtf8Bytes(one, LlmJson.Default.CassetteEntry));
                bytes.WriteByte((byte)'\n');
            }

            string temporary = FormattableString.Invariant($"{_path}.{Environment.ProcessId}.tmp");
            try
            {
                File.WriteAllBytes(temporary, bytes.ToArray());
                File.Move(temporary, _path, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException("the cassette cannot be written; check that its folder is writable", _name, inner: e);
            }
        }
    }

    private static SortedDictionary<string, CassetteEntry> Read(string path, string name)
    {
        var entries = new SortedDictionary<string, CassetteEntry>(StringComparer.Ordinal);
        string text;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return entries;
            }

            text = file.Length <= MaxBytes
                ? File.ReadAllText(path, Encoding.UTF8)
                : throw new InputException(FormattableString.Invariant($"the cassette has {file.Length} bytes; the limit is {MaxBytes}"), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the cassette cannot be read", name, inner: e);
        }

        int number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace())
            {
                continue;
            }

            try
            {
                var entry = JsonSerializer.Deserialize(line, LlmJson.Default.CassetteEntry)!;
                if (!entries.TryAdd(entry.Key, entry))
                {
                    throw new InputException("the cassette answers one request twice; remove one of the lines", name, number);
                }
            }
            catch (JsonException e)
            {
                throw new InputException("the line is no recorded answer; expected an object with key, task, model, host, response, usage", name, number, (int)(e.BytePositionInLine ?? -1) + 1, e);
            }
        }

        return entries;
    }
}
