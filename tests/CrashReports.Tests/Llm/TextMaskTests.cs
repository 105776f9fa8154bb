using Sim.Plugins.CrashReports.Llm;
using Sim.Plugins.CrashReports.Llm.Masking;
using Sim.Tests.CrashReports.Checking;

namespace Sim.Tests.CrashReports.Llm;

public sealed class TextMaskTests
{
    private const MaskKinds Every = MaskKinds.Names | MaskKinds.Plates | MaskKinds.Addresses;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("The driver, John Smith, was alone.", "John Smith")]
    [InlineData("Officer Daniel O'Brien measured the marks.", "Daniel")]
    [InlineData("Mrs. Kowalski turned left.", "Kowalski")]
    [InlineData("V1 was driven by a man named Pieter de Vries.", "Pieter")]
    [InlineData("Maria Lopez drove V2. Lopez braked.", "Lopez")]
    [InlineData("V1 with license plate 7ABC123 was red.", "7ABC123")]
    [InlineData("The plate number was KLM-4512.", "KLM-4512")]
    [InlineData("A car, registration AB12 CDE, fled.", "AB12 CDE")]
    [InlineData("Its VIN is 1HGCM82633A004352.", "1HGCM82633A004352")]
    [InlineData("It happened at 1245 North Maple Avenue.", "Maple")]
    [InlineData("She lives at 17 Oak Lane.", "Oak Lane")]
    [InlineData("The crash was on Jefferson Street.", "Jefferson")]
    [InlineData("He came from Springfield, IL 62704.", "Springfield")]
    public void What_names_somebody_or_some_place_is_hidden_at_equal_length(string text, string hidden)
    {
        string masked = TextMask.Apply(text, Every);
        Assert.Equal(text.Length, masked.Length);
        Assert.DoesNotContain(hidden, masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Vehicle 1, a 1999 Ford F-150, and Vehicle 2, a 2003 Toyota RAV4, met on a two-lane road.")]
    [InlineData("The Left Lane and the Right Lane were closed. The Stop Sign was down.")]
    [InlineData("V1, a 2004 BMW 325, was northbound on a state highway at 45 mph.")]
    [InlineData("The posted speed limit was 72 KPH (45 MPH). Traffic on the Interstate was light.")]
    [InlineData("The Driver of V1 was a 34-year-old male.")]
    [InlineData("V2 was a 1984 Buick Park Avenue with a trailer.")]
    public void What_names_nobody_stays(string text) => Assert.Equal(text, TextMask.Apply(text, Every));

    [Fact]
    public void Kinds_are_hidden_one_by_one_and_the_same_name_gets_the_same_placeholder()
    {
        const string Text = "John Smith of 12 Elm Street drove plate ABC-1234. Then John Smith left.";
        Assert.Equal("[NAME1___] of 12 Elm Street drove plate ABC-1234. Then [NAME1___] left.", TextMask.Apply(Text, MaskKinds.Names));
        Assert.Contains("ABC-1234", TextMask.Apply(Text, MaskKinds.Names | MaskKinds.Addresses), StringComparison.Ordinal);
        Assert.Equal(Text, TextMask.Apply(Text, MaskKinds.None));
        Assert.Equal(["addresses", "names", "plates"], TextMask.Words(Every));
    }

    [Fact]
    public void The_narratives_of_our_own_keep_their_vehicles_and_roads()
    {
        foreach (var narrative in Narrative.Reports)
        {
            string masked = TextMask.Apply(narrative.Text, MaskKinds.Names | MaskKinds.Plates);
            Assert.Equal((narrative.Id, narrative.Text), (narrative.Id, masked));
        }
    }

    [Fact]
    public void Nothing_hidden_is_sent_and_the_evidence_is_literal_in_the_original()
    {
        string text = Gold.Text.Replace("The driver of Vehicle #1 looked", "The driver of Vehicle #1, John Smith, with the plate KLM-4512, looked", StringComparison.Ordinal)
            .Replace("a utility pole", "a utility pole at 12 Elm Street", StringComparison.Ordinal);
        var gold = Gold.Record(text);
        var model = new ScriptedModel(gold);
        using var rig = new Rig((request, _) => model.Answer(request), o => o with { Mask = Every });

        var record = rig.Extractor.Extract(Gold.Report with { Text = text }, Token);

        Assert.Equal(Gold.Says(gold), Gold.Says(record));
        Assert.Equal(["addresses", "names", "plates"], Assert.Single(record.Egress).Masked);
        Assert.All(rig.Service.Seen, seen => Assert.All((string[])["Smith", "KLM", "Elm"], secret => Assert.DoesNotContain(secret, seen.Body.GetRawText(), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_quote_of_a_placeholder_becomes_the_words_behind_it()
    {
        const string Text = "Vehicle 1 was driven by John Smith and\nwent north.";
        var sent = SentText.Of(Text, Every);
        Assert.Equal("Vehicle 1 was driven by [NAME1___] and went north.", sent.Text);
        var span = sent.Find("by [NAME1___] and went")!.Value;
        Assert.Equal("by John Smith and\nwent", span.Quote);
        Assert.Equal(span.Quote, Text[span.Start..span.End]);
        Assert.Equal("by [NAME1___] and went", sent.Sent(span));
        Assert.Null(sent.Find("John Smith"));
    }
}
