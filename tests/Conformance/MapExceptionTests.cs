using Sim.Geometry;

namespace Sim.Tests;

/// <summary>What the list of map exceptions lets pass and what it does not.</summary>
public sealed class MapExceptionTests(ITestOutputHelper output)
{
    [Fact]
    public void A_finding_that_the_files_own_data_do_not_explain_fails_listed_or_not()
    {
        var listed = MapExceptions.Read()[0];
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Hold(listed.File, (listed, null)));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Hold("new.xml", (("new.xml", "JoinedEnds", "1"), null)));
    }

    [Fact]
    public void An_explained_finding_passes_and_a_line_of_a_present_file_that_no_longer_occurs_fails()
    {
        Hold("new.xml", (("new.xml", "JoinedEnds", "1"), "ends lie 5 cm apart"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Hold(MapExceptions.Read()[0].File, (("new.xml", "JoinedEnds", "1"), "ends lie 5 cm apart")));
    }

    [Fact]
    public void Outlines_that_cross_touch_or_double_back_are_told_from_sound_ones()
    {
        Vector2d[] left = [new(0, 2), new(5, 2), new(10, 2)], right = [new(0, 0), new(5, 0), new(10, 0)];

        Assert.False(PlainGeometry.CrossesItself(left, right));
        Assert.False(PlainGeometry.CrossesItself([new(0, 0), new(5, 2), new(10, 2)], right));
        Assert.True(PlainGeometry.CrossesItself([new(0, 2), new(5, -1), new(10, 2)], right));
        Assert.True(PlainGeometry.CrossesItself([new(0.5, 2), new(0, 2), new(5, 2.0001), new(10, 2)], right));
        Assert.False(PlainGeometry.SidesSwap(left, right));
        Assert.True(PlainGeometry.SidesSwap(right, left));
        Assert.True(PlainGeometry.Overlap(PlainGeometry.Box(new(0, 0), 0, 4, 2), PlainGeometry.Box(new(3.2, 0), Math.PI / 4, 2, 2)));
        Assert.False(PlainGeometry.Overlap(PlainGeometry.Box(new(0, 0), 0, 4, 2), PlainGeometry.Box(new(3.5, 0), Math.PI / 4, 2, 2)));
    }

    private void Hold(string present, ((string File, string Rule, string Lane) Key, string? Why) found) =>
        MapExceptions.Hold(new HashSet<string> { present }, new Dictionary<(string File, string Rule, string Lane), string?> { [found.Key] = found.Why }, output);
}
