using FsCheck;
using FsCheck.Fluent;
using Sim.Plugins.CrashReports.Language;

namespace Sim.Tests.CrashReports.Language;

public sealed class TokenTests
{
    [Theory]
    [InlineData("A two-lane road", "a two lane road")]
    [InlineData("48kmph(30MPH)", "48 kmph ( 30 mph )")]
    [InlineData("V1's 2,300 kg", "v1 's 2,300 kg")]
    [InlineData("didn't can't won't cannot", "did not can not will not can not")]
    [InlineData("It rear-ended V-2", "it rear-ended v 2")]
    [InlineData("twenty-five mph", "twenty five mph")]
    [InlineData("a -2.2% grade", "a 2.2 % grade")]
    public void Words_numbers_and_marks_are_cut_apart(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', ReportText.Of(text).Tokens.ToArray().Select(token => token.Norm)));

    [Theory]
    [InlineData("two", 2, false)]
    [InlineData("3rd", 3, true)]
    [InlineData("second", 2, true)]
    [InlineData("thirty five", 35, false)]
    [InlineData("321.4", 321.4, false)]
    [InlineData("-2.2", -2.2, false)]
    public void A_number_has_its_value(string text, double value, bool ordinal)
    {
        Token token = Assert.Single(ReportText.Of(text).Tokens.ToArray());
        Assert.Equal(value, token.Value);
        Assert.Equal(ordinal, token.Ordinal);
    }

    [Theory]
    [InlineData("It was dry. V1 stopped.", 2)]
    [InlineData("V2 was hit by Vehicle. # 1 at approx. 25 mph. It stopped.", 2)]
    [InlineData("The driver was arrested for D.W.I. He was not hurt.", 2)]
    [InlineData("The roadway was\nwet and V1 was\ntraveling north.", 1)]
    [InlineData("Narrative\nVehicle 1 was traveling north on a road that is longer than the heading above it.", 2)]
    [InlineData("The speed was 2.5 m/s at 9 a.m. on Main St. and it rained.", 1)]
    public void Sentences_end_where_they_end(string text, int sentences) => Assert.Equal(sentences, ReportText.Of(text).Sentences.Count);

    [Theory]
    [InlineData("48 kmph", 48, false)]
    [InlineData("30 MPH", 48.28032, true)]
    [InlineData("25 miles per hour", 40.2336, true)]
    [InlineData("50 km/h", 50, false)]
    [InlineData("10 m/s", 36, false)]
    public void A_speed_is_read_in_any_unit(string text, double kmh, bool imperial)
    {
        Assert.True(Measures.TryRead(ReportText.Of(text), 0, out Measure measure));
        Assert.Equal(MeasureKind.Speed, measure.Kind);
        Assert.Equal(kmh, measure.Value, 1e-9);
        Assert.Equal(imperial, measure.IsImperial);
    }

    [Fact]
    public void Tokens_of_any_string_cover_it_in_order_once() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            text ??= "";
            ReportText read = ReportText.Of(text);
            int end = 0;
            foreach (Token token in read.Tokens)
            {
                Assert.True(token.Start >= end && token.End > token.Start && token.End <= text.Length);
                Assert.DoesNotContain(text[end..token.Start], c => char.IsLetterOrDigit(c));
                end = token.End;
            }

            Assert.Equal(read.Count, read.Sentences.Sum(sentence => sentence.Tokens.Length));
            Assert.Equal(read.Count, read.Clauses.Sum(clause => clause.Tokens.Length));
        }).Holds();
}
