using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sim.Tests.Reports.Ci;

/// <summary>
/// What the two schemas that people check JUnit files with demand, written down from their text: windyroad's JUnit.xsd (the output of Ant's tasks) and junit-10.xsd of Jenkins' xUnit plugin.
/// .ci/steps/ci-files.sh holds files against the first one itself.
/// </summary>
internal static partial class JUnitSchemas
{
    private static readonly string[] SuiteAttributes = ["name", "timestamp", "hostname", "tests", "failures", "errors", "time", "package", "id"];

    /// <summary>Breaches of windyroad's schema.</summary>
    public static IEnumerable<string> Windyroad(XElement root)
    {
        if (root.Name != "testsuites" || root.HasAttributes)
        {
            yield return "the root is <testsuites> without attributes";
        }

        foreach (var suite in root.Elements())
        {
            foreach (string error in Attributes(suite, SuiteAttributes, ["skipped"]))
            {
                yield return error;
            }

            if (!Instant().IsMatch((string?)suite.Attribute("timestamp") ?? ""))
            {
                yield return "the timestamp has no time zone and no fraction";
            }

            if (Token((string?)suite.Attribute("name")).Length == 0 || Token((string?)suite.Attribute("hostname")).Length == 0)
            {
                yield return "name and hostname have a character";
            }

            string[] order = [.. suite.Elements().Select(e => e.Name.LocalName)];
            if (!Sequence().IsMatch(string.Concat(order.Select(n => n + " "))))
            {
                yield return $"the order is properties, testcase*, system-out, system-err; found {string.Join(' ', order.Distinct())}";
            }

            foreach (var property in suite.Elements("properties").Elements())
            {
                foreach (string error in Attributes(property, ["name", "value"], []))
                {
                    yield return error;
                }

                if (Token((string?)property.Attribute("name")).Length == 0)
                {
                    yield return "a property's name has a character";
                }
            }

            foreach (string error in suite.Elements("testcase").SelectMany(WindyroadCase))
            {
                yield return error;
            }

            if (suite.Elements("system-out").Concat(suite.Elements("system-err")).Any(e => e.HasElements || e.HasAttributes))
            {
                yield return "output is text";
            }
        }
    }

    /// <summary>Breaches of Jenkins' schema.</summary>
    public static IEnumerable<string> Jenkins(XElement root)
    {
        if (root.Name != "testsuites")
        {
            yield return "the root is <testsuites>";
        }

        foreach (string error in Attributes(root, [], ["name", "time", "tests", "failures", "errors"]))
        {
            yield return error;
        }

        foreach (var suite in root.Elements())
        {
            if (suite.Name != "testsuite")
            {
                yield return $"found <{suite.Name}>, expected <testsuite>";
            }

            foreach (string error in Attributes(suite, ["name", "tests", "failures", "errors"], ["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"]))
            {
                yield return error;
            }

            if (!SurefireTime().IsMatch((string?)suite.Attribute("time") ?? ""))
            {
                yield return "the time is digits with a point";
            }

            foreach (var child in suite.Elements())
            {
                foreach (string error in child.Name.LocalName switch
                {
                    "properties" => child.Elements().SelectMany(p => Attributes(p, ["name", "value"], [])),
                    "testcase" => JenkinsCase(child),
                    "system-out" or "system-err" => child.HasElements ? ["output is text"] : [],
                    _ => [$"<{child.Name}> in a suite"],
                })
                {
                    yield return error;
                }
            }
        }
    }

    private static IEnumerable<string> WindyroadCase(XElement one)
    {
        foreach (string error in Attributes(one, ["name", "classname", "time"], []))
        {
            yield return error;
        }

        if (!decimal.TryParse((string?)one.Attribute("time"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            yield return "the time is a decimal";
        }

        var children = one.Elements().ToList();
        if (children.Count > 1 || children.Any(c => c.Name.LocalName is not ("skipped" or "error" or "failure")))
        {
            yield return "a test case holds at most one of skipped, error, failure";
        }

        foreach (string error in children.Where(c => c.Name.LocalName is "error" or "failure").SelectMany(c => Attributes(c, ["type"], ["message"])))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> JenkinsCase(XElement one)
    {
        foreach (string error in Attributes(one, ["name"], ["time", "classname", "group"]))
        {
            yield return error;
        }

        foreach (var child in one.Elements())
        {
            switch (child.Name.LocalName)
            {
                case "skipped" or "error" or "failure":
                    foreach (string error in Attributes(child, [], ["type", "message"]))
                    {
                        yield return error;
                    }

                    break;
                case "rerunFailure" or "rerunError" or "flakyFailure" or "flakyError":
                    foreach (string error in Attributes(child, ["type"], ["message"]))
                    {
                        yield return error;
                    }

                    break;
                case "system-out" or "system-err":
                    break;
                default:
                    yield return $"<{child.Name}> in a test case";
                    break;
            }
        }
    }

    private static IEnumerable<string> Attributes(XElement element, string[] required, string[] allowed)
    {
        string[] found = [.. element.Attributes().Select(a => a.Name.LocalName)];
        return required.Except(found).Select(a => $"<{element.Name}> lacks {a}").Concat(found.Except(required).Except(allowed).Select(a => $"<{element.Name}> has {a}"));
    }

    private static string Token(string? text) => string.Join(' ', (text ?? "").Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$")]
    private static partial Regex Instant();

    [GeneratedRegex("^properties (testcase )*system-out system-err $")]
    private static partial Regex Sequence();

    [GeneratedRegex(@"^[0-9]*(\.[0-9]*)?$")]
    private static partial Regex SurefireTime();
}
