using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Reports;

/// <summary>A run folder in memory.</summary>
internal sealed class MemoryRunFiles(IReadOnlyDictionary<string, Recording> recordings) : IRunFiles
{
    private readonly Dictionary<string, MemoryStream> _files = new(StringComparer.Ordinal);

    private int _recordingsRead;

    public int RecordingsRead => _recordingsRead;

    /// <summary>Every third reading takes long, so that cases end in another order than they began.</summary>
    public bool SlowsDown { get; init; }

    public IReadOnlyDictionary<string, Recording> Baselines { get; init; } = new Dictionary<string, Recording>();

    public Recording? BaselineRecording(string caseId) => Baselines.GetValueOrDefault(caseId);

    public IEnumerable<string> Paths => _files.Keys;

    public Stream Create(string path)
    {
        var stream = new MemoryStream();
        _files.Add(path, stream);
        return stream;
    }

    public Stream? OpenRead(string path) => _files.TryGetValue(path, out var stream) ? new MemoryStream(stream.ToArray()) : null;

    public Recording? Recording(string caseId)
    {
        if (Interlocked.Increment(ref _recordingsRead) % 3 == 0 && SlowsDown)
        {
            Thread.SpinWait(200_000);
        }

        return recordings.GetValueOrDefault(caseId);
    }

    public byte[] Bytes(string path) => _files[path].ToArray();

    public string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    public static MemoryRunFiles Written(IReportWriter writer, RunReport report, IReadOnlyDictionary<string, Recording>? recordings = null)
    {
        var files = new MemoryRunFiles(recordings ?? new Dictionary<string, Recording>());
        writer.Write(report, files, TestContext.Current.CancellationToken);
        return files;
    }
}
