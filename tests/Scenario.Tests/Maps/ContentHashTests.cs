using System.Text;
using System.Text.Json;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests.Maps;

public class ContentHashTests
{
    [Fact]
    public void The_byte_form_of_a_map_stays_as_it_is()
    {
        var line = new Polyline([new(0, 0), new(10, 0.1)]);
        var map = new RoadMap
        {
            Name = "m",
            Lanes = [new Lane { Id = "1", Left = line, Right = line, Centre = line }],
            Areas = [new("p", MapAreaKind.Parking, new Polygon([new(0, 0), new(1, 0), new(0, 1)]))],
        };
        string json = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(map, SimJson.Default.RoadMap));
        const string points = """{"points":[{"x":0,"y":0},{"x":10,"y":0.1}]}""";
        Assert.Contains($"\"left\":{points}", json, StringComparison.Ordinal);
        Assert.Contains("""{"id":"p","kind":"parking","outline":{"points":[{"x":0,"y":0},{"x":1,"y":0},{"x":0,"y":1}]}}""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_the_empty_map_is_that_of_its_bytes()
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(RoadMap.Empty, SimJson.Default.RoadMap);
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal(expected, RoadMap.Empty.ContentHash());
    }

    [Fact]
    public void Equal_data_hash_alike_and_a_changed_copy_does_not_inherit_the_hash()
    {
        var map = TestMaps.Road();
        string hash = map.ContentHash();
        Assert.Equal(hash, TestMaps.Road().ContentHash());
        Assert.Equal(64, hash.Length);
        var changed = map with { Name = "other" };
        Assert.NotEqual(hash, changed.ContentHash());
        Assert.NotSame(map.Index(), changed.Index());
        var back = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(map, SimJson.Default.RoadMap), SimJson.Default.RoadMap)!;
        Assert.Equal(hash, back.ContentHash());
    }
}
