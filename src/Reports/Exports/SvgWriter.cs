using System.Globalization;
using System.Text;
using Sim.Formats.Png;
using Sim.Geometry;

namespace Sim.Reports.Exports;

/// <summary>A drawing as SVG 1.1: shapes and texts, no script, no style sheet, no link, nothing from outside. Thread-safe.</summary>
internal static class SvgWriter
{
    /// <summary>The text of the file, UTF-8.</summary>
    public static byte[] Write(Drawing drawing)
    {
        var svg = new StringBuilder(1 << 16);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{drawing.Width}\" height=\"{drawing.Height}\" viewBox=\"0 0 {drawing.Width} {drawing.Height}\" role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n");
        svg.Append("<title>");
        Escape(svg, drawing.Title);
        svg.Append("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        foreach (var panel in drawing.Panels)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{panel.X}\" y=\"{panel.Y}\" width=\"{panel.Width}\" height=\"{panel.Height}\" overflow=\"hidden\">\n");
            foreach (var shape in panel.Shapes)
            {
                Shape(svg, shape);
            }

            svg.Append("</svg>\n");
        }

        svg.Append("</svg>\n");
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    private static void Shape(StringBuilder svg, DrawnShape shape)
    {
        switch (shape)
        {
            case DrawnArea area:
                svg.Append("<polygon points=\"");
                Points(svg, area.Points);
                svg.Append('"');
                Paint(svg, "fill", area.Colour);
                break;
            case DrawnLine line:
                svg.Append("<polyline points=\"");
                Points(svg, line.Points);
                svg.Append("\" fill=\"none\"");
                Paint(svg, "stroke", line.Colour);
                svg.Append(" stroke-width=\"");
                Number(svg, line.Width);
                svg.Append('"');
                break;
            case DrawnText text:
                svg.Append("<text x=\"");
                Number(svg, text.X);
                svg.Append("\" y=\"");
                Number(svg, text.Y);
                svg.Append("\" font-size=\"");
                Number(svg, text.Size);
                svg.Append(text.Bold ? "\" font-weight=\"bold\"" : "\"");
                Paint(svg, "fill", text.Colour);
                svg.Append('>');
                Escape(svg, text.Text);
                svg.Append("</text>\n");
                return;
        }

        svg.Append("/>\n");
    }

    private static void Paint(StringBuilder svg, string what, Rgba colour)
    {
        svg.Append(CultureInfo.InvariantCulture, $" {what}=\"#{colour.R:x2}{colour.G:x2}{colour.B:x2}\"");
        if (colour.A < 1)
        {
            svg.Append(' ').Append(what).Append("-opacity=\"");
            Number(svg, colour.A);
            svg.Append('"');
        }
    }

    private static void Points(StringBuilder svg, IReadOnlyList<Vector2d> points)
    {
        for (int i = 0; i < points.Count; i++)
        {
            svg.Append(i == 0 ? "" : " ");
            Number(svg, points[i].X);
            svg.Append(',');
            Number(svg, points[i].Y);
        }
    }

    // Adding zero turns a negative zero into a plain one.
    private static void Number(StringBuilder svg, double value) => svg.Append((Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture));

    private static void Escape(StringBuilder svg, string text)
    {
        foreach (char c in text)
        {
            svg.Append(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&#39;", _ => null } ?? c.ToString());
        }
    }
}
