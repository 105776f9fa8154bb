using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>Both sides of every shared enum have the same members, beside the contract's number 0.</summary>
public class EnumTests
{
    [Fact]
    public void Classes_of_actors_fit() => Fit(Enums.ActorClass);

    [Fact]
    public void Types_of_lanes_fit() => Fit(Enums.LaneType, Messages.LaneType.Unspecified);

    [Fact]
    public void Markings_of_lanes_fit() => Fit(Enums.LaneMarking);

    [Fact]
    public void Kinds_of_areas_fit() => Fit(Enums.MapAreaKind, Messages.MapAreaKind.Unspecified);

    [Fact]
    public void Kinds_of_signals_fit() => Fit(Enums.MapSignalKind, Messages.MapSignalKind.Unspecified);

    [Fact]
    public void States_of_lights_fit() => Fit(Enums.SignalState);

    [Fact]
    public void Models_of_vehicles_fit() => Fit(Enums.VehicleModel, Messages.VehicleModel.Unspecified);

    [Fact]
    public void Kinds_of_frames_fit() => Fit(Enums.FrameKind, Messages.FrameKind.Unspecified);

    [Fact]
    public void States_of_measurements_fit() => Fit(Enums.MeasuredState, Messages.MeasuredState.Unspecified);

    [Fact]
    public void Directions_of_worse_fit() => Fit(Enums.WorseDirection, Messages.WorseDirection.Unspecified);

    [Fact]
    public void Outcomes_of_guards_fit() => Fit(Enums.GuardOutcome, Messages.GuardOutcome.Unspecified);

    [Fact]
    public void Promises_fit() => Fit(Enums.Reproducibility, Messages.Reproducibility.Unspecified);

    private static void Fit<TOurs, TTheirs>(EnumMap<TOurs, TTheirs> map, params TTheirs[] nothingSaid)
        where TOurs : struct, Enum
        where TTheirs : struct, Enum
    {
        Assert.All(Enum.GetValues<TOurs>(), ours => Assert.Equal(ours, map.From(map.To(ours), "m", "f")));
        Assert.Equal(Enum.GetValues<TTheirs>().Except(nothingSaid), Enum.GetValues<TOurs>().Select(map.To).Order());
        foreach (var member in nothingSaid)
        {
            Assert.Equal("field 'm.f' is not set", Assert.Throws<InputException>(() => map.From(member, "m", "f")).Message);
        }

        Assert.Equal("field 'm.f' has the number 99, which this version does not know", Assert.Throws<InputException>(() => map.From((TTheirs)(object)99, "m", "f")).Message);
    }
}
