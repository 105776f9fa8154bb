namespace Sim.Plugins.Sumo.Networks;

/// <summary>Who may use a lane: SUMO's <c>allow</c> and <c>disallow</c>. Immutable.</summary>
internal sealed class VehicleClasses
{
    private readonly string[] _words;
    private readonly bool _allowed;

    private VehicleClasses(string[] words, bool allowed) => (_words, _allowed) = (words, allowed);

    /// <summary>Everybody.</summary>
    public static VehicleClasses All { get; } = new([], false);

    /// <summary>Reads the two attributes; <c>allow</c> wins.</summary>
    public static VehicleClasses Of(string? allow, string? disallow)
    {
        if (allow is not null)
        {
            return allow.Contains("all", StringComparison.Ordinal) && allow.Split(' ').Contains("all") ? All : new(allow.Split(' ', StringSplitOptions.RemoveEmptyEntries), true);
        }

        return string.IsNullOrWhiteSpace(disallow) ? All : new(disallow.Split(' ', StringSplitOptions.RemoveEmptyEntries), false);
    }

    /// <summary>True when a class may use the lane.</summary>
    public bool Allows(string vehicleClass) => _words.Contains("all") ? _allowed : _words.Contains(vehicleClass) == _allowed;
}
