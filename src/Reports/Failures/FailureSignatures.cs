using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sim.Reports.Failures;

/// <summary>Makes the signature of a failing case: what it has in common with others that fail in the same way. Pure, any thread.</summary>
internal static class FailureSignatures
{
    // Changes when the same facts would give another signature; then every triage file starts anew.
    private const string Version = "1";

    /// <summary>True when a case belongs to the failures: failed (waived or not), not evaluated, or refused.</summary>
    public static bool IsFailure(CaseVerdict verdict) => verdict is CaseVerdict.Failed or CaseVerdict.Known or CaseVerdict.Error or CaseVerdict.Refused;

    /// <summary>The signature of a row that is a failure. It says nothing of parameters, draws, replicas, seeds or the case's id.</summary>
    public static FailureSignature Of(CaseRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var result = row.Result;
        var odd = Coarse(result.Odd);

        // Where the run itself broke, the traffic at that moment says nothing about why.
        if (result.Status != CaseStatus.Assessed || row.Verdict == CaseVerdict.Error)
        {
            return Make(result.Case.Entry, Broken(row), null, null, null, "", odd);
        }

        var ending = result.Ending;
        return Make(result.Case.Entry, Leading(row), ending?.PartnerClass, ending?.ImpactHour, ending?.EgoManoeuvre, ending?.Event ?? "", odd);
    }

    /// <summary>The signature of some members.</summary>
    public static FailureSignature Make(
        string family, string leading, ActorClass? partner, int? hour, DrivenManoeuvre? manoeuvre, string happened, IReadOnlyDictionary<string, string> odd)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Version);
        Append(hash, family);
        Append(hash, leading);
        Append(hash, partner is { } actor ? SettingReader.WordOf(actor.ToString()) : "");
        Append(hash, hour?.ToString(CultureInfo.InvariantCulture) ?? "");
        Append(hash, manoeuvre is { } ego ? SettingReader.WordOf(ego.ToString()) : "");
        Append(hash, happened);
        foreach (var (key, value) in odd)
        {
            Append(hash, key);
            Append(hash, value);
        }

        return new FailureSignature
        {
            Id = $"f-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 5))}",
            Family = family,
            Leading = leading,
            PartnerClass = partner,
            ImpactHour = hour,
            EgoManoeuvre = manoeuvre,
            Event = happened,
            Odd = odd,
        };
    }

    private static string Broken(CaseRow row)
    {
        var result = row.Result;
        string word = result.Status switch
        {
            CaseStatus.Refused => "refused",
            CaseStatus.DriverFailed => "driver failed",
            CaseStatus.TimedOut => "timed out",
            CaseStatus.Error => "error",
            _ => "not evaluated",
        };
        if (result.Reason.Length > 0)
        {
            return $"{word}: {MaskedText.Reason(result.Reason)}";
        }

        var failed = result.Assessments.SelectMany(a => a.Metrics).FirstOrDefault(m => m.Value.State == MeasuredState.Failed);
        return failed is null ? word : $"{word}: {failed.Name}: {MaskedText.Reason(failed.Value.Reason)}";
    }

    // A metric leads when it is critical; an expectation may be stricter than that, or about something that does not rank.
    private static string Leading(CaseRow row)
    {
        string metric = CaseText.LeadingMetric(row.Result);
        return metric.Length > 0 && (CaseText.Severity(row.Result) >= 1 || row.Violates.Count == 0) ? metric
            : row.Violates.Count > 0 ? MaskedText.Expectation(row.Violates[0])
            : "";
    }

    // A number in a tag (a density, a rain intensity) would make a kind of failure of every case.
    private static IReadOnlyDictionary<string, string> Coarse(IReadOnlyDictionary<string, string> odd) =>
        odd.Count == 0 ? Ordered.Empty : Ordered.Copy(odd.Where(o => o.Value.Length > 0 && !char.IsAsciiDigit(o.Value[0]) && o.Value[0] is not ('-' or '.' or '+')));

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
