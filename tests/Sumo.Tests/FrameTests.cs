using Sim.Plugins.Sumo.Traffic;

namespace Sim.Tests.Sumo;

/// <summary>Test vectors (b), (c) and (e) of the frames: SUMO's angles, and its front bumper against our box centre.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData(0, 90)]
    [InlineData(90, 0)]
    [InlineData(180, -90)]
    [InlineData(270, 180)]
    [InlineData(359.5, 90.5)]
    public void Angles_become_headings(double angle, double heading)
    {
        Assert.Equal(heading * Math.PI / 180, SumoFrames.Heading(angle), 1e-12);
        Assert.Equal(angle, SumoFrames.Angle(heading * Math.PI / 180), 1e-9);
    }

    [Theory]
    [InlineData(5.025, 14.2, 0, 5, 5.025, 11.7)]
    [InlineData(10, 3, 90, 4, 8, 3)]
    [InlineData(10, 3, 180, 4, 10, 5)]
    [InlineData(10, 3, 225, 2, 10.707106781186548, 3.7071067811865475)]
    public void The_front_bumper_becomes_the_centre_of_the_box(double x, double y, double angle, double length, double centreX, double centreY)
    {
        var centre = SumoFrames.Centre(x, y, SumoFrames.Heading(angle), length);
        Assert.Equal(centreX, centre.X, 1e-12);
        Assert.Equal(centreY, centre.Y, 1e-12);
    }

    [Fact]
    public void There_and_back_is_exact_to_a_nanometre()
    {
        var random = new Sim.Numerics.RandomStream(3);
        for (int i = 0; i < 10_000; i++)
        {
            double x = random.NextUniform(-10_000, 10_000), y = random.NextUniform(-10_000, 10_000), heading = random.NextUniform(-10, 10), length = random.NextUniform(0.3, 20);
            var front = SumoFrames.Front(x, y, heading, length);
            double again = SumoFrames.Heading(SumoFrames.Angle(heading));
            var centre = SumoFrames.Centre(front.X, front.Y, again, length);
            Assert.Equal(0, Sim.Numerics.Pinned.AngleDifference(again, heading), 1e-12);
            Assert.Equal(x, centre.X, 1e-9);
            Assert.Equal(y, centre.Y, 1e-9);
            Assert.InRange(SumoFrames.Angle(heading), 0, 360);
        }
    }
}
