namespace Sim;

/// <summary>Drives along lanes with IDM, optionally changing lanes with MOBIL or by script. Starts in the lane under its initial pose.</summary>
public sealed record FollowLaneBehaviour : Behaviour
{
    /// <summary>Car following.</summary>
    public IdmParameters Idm { get; init; } = new();

    /// <summary>Lane changing; null keeps the lane.</summary>
    public MobilParameters? Mobil { get; init; }

    /// <summary>Lanes to follow, by id, first the starting one; empty follows the straightest successor.</summary>
    public IReadOnlyList<string> Route { get; init; } = [];
}
