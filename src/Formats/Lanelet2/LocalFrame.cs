using System.Globalization;
using Sim.Formats.CommonRoad;
using Sim.Formats.Geodesy;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.Lanelet2;

/// <summary>Where the nodes of a map lie in local metres: as the file says (local_x, local_y), or projected.</summary>
internal sealed class LocalFrame
{
    private const double MostDegrees = 3;

    private readonly OsmData _data;
    private readonly bool _local;
    private readonly double _latitude0;
    private readonly double _meridian;
    private readonly double _scale;
    private readonly double _east;
    private readonly double _north;

    public LocalFrame(OsmData data, Lanelet2Options options, string file, Notes notes)
    {
        _data = data;
        _local = options.OriginLatitudeDeg is null && data.Nodes.Count > 0 && data.Nodes.Values.All(n => n.X is not null && n.Y is not null);
        if (data.Nodes.Count == 0)
        {
            return;
        }

        double south = data.Nodes.Values.Min(n => n.LatitudeDeg), north = data.Nodes.Values.Max(n => n.LatitudeDeg);
        double west = data.Nodes.Values.Min(n => n.LongitudeDeg), east = data.Nodes.Values.Max(n => n.LongitudeDeg);
        if (_local)
        {
            notes.Add("coordinates are the file's own (local_x, local_y)");
            return;
        }

        double latitude = options.OriginLatitudeDeg ?? Math.Round((south + north) / 2 * 1e6) / 1e6;
        double longitude = options.OriginLongitudeDeg ?? Math.Round((west + east) / 2 * 1e6) / 1e6;
        if (Math.Max(Math.Max(north - latitude, latitude - south), Math.Max(east - longitude, longitude - west)) > MostDegrees)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"nodes lie more than {MostDegrees}° from the origin ({latitude:0.######}°, {longitude:0.######}°); split the map, or give another origin"), file, 1, 1);
        }

        if (options.Utm)
        {
            int zone = Math.Clamp((int)Math.Floor((longitude + 180) / 6) + 1, 1, 60);
            (_latitude0, _meridian, _scale) = (0, (6 * zone) - 183, 0.9996);
            (_east, _north) = TransverseMercator.Forward(latitude, longitude, 0, _meridian, _scale);
            Origin = new GeoOrigin(latitude, longitude, string.Create(CultureInfo.InvariantCulture, $"+proj=utm +zone={zone}{(latitude < 0 ? " +south" : "")} +datum=WGS84 +units=m +no_defs"));
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"degrees become UTM metres (zone {zone}) relative to {latitude}°, {longitude}°"));
        }
        else
        {
            (_latitude0, _meridian, _scale) = (latitude, longitude, 1);
            Origin = new GeoOrigin(latitude, longitude, string.Create(CultureInfo.InvariantCulture, $"+proj=tmerc +lat_0={latitude} +lon_0={longitude} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"));
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"degrees become metres by transverse Mercator about {latitude}°, {longitude}°"));
        }
    }

    public GeoOrigin? Origin { get; }

    public Vector2d At(in OsmNode node)
    {
        if (_local)
        {
            return new Vector2d(node.X!.Value, node.Y!.Value);
        }

        var (east, north) = TransverseMercator.Forward(node.LatitudeDeg, node.LongitudeDeg, _latitude0, _meridian, _scale);
        return new Vector2d(east - _east, north - _north);
    }

    /// <summary>The points of a way with their heights (NaN: none).</summary>
    /// <exception cref="InputException">It names a node that is not there.</exception>
    public (Vector2d Point, double Z)[] Points(OsmWay way, string file)
    {
        var points = new (Vector2d, double)[way.Nodes.Count];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = _data.Nodes.TryGetValue(way.Nodes[i], out var node)
                ? (At(node), node.Z ?? double.NaN)
                : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"way {way.Id} names the node {way.Nodes[i]}, which is not in the file"), file, way.Line, 1);
        }

        return points;
    }
}
