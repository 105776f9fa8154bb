using Sim.Numerics;

namespace Sim.Formats.Geodesy;

/// <summary>Transverse Mercator on the ellipsoid WGS 84 and back, with pinned functions: the same bits on every machine.</summary>
internal static class TransverseMercator
{
    private const double DegToRad = Math.PI / 180;
    private const double SemiMajorM = 6378137.0;
    private const double Flattening = 1 / 298.257223563;
    private const double n = Flattening / (2 - Flattening);
    private const double n2 = n * n;
    private const double n3 = n2 * n;
    private const double n4 = n2 * n2;
    private const double RadiusM = SemiMajorM / (1 + n) * (1 + (n2 / 4) + (n4 / 64));

    private static readonly double Eccentricity = 2 * Math.Sqrt(n) / (1 + n);

    private static ReadOnlySpan<double> Back =>
    [
        (n / 2) - (2 * n2 / 3) + (37 * n3 / 96) - (n4 / 360),
        (n2 / 48) + (n3 / 15) - (437 * n4 / 1440),
        (17 * n3 / 480) - (37 * n4 / 840),
        4397 * n4 / 161280,
    ];

    private static ReadOnlySpan<double> Forth =>
    [
        (n / 2) - (2 * n2 / 3) + (5 * n3 / 16) + (41 * n4 / 180),
        (13 * n2 / 48) - (3 * n3 / 5) + (557 * n4 / 1440),
        (61 * n3 / 240) - (103 * n4 / 140),
        49561 * n4 / 161280,
    ];

    private static ReadOnlySpan<double> ToLatitude =>
    [
        (2 * n) - (2 * n2 / 3) - (2 * n3) + (116 * n4 / 45),
        (7 * n2 / 3) - (8 * n3 / 5) - (227 * n4 / 45),
        (56 * n3 / 15) - (136 * n4 / 35),
        4279 * n4 / 630,
    ];

    /// <summary>Inverse transverse Mercator by Krüger's series to the fourth order in the third flattening: far below 1 mm.</summary>
    public static (double? LatitudeDeg, double? LongitudeDeg) Inverse(double x, double y, double latitude0, double longitude0, double scale)
    {
        if (!(scale > 0.1 && scale < 10 && Math.Abs(x) < 1e7 && Math.Abs(y) < 2.1e7))
        {
            return (null, null);
        }

        double xi = (y / (scale * RadiusM)) + OriginXi(latitude0 * DegToRad), eta = x / (scale * RadiusM);
        double xi1 = xi, eta1 = eta;
        for (int j = 1; j <= 4; j++)
        {
            xi1 -= Back[j - 1] * Pinned.Sin(2 * j * xi) * Pinned.Cosh(2 * j * eta);
            eta1 -= Back[j - 1] * Pinned.Cos(2 * j * xi) * Pinned.Sinh(2 * j * eta);
        }

        double conformal = Pinned.Asin(Math.Clamp(Pinned.Sin(xi1) / Pinned.Cosh(eta1), -1, 1));
        double latitude = conformal;
        for (int j = 1; j <= 4; j++)
        {
            latitude += ToLatitude[j - 1] * Pinned.Sin(2 * j * conformal);
        }

        double longitude = longitude0 + (Pinned.Atan2(Pinned.Sinh(eta1), Pinned.Cos(xi1)) / DegToRad);
        return (latitude / DegToRad, longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
    }

    /// <summary>Transverse Mercator by Krüger's series to the fourth order in the third flattening: far below 1 mm within 10° of the meridian.</summary>
    /// <param name="latitudeDeg">Latitude, degrees.</param>
    /// <param name="longitudeDeg">Longitude, degrees.</param>
    /// <param name="latitude0Deg">Latitude at which the northing is 0, degrees.</param>
    /// <param name="longitude0Deg">Central meridian, degrees.</param>
    /// <param name="scale">Scale on the central meridian.</param>
    public static (double EastM, double NorthM) Forward(double latitudeDeg, double longitudeDeg, double latitude0Deg, double longitude0Deg, double scale)
    {
        double turn = longitudeDeg - longitude0Deg;
        turn -= 360 * Math.Round(turn / 360);
        double sin = Pinned.Sin(latitudeDeg * DegToRad), away = turn * DegToRad;
        double t = Pinned.Sinh(Atanh(sin) - (Eccentricity * Atanh(Eccentricity * sin)));
        double xi1 = Pinned.Atan2(t, Pinned.Cos(away));
        double eta1 = Atanh(Pinned.Sin(away) / Math.Sqrt(1 + (t * t)));
        double xi = xi1, eta = eta1;
        for (int j = 1; j <= 4; j++)
        {
            xi += Forth[j - 1] * Pinned.Sin(2 * j * xi1) * Pinned.Cosh(2 * j * eta1);
            eta += Forth[j - 1] * Pinned.Cos(2 * j * xi1) * Pinned.Sinh(2 * j * eta1);
        }

        return (scale * RadiusM * eta, scale * RadiusM * (xi - OriginXi(latitude0Deg * DegToRad)));
    }

    // The normalised northing of the origin's latitude on the central meridian.
    private static double OriginXi(double latitude)
    {
        if (latitude == 0)
        {
            return 0;
        }

        double sin = Pinned.Sin(latitude);
        double conformal = Pinned.Atan2(Pinned.Sinh(Atanh(sin) - (Eccentricity * Atanh(Eccentricity * sin))), 1);
        double xi = conformal;
        for (int j = 1; j <= 4; j++)
        {
            xi += Forth[j - 1] * Pinned.Sin(2 * j * conformal);
        }

        return xi;
    }

    private static double Atanh(double x) => 0.5 * (Pinned.Log1p(Math.Clamp(x, -0.9999999999, 0.9999999999)) - Pinned.Log1p(-Math.Clamp(x, -0.9999999999, 0.9999999999)));
}
