using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Lanes, limits, control and course of legs that the text leaves open. Pure.</summary>
internal static class LegLeaves
{
    private const double FastKmh = 88;
    private static readonly double[] SignedLimits = [40, 48, 56, 64, 72, 80, 89, 97, 105, 113, 121, 129];

    /// <summary>Fills all leaves of all legs; headings are known and actors bound.</summary>
    public static List<LegRecord> Complete(CrashRecord record, List<LegRecord> legs)
    {
        legs = [.. legs.Select(l => l with { Driveway = l.Driveway.Or<bool?>(false, "not told to be a driveway") })];
        Flows(legs);
        Limits(record, legs);
        if (record.Road.Topology.Value == Topology.RampMerge)
        {
            RampLanes(record, legs);
        }

        Lanes(record, legs);
        Controls(record, legs);
        Courses(record, legs);
        return legs;
    }

    private static void Flows(List<LegRecord> legs)
    {
        for (int i = 0; i < legs.Count; i++)
        {
            int other = LegCompletion.Opposite(legs, i);
            var across = other >= 0 && legs[other].Driveway.Value == legs[i].Driveway.Value ? legs[other] : null;
            bool oneWay = across?.OneWay.FromText() == true && across.OneWay.Value == true;
            bool divided = across?.Divided.FromText() == true && across.Divided.Value == true;
            legs[i] = legs[i] with
            {
                OneWay = legs[i].OneWay.Or<bool?>(oneWay, oneWay ? "the same road goes on one-way" : "not told to be one-way"),
                Divided = legs[i].Divided.Or<bool?>(divided, divided ? "the same road goes on divided" : "not told to be divided"),
            };
        }
    }

    private static void Limits(CrashRecord record, List<LegRecord> legs)
    {
        var told = record.Road.SpeedLimitsKmh.Value;
        double fastest = record.Actors.Where(a => a.IsVehicle() && a.SpeedKmh.FromText()).Select(a => a.SpeedKmh.Value ?? 0).DefaultIfEmpty(0).Max();
        bool anyOfRoads = legs.Any(l => l.SpeedLimitKmh.FromText());
        for (int i = 0; i < legs.Count; i++)
        {
            var leg = legs[i];
            int other = LegCompletion.Opposite(legs, i);
            double? across = other >= 0 && legs[other].SpeedLimitKmh.FromText() ? legs[other].SpeedLimitKmh.Value : null;
            double? unused = told.Where(v => !legs.Any(l => l.SpeedLimitKmh.FromText() && l.SpeedLimitKmh.Value == v)).Select(v => (double?)v).LastOrDefault();
            var (kmh, why) = leg.Driveway.Value == true ? (24.0, "limit not told: 24 km/h (15 mph) in a driveway")
                : across is { } same ? (same, "limit not told: that of the same road on the other side")
                : unused is { } limit && anyOfRoads ? (limit, "limit not told for this leg: the other limit that the text gives")
                : told.Count > 0 ? (IsMain(legs, i) ? told[^1] : told[0], "limit not told for this leg: the highest that the text gives for the first road, the lowest for the others")
                : legs.FirstOrDefault(l => l.SpeedLimitKmh.FromText())?.SpeedLimitKmh.Value is { } first ? (first, "limit not told: that of the other road")
                : record.Road.Topology.Value == Topology.RampMerge ? (Math.Max(89, Signed(fastest)), "limit not told: 89 km/h (55 mph) at a ramp")
                : fastest > 48 ? (Signed(fastest), "limit not told: the usual one at or above the highest speed told")
                : leg.Divided.Value == true ? (72, "limit not told: 72 km/h (45 mph) on a divided road")
                : (48, "limit not told: 48 km/h (30 mph), urban");
            legs[i] = leg with { SpeedLimitKmh = leg.SpeedLimitKmh.Or<double?>(kmh, why) };
        }
    }

    private static double Signed(double kmh)
    {
        foreach (double limit in SignedLimits)
        {
            if (limit >= kmh - 1)
            {
                return limit;
            }
        }

        return SignedLimits[^1];
    }

    private static bool IsMain(List<LegRecord> legs, int index) => index == 0 || LegCompletion.Opposite(legs, 0) == index;

