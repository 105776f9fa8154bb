using Sim.Plugins.Criticality.Approach;
using Sim.Plugins.Criticality.CarefulDrivers;
using Sim.Plugins.Criticality.Chance;
using Sim.Plugins.Criticality.Collision;
using Sim.Plugins.Criticality.Encroachment;
using Sim.Plugins.Criticality.Evasion;
using Sim.Plugins.Criticality.Exposure;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Impact;
using Sim.Plugins.Criticality.Motion;
using Sim.Plugins.Criticality.Rss;
using Sim.Plugins.Criticality.Validity;

namespace Sim.Plugins.Criticality.Metrics;

/// <summary>The families, in the order of the report.</summary>
internal static class MetricFamilies
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MetricFamily> All { get; } =
    [
        new TimeToCollisionFamily(),
        new FollowingFamily(),
        new EncroachmentFamily(),
        new ApproachFamily(),
        new CrosswalkFamily(),
        new EvasionFamily(),
        new ExposureFamily(),
        new ChanceFamily(),
        new MotionFamily(),
        new RssFamily(),
        new FuzzyFamily(),
        new ContactFamily(),
        new ImpactFamily(),
        new ValidityFamily(),
        new CarefulFamily(),
    ];

    /// <summary>The family of a metric.</summary>
    public static MetricFamily Of(string metric) => All.First(f => f.Metrics.Any(m => m.Name == metric));
}
