using Sim.Formats.Png;
using Sim.Geometry;

namespace Sim.Reports.Exports;

/// <summary>A picture as areas, lines and texts, in pixels with y down; it becomes SVG or pixels. Not thread-safe while it is made.</summary>
/// <param name="width">Width.</param>
/// <param name="height">Height.</param>
internal sealed class Drawing(int width, int height)
{
    private readonly List<DrawnPanel> _panels = [];

    /// <summary>Width.</summary>
    public int Width { get; } = width;

    /// <summary>Height.</summary>
    public int Height { get; } = height;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; set; } = "";

    /// <summary>Its parts, drawn one after the other.</summary>
    public IReadOnlyList<DrawnPanel> Panels => _panels;

    /// <summary>Adds a part; nothing is drawn outside its rectangle.</summary>
    public DrawnPanel AddPanel(int x, int y, int panelWidth, int panelHeight)
    {
        var panel = new DrawnPanel(x, y, panelWidth, panelHeight);
        _panels.Add(panel);
        return panel;
    }

    /// <summary>The picture as pixels.</summary>
    public Raster ToRaster()
    {
        var raster = new Raster(Width, Height);
        foreach (var panel in _panels)
        {
            raster.Clip(panel.X, panel.Y, panel.X + panel.Width, panel.Y + panel.Height);
            var corner = new Vector2d(panel.X, panel.Y);
            foreach (var shape in panel.Shapes)
            {
                switch (shape)
                {
                    case DrawnArea area:
                        raster.Fill([.. area.Points.Select(p => p + corner)], area.Colour);
                        break;
                    case DrawnLine line:
                        raster.Stroke([.. line.Points.Select(p => p + corner)], line.Width, line.Colour);
                        break;
                    case DrawnText text:
                        raster.Text(text.Text, panel.X + text.X, panel.Y + text.Y, text.Size, text.Colour, text.Bold);
                        break;
                }
            }
        }

        return raster;
    }
}
