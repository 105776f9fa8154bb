using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads <c>&lt;intersection&gt;</c>.</summary>
internal static class IntersectionParser
{
    private const int MaxLanes = 10_000;

    /// <summary>Reads one; lanelets that it names as crossings are added to <paramref name="crossings"/>.</summary>
    public static Junction Read(XmlCursor cursor, HashSet<string> crossings, Notes notes)
    {
        string id = cursor.Id();
        var inside = new Lanes();
        var incoming = new Lanes();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            var child = cursor.Enter();
            switch (child.Name)
            {
                case "incoming":
                    Incoming(cursor, child, inside, incoming, notes);
                    break;
                case "crossing":
                    while (cursor.Next(child))
                    {
                        if (cursor.Name == "crossingLanelet")
                        {
                            crossings.Add(cursor.Id("ref"));
                            cursor.Skip();
                        }
                        else
                        {
                            notes.Skip(cursor);
                        }
                    }

                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return new Junction(id, inside.Ids, incoming.Ids);
    }

    private static void Incoming(XmlCursor cursor, in XmlCursor.Scope scope, Lanes inside, Lanes incoming, Notes notes)
    {
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "incomingLanelet":
                    incoming.Add(cursor);
                    break;
                case "successorsLeft" or "successorsRight" or "successorsStraight":
                    inside.Add(cursor);
                    break;
                case "isLeftOf":
                    notes.Add("isLeftOf of intersections is not kept: junctions here have no order of arms");
                    cursor.Skip();
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }
    }

    private sealed class Lanes
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public List<string> Ids { get; } = [];

        public void Add(XmlCursor cursor)
        {
            string id = cursor.Id("ref");
            if (_seen.Add(id))
            {
                Ids.Add(id);
            }

            if (Ids.Count > MaxLanes)
            {
                throw cursor.Error($"an intersection names more than {MaxLanes} lanelets");
            }

            cursor.Skip();
        }
    }
}
