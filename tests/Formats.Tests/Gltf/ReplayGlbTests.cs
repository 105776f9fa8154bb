using Sim.Formats.Gltf;
using Sim.Maps;

namespace Sim.Tests;

public class ReplayGlbTests
{
    public static TheoryData<string> Samples => [.. ExportSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_recording_has_numbers_only_and_the_same_bytes_again(string name)
    {
        byte[] file = ReplayGlb.Write(ExportSamples.All[name]);

        Assert.Equal(file, ReplayGlb.Write(ExportSamples.All[name]));
        var glb = new GlbFile(file);
        int accessors = glb.Root.GetProperty("accessors").GetArrayLength();
        for (int i = 0; i < accessors; i++)
        {
            if (glb.Root.GetProperty("accessors")[i].GetProperty("componentType").GetInt32() == 5126)
            {
                Assert.All(glb.Floats(i), v => Assert.True(float.IsFinite(v)));
            }
        }

        Assert.Equal(glb.Nodes.Count, glb.Root.GetProperty("scenes")[0].GetProperty("nodes").GetArrayLength());
        // A check outside (.ci/steps/gltf.sh) gives these to the validator of the format's authors.
        if (Environment.GetEnvironmentVariable("SIM_GLB_OUT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, name + ".glb"), file);
        }
    }

    [Fact]
    public void The_world_stands_upright_in_the_viewer()
    {
        // Twenty metres north of zero, looking west.
        var track = Track.FromStates("ego", ActorClass.Car, new(4, 2, 1.5), 0, [new(10, 20, Math.PI, 5, 0, 0), new(8, 22, Math.PI / 2, 5, 0, 0)]);
        var glb = new GlbFile(ReplayGlb.Write(ExportSamples.Of([track], 2, RoadMap.Empty)));

        var (times, places, interpolation) = Assert.NotNull(glb.Animated("ego", "translation"));
        // The middle of what moved is (9, 21); y of the world is minus z, up is y.
        Assert.Equal((9, 21), (glb.Root.GetProperty("scenes")[0].GetProperty("extras").GetProperty("origin_x_m").GetDouble(), glb.Root.GetProperty("scenes")[0].GetProperty("extras").GetProperty("origin_y_m").GetDouble()));
        Assert.Equal([0f, 0.1f], times);
        Assert.Equal([1f, 0f, 1f, -1f, 0f, -1f], places);
        Assert.Equal("LINEAR", interpolation);
        float half = (float)Math.Sqrt(0.5);
        float[] turns = Assert.NotNull(glb.Animated("ego", "rotation")).Values;
        float[] expected = [0, 1, 0, 0, 0, half, 0, half];
        Assert.All(turns.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-6f));
    }

    [Fact]
    public void Turns_go_the_short_way_whatever_the_heading_was_wrapped_to()
    {
        float[] turns = Assert.NotNull(new GlbFile(ReplayGlb.Write(ExportSamples.All["turning"])).Animated("ego", "rotation")).Values;
        for (int i = 4; i < turns.Length; i += 4)
        {
            double dot = Enumerable.Range(0, 4).Sum(k => (double)turns[i + k] * turns[i + k - 4]);
            Assert.Equal(Math.Cos(0.25), dot, 1e-5);
        }
    }

    [Fact]
    public void Whoever_is_absent_has_no_size()
    {
        var glb = new GlbFile(ReplayGlb.Write(ExportSamples.All["appear-and-vanish"]));

        var (times, sizes, interpolation) = Assert.NotNull(glb.Animated("late", "scale"));
        Assert.Equal([0f, 0.5f, 1.3f], times);
        Assert.Equal([0f, 0, 0, 1, 1, 1, 0, 0, 0], sizes);
        Assert.Equal("STEP", interpolation);
        Assert.Equal(7, Assert.NotNull(glb.Animated("blinking", "scale")).Times.Length);
        Assert.Null(glb.Animated("ego", "scale"));
    }

    [Fact]
    public void Whoever_stands_is_not_animated_and_who_was_never_there_is_left_out()
    {
        Assert.False(new GlbFile(ReplayGlb.Write(ExportSamples.All["standing"])).Root.TryGetProperty("animations", out _));
        Assert.DoesNotContain("ghost", new GlbFile(ReplayGlb.Write(ExportSamples.All["never-there"])).Nodes);
    }

    [Fact]
    public void States_without_a_place_count_as_absent()
    {
        var glb = new GlbFile(ReplayGlb.Write(ExportSamples.All["not-a-number"]));

        Assert.Equal(16, Assert.NotNull(glb.Animated("broken", "translation")).Times.Length);
        Assert.Equal([0f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1f], Assert.NotNull(glb.Animated("broken", "scale")).Times);
        Assert.DoesNotContain("contact", glb.Nodes);
    }

    [Fact]
    public void A_box_has_the_actors_dimensions_and_stands_on_the_ground()
    {
        var glb = new GlbFile(ReplayGlb.Write(ExportSamples.All["no-map-one-actor"]));
        var mesh = glb.Root.GetProperty("meshes")[glb.Node("ego").GetProperty("mesh").GetInt32()];
        var accessor = glb.Root.GetProperty("accessors")[mesh.GetProperty("primitives")[0].GetProperty("attributes").GetProperty("POSITION").GetInt32()];

        Assert.Equal([-2.25f, 0f, -0.9f], accessor.GetProperty("min").EnumerateArray().Select(e => e.GetSingle()));
        Assert.Equal([2.25f, 1.4f, 0.9f], accessor.GetProperty("max").EnumerateArray().Select(e => e.GetSingle()));
        Assert.Equal("ego", mesh.GetProperty("name").GetString());
    }

    [Fact]
    public void A_contact_is_seen_from_its_time_on()
    {
        var (times, sizes, _) = Assert.NotNull(new GlbFile(ReplayGlb.Write(ExportSamples.All["road"])).Animated("contact", "scale"));
        Assert.Equal([0f, 1.25f], times);
        Assert.Equal([0f, 0, 0, 1, 1, 1], sizes);
    }

    [Fact]
    public void Lanes_become_areas_that_look_up()
    {
        var glb = new GlbFile(ReplayGlb.Write(ExportSamples.All["road"]));
        var part = glb.Root.GetProperty("meshes")[glb.Node("lanes").GetProperty("mesh").GetInt32()].GetProperty("primitives")[0];
        float[] at = glb.Floats(part.GetProperty("attributes").GetProperty("POSITION").GetInt32());
        uint[] corners = [.. glb.Floats(part.GetProperty("indices").GetInt32()).Select(BitConverter.SingleToUInt32Bits)];
        double area = 0;
        for (int i = 0; i < corners.Length; i += 3)
        {
            (double X, double Z) P(int k) => (at[3 * corners[i + k]], at[3 * corners[i + k] + 2]);
            var (a, b, c) = (P(0), P(1), P(2));
            // Counter-clockwise from above, where z points down.
            double twice = (b.Z - a.Z) * (c.X - a.X) - (b.X - a.X) * (c.Z - a.Z);
            Assert.True(twice > 0);
            area += twice / 2;
        }

        Assert.Equal(200 * 3.5, area, 1e-3);
    }

    [Fact]
    public void Actors_of_one_name_can_be_told_apart()
    {
        var glb = new GlbFile(ReplayGlb.Write(ExportSamples.All["same-names"]));
        Assert.Equal(["ego", "ego (2)", "ego (3)"], glb.Nodes.Where(n => n.StartsWith("ego", StringComparison.Ordinal)));
    }
}
