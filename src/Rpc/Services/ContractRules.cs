using System.Globalization;

namespace Sim.Rpc.Services;

/// <summary>The version of the contract and when two versions fit. Thread-safe.</summary>
public static class ContractRules
{
    /// <summary>The version that this assembly speaks: 1.0.0.</summary>
    public static Messages.Version Version => new() { Major = 1, Minor = 0, Patch = 0 };

    /// <summary>True when two ends fit: equal major numbers and, while major is 0, equal minor numbers.</summary>
    public static bool Fit(Messages.Version ours, Messages.Version theirs)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        return ours.Major == theirs.Major && (ours.Major > 0 || ours.Minor == theirs.Minor);
    }

    /// <summary>"1.0.0".</summary>
    public static string Text(Messages.Version? version) => version is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Patch}");
}
