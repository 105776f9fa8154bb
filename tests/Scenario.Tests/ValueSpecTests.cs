using FsCheck;
using FsCheck.Fluent;

namespace Sim.Tests;

public class ValueSpecTests
{
    private static IEnumerable<string> Texts(string spec) => ValueSpec.Parse(spec).Values.Select(v => v.Text);

    [Theory]
    [InlineData("50 km/h", "50 km/h")]
    [InlineData("50km/h", "50 km/h")]
    [InlineData("50 | 75 | 100 %", "50 %,75 %,100 %")]
    [InlineData("1 m | 2 | 3 m", "1 m,2 m,3 m")]
    [InlineData("10..50 km/h step 10 km/h", "10 km/h,20 km/h,30 km/h,40 km/h,50 km/h")]
    [InlineData("10 .. 25 km/h step 10", "10 km/h,20 km/h")]
    [InlineData("0..0.3 step 0.1", "0,0.1,0.2,0.3")]
    [InlineData("0..1 s step 500 ms", "0 s,0.5 s,1 s")]
    [InlineData("-0.2..0.2 m step 0.2", "-0.2 m,0 m,0.2 m")]
    [InlineData("0..10 step 5 | 20 m", "0 m,5 m,10 m,20 m")]
    [InlineData("left | right", "left,right")]
    [InlineData("-75 %", "-75 %")]
    [InlineData("1e-3", "0.001")]
    [InlineData("1.50e1 m", "15 m")]
    [InlineData("-0", "0")]
    [InlineData("30°", "30 deg")]
    [InlineData("3 m/s²", "3 m/s^2")]
    [InlineData("5 1", "5")]
    [InlineData("euro-ncap/ccrs", "euro-ncap/ccrs")]
    public void Values_read_into_canonical_texts(string spec, string expected) => Assert.Equal(expected, string.Join(',', Texts(spec)));

    [Theory]
    [InlineData("36 km/h", 10)]
    [InlineData("10 mph", 4.4704)]
    [InlineData("1 kn", 1852.0 / 3600)]
    [InlineData("10 ft", 3.048)]
    [InlineData("180 deg", Math.PI)]
    [InlineData("90 deg/s", Math.PI / 2)]
    [InlineData("1 g", 9.80665)]
    [InlineData("75 %", 0.75)]
    [InlineData("250 us", 0.00025)]
    [InlineData("1.5 min", 90)]
    [InlineData("2 t", 2000)]
    [InlineData("5 cm", 0.05)]
    public void Units_convert_to_si(string text, double si) => Assert.Equal(si, Quantity.Parse(text).Si, 1e-15 * Math.Max(1, si));

    [Theory]
    [InlineData("", 1, "found the end, expected a number")]
    [InlineData("50 kmh", 4, "found 'kmh', expected a unit; did you mean 'km/h'?")]
    [InlineData("50 km/h | 3 m", 11, "same kind of unit")]
    [InlineData("50 km/h | 3", 11, "last value without a unit")]
    [InlineData("50..10 m", 5, "an end below the start")]
    [InlineData("1..2 m step 0", 13, "a step that is not positive")]
    [InlineData("1..2 m step 1 s", 13, "the same kind of unit")]
    [InlineData("0..1 rad step 1 deg", 15, "no exact number of rad")]
    [InlineData("0..1 km step 1e-9", 14, "too many values")]
    [InlineData("10 m..20 m | 3..4 m", 1, "a range without a step in a list")]
    [InlineData("10 m..20 km", 3, "km as at its end")]
    [InlineData("left | 3", 8, "words only")]
    [InlineData("3 | left", 5, "numbers only")]
    [InlineData("1 | 1.0", 5, "'1' a second time")]
    [InlineData("1e99", 1, "magnitude")]
    [InlineData("1e-99", 1, "magnitude")]
    [InlineData("1 |", 4, "found the end")]
    [InlineData("1..", 4, "found the end")]
    [InlineData("a;b", 2, "';' in a word")]
    [InlineData("--3", 1, "expected a number")]
    [InlineData("3 m 4", 5, "found '4'")]
    public void Errors_name_the_character(string spec, int character, string message)
    {
        var e = Assert.Throws<InputException>(() => ValueSpec.Parse(spec));

        Assert.Contains(message, e.Detail, StringComparison.Ordinal);
        Assert.Contains($"character {character}:", e.Detail, StringComparison.Ordinal);
        Assert.Equal(character, e.Column);
    }

