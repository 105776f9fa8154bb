using System.Globalization;
using System.Text;
using System.Xml;
using Sim.Plugins.Sdk;

namespace Sim.Reports.Ci;

/// <summary>
/// <c>junit.xml</c>: a test suite for each entry with a test case for each case, and one for the expectations. A violated expectation is a
/// <c>failure</c>, as is a waiver that expired or covers passing cases; a case that could not be evaluated is an <c>error</c>; a known, refused,
/// not run or missing case is <c>skipped</c> with its reason. Times are simulated seconds, the timestamp is fixed. Thread-safe.
/// </summary>
/// <param name="options">How it is written.</param>
public sealed class JUnitWriter(JUnitOptions options) : IReportWriter
{
    // The schemas want an instant and a machine; a run's bytes know neither.
    private const string Timestamp = "1970-01-01T00:00:00";
    private const string Hostname = "localhost";

    /// <summary>A writer with the usual options.</summary>
    public JUnitWriter()
        : this(new JUnitOptions())
    {
    }

    private bool Full => options.Style == JUnitStyle.Full;

    /// <inheritdoc/>
    public string Name => "junit";

    /// <inheritdoc/>
    public string Description => "junit.xml for CI servers";

    /// <inheritdoc/>
    public IReportWriter Configured(Setting options) => new JUnitWriter(JUnitOptions.Read(options));

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        // Nothing is created before everything is known, so that a cancelled run leaves no half file.
        using var content = new MemoryStream();
        Write(JUnitModel.Of(report, options, cancellationToken), string.Join("+", report.Identity.Suites), content);
        using var stream = files.Create("junit.xml");
        content.WriteTo(stream);
    }

    private void Write(IReadOnlyList<JUnitSuite> suites, string name, Stream stream)
    {
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", CloseOutput = false };
        using var xml = XmlWriter.Create(stream, settings);
        xml.WriteStartElement("testsuites");
        if (Full)
        {
            Attribute(xml, "name", name);
            Counts(xml, [.. suites.SelectMany(s => s.Cases)]);
        }

        for (int i = 0; i < suites.Count; i++)
        {
            Suite(xml, suites[i], i);
        }

        xml.WriteEndElement();
    }

    private void Suite(XmlWriter xml, JUnitSuite suite, int id)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", Token(suite.Name));
        Attribute(xml, "package", Token(suite.Name));
        Attribute(xml, "id", Number(id));
        Attribute(xml, "timestamp", Timestamp);
        Attribute(xml, "hostname", Hostname);
        Counts(xml, suite.Cases);
        Properties(xml, suite.Properties);
        foreach (var one in suite.Cases)
        {
            Case(xml, one, suite.Name);
        }

        xml.WriteStartElement("system-out");
        xml.WriteString(Full ? "" : Clean(Attachments(suite.Cases.SelectMany(c => c.Attachments))));
        xml.WriteEndElement();
        xml.WriteStartElement("system-err");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Case(XmlWriter xml, JUnitCase one, string className)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", CiText.Cut(className));
        Attribute(xml, "name", CiText.Cut(one.Name));
        Attribute(xml, "time", Seconds(one.SimulatedUs));
        if (Full && one.File.Length > 0)
        {
            Attribute(xml, "file", one.File);
            Attribute(xml, "line", Number(one.Line));
        }

        if (Full && one.Properties.Count > 0)
        {
            Properties(xml, one.Properties);
        }

        foreach (var outcome in one.Outcome is null ? one.Reruns : [one.Outcome, .. one.Reruns])
        {
            Outcome(xml, outcome);
        }

        if (Full && one.Attachments.Count > 0)
        {
            xml.WriteElementString("system-out", Clean(Attachments(one.Attachments)));
        }

        xml.WriteEndElement();
    }

    // Each on a line of its own, without anything beside it, as the Jenkins plugin wants it.
    private static string Attachments(IEnumerable<string> paths) => string.Join('\n', paths.Select(p => $"[[ATTACHMENT|{CiText.Cut(p).ReplaceLineEndings(" ")}]]"));

    private void Counts(XmlWriter xml, IReadOnlyList<JUnitCase> cases)
    {
        int Of(string element) => cases.Count(c => c.Outcome?.Element == element);
        Attribute(xml, "tests", Number(cases.Count));
        Attribute(xml, "failures", Number(Of("failure")));
        Attribute(xml, "errors", Number(Of("error")));
        // Early copies of windyroad's schema do not know it.
        if (Full || Of("skipped") > 0)
        {
            Attribute(xml, "skipped", Number(Of("skipped")));
        }

        Attribute(xml, "time", Seconds(cases.Sum(c => c.SimulatedUs)));
    }

    private static void Outcome(XmlWriter xml, JUnitOutcome outcome)
    {
        xml.WriteStartElement(outcome.Element);
        Attribute(xml, "message", CiText.Cut(outcome.Message));
        if (outcome.Type.Length > 0)
        {
            Attribute(xml, "type", outcome.Type);
        }

        if (outcome.Text.Length > 0)
        {
            xml.WriteString(Clean(outcome.Text.Length > 10 * CiText.MaxLength ? CiText.Cut(outcome.Text, 10 * CiText.MaxLength) : outcome.Text));
        }

        xml.WriteEndElement();
    }

    private static void Properties(XmlWriter xml, IReadOnlyList<(string Name, string Value)> properties)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", Token(name));
            Attribute(xml, "value", CiText.Cut(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long us) => (us / 1e6).ToString("0.######", CultureInfo.InvariantCulture);

    // A name of white space is none to the schemas.
    private static string Token(string text) => string.IsNullOrWhiteSpace(text) ? "-" : CiText.Cut(text);

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
