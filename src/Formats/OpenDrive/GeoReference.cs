using System.Globalization;
using Sim.Formats.Geodesy;
using Sim.Maps;

namespace Sim.Formats.OpenDrive;

/// <summary>Finds where the local origin lies on Earth from a header's PROJ text.</summary>
internal static class GeoReference
{
    /// <summary>
    /// The place of the local origin, which is the projection's point (offset): transverse Mercator and UTM are inverted. A UTM text that
    /// also names lat_0 and lon_0 (which PROJ ignores and several tools write) is taken at these. Null when the text names no place.
    /// </summary>
    public static GeoOrigin? Read(string proj, double offsetX, double offsetY)
    {
        if (proj.Length == 0)
        {
            return null;
        }

        string kind = Word(proj, "proj") ?? "";
        double? latitude = Number(proj, "lat_0"), longitude = Number(proj, "lon_0");
        double x = offsetX - (Number(proj, "x_0") ?? 0), y = offsetY - (Number(proj, "y_0") ?? 0);
        if (kind == "tmerc")
        {
            (latitude, longitude) = TransverseMercator.Inverse(x, y, latitude ?? 0, longitude ?? 0, Number(proj, "k") ?? Number(proj, "k_0") ?? 1);
        }
        else if (kind == "utm" && (latitude is null || longitude is null) && Number(proj, "zone") is { } zone and >= 1 and <= 60)
        {
            double north = proj.Contains("+south", StringComparison.Ordinal) ? offsetY - 1e7 : offsetY;
            (latitude, longitude) = TransverseMercator.Inverse(offsetX - 500_000, north, 0, (6 * Math.Floor(zone)) - 183, 0.9996);
        }

        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
            ? new GeoOrigin(latitude.Value, longitude.Value, proj.Length <= 1000 ? proj : proj[..1000])
            : null;
    }

    private static string? Word(string proj, string key)
    {
        int at = proj.IndexOf("+" + key + "=", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        int start = at + key.Length + 2, end = start;
        while (end < proj.Length && !char.IsWhiteSpace(proj[end]) && proj[end] != '+')
        {
            end++;
        }

        return proj[start..end];
    }

    private static double? Number(string proj, string key) =>
        double.TryParse(Word(proj, key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : null;
}