    [Fact]
    public void A_range_without_step_is_continuous()
    {
        var spec = ValueSpec.Parse("10..50 km/h");

        Assert.True(spec.IsContinuous);
        Assert.Equal((10m, 50m, Dimension.Speed), (spec.Min!.Value.Number, spec.Max!.Value.Number, spec.Dimension));
        Assert.Empty(spec.Values);
    }

    [Fact]
    public void A_list_of_scalars_means_the_same_as_its_text()
    {
        var list = new Setting { Kind = SettingKind.List, Items = [Setting.Scalar("50"), Setting.Scalar("75 %")] };

        Assert.Equal(["50 %", "75 %"], ValueSpec.Parse(list).Values.Select(v => v.Text));
    }

    [Fact]
    public void Steps_are_exact_decimals_and_end_where_written() => Prop.ForAll<int, PositiveInt, PositiveInt>((start, step, count) =>
    {
        int n = count.Get % 200;
        decimal low = start / 100m, by = step.Get / 1000m;
        var spec = ValueSpec.Parse(FormattableString.Invariant($"{low}..{low + n * by} m step {by} m"));
        return spec.Values.Count == n + 1 && spec.Values[n].Quantity!.Value.Number == low + n * by && spec.Values.Select((v, i) => v.Quantity!.Value.Number == low + i * by).All(x => x);
    }).Holds();

    [Fact]
    public void Canonical_text_reads_back_as_itself() => Prop.ForAll<int, NonNegativeInt>((number, digits) =>
    {
        decimal value = number;
        for (int i = 0; i < digits.Get % 10; i++)
        {
            value /= 10;
        }

        return Unit.All.All(unit => Quantity.Parse(new Quantity(value, unit).Text) is var back && back == new Quantity(value, unit) && back.Text == new Quantity(value, unit).Text);
    }).Holds();

    [Fact]
    public void Any_text_gives_values_or_an_input_error() => Prop.ForAll<string>(text =>
    {
        try
        {
            var spec = ValueSpec.Parse(text ?? "");
            return spec.IsContinuous || spec.Values.Count > 0;
        }
        catch (InputException e)
        {
            return e.Column > 0;
        }
    }).Holds();

    [Fact]
    public void Getters_check_kind_unit_and_range()
    {
        var map = Setting.Map(("gap", Setting.Scalar("500 cm")), ("t", Setting.Scalar("0.1 s")), ("odd", Setting.Scalar("0.1 us")), ("on", Setting.Scalar("yes")), ("model", Setting.Scalar("kinematic_bicycle")), ("n", Setting.Scalar("7")));
        var reader = new SettingReader(map, "a test");

        Assert.Equal(5, reader.Length("gap"));
        Assert.Null(reader.Speed("none"));
        Assert.Equal(100_000, reader.Duration("t"));
        Assert.Equal(VehicleModel.KinematicBicycle, reader.Choice<VehicleModel>("model"));
        Assert.Equal(7, reader.Int("n", 0, 9));
        Assert.Equal("'n' is 7, but must be at most 6", Assert.Throws<InputException>(() => reader.Int("n", max: 6)).Detail);
        Assert.Equal("'gap' is 500 cm, but must be from 6 m to 9 m", Assert.Throws<InputException>(() => reader.Length("gap", 6, 9)).Detail);
        Assert.Contains("no such quantity; write a speed", Assert.Throws<InputException>(() => reader.Speed("gap")).Detail, StringComparison.Ordinal);
        Assert.Contains("whole number of microseconds", Assert.Throws<InputException>(() => reader.Duration("odd")).Detail, StringComparison.Ordinal);
        Assert.Contains("write true or false", Assert.Throws<InputException>(() => reader.Bool("on")).Detail, StringComparison.Ordinal);
    }
}
