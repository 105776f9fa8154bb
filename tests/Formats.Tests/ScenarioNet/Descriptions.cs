using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sim.Tests.ScenarioNet;

/// <summary>Small scenario descriptions as JSON and npz.</summary>
internal static class Descriptions
{
    /// <summary>Five steps: ego, a car that is valid from step 2 on, a cone; two lanes, one leads on; a light.</summary>
    public static string Json(string? egoPositions = null) => $$$$$"""
        {"id":"own-1","version":"1","length":5,
         "metadata":{"metadrive_processed":false,"coordinate":"metadrive","ts":[0.0,0.10000000149011612,0.20000000298023224,0.30000001192092896,0.4000000059604645],"sdc_id":"ego","dataset":"own"},
         "tracks":{
          "ego":{"type":"VEHICLE","state":{"position":{{{{{egoPositions ?? "[[0,0,0],[1,0,0],[2,0,0],[3,0,0],[4,0,0]]"}}}}},"heading":[0,0,0,0,0],"velocity":[[10,0.5],[10,0.5],[10,0.5],[10,0.5],[10,0.5]],"valid":[1,1,1,1,1],"length":[4.8,4.8,4.8,4.8,4.8],"width":[1.9,1.9,1.9,1.9,1.9],"height":[1.5,1.5,1.5,1.5,1.5]},"metadata":{"type":"VEHICLE","object_id":"ego","track_length":5}},
          "late":{"type":"VEHICLE","state":{"position":[[0,0],[0,0],[5,3.5],[5,3.5],[5,3.5]],"heading":[0,0,3.14,3.14,3.14],"valid":[false,false,true,true,false]},"metadata":{"type":"VEHICLE","object_id":"late","track_length":5}},
          "cone":{"type":"TRAFFIC_CONE","state":{"position":[[9,2],[9,2],[9,2],[9,2],[9,2]],"heading":[0,0,0,0,0]},"metadata":{"type":"TRAFFIC_CONE","object_id":"cone","track_length":5}}},
         "dynamic_map_states":{"tl":{"type":"TRAFFIC_LIGHT","lane":"a","stop_point":[18,0,0],"state":{"object_state":["TRAFFIC_LIGHT_RED","TRAFFIC_LIGHT_RED","TRAFFIC_LIGHT_GREEN","TRAFFIC_LIGHT_YELLOW",null]},"metadata":{}}},
         "map_features":{
          "a":{"type":"LANE_SURFACE_STREET","polyline":[[0,0],[10,0],[20,0]],"polygon":[[0,-2],[20,-2],[20,1.5],[0,1.5]],"exit_lanes":["c"],"entry_lanes":[],"left_neighbor":["b"],"right_neighbor":[],"speed_limit_kmh":36},
          "b":{"type":"LANE_BIKE_LANE","polyline":[[0,3.5],[20,3.5]],"right_neighbor":[{"feature_id":"a"}]},
          "c":{"type":"LANE_SURFACE_UNSTRUCTURE","polyline":[[20,0],[30,0]],"entry_lanes":["a"]},
          "m":{"type":"ROAD_LINE_BROKEN_SINGLE_WHITE","polyline":[[0,1.5],[20,1.5]]},
          "e":{"type":"ROAD_EDGE_BOUNDARY","polyline":[[0,-2],[20,-2]]},
          "x":{"type":"CROSSWALK","polygon":[[8,-2],[10,-2],[10,2],[8,2]]}}}
        """;

    /// <summary>The same with its ego's positions in an array of an npz.</summary>
    public static byte[] Npz(bool deflate = true)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Entry(zip, "description", "|u1", Encoding.UTF8.GetBytes(Json("{\"$array\":\"a0\"}")), deflate);
            float[] positions = [0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0];
            Entry(zip, "a0", "<f4", [.. positions.SelectMany(BitConverter.GetBytes)], deflate, "5, 3");
        }

        return stream.ToArray();
    }

    public static byte[] Array(string type, string shape, byte[] data, string more = "")
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), {more}}}".PadRight(117) + "\n";
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)(header.Length & 255), (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. data];
    }

    public static void Entry(ZipArchive zip, string name, string type, byte[] data, bool deflate, string? shape = null)
    {
        using var entry = zip.CreateEntry(name + ".npy", deflate ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
        entry.Write(Array(type, shape ?? string.Create(CultureInfo.InvariantCulture, $"{data.Length},"), data));
    }
}
