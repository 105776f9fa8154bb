using System.Globalization;
using System.Security.Cryptography;
using Sim.Formats.CommonRoad;
using Sim.Formats.Mcap;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>A recording read from a file with the hash of its content.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
internal sealed record RecordingFile(Recording Recording, string Sha256)
{
    private const long MaxMcapBytes = 1L << 30;

    /// <summary>True for names that <see cref="Read"/> knows: CommonRoad (.xml) and MCAP (.mcap).</summary>
    public static bool IsRecording(string path) => Path.GetExtension(path).ToUpperInvariant() is ".XML" or ".MCAP";

    /// <summary>
    /// The files that a path of the command line stands for: itself, or for a folder its recordings and those of its run folders, in order of names.
    /// </summary>
    /// <exception cref="InputException">There is no such path, or the folder holds no recording.</exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new InputException("there is no such file or folder", path);
        }

        string[] found = [.. Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(p => IsRecording(p) && !IsReport(p)).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new InputException("the folder holds no recording (.xml, .mcap)", path);
    }

    /// <summary>True for the .xml beside a run.json: the run's JUnit report.</summary>
    internal static bool IsReport(string path) =>
        Path.GetExtension(path).Equals(".xml", StringComparison.OrdinalIgnoreCase) && File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "run.json"));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">Its name for messages and provenance.</param>
    /// <exception cref="InputException">It cannot be read, or is no recording.</exception>
    public static RecordingFile Read(string path, string name)
    {
        string kind = Path.GetExtension(path).ToUpperInvariant();
        long limit = kind switch
        {
            ".XML" => CommonRoadReader.MaxBytes,
            ".MCAP" => MaxMcapBytes,
            _ => throw new InputException("no recording that can be read; expected CommonRoad (.xml), MCAP (.mcap) or a run folder", name),
        };
        byte[] content = Bytes(path, name, limit);
        try
        {
            var recording = kind == ".XML" ? CommonRoadReader.Read(content, name).ToRecording() : RecordingMcap.Read(content, name);
            return new RecordingFile(recording, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, name, inner: e);
        }
    }

    private static byte[] Bytes(string path, string name, long limit)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length <= limit
                ? File.ReadAllBytes(path)
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes; the limit is {limit}"), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", name, inner: e);
        }
    }
}
