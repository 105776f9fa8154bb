using System.Globalization;
using System.Security;
using System.Text;

namespace Sim.Studies.Plots;

/// <summary>
/// Writes a scatter plot as SVG: axes, a marker shape and colour for each group, a line, a legend. Colours follow the reader's light or dark scheme. The
/// same input gives the same bytes. Pure.
/// </summary>
internal sealed record ScatterPlot
{
    private const double Width = 782, Height = 470, Left = 64, Right = 212, Top = 54, Bottom = 56;

    private static readonly string[] Shapes =
    [
        "M-4,-4L4,4M-4,4L4,-4", "M-4,-4H4V4H-4Z", "M0,-5A5,5 0 1 1 0,5A5,5 0 1 1 0,-5Z", "M0,-5.5L5,4H-5Z", "M0,5.5L5,-4H-5Z", "M0,-6L5,0L0,6L-5,0Z", "M-5,0H5M0,-5V5", "M0,-6L1.6,-1.9L5.7,-1.9L2.5,0.9L3.6,5L0,2.5L-3.6,5L-2.5,0.9L-5.7,-1.9L-1.6,-1.9Z",
        "M-5,-1.5H5V1.5H-5Z",
    ];

    private static readonly string[] Colours = ["#7a7a7a", "#2f7ed8", "#d9541e", "#0a9a6b", "#b5860b", "#a64ac9", "#d81b60", "#3f8f2e", "#7b5cff"];

    /// <summary>Title, one line.</summary>
    public required string Title { get; init; }

    /// <summary>Under the x axis.</summary>
    public required string XLabel { get; init; }

    /// <summary>Beside the y axis.</summary>
    public required string YLabel { get; init; }

    /// <summary>Points.</summary>
    public required IReadOnlyList<PlotGroup> Groups { get; init; }

    /// <summary>A straight line y = intercept + slope · x, or null.</summary>
    public (double Intercept, double Slope)? Line { get; init; }

    /// <summary>The picture.</summary>
    public string ToSvg()
    {
        var (lowX, highX, stepX) = Axis(Groups.SelectMany(g => g.Points).Select(p => p.X));
        var (lowY, highY, stepY) = Axis(Groups.SelectMany(g => g.Points).Select(p => p.Y));
        double X(double x) => Left + (x - lowX) / (highX - lowX) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (y - lowY) / (highY - lowY) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Escape(Title)}\">\n");
        svg.Append("<style>text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-size:15px;font-weight:600}.back{fill:#fff}.grid{stroke:#d8dee4}.axis{stroke:#57606a}.fit{stroke:#57606a;stroke-width:1.5;stroke-dasharray:6 4}.open{fill:none}path{stroke-width:1.6}");
        svg.Append("@media (prefers-color-scheme:dark){text{fill:#e6edf3}.back{fill:#0d1117}.grid{stroke:#30363d}.axis,.fit{stroke:#9198a1}}</style>\n");
        svg.Append("<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{Left}\" y=\"28\">{Escape(Title)}</text>\n");
        for (int i = 0; lowX + i * stepX <= highX + stepX / 2; i++)
        {
            double at = lowX + i * stepX;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{X(at):0.0}\" y1=\"{Top}\" x2=\"{X(at):0.0}\" y2=\"{Height - Bottom}\"/><text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 19}\" text-anchor=\"middle\">{Number(at, stepX)}</text>\n");
        }

        for (int i = 0; lowY + i * stepY <= highY + stepY / 2; i++)
        {
            double at = lowY + i * stepY;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" y1=\"{Y(at):0.0}\" x2=\"{Width - Right}\" y2=\"{Y(at):0.0}\"/><text x=\"{Left - 8}\" y=\"{Y(at) + 4:0.0}\" text-anchor=\"end\">{Number(at, stepY)}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis open\" d=\"M{Left},{Top}V{Height - Bottom}H{Width - Right}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">{Escape(XLabel)}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(18,{(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(YLabel)}</text>\n");
        if (Line is { } line && Clip(line, lowX, highX, lowY, highY) is { } ends)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"fit\" x1=\"{X(ends.From):0.0}\" y1=\"{Y(line.Intercept + line.Slope * ends.From):0.0}\" x2=\"{X(ends.To):0.0}\" y2=\"{Y(line.Intercept + line.Slope * ends.To):0.0}\"/>\n");
        }

        for (int g = 0; g < Groups.Count; g++)
        {
            foreach (var (x, y, label) in Groups[g].Points)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<path {Style(g)} transform=\"translate({X(x):0.0},{Y(y):0.0})\" d=\"{Shapes[g % Shapes.Length]}\"><title>{Escape(label)}</title></path>\n");
            }

            double row = Top + 12 + g * 22;
            svg.Append(CultureInfo.InvariantCulture, $"<path {Style(g)} transform=\"translate({Width - Right + 22},{row})\" d=\"{Shapes[g % Shapes.Length]}\"/><text x=\"{Width - Right + 36}\" y=\"{row + 4}\">{Escape(Groups[g].Name)} ({Groups[g].Points.Count})</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>A round scale that holds all values.</summary>
    internal static (double Low, double High, double Step) Axis(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double v in values)
        {
            (low, high) = (Math.Min(low, v), Math.Max(high, v));
        }

        if (!(high > low))
        {
            (low, high) = double.IsFinite(low) ? (low - 1, low + 1) : (0, 1);
        }

        double step = 1;
        while (step > (high - low) / 4)
        {
            step /= 10;
        }

        while (step * 10 <= (high - low) / 4)
        {
            step *= 10;
        }

        step *= (high - low) / step > 20 ? 5 : (high - low) / step > 8 ? 2 : 1;
        return (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    private static (double From, double To)? Clip((double Intercept, double Slope) line, double lowX, double highX, double lowY, double highY)
    {
        double from = lowX, to = highX;
        if (line.Slope != 0)
        {
            double a = (lowY - line.Intercept) / line.Slope, b = (highY - line.Intercept) / line.Slope;
            (from, to) = (Math.Max(from, Math.Min(a, b)), Math.Min(to, Math.Max(a, b)));
        }

        return to > from ? (from, to) : null;
    }

    private static string Style(int group)
    {
        string colour = Colours[group % Colours.Length];
        return $"stroke=\"{colour}\" fill=\"{colour}\" fill-opacity=\"0.35\"";
    }

    private static string Number(double value, double step) =>
        (Math.Abs(value) < step / 1e6 ? 0 : value).ToString(step >= 1 ? "0" : step >= 0.1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);
}
