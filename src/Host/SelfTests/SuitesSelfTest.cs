using Sim.Formats.Yaml;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>How a suite is read: units, sweeps, samples, ids of cases, and what is refused where.</summary>
internal sealed class SuitesSelfTest : ISelfTest
{
    private const string Page = "docs/suites.md";

    /// <inheritdoc/>
    public string Name => "suites";

    /// <inheritdoc/>
    public string Description => "Units, sweeps, samples, ids of cases, refusals with line and column.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. Units(), .. Sweeps(), .. Ids(), .. Refusals()];

    private static IEnumerable<SelfCheck> Units()
    {
        (string Text, double Si)[] units =
        [
            ("36 km/h", 10), ("10 mph", 4.4704), ("1 kn", 1852.0 / 3600), ("10 ft", 3.048), ("180 deg", Math.PI), ("1 g", 9.80665), ("75 %", 0.75), ("250 us", 0.00025), ("1.5 min", 90),
            ("2 t", 2000), ("5 cm", 0.05),
        ];
        return units.Select(u => SelfCheck.OfNumber(u.Text, u.Si, Quantity.Parse(u.Text).Si, 1e-15 * Math.Max(1, u.Si), "definitions of the units"));
    }

    private static IEnumerable<SelfCheck> Sweeps()
    {
        foreach (var (spec, expected) in ((string, string)[])
            [("10..50 km/h step 10 km/h", "10 km/h,20 km/h,30 km/h,40 km/h,50 km/h"), ("50 | 75 | 100 %", "50 %,75 %,100 %"), ("0..0.3 step 0.1", "0,0.1,0.2,0.3"), ("0..10 step 5 | 20 m", "0 m,5 m,10 m,20 m")])
        {
            yield return SelfCheck.OfText(spec, expected, string.Join(',', ValueSpec.Parse(spec).Values.Select(v => v.Text)), Page);
        }

        var space = new ParameterSpace([new("speed", ValueSpec.Parse("10 | 20 km/h")), new("side", ValueSpec.Parse("left | right"))]);
        yield return SelfCheck.OfText("grid of two sweeps", "10 km/h left, 10 km/h right, 20 km/h left, 20 km/h right", Points(space, new()), Page, 4);

        var range = new ParameterSpace([new("speed", ValueSpec.Parse("10..50 km/h"))]);
        var drawn = range.Points(new() { Method = SamplingMethod.LatinHypercube, Count = 8 }, 5);
        int[] slices = [.. drawn.Select(p => (int)(((double)p.Values[0].Value.Quantity!.Value.Number - 10) / 40 * 8)).Order()];
        yield return SelfCheck.OfText("each slice of a Latin hypercube holds one of 8 points", "0 1 2 3 4 5 6 7", string.Join(' ', slices), "definition, McKay et al. 1979", 8);

        static string Points(ParameterSpace space, SamplingPlan plan) => string.Join(", ", space.Points(plan, 0).Select(p => string.Join(' ', p.Values.Select(v => v.Value.Text))));
    }

    private static IEnumerable<SelfCheck> Ids()
    {
        var key = new CaseKey { Source = "euro-ncap/ccrs", Parameters = Ordered.Copy([new("speed", "50 km/h"), new("overlap", "50 %")]), Label = "50 km/h" };
        yield return SelfCheck.OfText("id of a case", "ccrs-50-km-h-fa871dbbfaba", CaseId.Of("ccrs", key, 0), "calculated with another SHA-256");
        yield return SelfCheck.OfText("id of its replica", "ccrs-50-km-h-r1-23413812b945", CaseId.Of("ccrs", key, 1), "calculated with another SHA-256");
    }

    private static IEnumerable<SelfCheck> Refusals()
    {
        const string Head = "schema: 1\nsuite: s\ndriver: idm\nsimulator: embedded\n";
        (string Name, string Text, string Place)[] wrong =
        [
            ("a key that is misspelt", Head + "casez: []\n", "5:1"),
            ("a unit of another kind", Head + "cases: [ { name: a, from: { fake: 1 } } ]\nassess: [ a ]\nexpect: [ { all: min_ttc >= 1 banana } ]\n", "7:"),
            ("a newer schema", "schema: 99\nsuite: s\n", "1:9"),
            ("a program among the drivers", "schema: 1\nsuite: s\ndriver: { command: \"rm -rf /\" }\nsimulator: embedded\ncases: [ { name: a, from: { fake: 1 } } ]\n", "3:"),
            ("an alias bomb", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "1:"),
            ("a variable that is not set", Head + "cases: [ { name: a, from: { recording: \"${SIM_NO_SUCH_THING}/x\" } } ]\n", "5:"),
        ];
        return wrong.Select(w => SelfCheck.OfText($"{w.Name} is refused at its place", w.Place, Refused(w.Text, w.Place), Page));
    }

    private static string Refused(string text, string place)
    {
        try
        {
            SuiteFile.Parse(text, "s.yaml", Path.GetTempPath(), new YamlOptions { WorkingFolder = Path.GetTempPath() });
            return "it was accepted";
        }
        catch (InputException e)
        {
            string found = FormattableString.Invariant($"{e.Line}:{e.Column}");
            return found.StartsWith(place, StringComparison.Ordinal) ? place : $"{found} {e.Detail}";
        }
    }
}
