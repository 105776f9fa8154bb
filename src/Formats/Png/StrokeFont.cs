using Sim.Geometry;

namespace Sim.Formats.Png;

/// <summary>The built-in font: ASCII and a few signs as strokes on a grid of 6 rows from capitals' top to the base line and 2 below. Thread-safe.</summary>
internal static class StrokeFont
{
    /// <summary>The base line, units below the capitals' top.</summary>
    public const double BaseLine = 6;

    private const double Gap = 1.7;

    // Pairs of digits are points (column, row); a space begins a new stroke.
    private static readonly (char Sign, string Strokes)[] Drawn =
    [
        ('A', "062046 1434"), ('B', "06003041423303 3344453606"), ('C', "4130100105163645"), ('D', "00062644422000"), ('E', "40000646 0333"),
        ('F', "400006 0333"), ('G', "41301001051636454323"), ('H', "0006 4046 0343"), ('I', "0020 1016 0626"), ('J', "3035261605"),
        ('K', "0006 4004 1346"), ('L', "000646"), ('M', "0600234046"), ('N', "06004640"), ('O', "103041453616050110"),
        ('P', "06003041423303"), ('Q', "103041453616050110 2446"), ('R', "06003041423303 2346"), ('S', "413010010213334445361605"), ('T', "0040 2026"),
        ('U', "000516364540"), ('V', "002640"), ('W', "0016325660"), ('X', "0046 4006"), ('Y', "002340 2326"), ('Z', "00400646"),
        ('a', "02223336 341405162635"), ('b', "0006 0312223335261605"), ('c', "3322120305162635"), ('d', "3036 3322120305162635"), ('e', "04343322120305162635"),
        ('f', "201116 0222"), ('g', "3322120305162635 32372808"), ('h', "0006 0312223336"), ('i', "0206 0000"), ('j', "121708 1010"),
        ('k', "0006 3205 1436"), ('l', "000516"), ('m', "0206 03122326 23324346"), ('n', "0206 0312223336"), ('o', "122233352616050312"),
        ('p', "0208 0312223335261605"), ('q', "3238 3322120305162635"), ('r', "0206 031222"), ('s', "3212031424352606"), ('t', "101526 0222"),
        ('u', "0205162635 3236"), ('v', "022642"), ('w', "0216233642"), ('x', "0236 3206"), ('y', "0226 4218"), ('z', "02320636"),
        ('0', "102031352616050110"), ('1', "011016 0626"), ('2', "01103041420646"), ('3', "01103041423313 334445361605"), ('4', "36300444"),
        ('5', "40000312324345361605"), ('6', "413010010516364544331304"), ('7', "004016"), ('8', "103041423313020110 1304051636454433"), ('9', "051636454130100102133342"),
        ('.', "0606"), (',', "1607"), (':', "0303 0606"), (';', "1313 1607"), ('!', "0004 0606"), ('?', "01103041422324 2626"), ('\'', "0001"), ('"', "0001 2021"),
        ('-', "0333"), ('_', "0747"), ('+', "0343 2125"), ('=', "0242 0444"), ('/', "4006"), ('\\', "0046"), ('(', "10010516"), (')', "00111506"),
        ('[', "10000616"), (']', "00101606"), ('{', "20111203141526"), ('}', "00111223141506"), ('<', "310335"), ('>', "013305"), ('|', "0007"),
        ('#', "1016 3036 0242 0444"), ('%', "4006 0010110100 3545463635"), ('&', "4602011021220405162644"), ('*', "2125 0244 0442"),
        ('@', "3322131424344341301001051636"), ('^', "022042"), ('~', "03123443"), ('`', "0011"), ('$', "413010010213334445361605 2026"),
        ('²', "0010110212"), ('…', "0606 2626 4646"), ('≤', "300234 0636"), ('≥', "003204 0636"), ('·', "0303"), ('–', "0343"), ('→', "0343 214325"),
        ('°', "0010110100"), ('µ', "0208 0205162635 3236"),
    ];

    private static readonly Dictionary<int, Glyph> Glyphs = Drawn.ToDictionary(d => (int)d.Sign, d => Parse(d.Strokes));
    private static readonly Glyph Space = new([], 2.6);
    private static readonly Glyph Box = Parse("0030360600");

    /// <summary>Pixels of a unit in a font of a size.</summary>
    public static double UnitOf(double size) => size * 0.12;

    /// <summary>The sign of a character.</summary>
    public static Glyph Of(int rune) => rune == ' ' ? Space : Glyphs.GetValueOrDefault(rune, Box);

    /// <summary>Width of a text, pixels.</summary>
    public static double Measure(string text, double size)
    {
        double units = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units += Of(rune.Value).Advance;
        }

        return units * UnitOf(size);
    }

    private static Glyph Parse(string strokes)
    {
        var lines = new List<IReadOnlyList<Vector2d>>();
        double width = 0;
        foreach (string stroke in strokes.Split(' '))
        {
            var points = new Vector2d[stroke.Length / 2];
            for (int i = 0; i < points.Length; i++)
            {
                points[i] = new(stroke[2 * i] - '0', stroke[2 * i + 1] - '0');
                width = Math.Max(width, points[i].X);
            }

            lines.Add(points);
        }

        return new Glyph(lines, width + Gap);
    }

    /// <summary>A sign.</summary>
    /// <param name="Lines">Its strokes, units.</param>
    /// <param name="Advance">Units to the next sign.</param>
    internal sealed record Glyph(IReadOnlyList<IReadOnlyList<Vector2d>> Lines, double Advance);
}
