using Sim.Geometry;

namespace Sim.Tests.Geometry;

public sealed class Vector2dTests
{
    [Fact]
    public void A_vector_has_a_text()
    {
        Assert.Equal("(1.5, -2)", new Vector2d(1.5, -2).ToString());
        Assert.Contains("(1.5, -2)", new Pose2d(1.5, -2, 0).ToString(), StringComparison.Ordinal);
    }
}
