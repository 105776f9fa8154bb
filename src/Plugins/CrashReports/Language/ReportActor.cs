using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>A road user of a report, as its mentions tell.</summary>
internal sealed class ReportActor
{
    /// <summary>"V1", "P1", "C1", "A1"; bystanders "X1".</summary>
    public required string Id { get; init; }

    /// <summary>Kind by the nouns of its mentions; unknown when only a make or number is told.</summary>
    public ActorType Kind { get; set; }

    /// <summary>The noun that told the kind, or -1.</summary>
    public int KindToken { get; set; } = -1;

    /// <summary>The fullest description ("2000 Toyota Corolla"), empty when there is none.</summary>
    public TokenRange Description { get; set; }

    /// <summary>Makes in one spelling, models, colours and kinds that name it, lower case.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>True for one that only stands by: "a non-contact vehicle", "another vehicle" beside numbered ones.</summary>
    public bool IsBystander { get; init; }

    /// <summary>True when it is told to stand parked at its first mention.</summary>
    public bool IsParked { get; set; }

    /// <summary>'m' or 'f' when the driver's sex is told; used for "he" and "she" only.</summary>
    public char DriverSex { get; set; }

    /// <summary>First mention.</summary>
    public int FirstToken { get; set; } = int.MaxValue;
}
