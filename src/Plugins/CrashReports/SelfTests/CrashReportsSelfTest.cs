using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Generating;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.SelfTests;

/// <summary>Invented texts: what the rules read in them against what they say, and the scenario that comes of a sentence by its bytes.</summary>
internal sealed class CrashReportsSelfTest : ISelfTest
{
    private const string Words = "read by hand in the text";
    private const string Own = "own output, scenarios held by tests/CrashReports.Tests";

    private const string Turn = """
        Vehicle 1, a 2011 Ford Focus, was traveling eastbound on a four-lane undivided road with a speed limit of 56 km/h (35 mph) and turned left at
        an intersection with traffic signals. Vehicle 2, a 2008 Toyota Tacoma, was westbound in the right lane and went straight. The front of Vehicle 2
        struck the right side of Vehicle 1. It was daylight and the road was wet.
        """;

    private const string Deer = """
        A pickup truck hit a deer on County Road 9 late on Friday night. The driver of the Toyota Tacoma, a 27-year-old man, told deputies that he was
        traveling south at 50 mph when the animal ran onto the road from the right. He swerved to the left but could not avoid it. The deer was struck by the
        right front of the truck. There is no lighting on that part of the road. Visibility was reduced by fog. The driver was not hurt.
        """;

    /// <inheritdoc/>
    public string Name => "crash-reports";

    /// <inheritdoc/>
    public string Description => "What the rules read in invented reports, and the scenario of a sentence by its bytes.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) =>
        [.. Turning(cancellationToken), .. Animal(cancellationToken), Refusal(cancellationToken), .. Sentences(cancellationToken)];

    private static IEnumerable<SelfCheck> Turning(CancellationToken cancellationToken)
    {
        var record = Read("turn", Turn, cancellationToken);
        var (first, second) = (record.Actors[0], record.Actors[1]);
        yield return Same("actors", "2 V1 V2", $"{record.Actors.Count} {first.Id} {second.Id}");
        yield return Same("what they are", "Car Pickup", $"{first.Type.Value} {second.Type.Value}");
        yield return SelfCheck.OfNumbers("turn: headings, deg", [90, 270], [first.HeadingDeg.Value ?? double.NaN, second.HeadingDeg.Value ?? double.NaN], 1e-9, Words);
        yield return Same("what V1 does", "Follow TurnLeft", string.Join(' ', first.Actions.Select(a => a.Kind.Value)));
        yield return Same("lane of V2 from the right", "1", second.LaneFromRight.Value?.ToString(CultureInfo.InvariantCulture) ?? "unknown");
        var impact = record.Impacts.Single();
        yield return Same("sides", "V1 Right, V2 Front", string.Join(", ", ((ContactRecord[])[impact.A, impact.B]).OrderBy(c => c.Actor, StringComparer.Ordinal).Select(c => $"{c.Actor} {c.Plane.Value}")));
        yield return Same("who strikes", "V2", impact.Striking.Value ?? "unknown");
        yield return Same("surface and light", "Wet Daylight", $"{record.Environment.Surface.Value} {record.Environment.Lighting.Value}");
        yield return SelfCheck.OfNumber("turn: speed limit, km/h", 56, record.Road.SpeedLimitsKmh.Value is [var limit] ? limit : double.NaN, 0.5, Words);

        static SelfCheck Same(string name, string expected, string found) => SelfCheck.OfText("turn: " + name, expected, found, Words);
    }

    private static IEnumerable<SelfCheck> Animal(CancellationToken cancellationToken)
    {
        var record = Read("deer", Deer, cancellationToken);
        var truck = record.Actors[0];
        yield return SelfCheck.OfText("deer: actors", "Pickup Animal", string.Join(' ', record.Actors.Select(a => a.Type.Value)), Words);
        yield return SelfCheck.OfNumbers("deer: heading, deg, and speed, km/h", [180, 80], [truck.HeadingDeg.Value ?? double.NaN, truck.SpeedKmh.Value ?? double.NaN], 0.5, Words + ": 50 mph are 80.5 km/h");
        yield return SelfCheck.OfText("deer: class, light, surface", "Animal DarkUnlighted Unknown", $"{record.CrashClass.Value} {record.Environment.Lighting.Value} {record.Environment.Surface.Value}", Words);
        yield return SelfCheck.OfText("deer: avoidance", "SteerLeft", string.Join(' ', truck.Avoidance.Value), Words);
        yield return SelfCheck.OfText(
            "deer: every stated fact quotes the text", "True", (truck.SpeedKmh.Evidence is { } span && Deer.Contains(span.Quote, StringComparison.Ordinal)).ToString(), "docs/crash-reports.md");
    }

    private static SelfCheck Refusal(CancellationToken cancellationToken)
    {
        string found;
        try
        {
            found = Read("recipe", "Whisk two eggs with a cup of flour and bake for twenty minutes.", cancellationToken).Actors.Count == 0 ? "no actors" : "a crash";
        }
        catch (RefusedException)
        {
            found = "refused";
        }

        return SelfCheck.OfText("a text that tells of no crash", "refused", found, "docs/crash-reports.md");
    }

    private static IEnumerable<SelfCheck> Sentences(CancellationToken cancellationToken)
    {
        (string Text, string Sha256)[] sentences =
        [
            ("a cyclist crosses from behind a parked bus in the rain", "758607b52f3529547a61729c817b45a793d8d6ea038ab74596eebb5af88dbe60"),
            ("the car ahead brakes hard", "e9fe01e9565f273713705e400a25ff06b72da4c32897ba1fa1ce2989457cf69c"),
            ("a truck turns left across the path of the ego at a crossing", "91bbf26108a2a01c747dbc7219c39e5cbdcdff89404f3a3d13f0d86d98f98d3d"),
        ];
        var generator = new TextGenerator();
        foreach (var (text, expected) in sentences)
        {
            var request = new GenerateRequest { Entry = "self-test", From = Setting.Map(("text", Setting.Scalar(text))), SuiteSeed = 7 };
            var scenario = generator.Generate(request, generator.Plan(request, cancellationToken).Single(), 7, cancellationToken);
            string found = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario)));
            yield return SelfCheck.OfText($"scenario of '{text}'", expected, found, Own);
        }
    }

    private static CrashRecord Read(string id, string text, CancellationToken cancellationToken) =>
        new RuleExtractor().Extract(new CrashReport { Id = id, Text = text }, cancellationToken);
}
