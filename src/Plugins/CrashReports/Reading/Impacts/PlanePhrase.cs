using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>Words for a part of a vehicle: "the left rear quarter panel of V2".</summary>
/// <param name="Words">The words of the part.</param>
/// <param name="Plane">The side that the words name, or the more likely one of a corner.</param>
/// <param name="Corner">Which part of that side.</param>
/// <param name="OtherPlane">The other side that meets at a named corner; unknown when the words name one side only.</param>
/// <param name="Owner">Id of the actor that the words give the part to, or null.</param>
internal readonly record struct PlanePhrase(TokenRange Words, ContactPlane Plane, ContactCorner Corner, ContactPlane OtherPlane, string? Owner)
{
    /// <summary>The same corner seen as part of its other side.</summary>
    public PlanePhrase Turned => this with { Plane = OtherPlane, OtherPlane = Plane, Corner = PartOf(Plane) };

    /// <summary>The part of a side that lies at another side.</summary>
    public static ContactCorner PartOf(ContactPlane neighbour) => neighbour switch
    {
        ContactPlane.Left => ContactCorner.Left,
        ContactPlane.Right => ContactCorner.Right,
        ContactPlane.Front => ContactCorner.Front,
        ContactPlane.Back => ContactCorner.Back,
        _ => ContactCorner.Unknown,
    };
}
