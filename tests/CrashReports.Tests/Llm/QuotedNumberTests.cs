using Sim.Plugins.CrashReports.Llm.Answers;

namespace Sim.Tests.CrashReports.Llm;

public sealed class QuotedNumberTests
{
    [Theory]
    [InlineData("posted speed limit of 48 KPH (30\nMPH)", 48, 48.0)]
    [InlineData("posted speed limit of 48 KPH (30\nMPH)", 30, 48.0)]
    [InlineData("a limit of 45 mph", 45, 72.0)]
    [InlineData("forty-five miles per hour", 45, 72.0)]
    [InlineData("65 km/h", 65, 65.0)]
    [InlineData("between 30-35 mph", 35, 56.0)]
    [InlineData("a limit of 45", 45, null)]
    [InlineData("45 mph", 54, null)]
    [InlineData("45 feet", 45, null)]
    [InlineData("Vehicle 45 mph", 4, null)]
    public void Speeds_stand_with_their_unit(string words, double value, double? kmh) => Assert.Equal(kmh, QuotedNumber.SpeedKmh(words, value, out _));

    [Theory]
    [InlineData("48 KPH (30 MPH)", false)]
    [InlineData("40 MPH (64KPH)", false)]
    [InlineData("80 KPH (30 MPH)", true)]
    public void Pairs_that_do_not_fit_are_told(string words, bool told)
    {
        QuotedNumber.SpeedKmh(words, words.StartsWith("40", StringComparison.Ordinal) ? 40 : words.StartsWith("48", StringComparison.Ordinal) ? 48 : 80, out bool disagrees);
        Assert.Equal(told, disagrees);
    }

    [Theory]
    [InlineData("a two-lane road", 2, 2)]
    [InlineData("lane 3", 3, 3)]
    [InlineData("the second lane", 2, 2)]
    [InlineData("in the 2nd lane", 2, 2)]
    [InlineData("a single lane", 1, 1)]
    [InlineData("a two-lane road", 4, null)]
    [InlineData("20 mph in the lane", 20, null)]
    [InlineData("lane 3", 2.5, null)]
    [InlineData("twenty-one lanes", 21, null)]
    public void Counts_are_figures_words_or_ordinals(string words, double value, int? count) => Assert.Equal(count, QuotedNumber.Count(words, value));

    [Theory]
    [InlineData("a radius of curvature of 321.4 meters", 321.4, 321.4)]
    [InlineData("a radius of 1,000 feet", 1000, 304.8)]
    [InlineData("a radius of 300", 300, null)]
    public void Lengths_are_metres(string words, double value, double? metres) => Assert.Equal(metres, QuotedNumber.LengthM(words, value));

    [Theory]
    [InlineData("a -2.2% grade", -2.2, -2.2)]
    [InlineData("a 3 percent downgrade", 3, -3.0)]
    [InlineData("a 3 percent upgrade", 3, 3.0)]
    [InlineData("a 3 degree slope", 3, null)]
    public void Grades_are_percent(string words, double value, double? percent) => Assert.Equal(percent, QuotedNumber.Percent(words, value));
}
