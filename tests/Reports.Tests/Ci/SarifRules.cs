using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sim.Tests.Reports.Ci;

/// <summary>What SARIF 2.1.0 and GitHub demand of the parts that are written, from their text. .ci/steps/ci-files.sh holds files against the schema itself.</summary>
internal static partial class SarifRules
{
    public static IEnumerable<string> Check(JsonElement log)
    {
        if (log.GetProperty("version").GetString() != "2.1.0" || log.GetProperty("runs").GetArrayLength() is < 1 or > 20)
        {
            yield return "version 2.1.0, 1 to 20 runs";
        }

        foreach (var run in log.GetProperty("runs").EnumerateArray())
        {
            var driver = run.GetProperty("tool").GetProperty("driver");
            var rules = driver.GetProperty("rules").EnumerateArray().ToList();
            var ids = rules.ConvertAll(r => r.GetProperty("id").GetString()!);
            if (string.IsNullOrEmpty(driver.GetProperty("name").GetString()) || ids.Distinct().Count() != ids.Count)
            {
                yield return "a name, and each rule once";
            }

            foreach (var rule in rules.Where(r => !Texts(r, "shortDescription", "fullDescription", "help") || r.GetProperty("properties").GetProperty("tags").GetArrayLength() > 20))
            {
                yield return $"the rule {rule.GetProperty("id")} lacks a text, or has too many tags";
            }

            if (run.GetProperty("results").GetArrayLength() > 25_000)
            {
                yield return "25,000 results";
            }

            foreach (string error in run.GetProperty("results").EnumerateArray().SelectMany(r => Result(r, ids)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> Result(JsonElement result, List<string> ids)
    {
        if (ids[result.GetProperty("ruleIndex").GetInt32()] != result.GetProperty("ruleId").GetString())
        {
            yield return "ruleIndex names ruleId";
        }

        if (result.GetProperty("level").GetString() is not ("error" or "warning" or "note"))
        {
            yield return "a level";
        }

        string text = result.GetProperty("message").GetProperty("text").GetString()!;
        if (text.Length == 0 || Link().IsMatch(text) || Placeholder().IsMatch(text.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal)))
        {
            yield return $"a message without links and placeholders, found {text}";
        }

        if (result.GetProperty("locations").GetArrayLength() is < 1 or > 1000)
        {
            yield return "1 to 1,000 locations";
        }

        foreach (var location in result.GetProperty("locations").EnumerateArray())
        {
            var physical = location.GetProperty("physicalLocation");
            string uri = physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            if (!Reference().IsMatch(uri))
            {
                yield return $"'{uri}' is no URI reference";
            }

            if (physical.TryGetProperty("region", out var region) && region.EnumerateObject().Any(p => p.Value.GetInt32() < 1))
            {
                yield return "lines and columns count from 1";
            }
        }
    }

    private static bool Texts(JsonElement rule, params string[] names) => names.All(n => rule.GetProperty(n).GetProperty("text").GetString() is { Length: > 0 });

    [GeneratedRegex(@"(?<!\\)[\[\]]")]
    private static partial Regex Link();

    [GeneratedRegex(@"[{}]")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+$")]
    private static partial Regex Reference();
}
