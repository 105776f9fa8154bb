namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>Half of both lengths and half of both widths: what is subtracted from distances of centres.</summary>
/// <param name="EgoLengthM">Length of the ego, m, above 0.</param>
/// <param name="OtherLengthM">Length of the other, m, above 0.</param>
/// <param name="EgoWidthM">Width of the ego, m, above 0.</param>
/// <param name="OtherWidthM">Width of the other, m, above 0.</param>
public readonly record struct LaneBoxes(double EgoLengthM, double OtherLengthM, double EgoWidthM, double OtherWidthM)
{
    /// <summary>Distance between the bumpers along the lane, m; negative when they overlap.</summary>
    public double GapM(in LaneState ego, in LaneState other) => Math.Abs(ego.AlongM - other.AlongM) - EgoLengthM / 2 - OtherLengthM / 2;

    /// <summary>Distance between the sides, m; negative when they overlap.</summary>
    public double LateralGapM(in LaneState ego, in LaneState other) => Math.Abs(ego.LateralM - other.LateralM) - EgoWidthM / 2 - OtherWidthM / 2;

    /// <summary>True when both overlap.</summary>
    public bool Touch(in LaneState ego, in LaneState other) => LateralGapM(ego, other) < 0 && GapM(ego, other) < 0;
}
