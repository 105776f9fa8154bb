using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Reports;

/// <summary>A run folder in memory.</summary>
internal sealed class MemoryRunFiles(IReadOnlyDictionary<string, Recording> recordings) : IRunFiles
{
    private readonly Dictionary<string, MemoryStream> _files = new(StringComparer.Ordinal);

    public int RecordingsRead { get; private set; }

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
        RecordingsRead++;
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