    private static void RampLanes(CrashRecord record, List<LegRecord> legs)
    {
        // The wanted order of headings is: road, ramp, road beyond; one carriageway runs from the first to the last.
        int ramp = RampOf(legs);
        for (int i = 0; i < legs.Count; i++)
        {
            if (i == ramp)
            {
                legs[i] = legs[i] with
                {
                    LanesIn = legs[i].LanesIn.Or<int?>(1, "lanes not told: one on a ramp"),
                    LanesOut = legs[i].LanesOut.Or<int?>(0, "a ramp runs one way"),
                };
            }
            else if (Compass.Angle(LegCompletion.Heading(legs[i]), LegCompletion.Heading(legs[0])) > 90 && !record.Actors.Any(a => a.Leg.Value == legs[i].Id && a.IsVehicle()))
            {
                legs[i] = legs[i] with { LanesIn = legs[i].LanesIn.Or<int?>(0, "the carriageway of the ramp runs one way; the other one plays no part") };
            }
        }
    }

    /// <summary>The leg that is the ramp: the one that is neither the first nor opposite to it.</summary>
    public static int RampOf(IReadOnlyList<LegRecord> legs)
    {
        int across = LegCompletion.Opposite(legs, 0);
        for (int i = 1; i < legs.Count; i++)
        {
            if (i != across)
            {
                return i;
            }
        }

        return -1;
    }

    private static void Lanes(CrashRecord record, List<LegRecord> legs)
    {
        var done = new bool[legs.Count];
        bool spent = false;
        for (int i = 0; i < legs.Count; i++)
        {
            if (done[i])
            {
                continue;
            }

            int j = LegCompletion.Opposite(legs, i);
            j = j >= 0 && !done[j] && LegCompletion.Opposite(legs, j) == i && legs[i].Driveway.Value == legs[j].Driveway.Value ? j : -1;
            done[i] = true;
            if (j >= 0)
            {
                done[j] = true;
            }

            int? total = null;
            if (record.Road.MaxLanes.Value is > 0 and < 16 && !spent && legs[i].Driveway.Value != true && !Told(legs, i, j))
            {
                total = record.Road.MaxLanes.Value;
                spent = true;
            }

            Road(record, legs, i, j, total);
        }
    }

    private static bool Told(List<LegRecord> legs, int i, int j) =>
        legs[i].LanesIn.FromText() || legs[i].LanesOut.FromText() || (j >= 0 && (legs[j].LanesIn.FromText() || legs[j].LanesOut.FromText()));

    /// <summary>One road: a leg and the one across, or a leg that ends here.</summary>
    private static void Road(CrashRecord record, List<LegRecord> legs, int i, int j, int? total)
    {
        bool oneWay = legs[i].OneWay.Value == true, divided = legs[i].Divided.Value == true, driveway = legs[i].Driveway.Value == true;
        bool against = j >= 0 && oneWay && Users(record, legs[i]) == 0 && Users(record, legs[j]) > 0 && legs[i].LanesIn.Value is null or 0;
        int roomy = !driveway && (divided || legs[i].SpeedLimitKmh.Value >= FastKmh) ? 2 : 1;
        roomy = !divided && !oneWay && record.Road.Topology.Value != Topology.RampMerge ? 1 : roomy;
        int forward, backward;
        string why;
        if (total is { } n)
        {
            why = "lanes not told for this leg: from the number of lanes of the road";
            bool more = Need(record, legs, i) >= Need(record, legs, j);
            (forward, backward) = oneWay ? (against ? 0 : n, against ? n : 0) : divided ? (n, n) : (more ? n - (n / 2) : Math.Max(1, n / 2), more ? Math.Max(1, n / 2) : n - (n / 2));
        }
        else
        {
            why = roomy > 1 ? "lanes not told: two in each direction of a divided or fast road" : "lanes not told: one in each direction, more where an actor needs them";
            (forward, backward) = (Math.Max(roomy, Need(record, legs, i)), Math.Max(roomy, Need(record, legs, j)));
            (forward, backward) = oneWay ? (against ? 0 : forward, against ? backward : 0) : (forward, backward);
        }

        int into = legs[i].LanesIn.Value ?? (j >= 0 ? legs[j].LanesOut.Value : null) ?? Math.Max(forward, oneWay && against ? 0 : Need(record, legs, i));
        int outOf = legs[i].LanesOut.Value ?? (j >= 0 ? legs[j].LanesIn.Value : null) ?? (oneWay ? backward : Math.Max(1, backward));
        legs[i] = legs[i] with { LanesIn = legs[i].LanesIn.Or<int?>(into, why), LanesOut = legs[i].LanesOut.Or<int?>(outOf, why) };
        if (j >= 0)
        {
            int acrossIn = legs[j].LanesIn.Value ?? Math.Max(outOf, oneWay && !against ? 0 : Need(record, legs, j));
            legs[j] = legs[j] with { LanesIn = legs[j].LanesIn.Or<int?>(acrossIn, why), LanesOut = legs[j].LanesOut.Or<int?>(into, why) };
        }
    }

