using Sim.Formats.Messages;

namespace Sim.Rpc.Services;

/// <summary>States of actors as messages of <c>world.proto</c>. Exact to the bit.</summary>
internal static class ActorFrames
{
    public static void Set(ActorFrame frame, in ActorState state)
    {
        frame.X = state.X;
        frame.Y = state.Y;
        frame.HeadingRad = state.HeadingRad;
        frame.SpeedMps = state.SpeedMps;
        frame.LateralMps = state.LateralMps;
        frame.AccelMps2 = state.AccelMps2;
        frame.YawRateRps = state.YawRateRps;
        frame.SteerRad = state.SteerRad;
    }

    // at is the path of the list, so that nothing is built unless something is wrong.
    public static ActorState State(ActorFrame frame, string at, int index)
    {
        var state = new ActorState(frame.X, frame.Y, frame.HeadingRad, frame.SpeedMps, frame.LateralMps, frame.AccelMps2, frame.YawRateRps, frame.SteerRad);
        string? wrong = !double.IsFinite(state.X) ? "x"
            : !double.IsFinite(state.Y) ? "y"
            : !double.IsFinite(state.HeadingRad) ? "heading_rad"
            : !double.IsFinite(state.SpeedMps) ? "speed_mps"
            : !double.IsFinite(state.LateralMps) ? "lateral_mps"
            : !double.IsFinite(state.AccelMps2) ? "accel_mps2"
            : !double.IsFinite(state.YawRateRps) ? "yaw_rate_rps"
            : !double.IsFinite(state.SteerRad) ? "steer_rad"
            : null;
        return wrong is null ? state : throw Field.Error(Field.Item(at, "", index), wrong, "is not finite");
    }
}
