using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>Makes the legs from the headings of the road users and gives each what is said of it, the most particular statement first.</summary>
internal sealed class LegBuilder(Mentions mentions, IReadOnlyDictionary<string, Travel> travels, IReadOnlyList<RoadFact> facts, Topology topology)
{
    private sealed class Leg
    {
        public required string Id { get; init; }

        public Leaf<double?> Heading { get; init; } = Leaf.Unknown<double?>(null);

        public List<string> Actors { get; } = [];

        public TextSpan? Driveway { get; set; }

        public bool IsSide { get; set; }

        public required int Order { get; init; }
    }

    private readonly List<Leg> _legs = [];

    public IReadOnlyList<LegRecord> Build(out IReadOnlyDictionary<string, string> legOfActor)
    {
        var ways = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ReportActor actor in mentions.Actors)
        {
            if (actor.IsBystander || actor.Id[0] != 'V') continue;
            Travel travel = travels[actor.Id];
            bool side = travel.Driveway is not null || travel.SideRoad is not null;
            if (travel.HeadingDeg.Value is null && !side && !HasOwnFacts(actor.Id)) continue;
            Leg leg = LegOf(travel);
            leg.Actors.Add(actor.Id);
            leg.Driveway ??= travel.Driveway;
            leg.IsSide |= side;
            ways[actor.Id] = leg.Id;
        }

