using System.Globalization;
using System.Text;
using System.Xml;
using Sim.Plugins.Sdk;

namespace Sim.Reports;

/// <summary>
/// <c>junit.xml</c>: a test suite for each entry with a test case for each case, and one for the expectations. A violated expectation is a
/// <c>failure</c>, as is a waiver that expired or covers passing cases; a case that could not be evaluated is an <c>error</c>; a known, refused,
/// not run or missing case is <c>skipped</c> with its reason. Times are simulated seconds. Metrics are properties; recordings are attachments in the form that Jenkins and GitLab know. Thread-safe.
/// </summary>
public sealed class JUnitWriter : IReportWriter
{
    /// <inheritdoc/>
    public string Name => "junit";

    /// <inheritdoc/>
    public string Description => "junit.xml for CI servers";

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        // Nothing is created before everything is known, so that a cancelled run leaves no half file.
        using var content = new MemoryStream();
        Write(report, content, cancellationToken);
        using var stream = files.Create("junit.xml");
        content.WriteTo(stream);
    }

    private static void Write(RunReport report, Stream stream, CancellationToken cancellationToken)
    {
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", CloseOutput = false };
        using var xml = XmlWriter.Create(stream, settings);
        string suite = string.Join("+", report.Identity.Suites);
        xml.WriteStartElement("testsuites");
        Attribute(xml, "name", suite);
        var missing = CaseText.Missing(report);
        var waivers = report.Waivers.Where(Fails).ToList();
        Counts(xml, report.Cases, report.Gates, missing.Count, waivers.Count);
        foreach (var entry in report.Cases.GroupBy(c => c.Result.Case.Entry).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            xml.WriteStartElement("testsuite");
            Attribute(xml, "name", $"{suite}.{entry.Key}");
            Counts(xml, [.. entry], [], 0, 0);
            foreach (var row in entry)
            {
                Case(xml, row, $"{suite}.{entry.Key}");
            }

            xml.WriteEndElement();
        }

        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"{suite}.expectations");
        Counts(xml, [], report.Gates, 0, waivers.Count);
        foreach (var gate in report.Gates)
        {
            Gate(xml, gate, $"{suite}.expectations");
        }

        foreach (var waiver in waivers)
        {
            Waiver(xml, waiver, $"{suite}.expectations");
        }

        xml.WriteEndElement();
        Missing(xml, missing, $"{suite}.missing");
        xml.WriteEndElement();
    }

    private static bool Fails(WaiverResult waiver) => waiver.State is "expired" or "passes";

    private static void Waiver(XmlWriter xml, WaiverResult waiver, string className)
    {
        Open(xml, className, $"known: {waiver.Issue.CasePattern}", 0);
        string message = waiver.State == "expired"
            ? $"the waiver expired on {CaseText.Date(waiver.Issue.Expires)}: {waiver.Issue.Reason}"
            : $"the waiver covers cases that pass, remove or narrow it: {waiver.Issue.Reason}";
        Outcome(xml, "failure", "waiver", message, string.Join('\n', waiver.Cases));
        xml.WriteEndElement();
    }

    private static void Missing(XmlWriter xml, IReadOnlyList<string> missing, string className)
    {
        if (missing.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", className);
        Counts(xml, [], [], missing.Count, 0);
        foreach (string id in missing)
        {
            Open(xml, className, id, 0);
            Outcome(xml, "skipped", null, "planned, but the run holds no result: a shard is missing or the time budget ended", "");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Open(XmlWriter xml, string className, string name, long simulatedUs)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", className);
        Attribute(xml, "name", name);
        Attribute(xml, "time", Seconds(simulatedUs));
    }

    private static void Case(XmlWriter xml, CaseRow row, string className)
    {
        var result = row.Result;
        Open(xml, className, result.Case.Id, result.SimulatedUs);
        Properties(xml, result);
        string reason = CaseText.Reason(row);
        switch (row.Verdict)
        {
            case CaseVerdict.Failed:
                Outcome(xml, "failure", result.Status == CaseStatus.DriverFailed ? "driver" : "expectation", reason, CaseText.Evidence(result));
                break;
            case CaseVerdict.Error:
                Outcome(xml, "error", result.Status.ToString(), reason, "");
                break;
            case CaseVerdict.Known:
                Outcome(xml, "skipped", null, $"known issue: {reason}", "");
                break;
            case CaseVerdict.Refused or CaseVerdict.NotRun:
                Outcome(xml, "skipped", null, reason, "");
                break;
            default:
                break;
        }

        if (result.RecordingSha256.Length > 0)
        {
            xml.WriteElementString("system-out", Clean($"[[ATTACHMENT|cases/{result.Case.Id}/recording.mcap]]"));
        }

        xml.WriteEndElement();
    }

    private static void Gate(XmlWriter xml, GateResult gate, string className)
    {
        Open(xml, className, gate.Text, 0);
        switch (gate.Outcome)
        {
            case GateOutcome.Failed:
                Outcome(xml, "failure", "expectation", gate.Message, string.Join('\n', gate.Cases));
                break;
            case GateOutcome.Error or GateOutcome.Empty:
                Outcome(xml, "error", gate.Outcome.ToString(), gate.Message, string.Join('\n', gate.Cases));
                break;
            default:
                break;
        }

        xml.WriteEndElement();
    }

    /// <summary>The public schemas want at least one property or no list at all.</summary>
    private static void Properties(XmlWriter xml, CaseResult result)
    {
        var metrics = result.Assessments.SelectMany(a => a.Metrics).ToList();
        if (result.Covers.Count == 0 && metrics.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("properties");
        foreach (var covered in result.Covers)
        {
            Property(xml, "covers", covered);
        }

        foreach (var metric in metrics)
        {
            Property(xml, metric.Name, MetricText.Of(metric.Value, metric.Unit));
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<CaseRow> cases, IReadOnlyList<GateResult> gates, int missing, int waivers)
    {
        int Of(params CaseVerdict[] verdicts) => cases.Count(c => verdicts.Contains(c.Verdict));
        int failures = Of(CaseVerdict.Failed) + gates.Count(g => g.Outcome == GateOutcome.Failed) + waivers;
        int errors = Of(CaseVerdict.Error) + gates.Count(g => g.Outcome is GateOutcome.Error or GateOutcome.Empty);
        Attribute(xml, "tests", Number(cases.Count + gates.Count + missing + waivers));
        Attribute(xml, "failures", Number(failures));
        Attribute(xml, "errors", Number(errors));
        Attribute(xml, "skipped", Number(Of(CaseVerdict.Known, CaseVerdict.Refused, CaseVerdict.NotRun) + missing));
        Attribute(xml, "time", Seconds(cases.Sum(c => c.Result.SimulatedUs)));
    }

    private static void Outcome(XmlWriter xml, string element, string? type, string message, string text)
    {
        xml.WriteStartElement(element);
        Attribute(xml, "message", message);
        if (type is not null)
        {
            Attribute(xml, "type", type);
        }

        if (text.Length > 0)
        {
            xml.WriteString(Clean(text));
        }

        xml.WriteEndElement();
    }

    private static void Property(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        Attribute(xml, "name", name);
        Attribute(xml, "value", value);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long us) => (us / 1e6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Only what XML 1.0 allows: a lone surrogate or a control character becomes U+FFFD.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
