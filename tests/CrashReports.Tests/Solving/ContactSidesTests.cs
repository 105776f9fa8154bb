using Sim.Geometry;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Xunit;

namespace Sim.Tests.CrashReports.Solving;

public sealed class ContactSidesTests
{
    private static OrientedBox Box(double x, double y, double degrees) => new(new Pose2d(x, y, degrees * Math.PI / 180), 4, 2);

    [Theory]
    // A stands at the origin and faces +x.
    [InlineData(4, 0, 0, 10, 0, 0, 0, ContactPlane.Front, ContactPlane.Back)]
    [InlineData(4, 0.5, 180, 10, 0, -10, 0, ContactPlane.Front, ContactPlane.Front)]
    [InlineData(3, 0, 90, 10, 0, 0, 8, ContactPlane.Front, ContactPlane.Left)]
    [InlineData(3, 0, -90, 10, 0, 0, -8, ContactPlane.Front, ContactPlane.Right)]
    [InlineData(0.5, -3, 90, 10, 0, 0, 12, ContactPlane.Right, ContactPlane.Front)]
    [InlineData(0, 2, 0, 10, 0.5, 10, -0.5, ContactPlane.Left, ContactPlane.Right)]
    public void Sides_of_touching_boxes(double x, double y, double degrees, double vax, double vay, double vbx, double vby, ContactPlane a, ContactPlane b)
    {
        var sides = ContactSides.Of(Box(0, 0, 0), Box(x, y, degrees), new(vax, vay), new(vbx, vby));
        Assert.Equal((a, b), (sides.A, sides.B));
        Assert.True(sides.HasA(a) && sides.HasB(b) && sides.HasA(ContactPlane.Unknown));
        Assert.Equal((sides.B, sides.A), (sides.Swapped().A, sides.Swapped().B));
    }

    [Fact]
    public void A_corner_that_meets_an_oncoming_side_touches_with_front_and_side()
    {
        // B drives against A, offset to A's left, turned a little towards it: A's front left corner meets B's left side.
        var a = Box(0, 0, 0);
        var b = new OrientedBox(new Pose2d(2.8, 2.0, Math.PI), 4, 2);
        var sides = ContactSides.Of(a, b, new(10, 0.5), new(-10, 0));
        Assert.True(sides.HasA(ContactPlane.Left) || sides.HasA(ContactPlane.Front));
        Assert.False(sides.HasA(ContactPlane.Back));
        Assert.False(sides.HasA(ContactPlane.Right));
    }
}
