namespace Sim.Maps;

/// <summary>Painted or built boundary of a lane, seen from inside the lane.</summary>
public enum LaneMarking
{
    /// <summary>The source does not say.</summary>
    Unknown,
    /// <summary>No marking.</summary>
    None,
    /// <summary>Solid line.</summary>
    Solid,
    /// <summary>Broken line.</summary>
    Broken,
    /// <summary>Two solid lines.</summary>
    SolidSolid,
    /// <summary>Solid on this lane's side, broken beyond.</summary>
    SolidBroken,
    /// <summary>Broken on this lane's side, solid beyond.</summary>
    BrokenSolid,
    /// <summary>Two broken lines.</summary>
    BrokenBroken,
    /// <summary>Raised dots.</summary>
    BottsDots,
    /// <summary>Curb.</summary>
    Curb,
    /// <summary>Edge without a line (grass).</summary>
    Edge,
}