    private static int Users(CrashRecord record, LegRecord leg) => record.Actors.Count(a => a.Leg.Value == leg.Id && a.IsVehicle());

    private static int Need(CrashRecord record, List<LegRecord> legs, int index)
    {
        if (index < 0)
        {
            return 1;
        }

        int need = 1;
        foreach (var actor in record.Actors)
        {
            if (actor.Leg.Value == legs[index].Id)
            {
                need = Math.Max(need, ActorCompletion.LanesNeeded(actor));
            }
        }

        var pair = Principals.Of(record);
        bool beside = record.CrashClass.Value == CrashClass.Sideswipe && pair.Second >= 0
            && record.Actors[pair.First].Leg.Value == legs[index].Id && record.Actors[pair.Second].Leg.Value == legs[index].Id;
        return Math.Min(8, beside ? Math.Max(2, need) : need);
    }

    private static void Controls(CrashRecord record, List<LegRecord> legs)
    {
        bool junction = PlaceCompletion.IsJunction(record.Road.Topology.Value) || legs.Count > 2;
        Control? common = !junction ? null
            : legs.Any(l => l.Control.FromText() && l.Control.Value.Contains(Control.Signal)) ? Control.Signal
            : legs.Any(l => l.Control.FromText() && l.Control.Value.Contains(Control.Flashing)) ? Control.Flashing
            : null;
        for (int i = 0; i < legs.Count; i++)
        {
            bool shared = common is not null && legs[i].Driveway.Value != true;
            legs[i] = legs[i] with
            {
                Control = legs[i].Control.Or<IReadOnlyList<Control>>([shared ? common!.Value : Control.None],
                    shared ? "control not told for this leg: the lights of the other legs bind it too" : "control not told: none"),
            };
        }
    }

    private static void Courses(CrashRecord record, List<LegRecord> legs)
    {
        bool curve = record.Road.Topology.Value == Topology.Curve;
        for (int i = 0; i < legs.Count; i++)
        {
            var leg = legs[i];
            int j = LegCompletion.Opposite(legs, i);
            var across = j >= 0 && curve ? legs[j].Alignment.Value switch
            {
                Alignment.CurveLeft => Alignment.CurveRight,
                Alignment.CurveRight => Alignment.CurveLeft,
                var other => other,
            } : Alignment.Unknown;
            var (course, why) = across is Alignment.CurveLeft or Alignment.CurveRight ? (across, "course not told: the same curve from the other side")
                : curve && leg.Driveway.Value != true ? (i == 0 ? Alignment.CurveLeft : Alignment.CurveRight, "side of the curve not told: to the left for the first leg")
                : (Alignment.Straight, "course not told: straight");
            leg = leg with
            {
                Alignment = leg.Alignment.Or(course, why),
                GradePercent = leg.GradePercent.Or<double?>(curve || !PlaceCompletion.IsJunction(record.Road.Topology.Value) ? Grade(legs, j) : 0, "grade not told: level, or that of the same road"),
            };
            if (leg.Alignment.Value is Alignment.Curve or Alignment.CurveLeft or Alignment.CurveRight)
            {
                double speed = (leg.SpeedLimitKmh.Value ?? 48) / 3.6;
                double radius = j >= 0 && legs[j].RadiusM.Value is { } same ? same : Math.Round(Math.Max(60, speed * speed / 2));
                leg = leg with { RadiusM = leg.RadiusM.Or<double?>(radius, "radius not told: 2 m/s² across at the limit, at least 60 m, or that of the same road") };
            }

            legs[i] = leg;
        }
    }

    private static double Grade(List<LegRecord> legs, int across) => across >= 0 && legs[across].GradePercent.Value is { } grade ? -grade : 0;
}
