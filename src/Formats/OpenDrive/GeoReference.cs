using System.Globalization;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>Finds where the local origin lies on Earth from a header's PROJ text.</summary>
internal static class GeoReference
{
    private const double DegToRad = Math.PI / 180;
    private const double SemiMajorM = 6378137.0;
    private const double Flattening = 1 / 298.257223563;

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
            (latitude, longitude) = Inverse(x, y, latitude ?? 0, longitude ?? 0, Number(proj, "k") ?? Number(proj, "k_0") ?? 1);
        }
        else if (kind == "utm" && (latitude is null || longitude is null) && Number(proj, "zone") is { } zone and >= 1 and <= 60)
        {
            double north = proj.Contains("+south", StringComparison.Ordinal) ? offsetY - 1e7 : offsetY;
            (latitude, longitude) = Inverse(offsetX - 500_000, north, 0, (6 * Math.Floor(zone)) - 183, 0.9996);
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

    /// <summary>Inverse transverse Mercator by Krüger's series to the fourth order in the third flattening: far below 1 mm.</summary>
    private static (double? LatitudeDeg, double? LongitudeDeg) Inverse(double x, double y, double latitude0, double longitude0, double scale)
    {
        if (!(scale > 0.1 && scale < 10 && Math.Abs(x) < 1e7 && Math.Abs(y) < 2.1e7))
        {
            return (null, null);
        }

        const double n = Flattening / (2 - Flattening);
        const double n2 = n * n, n3 = n2 * n, n4 = n2 * n2;
        const double radius = SemiMajorM / (1 + n) * (1 + (n2 / 4) + (n4 / 64));
        ReadOnlySpan<double> back =
        [
            (n / 2) - (2 * n2 / 3) + (37 * n3 / 96) - (n4 / 360),
            (n2 / 48) + (n3 / 15) - (437 * n4 / 1440),
            (17 * n3 / 480) - (37 * n4 / 840),
            4397 * n4 / 161280,
        ];
        ReadOnlySpan<double> forth =
        [
            (n / 2) - (2 * n2 / 3) + (5 * n3 / 16) + (41 * n4 / 180),
            (13 * n2 / 48) - (3 * n3 / 5) + (557 * n4 / 1440),
            (61 * n3 / 240) - (103 * n4 / 140),
            49561 * n4 / 161280,
        ];
        ReadOnlySpan<double> toLatitude =
        [
            (2 * n) - (2 * n2 / 3) - (2 * n3) + (116 * n4 / 45),
            (7 * n2 / 3) - (8 * n3 / 5) - (227 * n4 / 45),
            (56 * n3 / 15) - (136 * n4 / 35),
            4279 * n4 / 630,
        ];

        double xi = (y / (scale * radius)) + OriginXi(latitude0 * DegToRad, n, forth), eta = x / (scale * radius);
        double xi1 = xi, eta1 = eta;
        for (int j = 1; j <= 4; j++)
        {
            xi1 -= back[j - 1] * Pinned.Sin(2 * j * xi) * Pinned.Cosh(2 * j * eta);
            eta1 -= back[j - 1] * Pinned.Cos(2 * j * xi) * Pinned.Sinh(2 * j * eta);
        }

        double conformal = Pinned.Asin(Math.Clamp(Pinned.Sin(xi1) / Pinned.Cosh(eta1), -1, 1));
        double latitude = conformal;
        for (int j = 1; j <= 4; j++)
        {
            latitude += toLatitude[j - 1] * Pinned.Sin(2 * j * conformal);
        }

        double longitude = longitude0 + (Pinned.Atan2(Pinned.Sinh(eta1), Pinned.Cos(xi1)) / DegToRad);
        return (latitude / DegToRad, longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
    }

    /// <summary>The normalised northing of the origin's latitude on the central meridian.</summary>
    private static double OriginXi(double latitude, double n, ReadOnlySpan<double> forth)
    {
        if (latitude == 0)
        {
            return 0;
        }

        double e = 2 * Math.Sqrt(n) / (1 + n), sin = Pinned.Sin(latitude);
        double conformal = Pinned.Atan2(Pinned.Sinh(Atanh(sin) - (e * Atanh(e * sin))), 1);
        double xi = conformal;
        for (int j = 1; j <= 4; j++)
        {
            xi += forth[j - 1] * Pinned.Sin(2 * j * conformal);
        }

        return xi;
    }

    private static double Atanh(double x) => 0.5 * (Pinned.Log1p(Math.Clamp(x, -0.9999999999, 0.9999999999)) - Pinned.Log1p(-Math.Clamp(x, -0.9999999999, 0.9999999999)));
}
