using System.Globalization;

namespace Sim.Reports.Requirements;

/// <summary>Reads files of requirements. Input is hostile until read. Thread-safe.</summary>
internal static class RequirementFiles
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Most requirements of a file.</summary>
    public const int MaxRequirements = 50_000;

    /// <summary>Longest text of a field.</summary>
    public const int MaxText = 65_536;

    /// <summary>Reads one file by its extension.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages and sources.</param>
    /// <exception cref="InputException">Neither CSV nor ReqIF, or wrong, with the line.</exception>
    public static IReadOnlyList<Requirement> Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (content.Length > MaxBytes)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"found {content.Length} bytes of requirements; at most {MaxBytes} are read; split the file"), file, 1);
        }

        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => RequirementCsv.Read(content, file),
            ".reqif" => RequirementReqIf.Read(content, file),
            ".reqifz" => throw new InputException("found a packed ReqIF file; unpack it (it is a zip archive) and name the .reqif in it", file, 1),
            _ => throw new InputException("found a file of requirements that ends neither with .csv nor with .reqif; export one of them", file, 1),
        };
    }

    /// <summary>Reads the files of a suite.</summary>
    /// <param name="files">Files with their places in the suite's folders.</param>
    /// <exception cref="InputException">A file is wrong, or two requirements have one id.</exception>
    public static IReadOnlyList<Requirement> ReadAll(IReadOnlyList<SourceFile> files)
    {
        var all = new List<Requirement>();
        foreach (var file in files)
        {
            all.AddRange(Read(Bytes(file), file.Key));
        }

        var known = new Dictionary<string, Requirement>(StringComparer.Ordinal);
        foreach (var requirement in all)
        {
            if (!known.TryAdd(requirement.Id, requirement))
            {
                throw new InputException($"the requirement '{requirement.Id}' is declared in {known[requirement.Id].Source} and in {requirement.Source}; keep one");
            }
        }

        return all;
    }

    /// <summary>The category after ISO 34502 that a text means, or empty.</summary>
    public static string Category(string text) => Plain(text) switch
    {
        "perception" or "perception_limitation" or "perception_disturbance" or "recognition" => "perception",
        "traffic" or "traffic_disturbance" or "traffic_situation" => "traffic",
        "vehicle_control" or "vehicle_motion_control" or "vehicle_control_disturbance" or "vehicle_disturbance" or "control" => "vehicle-control",
        _ => "",
    };

    /// <summary>A name in lower case with single underscores, as known names are written.</summary>
    public static string Plain(string name) => CaseId.Slug(name).Replace('-', '_');

    private static byte[] Bytes(SourceFile file)
    {
        try
        {
            return new FileInfo(file.FullPath).Length > MaxBytes
                ? throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the file is larger than {MaxBytes} bytes; split it"), file.Key)
                : File.ReadAllBytes(file.FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read: {e.Message}", file.Key, inner: e);
        }
    }
}
