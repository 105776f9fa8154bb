using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Templates.SelfTests;

/// <summary>Every template: how many cases its protocol's table has, and the bytes of its first, middle and last scenario; speeds and places by hand.</summary>
internal sealed class TemplatesSelfTest : ISelfTest
{
    private const string Own = "own output, geometry held by tests/Plugins.Tests/Templates";
    private readonly TemplateGenerator _generator = new();

    /// <inheritdoc/>
    public string Name => "templates";

    /// <inheritdoc/>
    public string Description => "Cases and scenarios of every template by hash; speeds and places of some by hand.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) =>
        [.. ByHand(cancellationToken), .. Hashes(cancellationToken)];

    private IEnumerable<SelfCheck> ByHand(CancellationToken cancellationToken)
    {
        const string Protocol = "Euro NCAP AEB C2C protocol; by hand";
        var rear = Single("euro-ncap/ccrs", cancellationToken, ("speed", "50 km/h"), ("overlap", "50 %"));
        yield return SelfCheck.OfNumber("ccrs at 50 km/h: speed of the ego", 50 / 3.6, rear.Ego.Initial.SpeedMps, 1e-12, Protocol);
        yield return SelfCheck.OfNumber("ccrs: speed of the target", 0, rear.Actors.Single(a => a.Id != rear.EgoId).Initial.SpeedMps, 0, Protocol);
        var ahead = Single("euro-ncap/ccrm", cancellationToken, ("speed", "60 km/h"), ("overlap", "100 %"));
        yield return SelfCheck.OfNumber("ccrm: speed of the target", 20 / 3.6, ahead.Actors.Single(a => a.Id != ahead.EgoId).Initial.SpeedMps, 1e-12, Protocol);
        var brakes = Single("euro-ncap/ccrb", cancellationToken, ("headway", "40 m"), ("decel", "2 m/s^2"));
        var (ego, target) = (brakes.Ego, brakes.Actors.Single(a => a.Id != brakes.EgoId));
        double gap = target.Initial.X - ego.Initial.X - ((ego.Body.LengthM + target.Body.LengthM) / 2);
        yield return SelfCheck.OfNumber("ccrb: gap between the bumpers", 40, gap, 1e-9, Protocol);
        yield return SelfCheck.OfNumber("ccrb: speed of both", 50 / 3.6, ego.Initial.SpeedMps, 1e-12, Protocol);
    }

    private IEnumerable<SelfCheck> Hashes(CancellationToken cancellationToken)
    {
        var expected = Recorded();
        yield return SelfCheck.OfText("names", string.Join(' ', expected.Keys), string.Join(' ', TemplateGenerator.Templates), Own);
        foreach (string name in TemplateGenerator.Templates)
        {
            var request = Request(name);
            var keys = _generator.Plan(request, cancellationToken);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var key in (CaseKey[])[keys[0], keys[keys.Count / 2], keys[^1]])
            {
                hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(_generator.Generate(request, key, 1, cancellationToken), SimJson.Default.Scenario));
            }

            string found = string.Create(CultureInfo.InvariantCulture, $"{keys.Count} {Convert.ToHexStringLower(hash.GetHashAndReset())}");
            yield return SelfCheck.OfText(name, expected.GetValueOrDefault(name, "no such template"), found, Own, 3);
        }
    }

    private Scenario Single(string template, CancellationToken cancellationToken, params (string Name, string Value)[] with)
    {
        var request = Request(template, with);
        return _generator.Generate(request, _generator.Plan(request, cancellationToken).Single(), 1, cancellationToken);
    }

    private static GenerateRequest Request(string template, params (string Name, string Value)[] with) => new()
    {
        Entry = "self-test",
        From = with.Length == 0
            ? Setting.Map(("template", Setting.Scalar(template)))
            : Setting.Map(("template", Setting.Scalar(template)), ("with", Setting.Map(with.Select(w => (w.Name, Setting.Scalar(w.Value)))))),
        SuiteSeed = 7,
    };

    // Lines "name number-of-cases hash", sorted by name.
    private static SortedDictionary<string, string> Recorded()
    {
        var recorded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var stream = typeof(TemplatesSelfTest).Assembly.GetManifestResourceStream("selftest/templates.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            recorded.Add(line[..space], line[(space + 1)..]);
        }

        return recorded;
    }
}
