using System.Globalization;
using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>Elementary functions, the random stream, seeds, Sobol points.</summary>
internal sealed class NumericsSelfTest : ISelfTest
{
    // Two units in the last place of a number between 1/2 and 1, scaled.
    private const double Ulp2 = 2.3e-16;

    /// <inheritdoc/>
    public string Name => "numerics";

    /// <inheritdoc/>
    public string Description => "Elementary functions, random stream, seeds, Sobol points: bits, published answers and decimal expansions.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) =>
    [
        SelfCheck.OfText("bits of 25 elementary functions", PinnedFigures.Expected, PinnedFigures.Found(), "SHA-256 of own output; accuracy held by the checks below", PinnedFigures.Values),
        .. Elementary(),
        .. Random(),
        Sobol3(),
    ];

    private static IEnumerable<SelfCheck> Elementary()
    {
        (string Name, double Expected, double Found)[] values =
        [
            ("sin 1", 0.84147098480789650665, Pinned.Sin(1)),
            ("cos 1", 0.54030230586813971740, Pinned.Cos(1)),
            ("tan 1", 1.55740772465490223051, Pinned.Tan(1)),
            ("sin 10^22", -0.85220084976718880177, Pinned.Sin(1e22)),
            ("atan 1", Math.PI / 4, Pinned.Atan(1)),
            ("atan2 (1, -1)", 3 * Math.PI / 4, Pinned.Atan2(1, -1)),
            ("asin 1/2", Math.PI / 6, Pinned.Asin(0.5)),
            ("acos 1/2", Math.PI / 3, Pinned.Acos(0.5)),
            ("exp 1", 2.71828182845904523536, Pinned.Exp(1)),
            ("log 2", 0.69314718055994530942, Pinned.Log(2)),
            ("log10 2", 0.30102999566398119521, Pinned.Log10(2)),
            ("log1p 10^-10", 9.9999999995000000000e-11, Pinned.Log1p(1e-10)),
            ("expm1 10^-10", 1.00000000005000000000e-10, Pinned.Expm1(1e-10)),
            ("2^(1/2)", 1.41421356237309504880, Pinned.Pow(2, 0.5)),
            ("cube root of 2", 1.25992104989487316477, Pinned.Cbrt(2)),
            ("tanh 1", 0.76159415595576488812, Pinned.Tanh(1)),
            ("erf 1", 0.84270079294971486934, Pinned.Erf(1)),
            ("erfc 1", 0.15729920705028513066, Pinned.Erfc(1)),
            ("normal quantile 0.975", 1.95996398454005423552, Pinned.NormalQuantile(0.975)),
            ("normal distribution at -3", 1.34989803163009452665e-3, Pinned.NormalCdf(-3)),
            ("hypotenuse of 3 and 4", 5, Pinned.Hypot(3, 4)),
        ];
        return values.Select(v => SelfCheck.OfNumber(v.Name, v.Expected, v.Found, Ulp2 * 2 * Math.Abs(v.Expected), "decimal expansion"));
    }

    private static IEnumerable<SelfCheck> Random()
    {
        const string Published = "known answers of Random123, philox4x32, 10 rounds";
        const string Independent = "calculated with another SHA-256";
        yield return Block(0, 0, 0, "e169c58d6627e8d5 9b00dbd8bc57ac4c");
        yield return Block(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, "41c83b0e408f276d 6d5451fda20bc7c6");
        yield return Block(0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, "94fdccebd16cfe09 24126ea15001e420");
        yield return SelfCheck.OfText("seed of nothing", "9a6015e7a2784544", Hex(Seed.Derive(0, "", 0, "")), Independent);
        yield return SelfCheck.OfText("seed of a case", "9e3cb1a6fc82a0ce", Hex(Seed.Derive(7, "cut-ins-3f2a", 0, "traffic")), Independent);
        yield return SelfCheck.OfText("seed of its replica", "2337df7561903f6c", Hex(Seed.Derive(7, "cut-ins-3f2a", 1, "traffic")), Independent);

        static SelfCheck Block(ulong key, ulong low, ulong high, string expected)
        {
            var (a, b) = RandomStream.Block(key, low, high);
            return SelfCheck.OfText($"random block of key {Hex(key)}", expected, $"{Hex(a)} {Hex(b)}", Published, 2);
        }
    }

    private static SelfCheck Sobol3()
    {
        double[] expected =
        [
            0, 0, 0, 0.5, 0.5, 0.5, 0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.375, 0.375, 0.625, 0.875, 0.875, 0.125, 0.625, 0.125, 0.875, 0.125, 0.625, 0.375,
        ];
        double[] found = new double[expected.Length];
        var sobol = new Sobol(3);
        for (int i = 0; i < found.Length / 3; i++)
        {
            sobol.Point((ulong)i, found.AsSpan(3 * i, 3));
        }

        return SelfCheck.OfNumbers("Sobol points of 3 dimensions", expected, found, 0, "by hand from the direction numbers of Joe and Kuo");
    }

    private static string Hex(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
