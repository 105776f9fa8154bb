using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>A check as it stands in the record. Plain data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Holds">True when what was found is what was expected.</param>
/// <param name="Expected">What had to come out.</param>
/// <param name="Found">What came out.</param>
/// <param name="Tolerance">How far a number may lie away; null for text.</param>
/// <param name="Deviation">How far it lies away; null for text and for what is no finite number.</param>
/// <param name="Values">How many values stand behind it.</param>
/// <param name="Source">Where the expected figure comes from.</param>
internal sealed record SelfTestCheck(string Name, bool Holds, string Expected, string Found, double? Tolerance, double? Deviation, int Values, string Source)
{
    /// <summary>The judged form of a check.</summary>
    public static SelfTestCheck Of(SelfCheck check) =>
        new(check.Name, check.Holds, check.Expected, check.Found, check.Tolerance is { } t && double.IsFinite(t) ? t : null, check.Deviation, check.Values, check.Source);
}
