using System.Globalization;
using System.Text;
using System.Xml;
using Sim.Plugins.Sdk;

namespace Sim.Reports;

/// <summary>
/// <c>junit.xml</c>: a test suite for each entry with a test case for each case, and one for the expectations. A violated expectation is a
/// <c>failure</c>, a case that could not be evaluated an <c>error</c>, a refused or not run case <c>skipped</c> with its reason. Times are
/// simulated seconds. Metrics are properties; recordings are attachments in the form that Jenkins and GitLab know. Thread-safe.
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
        using var stream = files.Create("junit.xml");
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", CloseOutput = false };
        using var xml = XmlWriter.Create(stream, settings);
        string suite = string.Join("+", report.Identity.Suites);
        xml.WriteStartElement("testsuites");
        Attribute(xml, "name", suite);
        Counts(xml, report.Cases, report.Gates);
        foreach (var entry in report.Cases.GroupBy(c => c.Result.Case.Entry).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            xml.WriteStartElement("testsuite");
            Attribute(xml, "name", $"{suite}.{entry.Key}");
            Counts(xml, [.. entry], []);
            foreach (var row in entry)
            {
                Case(xml, row, $"{suite}.{entry.Key}");
            }

            xml.WriteEndElement();
        }

        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"{suite}.expectations");
        Counts(xml, [], report.Gates);
        foreach (var gate in report.Gates)
        {
            Gate(xml, gate, $"{suite}.expectations");
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, CaseRow row, string className)
    {
        var result = row.Result;
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", className);
        Attribute(xml, "name", result.Case.Id);
        Attribute(xml, "time", Seconds(result.SimulatedUs));
        xml.WriteStartElement("properties");
        foreach (var covered in result.Covers)
        {
            Property(xml, "covers", covered);
        }

        foreach (var assessment in result.Assessments)
        {
            foreach (var metric in assessment.Metrics)
            {
                Property(xml, metric.Name, MetricText.Of(metric.Value, metric.Unit));
            }
        }

        xml.WriteEndElement();
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
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", className);
        Attribute(xml, "name", gate.Text);
        Attribute(xml, "time", "0");
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

    private static void Counts(XmlWriter xml, IReadOnlyList<CaseRow> cases, IReadOnlyList<GateResult> gates)
    {
        int Of(params CaseVerdict[] verdicts) => cases.Count(c => verdicts.Contains(c.Verdict));
        int failures = Of(CaseVerdict.Failed) + gates.Count(g => g.Outcome == GateOutcome.Failed);
        int errors = Of(CaseVerdict.Error) + gates.Count(g => g.Outcome is GateOutcome.Error or GateOutcome.Empty);
        Attribute(xml, "tests", Number(cases.Count + gates.Count));
        Attribute(xml, "failures", Number(failures));
        Attribute(xml, "errors", Number(errors));
        Attribute(xml, "skipped", Number(Of(CaseVerdict.Known, CaseVerdict.Refused, CaseVerdict.NotRun)));
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
