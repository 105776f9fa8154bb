using Sim.Geometry;

namespace Sim.Formats.Png;

/// <summary>
/// A picture of pixels to draw on: polygons, lines and text with smooth edges, the same pixels on every machine. Coordinates are pixels, x to the right,
/// y down, the first pixel covers 0 to 1. What lies outside the picture or the clip, or is not finite, is left out. Not thread-safe.
/// </summary>
public sealed class Raster
{
    private const int SubRows = 4;
    private const double MaxCoordinate = 1e7;
    private readonly byte[] _rgb;
    private readonly double[] _row;
    private readonly List<(double X, int Winding)> _crossings = [];
    private int _left;
    private int _top;
    private int _right;
    private int _bottom;

    /// <summary>A white picture.</summary>
    /// <param name="width">Pixels, 1 to 16,384.</param>
    /// <param name="height">Pixels, 1 to 16,384.</param>
    public Raster(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 16_384);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 16_384);
        (Width, Height) = (width, height);
        _rgb = new byte[3 * width * height];
        Array.Fill(_rgb, (byte)255);
        _row = new double[width];
        Clip(0, 0, width, height);
    }

    /// <summary>Width, pixels.</summary>
    public int Width { get; }

    /// <summary>Height, pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row from the top.</summary>
    public ReadOnlySpan<byte> Pixels => _rgb;

    /// <summary>From now on nothing is drawn outside this rectangle.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="right">One past the last column.</param>
    /// <param name="bottom">One past the last row.</param>
    public void Clip(int left, int top, int right, int bottom)
    {
        (_left, _top) = (Math.Clamp(left, 0, Width), Math.Clamp(top, 0, Height));
        (_right, _bottom) = (Math.Clamp(right, _left, Width), Math.Clamp(bottom, _top, Height));
    }

    /// <summary>Fills a polygon; where its outline crosses itself, all that it winds around is inside.</summary>
    /// <param name="outline">Its corners.</param>
    /// <param name="colour">The colour.</param>
    public void Fill(ReadOnlySpan<Vector2d> outline, Rgba colour)
    {
        double top = double.PositiveInfinity, bottom = double.NegativeInfinity;
        foreach (var p in outline)
        {
            if (!Drawable(p))
            {
                return;
            }

            (top, bottom) = (Math.Min(top, p.Y), Math.Max(bottom, p.Y));
        }

        int last = Pixel(Math.Ceiling(bottom), _top, _bottom);
        for (int y = Pixel(Math.Floor(top), _top, _bottom); y < last; y++)
        {
            Array.Clear(_row, _left, _right - _left);
            for (int sub = 0; sub < SubRows; sub++)
            {
                Cross(outline, y + (sub + 0.5) / SubRows);
            }

            for (int x = _left; x < _right; x++)
            {
                Blend(x, y, _row[x], colour);
            }
        }
    }

    /// <summary>Draws a line with round ends and joins; a single point is a dot.</summary>
    /// <param name="points">Its points.</param>
    /// <param name="width">Its width, pixels, positive.</param>
    /// <param name="colour">The colour.</param>
    public void Stroke(ReadOnlySpan<Vector2d> points, double width, Rgba colour)
    {
        // What is drawn twice by two segments must not be darker: the line is gathered in a mask first.
        double reach = width / 2 + 0.5;
        double minX = double.PositiveInfinity, minY = double.PositiveInfinity, maxX = double.NegativeInfinity, maxY = double.NegativeInfinity;
        foreach (var p in points)
        {
            if (!Drawable(p))
            {
                return;
            }

            (minX, maxX) = (Math.Min(minX, p.X), Math.Max(maxX, p.X));
            (minY, maxY) = (Math.Min(minY, p.Y), Math.Max(maxY, p.Y));
        }

        int left = Pixel(Math.Floor(minX - reach), _left, _right), right = Pixel(Math.Ceiling(maxX + reach), _left, _right);
        int top = Pixel(Math.Floor(minY - reach), _top, _bottom), bottom = Pixel(Math.Ceiling(maxY + reach), _top, _bottom);
        if (left >= right || top >= bottom)
        {
            return;
        }

        var mask = new double[(right - left) * (bottom - top)];
        for (int i = 0; i < points.Length; i++)
        {
            if (i > 0 || points.Length == 1)
            {
                Cover(mask, left, top, right, bottom, points[Math.Max(0, i - 1)], points[i], reach);
            }
        }

        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                Blend(x, y, mask[(y - top) * (right - left) + x - left], colour);
            }
        }
    }

    /// <summary>Writes a text; characters that the built-in font lacks appear as a box.</summary>
    /// <param name="text">The text, one line.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Base line.</param>
    /// <param name="size">Size of the font, pixels: capitals are 0.72 of it.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="bold">Thicker.</param>
    /// <returns>Width of the text, pixels.</returns>
    public double Text(string text, double x, double y, double size, Rgba colour, bool bold = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        double at = x;
        double unit = StrokeFont.UnitOf(size);
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = StrokeFont.Of(rune.Value);
            if (at < _right && at + glyph.Advance * unit > _left)
            {
                foreach (var line in glyph.Lines)
                {
                    var points = new Vector2d[line.Count];
                    for (int i = 0; i < points.Length; i++)
                    {
                        points[i] = new(at + line[i].X * unit, y + (line[i].Y - StrokeFont.BaseLine) * unit);
                    }

                    Stroke(points, size * (bold ? 0.125 : 0.085), colour);
                }
            }

            at += glyph.Advance * unit;
        }

        return at - x;
    }

    /// <summary>Width of a text in a font of a size, pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size of the font, pixels.</param>
    public static double Measure(string text, double size)
    {
        ArgumentNullException.ThrowIfNull(text);
        return StrokeFont.Measure(text, size);
    }

    private static bool Drawable(Vector2d p) => Math.Abs(p.X) <= MaxCoordinate && Math.Abs(p.Y) <= MaxCoordinate;

    private static int Pixel(double at, int least, int most) => at <= least ? least : at >= most ? most : (int)at;

    private void Cross(ReadOnlySpan<Vector2d> outline, double y)
    {
        _crossings.Clear();
        for (int i = 0; i < outline.Length; i++)
        {
            var a = outline[i];
            var b = outline[i + 1 < outline.Length ? i + 1 : 0];
            if (a.Y <= y != b.Y <= y)
            {
                _crossings.Add((a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X), a.Y < b.Y ? 1 : -1));
            }
        }

        _crossings.Sort();
        int winding = 0;
        for (int i = 0; i + 1 < _crossings.Count; i++)
        {
            winding += _crossings[i].Winding;
            if (winding != 0)
            {
                Span(_crossings[i].X, _crossings[i + 1].X);
            }
        }
    }

    private void Span(double from, double to)
    {
        (from, to) = (Math.Max(from, _left), Math.Min(to, _right));
        for (int x = Pixel(Math.Floor(from), _left, _right); x < _right && x < to; x++)
        {
            _row[x] += Math.Max(0, Math.Min(to, x + 1) - Math.Max(from, x)) / SubRows;
        }
    }

    private static void Cover(double[] mask, int left, int top, int right, int bottom, Vector2d a, Vector2d b, double reach)
    {
        var along = b - a;
        double squared = along.LengthSquared;
        int last = Pixel(Math.Ceiling(Math.Max(a.Y, b.Y) + reach), top, bottom);
        for (int y = Pixel(Math.Floor(Math.Min(a.Y, b.Y) - reach), top, bottom); y < last; y++)
        {
            // Only the part of the segment within reach of this row can colour it.
            double centre = y + 0.5;
            double from = 0, to = 1;
            if (Math.Abs(along.Y) > 1e-9)
            {
                double one = (centre - reach - a.Y) / along.Y, other = (centre + reach - a.Y) / along.Y;
                (from, to) = (Math.Clamp(Math.Min(one, other), 0, 1), Math.Clamp(Math.Max(one, other), 0, 1));
            }

            double x0 = a.X + from * along.X, x1 = a.X + to * along.X;
            int end = Pixel(Math.Ceiling(Math.Max(x0, x1) + reach), left, right);
            for (int x = Pixel(Math.Floor(Math.Min(x0, x1) - reach), left, right); x < end; x++)
            {
                var p = new Vector2d(x + 0.5, centre);
                double t = squared > 0 ? Math.Clamp((p - a).Dot(along) / squared, 0, 1) : 0;
                double covered = Math.Clamp(reach - p.DistanceTo(a + along * t), 0, 1);
                ref double cell = ref mask[(y - top) * (right - left) + x - left];
                cell = Math.Max(cell, covered);
            }
        }
    }

    private void Blend(int x, int y, double covered, Rgba colour)
    {
        double alpha = Math.Min(1, covered) * colour.A;
        if (alpha <= 0)
        {
            return;
        }

        int at = 3 * (y * Width + x);
        _rgb[at] = Mix(_rgb[at], colour.R, alpha);
        _rgb[at + 1] = Mix(_rgb[at + 1], colour.G, alpha);
        _rgb[at + 2] = Mix(_rgb[at + 2], colour.B, alpha);
    }

    private static byte Mix(byte below, byte above, double alpha) => (byte)Math.Clamp(Math.Floor(below + (above - below) * alpha + 0.5), 0, 255);
}
