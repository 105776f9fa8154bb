using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>From statements on lanes to the lanes of a road.</summary>
internal static class LaneCount
{
    /// <summary>Largest number of lanes of any road: both directions on an undivided road, one direction on a divided one.</summary>
    public static Leaf<int?> Largest(IReadOnlyList<RoadFact> facts)
    {
        int best = 0;
        RoadFact from = default;
        foreach (RoadFact fact in facts)
        {
            int count = OfRoad(facts, fact);
            if (count > best) (best, from) = (count, fact);
        }

        return best == 0 ? Leaf.Unknown<int?>(null)
            : from.Kind == RoadFactKind.LanesOfRoad && best == (int)from.Value ? Leaf.Stated<int?>(best, from.Span)
            : Leaf.Derived<int?>(best, from.Span, "lanes of both directions and turn lanes added up", 0.8);
    }

    /// <summary>Lanes of the road that a statement is about, 0 when it is none on lanes.</summary>
    public static int OfRoad(IReadOnlyList<RoadFact> facts, RoadFact fact)
    {
        bool separate = IsDivided(facts, fact) || Says(facts, fact, RoadFactKind.OneWay) == 1;
        int turn = 0;
        foreach (RoadFact other in facts)
            if (other.Kind == RoadFactKind.TurnLanes && Same(other.Scope, fact.Scope) && Math.Abs(other.Token - fact.Token) < 40) turn = Math.Max(turn, (int)other.Value);
        switch (fact.Kind)
        {
            case RoadFactKind.LanesOfRoad:
                // An odd number has its turn lane already.
                return Counted(facts, fact) + (fact.Value % 2 == 0 || separate ? turn : 0);
            case RoadFactKind.LanesEach:
                return (int)fact.Value * (separate ? 1 : 2) + turn;
            case RoadFactKind.LanesOwn:
                int both = (int)fact.Value;
                if (!separate && fact.Scope.Kind == ScopeKind.Direction)
                    foreach (RoadFact other in facts)
                        if (other.Kind == RoadFactKind.LanesOwn && other.Scope.Kind == ScopeKind.Direction && Compass.IsOpposite(other.Scope.Deg, fact.Scope.Deg))
                        {
                            both += (int)other.Value;
                            break;
                        }

                return both + turn;
            default:
                return 0;
        }
    }

    /// <summary>A "four-lane divided highway" has four lanes in all; an odd number beside a median is that of one direction.</summary>
    public static int Counted(IReadOnlyList<RoadFact> facts, RoadFact fact) =>
        fact is { Kind: RoadFactKind.LanesOfRoad, Value: >= 4 } && fact.Value % 2 == 0 && IsDivided(facts, fact) ? (int)fact.Value / 2 : (int)fact.Value;

    /// <summary>Whether the road of a statement is divided; what is said nearest counts.</summary>
    public static bool IsDivided(IReadOnlyList<RoadFact> facts, RoadFact fact) => Says(facts, fact, RoadFactKind.Divided) == 1;

    private static double? Says(IReadOnlyList<RoadFact> facts, RoadFact fact, RoadFactKind kind)
    {
        double? said = null;
        int nearest = int.MaxValue;
        foreach (RoadFact other in facts)
        {
            if (other.Kind != kind || !Same(other.Scope, fact.Scope)) continue;
            int distance = Math.Abs(other.Token - fact.Token);
            if (distance < nearest) (said, nearest) = (other.Value, distance);
        }

        return nearest < 60 ? said : null;
    }

    /// <summary>True when two statements can speak of the same road.</summary>
    private static bool Same(RoadScope a, RoadScope b)
    {
        if (a.Kind is ScopeKind.All or ScopeKind.Junction || b.Kind is ScopeKind.All or ScopeKind.Junction) return true;
        bool compassA = a.Kind is ScopeKind.Axis or ScopeKind.Direction, compassB = b.Kind is ScopeKind.Axis or ScopeKind.Direction;
        if (compassA && compassB) return Compass.Same(a.Deg, b.Deg) || Compass.IsOpposite(a.Deg, b.Deg);
        if (a.Kind == ScopeKind.Side || b.Kind == ScopeKind.Side) return a.Kind == b.Kind;
        return a.Kind != ScopeKind.Actor || b.Kind != ScopeKind.Actor || a.Actor == b.Actor;
    }
}
