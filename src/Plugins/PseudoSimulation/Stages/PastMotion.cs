using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>Four seconds of driving that lend a start its heading and its history.</summary>
/// <param name="Source">Whose: an actor and a time, or the expert.</param>
/// <param name="End">Rear axle after four seconds, relative to the rear axle before them.</param>
/// <param name="Last">
/// States 0.5 s apart, the last one at the end, oldest first, at most five (2 s: the frame before has 1.5 s of history too). Poses are relative to the
/// end's.
/// </param>
internal sealed record PastMotion(string Source, Pose2d End, IReadOnlyList<EgoState> Last)
{
    /// <summary>Speed at the end, m/s.</summary>
    public double SpeedMps => Last[^1].Vx;

    /// <summary>Acceleration at the end, m/s².</summary>
    public double AccelMps2 => Last[^1].Ax;

    /// <summary>The states with the end put at a pose.</summary>
    public EgoState[] EndingAt(Pose2d end)
    {
        var states = new EgoState[Last.Count];
        for (int i = 0; i < states.Length; i++)
        {
            var pose = end.PoseToWorld(Last[i].Pose);
            states[i] = Last[i] with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
        }

        return states;
    }
}
