using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Counts what the check finds in records with and without planted errors. Not thread-safe.</summary>
internal sealed class ValidationScores
{
    private readonly Dictionary<PlantedKind, Tally> _tallies = Enum.GetValues<PlantedKind>().ToDictionary(kind => kind, _ => new Tally());

    /// <summary>Number of records.</summary>
    public int Records { get; private set; }

    /// <summary>Records as extracted in which the check found anything: an upper bound of false alarms, since some of these findings are right.</summary>
    public int Alarmed { get; private set; }

    /// <summary>Those of them that still have a finding after mending.</summary>
    public int Refused { get; private set; }

    /// <summary>What was counted for a kind.</summary>
    public Tally this[PlantedKind kind] => _tallies[kind];

    /// <summary>All kinds together.</summary>
    public Tally All => new()
    {
        Planted = _tallies.Values.Sum(one => one.Planted),
        Detected = _tallies.Values.Sum(one => one.Detected),
        Located = _tallies.Values.Sum(one => one.Located),
        MendedRight = _tallies.Values.Sum(one => one.MendedRight),
        MendedSafe = _tallies.Values.Sum(one => one.MendedSafe),
        Marked = _tallies.Values.Sum(one => one.Marked),
    };

    /// <summary>Checks a record, then plants one error of each kind in it and checks again.</summary>
    /// <returns>What happened, for the items of the evaluation.</returns>
    public IReadOnlyList<ValidationOutcome> Add(CrashRecord record, string text, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(record);
        record = record with { Findings = [] };
        var before = RecordCheck.Check(record, text);
        Records++;
        if (before.Count > 0) Alarmed++;
        var mendedBefore = RecordMender.Mend(record, text);
        if (!RecordMender.IsSound(mendedBefore)) Refused++;
        var outcomes = new List<ValidationOutcome> { new("none", "", before.Count > 0, false, "", before) };
        foreach (var kind in Enum.GetValues<PlantedKind>())
        {
            var random = new RandomStream(Seed.Derive(seed, record.Id, 0, $"planted {kind}"));
            if (ErrorPlanter.Plant(record, kind, random) is not { } planted) continue;
            var found = RecordCheck.Check(planted.Record, text).Except(before).ToList();
            var tally = _tallies[kind];
            tally.Planted++;
            bool detected = found.Count > 0;
            bool located = found.Any(finding => Concerns(finding.Path, planted.Path));
            string mended = detected ? AfterMending(planted, mendedBefore, text) : "missed";
            tally.Detected += detected ? 1 : 0;
            tally.Located += located ? 1 : 0;
            tally.MendedRight += mended == "right" ? 1 : 0;
            tally.MendedSafe += mended == "unknown" ? 1 : 0;
            tally.Marked += mended == "marked" ? 1 : 0;
            outcomes.Add(new ValidationOutcome(kind.ToString().ToLowerInvariant(), planted.Path, detected, located, mended, found));
        }

        return outcomes;
    }

    /// <summary>"right" when the leaf is what it was, "unknown" when it was dropped, "marked" when a finding remains that forbids the record, else "wrong".</summary>
    private static string AfterMending(PlantedError planted, CrashRecord reference, string text)
    {
        var mended = RecordMender.Mend(planted.Record, text);
        if (planted.Kind == PlantedKind.Count)
        {
            if (mended.Actors.Select(actor => actor.Id).SequenceEqual(reference.Actors.Select(actor => actor.Id))) return "right";
            return RecordMender.IsSound(mended) ? "wrong" : "marked";
        }

        var now = ValueAt(mended, planted.Path);
        if (now == ValueAt(reference, planted.Path)) return "right";
        if (now.Length == 0) return "unknown";
        return RecordMender.IsSound(mended) ? "wrong" : "marked";
    }

    private static string ValueAt(CrashRecord record, string path) => RecordLeaves.Of(record).FirstOrDefault(leaf => leaf.Path == path).Value ?? "";

    private static bool Concerns(string path, string planted) =>
        path == planted || planted.StartsWith(path + "/", StringComparison.Ordinal) || path.StartsWith(planted + "/", StringComparison.Ordinal) || (path == "actors" && planted.StartsWith("actors/", StringComparison.Ordinal));

    /// <summary>Counts of one kind.</summary>
    internal sealed class Tally
    {
        /// <summary>Errors planted.</summary>
        public int Planted { get; set; }

        /// <summary>Errors after which the check found something that it had not found before.</summary>
        public int Detected { get; set; }

        /// <summary>Errors for which a new finding names the very place.</summary>
        public int Located { get; set; }

        /// <summary>Errors after whose mending the value is what it was.</summary>
        public int MendedRight { get; set; }

        /// <summary>Errors after whose mending the value is unknown.</summary>
        public int MendedSafe { get; set; }

        /// <summary>Errors that leave the record marked, so that nothing is generated from it.</summary>
        public int Marked { get; set; }
    }
}