        // People on foot and on bicycles come along a way that somebody drives on, if they come along one.
        foreach (ReportActor actor in mentions.Actors)
            if (!actor.IsBystander && actor.Id[0] == 'C' && travels[actor.Id].HeadingDeg.Value is { } heading && Find(heading) is { } along) ways[actor.Id] = along.Id;
        Told();
        if (_legs.Count == 0 && facts.Count > 0) Nameless(ways);
        if (_legs is [{ Heading.Value: not null } single])
            foreach (ReportActor actor in mentions.Actors)
                if (!actor.IsBystander && actor.Id[0] == 'V' && ways.TryAdd(actor.Id, single.Id)) single.Actors.Add(actor.Id);
        Opposing();
        _legs.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        legOfActor = ways;
        return [.. _legs.Select(Record)];
    }

    /// <summary>A way of which something is said but no direction: that of the first vehicle.</summary>
    private void Nameless(Dictionary<string, string> ways)
    {
        foreach (ReportActor actor in mentions.Actors)
        {
            if (actor.IsBystander || actor.IsParked || actor.Id[0] != 'V') continue;
            Leg leg = Add("leg1", Leaf.Unknown<double?>(null), facts[0].Span.Start);
            leg.Actors.Add(actor.Id);
            ways[actor.Id] = leg.Id;
            return;
        }
    }

    private bool HasOwnFacts(string actor)
    {
        foreach (RoadFact fact in facts)
            if (fact.Scope.Kind == ScopeKind.Actor && fact.Scope.Actor == actor) return true;
        return false;
    }

    private Leg LegOf(Travel travel)
    {
        if (travel.HeadingDeg is { Value: { } heading } stated)
        {
            if (Find(heading) is { } known) return known;
            return Add(Compass.LegId(heading), stated, stated.Evidence?.Start ?? int.MaxValue);
        }

        return Add($"leg{_legs.Count + 1}", Leaf.Unknown<double?>(null), (travel.Driveway ?? travel.SideRoad)?.Start ?? int.MaxValue);
    }

    private Leg Add(string id, Leaf<double?> heading, int order)
    {
        var leg = new Leg { Id = id, Heading = heading, Order = order };
        _legs.Add(leg);
        return leg;
    }

    private Leg? Find(double heading)
    {
        foreach (Leg leg in _legs)
            if (leg.Heading.Value is { } other && Compass.Same(other, heading)) return leg;
        return null;
    }

    /// <summary>Legs that no road user comes by but of which something is said by direction ("the southbound lanes ...").</summary>
    private void Told()
    {
        foreach (RoadFact fact in facts)
        {
            bool direction = fact.Scope.Kind == ScopeKind.Direction && fact.Kind is RoadFactKind.LanesOwn or RoadFactKind.Grade or RoadFactKind.Control or RoadFactKind.Limit;
            // "in the eastbound lanes of a two-way road" and no heading of anybody: the one way that is known.
            bool only = fact.Scope.Kind == ScopeKind.Axis && _legs.Count == 0;
            if (!(direction || only) || Find(fact.Scope.Deg) is not null) continue;
            Add(Compass.LegId(fact.Scope.Deg), Leaf.Derived<double?>(fact.Scope.Deg, fact.Span, "a direction of travel that the text names", 0.8), fact.Span.Start);
        }
    }

    /// <summary>The other direction of a road that is said to run both ways.</summary>
    private void Opposing()
    {
        foreach (Leg leg in _legs.ToArray())
        {
            if (leg.Heading.Value is not { } heading || Find(Compass.Opposite(heading)) is not null || leg.IsSide || Ends(leg)) continue;
            foreach (RoadFact fact in facts)
            {
                bool both = fact.Kind == RoadFactKind.LanesEach || (fact.Kind is RoadFactKind.OneWay or RoadFactKind.Divided && fact.Value == 0) || (fact.Kind == RoadFactKind.Divided && fact.Value == 1);
                if (!both || Fit(leg, fact) <= 0 || OneWay(leg)) continue;
                Add(Compass.LegId(Compass.Opposite(heading)), Leaf.Derived<double?>(Compass.Opposite(heading), fact.Span, "the road carries traffic both ways", 0.7), int.MaxValue - 1);
                break;
            }
        }
    }

    private bool OneWay(Leg leg)
    {
        foreach (RoadFact fact in facts)
            if (fact is { Kind: RoadFactKind.OneWay, Value: 1 } && Fit(leg, fact) > 1) return true;
        return false;
    }

    /// <summary>At a T-junction the way with the stop sign ends.</summary>
    private bool Ends(Leg leg)
    {
        if (topology is not (Topology.TJunction or Topology.YJunction)) return false;
        foreach (RoadFact fact in facts)
            if (fact is { Kind: RoadFactKind.Control, Value: (int)Control.Stop } && Fit(leg, fact) >= 3) return true;
        return false;
    }

    /// <summary>How particularly a statement speaks of a leg; 0 when it does not.</summary>
    private int Fit(Leg leg, RoadFact fact)
    {
        RoadScope scope = fact.Scope;
        bool ofRoad = fact.Kind is not (RoadFactKind.Control or RoadFactKind.Grade or RoadFactKind.Course or RoadFactKind.LanesOwn);
        switch (scope.Kind)
        {
            case ScopeKind.Actor:
                if (leg.Actors.Contains(scope.Actor)) return 6;
                return ofRoad && leg.Heading.Value is { } own && travels.TryGetValue(scope.Actor, out Travel? travel) && travel.HeadingDeg.Value is { } way && Compass.IsOpposite(own, way) ? 3 : 0;
            case ScopeKind.Direction:
                if (leg.Heading.Value is not { } heading) return 0;
                return Compass.Same(heading, scope.Deg) ? 5 : ofRoad && fact.Kind != RoadFactKind.Limit && Compass.IsOpposite(heading, scope.Deg) ? 3 : 0;
            case ScopeKind.Axis:
                return leg.Heading.Value is { } along && (Compass.Same(along, scope.Deg) || Compass.IsOpposite(along, scope.Deg)) ? 4 : 0;
            case ScopeKind.Side:
                return leg.IsSide ? 4 : 0;
            case ScopeKind.All:
                return 2;
            case ScopeKind.Main:
                return leg.Driveway is not null ? 0 : leg.IsSide ? 1 : 2;
            default:
                return fact.Kind == RoadFactKind.Control && fact.Value == (int)Control.Stop ? 0 : 1;
        }
    }

    private RoadFact? Best(Leg leg, RoadFactKind kind)
    {
        RoadFact? best = null;
        int bestFit = 0;
        foreach (RoadFact fact in facts)
        {
            if (fact.Kind != kind) continue;
            int fit = Fit(leg, fact) * 2 - (fact.Weak ? 1 : 0);
            if (Fit(leg, fact) > 0 && fit > bestFit) (best, bestFit) = (fact, fit);
        }

        return best;
    }

    private LegRecord Record(Leg leg)
    {
        RoadFact? oneWay = Best(leg, RoadFactKind.OneWay), divided = Best(leg, RoadFactKind.Divided), limit = Best(leg, RoadFactKind.Limit), grade = Best(leg, RoadFactKind.Grade), radius = Best(leg, RoadFactKind.Radius);
        return new()
        {
            Id = leg.Id,
            HeadingDeg = leg.Heading,
            LanesIn = Lanes(leg, oneWay, divided, incoming: true),
            LanesOut = Lanes(leg, oneWay, divided, incoming: false),
            OneWay = Truth(oneWay),
            Divided = Truth(divided),
            Driveway = leg.Driveway is { } driveway ? Leaf.Stated<bool?>(true, driveway) : Leaf.Unknown<bool?>(null),
            SpeedLimitKmh = limit is { } l ? Number(leg, l) : Leaf.Unknown<double?>(null),
            Control = Controls(leg),
            GradePercent = grade is { } g ? Number(leg, g) : Leaf.Unknown<double?>(null),
            Alignment = Course(leg),
            RadiusM = radius is { } r ? Number(leg, r) : Leaf.Unknown<double?>(null),
        };
    }

    private Leaf<double?> Number(Leg leg, RoadFact fact) =>
        Fit(leg, fact) >= 2 ? Leaf.Stated<double?>(fact.Value, fact.Span) : Leaf.Derived<double?>(fact.Value, fact.Span, "said of the place without naming the road", 0.6);

    private static Leaf<bool?> Truth(RoadFact? fact) => fact is { } said ? Leaf.Stated<bool?>(said.Value > 0, said.Span) : Leaf.Unknown<bool?>(null);

    private Leaf<int?> Lanes(Leg leg, RoadFact? oneWay, RoadFact? divided, bool incoming)
    {
        RoadFact? best = null;
        int bestFit = 0;
        foreach (RoadFact fact in facts)
        {
            if (fact.Kind is not (RoadFactKind.LanesOfRoad or RoadFactKind.LanesEach or RoadFactKind.LanesOwn)) continue;
            int fit = fact.Kind == RoadFactKind.LanesOwn
                ? fact.Scope.Kind == ScopeKind.Actor ? (incoming && leg.Actors.Contains(fact.Scope.Actor) ? 6 : 0) : leg.Heading.Value is { } heading && (incoming ? Compass.Same(heading, fact.Scope.Deg) : Compass.IsOpposite(heading, fact.Scope.Deg)) ? 7 : 0
                : Fit(leg, fact);
            if (fit > bestFit) (best, bestFit) = (fact, fit);
        }

        if (best is not { } said) return Leaf.Unknown<int?>(null);
        int value = (int)said.Value;
        bool one = oneWay?.Value > 0;
        if (one) return incoming ? Leaf.Stated<int?>(value, said.Span) : Leaf.Derived<int?>(0, said.Span, "the way is one-way towards the place", 0.7);
        if (said.Kind != RoadFactKind.LanesOfRoad) return Leaf.Stated<int?>(value, said.Span);
        if (divided?.Value > 0) return Leaf.Derived<int?>(LaneCount.Counted(facts, said), said.Span, "an even number of lanes of a divided road from four on counts both directions", 0.7);
        int own = (value + (incoming ? 1 : 0)) / 2;
        return Leaf.Derived<int?>(value == 1 ? 1 : own, said.Span, "half of the lanes of an undivided road, the odd one (a turn lane) to those who come in", 0.8);
    }

    private Leaf<IReadOnlyList<Control>> Controls(Leg leg)
    {
        int bestFit = 0;
        bool weak = true;
        var found = new SortedSet<Control>();
        TextSpan span = default;
        foreach (RoadFact fact in facts)
        {
            if (fact.Kind != RoadFactKind.Control) continue;
            int fit = Fit(leg, fact);
            if (fit == 0) continue;
            var control = (Control)(int)fact.Value;
            // What is said of this way alone stands over what is said of all; "device" over nothing only.
            if (fit > bestFit || (fit == bestFit && weak && !fact.Weak))
            {
                if (fit > bestFit && found.Count > 0 && fact.Weak && !weak) continue;
                found.Clear();
                (bestFit, weak, span) = (fit, fact.Weak, fact.Span);
            }
            else if (fit < bestFit || (fact.Weak && !weak)) continue;
            found.Add(control);
        }

        if (found.Count > 1)
        {
            found.Remove(Control.None);
            // A flashing light is no working signal; a warning sign beside a control is no control.
            if (found.Contains(Control.Flashing)) found.Remove(Control.Signal);
            if (found.Count > 1) found.Remove(Control.Other);
        }

        return found.Count == 0 ? Leaf.Unknown<IReadOnlyList<Control>>([]) : Leaf.Stated<IReadOnlyList<Control>>([.. found], span, weak ? 0.6 : 0.9);
    }

    private Leaf<Alignment> Course(Leg leg)
    {
        RoadFact? best = null;
        int bestFit = 0;
        foreach (RoadFact fact in facts)
        {
            if (fact.Kind != RoadFactKind.Course) continue;
            // A course is seen by whoever drives it: a statement on one direction or road user mirrors for the other.
            bool sided = fact.Value is (int)Alignment.CurveLeft or (int)Alignment.CurveRight;
            // Left and right are those of whoever comes along; for a way that nobody comes by the side is not known.
            if (sided && leg.Actors.Count == 0 && leg.Heading.Value is not null && fact.Scope.Kind is ScopeKind.Main or ScopeKind.All or ScopeKind.Junction) continue;
            int fit = Fit(leg, fact) * 2 + (fact.Value == (int)Alignment.Straight ? 0 : sided ? 9 : 1);
            if (Fit(leg, fact) > 0 && fit > bestFit) (best, bestFit) = (fact, fit);
        }

        if (best is { } own) return Leaf.Stated((Alignment)(int)own.Value, own.Span);
        foreach (RoadFact fact in facts)
        {
            if (fact.Kind != RoadFactKind.Course || leg.Heading.Value is not { } heading) continue;
            double? other = fact.Scope.Kind == ScopeKind.Direction ? fact.Scope.Deg : fact.Scope.Kind == ScopeKind.Actor && travels.TryGetValue(fact.Scope.Actor, out Travel? travel) ? travel.HeadingDeg.Value : null;
            if (other is { } way && Compass.IsOpposite(heading, way)) return Leaf.Derived(Mirror((Alignment)(int)fact.Value), fact.Span, "the same curve seen from the other side", 0.7);
        }

        return Leaf.Unknown(Alignment.Unknown);
    }

    private static Alignment Mirror(Alignment alignment) => alignment switch
    {
        Alignment.CurveLeft => Alignment.CurveRight,
        Alignment.CurveRight => Alignment.CurveLeft,
        _ => alignment,
    };
}
