using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// Plants one error into a record as a careless reader would make it: the value is wrong, its quote stays, and what hangs on the value follows it (the leg
/// of a swapped direction, the movement of a mirrored turn, the contacts of a lost actor), so that no contradiction within the record gives it away.
/// Pure.
/// </summary>
internal static class ErrorPlanter
{
    /// <summary>Plants.</summary>
    /// <returns>The record with the error; null where the record has nothing of the kind.</returns>
    public static PlantedError? Plant(CrashRecord record, PlantedKind kind, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(random);
        var places = kind switch
        {
            PlantedKind.Direction => Directions(record),
            PlantedKind.Lanes => Lanes(record, random),
            PlantedKind.Action => Actions(record),
            _ => Counts(record, random),
        };
        return places.Count == 0 ? null : places[random.NextInt(places.Count)];
    }

    private static bool Told<T>(Leaf<T> leaf) => leaf.Status is LeafStatus.Stated or LeafStatus.Derived;

    private static List<PlantedError> Directions(CrashRecord record)
    {
        var places = new List<PlantedError>();
        foreach (var actor in record.Actors.Where(actor => Told(actor.HeadingDeg) && actor.HeadingDeg.Value is not null))
        {
            double swapped = (actor.HeadingDeg.Value!.Value + 180) % 360;
            var leg = record.Road.Legs.FirstOrDefault(one => one.HeadingDeg.Value is { } way && Compass.Between(way, swapped) < 23);
            var wrong = actor with
            {
                HeadingDeg = actor.HeadingDeg with { Value = swapped },
                Leg = leg is null ? Leaf.Unknown<string?>(null) : actor.Leg.Status == LeafStatus.Unknown ? actor.Leg : actor.Leg with { Value = leg.Id },
            };
            places.Add(new PlantedError(PlantedKind.Direction, $"actors/{actor.Id}/heading_deg", LeafMap.WithActor(record, actor.Id, _ => wrong)));
        }

        return places;
    }

    private static List<PlantedError> Lanes(CrashRecord record, RandomStream random)
    {
        int sign = random.NextInt(2) == 0 ? -2 : 2;
        if (Told(record.Road.MaxLanes) && record.Road.MaxLanes.Value is { } most)
        {
            var wrong = record.Road.MaxLanes with { Value = most + sign < 1 ? most + 2 : most + sign };
            return [new PlantedError(PlantedKind.Lanes, "road/max_lanes", record with { Road = record.Road with { MaxLanes = wrong } })];
        }

        var places = new List<PlantedError>();
        foreach (var leg in record.Road.Legs.Where(leg => Told(leg.LanesIn) && leg.LanesIn.Value is not null))
        {
            string path = $"road/legs/{leg.Id}/lanes_in";
            int lanes = leg.LanesIn.Value!.Value;
            places.Add(new PlantedError(PlantedKind.Lanes, path, LeafMap.Replace(record, path, leg.LanesIn with { Value = lanes + sign < 1 ? lanes + 2 : lanes + sign })));
        }

        return places;
    }

    private static List<PlantedError> Actions(CrashRecord record)
    {
        var places = new List<PlantedError>();
        foreach (var actor in record.Actors)
        {
            for (int i = 0; i < actor.Actions.Count; i++)
            {
                var kind = actor.Actions[i].Kind;
                if (!Told(kind) || Mirror(kind.Value) is not { } mirrored) continue;
                string path = FormattableString.Invariant($"actors/{actor.Id}/actions/{i + 1}/kind");
                var wrong = LeafMap.Replace(record, path, kind with { Value = mirrored });
                places.Add(new PlantedError(PlantedKind.Action, path, LeafMap.WithActor(wrong, actor.Id, one => one with { Movement = one.Movement with { Value = Mirror(one.Movement.Value) } })));
            }
        }

        if (places.Count > 0) return places;
        foreach (var actor in record.Actors.Where(actor => Told(actor.Avoidance)))
        {
            bool left = actor.Avoidance.Value.Contains(Avoidance.SteerLeft);
            if (left == actor.Avoidance.Value.Contains(Avoidance.SteerRight)) continue;
            string path = $"actors/{actor.Id}/avoidance";
            IReadOnlyList<Avoidance> mirrored = [.. actor.Avoidance.Value.Select(one => one is Avoidance.SteerLeft ? Avoidance.SteerRight : one is Avoidance.SteerRight ? Avoidance.SteerLeft : one)];
            places.Add(new PlantedError(PlantedKind.Action, path, LeafMap.Replace(record, path, actor.Avoidance with { Value = mirrored })));
        }

        return places;
    }

    private static List<PlantedError> Counts(CrashRecord record, RandomStream random)
    {
        var vehicles = record.Actors.Where(actor => actor.Id[0] == 'V').ToList();
        if (vehicles.Count == 0) return [];
        bool more = random.NextInt(2) == 0 || record.Actors.Count == 1;
        if (!more) return [.. vehicles.Select(actor => new PlantedError(PlantedKind.Count, $"actors/{actor.Id}", CountQuotes.Without(record, actor.Id)))];
        string id = FormattableString.Invariant($"V{vehicles.Max(actor => int.TryParse(actor.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : 0) + 1}");
        return [.. vehicles.Select(actor => new PlantedError(PlantedKind.Count, $"actors/{id}", record with { Actors = [.. record.Actors, actor with { Id = id }] }))];
    }

    private static ActionKind? Mirror(ActionKind kind) => kind switch
    {
        ActionKind.TurnLeft => ActionKind.TurnRight,
        ActionKind.TurnRight => ActionKind.TurnLeft,
        ActionKind.ChangeLaneLeft => ActionKind.ChangeLaneRight,
        ActionKind.ChangeLaneRight => ActionKind.ChangeLaneLeft,
        _ => null,
    };

    private static Movement Mirror(Movement movement) => movement switch
    {
        Movement.TurningLeft => Movement.TurningRight,
        Movement.TurningRight => Movement.TurningLeft,
        _ => movement,
    };
}
