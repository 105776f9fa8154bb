using Sim.Formats;
using Sim.Formats.Png;
using Sim.Geometry;

namespace Sim.Reports.Exports;

/// <summary>A rectangle of a drawing with its own origin; what lies outside is not seen. Points that are not finite are left out. Not thread-safe.</summary>
/// <param name="x">Left edge.</param>
/// <param name="y">Top edge.</param>
/// <param name="width">Width.</param>
/// <param name="height">Height.</param>
internal sealed class DrawnPanel(int x, int y, int width, int height)
{
    private const double FarPixels = 1e5;
    private readonly List<DrawnShape> _shapes = [];

    /// <summary>Left edge.</summary>
    public int X { get; } = x;

    /// <summary>Top edge.</summary>
    public int Y { get; } = y;

    /// <summary>Width.</summary>
    public int Width { get; } = width;

    /// <summary>Height.</summary>
    public int Height { get; } = height;

    /// <summary>What is drawn, the lowest first.</summary>
    public IReadOnlyList<DrawnShape> Shapes => _shapes;

    /// <summary>Fills a polygon.</summary>
    public void Area(IReadOnlyList<Vector2d> points, Rgba colour)
    {
        if (points.Count > 2 && points.All(Near) && Visible(points))
        {
            _shapes.Add(new DrawnArea(points, colour));
        }
    }

    /// <summary>Fills a rectangle.</summary>
    public void Rectangle(double left, double top, double right, double bottom, Rgba colour) => Area([new(left, top), new(right, top), new(right, bottom), new(left, bottom)], colour);

    /// <summary>Draws a line; parts of it that nobody sees, and points that no one can tell apart, are left out.</summary>
    public void Line(IReadOnlyList<Vector2d> points, double lineWidth, Rgba colour)
    {
        var run = new List<Vector2d>();
        for (int i = 0; i < points.Count; i++)
        {
            if (!Near(points[i]))
            {
                End();
                continue;
            }

            if (run.Count > 0 && !Visible([run[^1], points[i]]))
            {
                End();
                run.Add(points[i]);
                continue;
            }

            if (run.Count == 0 || i == points.Count - 1 || run[^1].DistanceTo(points[i]) > 0.4)
            {
                run.Add(points[i]);
            }
        }

        End();

        void End()
        {
            if (run.Count > 1)
            {
                _shapes.Add(new DrawnLine([.. run], lineWidth, colour));
            }

            run.Clear();
        }
    }

    /// <summary>Draws broken lines.</summary>
    public void Dashes(Vector2d from, Vector2d to, double dash, double lineWidth, Rgba colour)
    {
        double length = from.DistanceTo(to);
        for (double at = 0; at < length && length < FarPixels; at += 2 * dash)
        {
            Line([from.Lerp(to, at / length), from.Lerp(to, Math.Min(1, (at + dash) / length))], lineWidth, colour);
        }
    }

    /// <summary>Writes a text, cleaned and cut to a width.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="left">Left end.</param>
    /// <param name="baseLine">Base line.</param>
    /// <param name="size">Size of the font.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="most">Largest width, pixels.</param>
    /// <param name="bold">Thicker.</param>
    /// <param name="halo">True for a light ground behind it.</param>
    public void Text(string text, double left, double baseLine, double size, Rgba colour, double most, bool bold = false, bool halo = false)
    {
        string shown = Fitting(text, size, most);
        if (shown.Length == 0 || !Near(new(left, baseLine)))
        {
            return;
        }

        if (halo)
        {
            Rectangle(left - 3, baseLine - 0.86 * size, left + Raster.Measure(shown, size) + 1, baseLine + 0.3 * size, new Rgba(255, 255, 255, 0.82));
        }

        _shapes.Add(new DrawnText(shown, left, baseLine, size, colour, bold));
    }

    /// <summary>A text cleaned and cut to a width.</summary>
    public static string Fitting(string text, double size, double most)
    {
        int characters = 200;
        string shown = ShownText.Clean(text, characters);
        while (characters > 1 && Raster.Measure(shown, size) > most)
        {
            shown = ShownText.Clean(text, characters = Math.Min(characters - 1, shown.Length - 1 < 1 ? 1 : shown.Length - 1));
        }

        return Raster.Measure(shown, size) > most ? "" : shown;
    }

    private static bool Near(Vector2d p) => Math.Abs(p.X) < FarPixels && Math.Abs(p.Y) < FarPixels;

    private bool Visible(IReadOnlyList<Vector2d> points)
    {
        var bounds = Bounds2d.Empty;
        foreach (var p in points)
        {
            bounds = bounds.Including(p);
        }

        return bounds.Overlaps(new Bounds2d(-5, -5, Width + 5, Height + 5));
    }
}
