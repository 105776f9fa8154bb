using Sim.Formats.Png;
using Sim.Geometry;

namespace Sim.Reports.Exports;

/// <summary>Something drawn.</summary>
internal abstract record DrawnShape;

/// <summary>A filled polygon.</summary>
internal sealed record DrawnArea(IReadOnlyList<Vector2d> Points, Rgba Colour) : DrawnShape;

/// <summary>A line with round ends.</summary>
internal sealed record DrawnLine(IReadOnlyList<Vector2d> Points, double Width, Rgba Colour) : DrawnShape;

/// <summary>A text on one line, its left end on the base line at X, Y.</summary>
internal sealed record DrawnText(string Text, double X, double Y, double Size, Rgba Colour, bool Bold) : DrawnShape;
