using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>The two actors of the first contact, by their place in <see cref="CrashRecord.Actors"/>; the second is -1 when only one plays a part.</summary>
/// <param name="First">The one named first.</param>
/// <param name="Second">The other, or -1.</param>
internal readonly record struct Principals(int First, int Second)
{
    /// <summary>Those of the first impact; without one, the first moving vehicle and the first other road user it can meet.</summary>
    public static Principals Of(CrashRecord record)
    {
        var actors = record.Actors;
        var impact = FirstImpact(record);
        if (impact is not null)
        {
            int a = IndexOf(actors, impact.A.Actor), b = IndexOf(actors, impact.B.Actor);
            if (a >= 0 || b >= 0)
            {
                return a >= 0 ? new(a, b) : new(b, -1);
            }
        }

        int first = Find(actors, -1, a => a.IsVehicle() && !a.IsParked());
        first = first >= 0 ? first : Find(actors, -1, a => !a.IsParked());
        first = first >= 0 ? first : 0;
        int second = Find(actors, first, a => !a.IsVehicle());
        second = second >= 0 ? second : Find(actors, first, a => !a.IsParked());
        return new(first, second >= 0 ? second : Find(actors, first, _ => true));
    }

    /// <summary>The first impact that names an actor of the record, or null.</summary>
    public static ImpactRecord? FirstImpact(CrashRecord record)
    {
        ImpactRecord? first = null;
        foreach (var impact in record.Impacts)
        {
            if ((first is null || impact.Order < first.Order) && (IndexOf(record.Actors, impact.A.Actor) >= 0 || IndexOf(record.Actors, impact.B.Actor) >= 0))
            {
                first = impact;
            }
        }

        return first;
    }

    /// <summary>The other of the two, or -1 for an actor that is neither.</summary>
    public int Other(int index) => index == First ? Second : index == Second ? First : -1;

    /// <summary>Place of an actor, or -1.</summary>
    public static int IndexOf(IReadOnlyList<ActorRecord> actors, string? id)
    {
        for (int i = 0; i < actors.Count; i++)
        {
            if (actors[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Find(IReadOnlyList<ActorRecord> actors, int except, Func<ActorRecord, bool> fits)
    {
        for (int i = 0; i < actors.Count; i++)
        {
            if (i != except && fits(actors[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
