using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Reads the place: its shape, its legs with what is said of each, the largest road and all limits.</summary>
internal static class RoadReader
{
    public static RoadReading Read(ReportText text, Mentions mentions)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(mentions);
        IReadOnlyDictionary<string, Travel> travels = TravelReader.Read(text, mentions);
        var facts = new List<RoadFact>();
        LaneFacts.Read(text, mentions, facts);
        LimitFacts.Read(text, mentions, facts);
        ControlFacts.Read(text, mentions, facts);
        CourseFacts.Read(text, mentions, facts);
        facts.Sort(static (a, b) => a.Token.CompareTo(b.Token));
        (Leaf<Topology> topology, Leaf<JunctionKind> junction) = TopologyReader.Read(text, mentions, travels, facts);
        var legs = new LegBuilder(mentions, travels, facts, topology.Value);
        IReadOnlyList<LegRecord> records = legs.Build(out IReadOnlyDictionary<string, string> legOfActor);
        var road = new RoadRecord
        {
            Topology = topology,
            Junction = junction,
            Legs = records,
            MaxLanes = LaneCount.Largest(facts),
            SpeedLimitsKmh = Limits(facts),
        };
        return new(road, travels, legOfActor);
    }

    private static Leaf<IReadOnlyList<double>> Limits(List<RoadFact> facts)
    {
        var limits = new SortedDictionary<double, TextSpan>();
        bool weak = true;
        foreach (RoadFact fact in facts)
        {
            if (fact.Kind != RoadFactKind.Limit) continue;
            double value = fact.Value;
            // The same limit in two units is one.
            bool known = false;
            foreach (double other in limits.Keys) known |= Math.Abs(other - value) < 1.5;
            if (known) continue;
            limits[value] = fact.Span;
            weak &= fact.Weak;
        }

        if (limits.Count == 0) return Leaf.Unknown<IReadOnlyList<double>>([]);
        double[] values = [.. limits.Keys];
        TextSpan first = default;
        foreach (RoadFact fact in facts)
            if (fact.Kind == RoadFactKind.Limit)
            {
                first = fact.Span;
                break;
            }

        return weak ? Leaf.Derived<IReadOnlyList<double>>(values, first, "no unit is given; miles per hour as on the signs", 0.7) : Leaf.Stated<IReadOnlyList<double>>(values, first);
    }
}
