using System.Globalization;

namespace Sim.Formats.OpenScenario;

/// <summary>Lists of parameter values that a scenario is to be run with.</summary>
internal static class OscDistributions
{
    private const int MaxSets = 100_000;

    /// <summary>Every combination of the deterministic distributions, in the file's order; the last one varies fastest.</summary>
    public static List<OpenScenarioParameterSet> Read(OscNode deterministic)
    {
        var combined = new List<SortedDictionary<string, string>> { new(StringComparer.Ordinal) };
        foreach (var node in deterministic.All())
        {
            var choices = node.Name switch
            {
                "DeterministicMultiParameterDistribution" => Sets(node.Required("ValueSetDistribution")),
                "DeterministicSingleParameterDistribution" => Single(node),
                _ => throw node.Element.Error("found an unknown distribution; expected DeterministicMultiParameterDistribution or DeterministicSingleParameterDistribution"),
            };
            if (choices.Count == 0 || (long)combined.Count * choices.Count > MaxSets)
            {
                throw node.Element.Error($"found a distribution with {choices.Count} values; expected at least one, and at most {MaxSets} combinations in all");
            }

            var next = new List<SortedDictionary<string, string>>(combined.Count * choices.Count);
            foreach (var before in combined)
            {
                foreach (var choice in choices)
                {
                    var both = new SortedDictionary<string, string>(before, StringComparer.Ordinal);
                    foreach (var (name, value) in choice)
                    {
                        both[name] = value;
                    }

                    next.Add(both);
                }
            }

            combined = next;
        }

        return [.. combined.Select((c, i) => new OpenScenarioParameterSet((i + 1).ToString(CultureInfo.InvariantCulture), Ordered.Copy(c)))];
    }

    private static List<Dictionary<string, string>> Sets(OscNode node) => node.All("ParameterValueSet").ConvertAll(set =>
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in set.All("ParameterAssignment"))
        {
            values[OscParameters.Name(assignment, "parameterRef")] = assignment.Text("value");
        }

        return values;
    });

    private static List<Dictionary<string, string>> Single(OscNode node)
    {
        string name = OscParameters.Name(node, "parameterName");
        var what = node.Choice();
        var values = what.Name switch
        {
            "DistributionSet" => what.All("Element").ConvertAll(e => e.Text("value")),
            "DistributionRange" => Steps(what),
            _ => throw what.Element.Error($"found <{(what.Name.Length > 60 ? what.Name[..60] : what.Name)}>; expected DistributionSet or DistributionRange"),
        };
        return values.ConvertAll(v => new Dictionary<string, string>(StringComparer.Ordinal) { [name] = v });
    }

    private static List<string> Steps(OscNode node)
    {
        var range = node.Required("Range");
        double low = range.Number("lowerLimit"), high = range.Number("upperLimit"), step = node.Number("stepWidth");
        if (!(step > 0) || high < low || (high - low) / step > MaxSets)
        {
            throw node.Element.Error($"found a range of {low.ToString(CultureInfo.InvariantCulture)} to {high.ToString(CultureInfo.InvariantCulture)} in steps of {step.ToString(CultureInfo.InvariantCulture)}; expected a positive step and at most {MaxSets} values");
        }

        // Rounded to the step's decimals, so that 1.1 + 0.2 is 1.3; the upper end counts when a step meets it within rounding.
        int count = 1 + (int)Math.Floor(((high - low) / step) + 1e-9);
        var values = new List<string>(count);
        for (int i = 0; i < count; i++)
        {
            values.Add(Math.Round(low + (i * step), 9, MidpointRounding.AwayFromZero).ToString("R", CultureInfo.InvariantCulture));
        }

        return values;
    }
}
