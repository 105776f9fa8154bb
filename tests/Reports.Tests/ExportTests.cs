using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sim.Maps;
using Sim.Reports.Exports;

namespace Sim.Tests.Reports;

public class ExportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Key_moments_are_start_first_unsafe_braking_contact_and_end()
    {
        var (result, recording) = CutIn(11);
        var moments = KeyMoments.Of(result, recording);

        Assert.NotEmpty(recording.Contacts);
        Assert.Equal("start", moments[0].Label);
        Assert.Contains(moments, m => m.Label.Contains("min_ttc", StringComparison.Ordinal));
        Assert.Contains(moments, m => m.Label.Contains("the ego brakes", StringComparison.Ordinal));
        // The drive ends where they touch: one picture, two names.
        Assert.Equal("contact, end", moments[^1].Label);
        Assert.InRange(moments.Count, 3, 5);
        Assert.Equal(moments.OrderBy(m => m.Step), moments);
        Assert.Equal(recording.Contacts[0].TimeUs, moments[^1].TimeUs);
    }

    [Fact]
    public void Without_a_contact_the_worst_instant_is_shown_and_without_metrics_the_closest()
    {
        var (result, recording) = CutIn(30);
        Assert.Empty(recording.Contacts);
        Assert.Contains(KeyMoments.Of(result, recording), m => m.Label.Contains("worst min_ttc", StringComparison.Ordinal));
        var bare = KeyMoments.Of(result with { Assessments = [] }, recording);
        Assert.Contains(bare, m => m.Label.Contains("closest", StringComparison.Ordinal));
        Assert.Equal(5, bare.Count);
    }

    [Fact]
    public void The_same_case_gives_the_same_files()
    {
        var (result, recording) = CutIn(6);
        foreach (string kind in CaseExports.Kinds)
        {
            Assert.Equal(CaseExports.Write(kind, result, recording), CaseExports.Write(kind, result, recording));
        }
    }

    [Fact]
    public void A_strip_shows_names_speeds_and_times_as_text()
    {
        var (result, recording) = CutIn(6);
        string[] texts = [.. Parse(CaseExports.Write("svg", result, recording)).Descendants(Svg + "text").Select(t => t.Value)];

        Assert.Contains(texts, t => t.StartsWith("ego 28.0 m/s", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.StartsWith("cutter ", StringComparison.Ordinal));
        Assert.Contains("0.00 s", texts);
        Assert.Contains("speed, m/s", texts);
        Assert.Contains("min_ttc, s", texts);
    }

    [Fact]
    public void A_thousand_hostile_texts_end_as_text()
    {
        var (result, recording) = CutIn(6);
        foreach (string payload in HostilePayloads.All)
        {
            var hostile = recording with
            {
                Name = payload,
                Tracks = [.. recording.Tracks.Select(t => t.Id == "cutter" ? t with { Id = payload } : t)],
                Contacts = [.. recording.Contacts.Select(c => c with { B = payload })],
                Provenance = recording.Provenance with { Licence = payload },
            };
            var told = result with
            {
                Assessments = [.. result.Assessments.Select(a => a with
                {
                    Assessor = payload,
                    LeadingMetric = payload,
                    Evidence = [new Evidence(payload, null, [payload])],
                    Metrics = [.. a.Metrics.Select(m => m.Name == "min_ttc" ? m with { Name = payload, Unit = payload, Value = m.Value with { Actors = ["ego", payload] } } : m)],
                })],
            };
            byte[] svg = CaseExports.Write("svg", told, hostile);
            var page = Parse(svg);
            Assert.All(page.Descendants(), e => Assert.Contains(e.Name.LocalName, (string[])["svg", "title", "rect", "polygon", "polyline", "text"]));
            Assert.All(page.Descendants().SelectMany(e => e.Attributes()), a => Assert.False(a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Value.Contains("javascript", StringComparison.OrdinalIgnoreCase)));
            Assert.InRange(svg.Length, 1000, 2_000_000);
        }
    }

    [Fact]
    public void Hostile_texts_end_in_bounded_files_of_every_form()
    {
        var (result, recording) = CutIn(6);
        recording = recording.Slice(recording.StepCount - 12, 12);
        foreach (string payload in HostilePayloads.Some(40).Where(p => p.Length < 10_000))
        {
            var hostile = recording with { Name = payload, Tracks = [.. recording.Tracks.Select(t => t.Id == "ego" ? t : t with { Id = payload + t.Id })] };
            var told = result with { Assessments = [.. result.Assessments.Select(a => a with { Assessor = payload, Evidence = [new Evidence(payload, -1, [payload])] })] };
            foreach (string kind in CaseExports.Kinds)
            {
                Assert.InRange(CaseExports.Write(kind, told, hostile).Length, 1000, 4_000_000);
            }
        }
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("no map")]
    [InlineData("one actor")]
    [InlineData("vanished")]
    [InlineData("no ego")]
    [InlineData("nobody there")]
    [InlineData("not a number")]
    [InlineData("one step")]
    public void Recordings_with_little_in_them_are_drawn_too(string what)
    {
        var (result, recording) = CutIn(6);
        recording = what switch
        {
            "empty" => recording with { StepCount = 0, Tracks = [], Contacts = [], Answers = [], Events = [] },
            "no map" => recording with { Map = RoadMap.Empty },
            "one actor" => recording with { Tracks = [recording.Ego()!] },
            "vanished" => recording with { Tracks = [.. recording.Tracks.Select(t => t.Slice(0, 10)!)] },
            "no ego" => recording with { EgoId = null },
            "nobody there" => recording with { Tracks = [.. recording.Tracks.Select(t => t with { Presence = new bool[t.Count] })] },
            "not a number" => recording with { Tracks = [.. recording.Tracks.Select(t => t with { X = t.X.ToArray().Select((x, i) => i % 3 == 0 ? double.NaN : i % 3 == 1 ? double.PositiveInfinity : x).ToArray() })] },
            _ => recording.Slice(0, 1),
        };
        foreach (var told in (CaseResult[])[result, result with { Assessments = [] }])
        {
            string svg = Encoding.UTF8.GetString(CaseExports.Write("svg", told, recording));
            Parse(Encoding.UTF8.GetBytes(svg));
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
            Assert.NotEmpty(CaseExports.Write("png", told, recording));
            Assert.NotEmpty(CaseExports.Write("gltf", told, recording));
        }
    }

    private static (CaseResult Result, Recording Recording) CutIn(double gapM)
    {
        var run = SampleRun.Of(40);
        var row = run.Report.Cases.First(r => r.Result.Case.Key.Parameters["gap"] == FormattableString.Invariant($"{gapM} m"));
        return (row.Result, run.Recordings[row.Result.Case.Id]);
    }

    private static XDocument Parse(byte[] svg)
    {
        using var reader = XmlReader.Create(new MemoryStream(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader);
    }
}
