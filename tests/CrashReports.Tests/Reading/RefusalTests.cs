using FsCheck;
using FsCheck.Fluent;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

/// <summary>What is no report is turned away with the reason, and nothing else is ever thrown.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t ", "empty")]
    [InlineData("Das Fahrzeug fuhr auf der Straße und stieß mit einem anderen Auto zusammen, das von links kam.", "\"de\"")]
    [InlineData("Le conducteur du véhicule a perdu le contrôle dans un virage et il a heurté un arbre qui était sur le bord de la route.", "\"fr\"")]
    [InlineData("El conductor del vehículo perdió el control en una curva y chocó con un árbol que estaba al lado de la carretera.", "\"es\"")]
    [InlineData("Il conducente del veicolo ha perso il controllo in una curva e si è scontrato con un albero che era al lato della strada.", "\"it\"")]
    [InlineData("De bestuurder van het voertuig verloor de controle in een bocht en kwam tegen een boom die naast de weg stond.", "\"nl\"")]
    [InlineData("O condutor do veículo perdeu o controle em uma curva e bateu em uma árvore que estava ao lado da estrada.", "\"pt\"")]
    [InlineData("Автомобиль двигался по дороге и столкнулся с другим автомобилем.", "\"unknown\"")]
    [InlineData("The meeting was moved to the afternoon because it was raining and the room was not free.", "no road user")]
    [InlineData("The train left the tracks in the rain near the bridge.", "train")]
    [InlineData("The ship was struck by a wave and sank in the harbour.", "ship")]
    [InlineData("The aircraft landed with its gear up on the runway.", "aircraft")]
    [InlineData("V1 hit V2\0\u0001\u0002\u0003", "binary")]
    public void No_report_is_refused_with_the_reason(string text, string reason)
    {
        var refusal = Assert.Throws<RefusedException>(() => Extract(text));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_ten_megabytes_is_refused_by_its_length() =>
        Assert.Contains("characters", Assert.Throws<RefusedException>(() => Extract(new string('a', 10 << 20))).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_string_gives_a_record_with_literal_quotes_or_a_refusal() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), Words().ToArbitrary(), (odd, words) =>
        {
            string text = words + (odd ?? "");
            try
            {
                CrashRecord record = Extract(text);
                foreach (TextSpan span in Spans(record)) Assert.Equal(text[span.Start..span.End], span.Quote);
                Assert.Equal(CrashJson.Write(record), CrashJson.Write(Extract(text)));
            }
            catch (RefusedException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }).Holds();

    [Fact]
    public void A_text_of_twice_the_length_takes_twice_the_memory()
    {
        const string Paragraph = "Vehicle 1, a 1998 Honda, was traveling north on a two-lane road and, when it turned left, was struck in the left side by the front of V2. ";
        long once = Allocated(string.Concat(Enumerable.Repeat(Paragraph, 200))), twice = Allocated(string.Concat(Enumerable.Repeat(Paragraph, 400)));
        Assert.InRange((double)twice / once, 1.5, 2.6);
    }

    private static long Allocated(string text)
    {
        Mentions.Of(ReportText.Of(text));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Mentions.Of(ReportText.Of(text));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IEnumerable<TextSpan> Spans(CrashRecord record)
    {
        if (record.Environment.Weather.Evidence is { } weather) yield return weather;
        if (record.Environment.Lighting.Evidence is { } light) yield return light;
        if (record.Environment.Surface.Evidence is { } surface) yield return surface;
        if (record.Road.Topology.Evidence is { } topology) yield return topology;
        if (record.Road.MaxLanes.Evidence is { } lanes) yield return lanes;
        if (record.Road.SpeedLimitsKmh.Evidence is { } limits) yield return limits;
        foreach (LegRecord leg in record.Road.Legs)
        {
            if (leg.HeadingDeg.Evidence is { } heading) yield return heading;
            if (leg.Control.Evidence is { } control) yield return control;
            if (leg.LanesIn.Evidence is { } own) yield return own;
        }
    }

    /// <summary>Words of reports in any order.</summary>
    private static Gen<string> Words() =>
        from words in Gen.ListOf(Gen.Elements("V1", "V2", "Vehicle", "#", "1", "the", "a", "was", "struck", "by", "and", ",", ".", "\n", "two", "lane", "lanes", "of", "in", "each", "direction", "northbound", "north", "/", "south", "stop", "sign", "to", "turn", "left",
            "his", "its", "it", "which", "before", "impact", "driver", "Honda", "1998", "bus", "parked", "speed", "limit", "40", "mph", "(", ")", "-", "not", "had", "been", "curve", "divided", "\"", "light", "red", "with", "of"))
        select string.Join(' ', words) + " ";

    private static CrashRecord Extract(string text) => new RuleExtractor().Extract(new CrashReport { Id = "t", Text = text }, CancellationToken.None);
}
