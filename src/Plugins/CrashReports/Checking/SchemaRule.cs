using System.Text.RegularExpressions;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>R1: schema and ranges. Thread-safe.</summary>
internal static partial class SchemaRule
{
    private const string Rule = "R1";

    // Wide on purpose: outside of these a value is a slip of reading, not an unusual road.
    private static readonly Dictionary<string, (double Low, double High)> Ranges = new(StringComparer.Ordinal)
    {
        ["heading_deg"] = (0, 359.999999),
        ["lanes_in"] = (0, 12),
        ["lanes_out"] = (0, 12),
        ["max_lanes"] = (1, 20),
        ["lane_from_right"] = (1, 12),
        ["target_lane"] = (1, 12),
        ["speed_kmh"] = (0, 300),
        ["grade_percent"] = (-40, 40),
        ["radius_m"] = (3, 20_000),
    };

    public static IEnumerable<Doubt> Check(CrashRecord record)
    {
        var doubts = new List<Doubt>();
        LeafMap.Map(record, new LeafCheck(doubts));
        Actors(record, doubts);
        Impacts(record, doubts);
        foreach (var twice in record.Road.Legs.GroupBy(leg => leg.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            doubts.Add(new Doubt(new RecordFinding(Rule, $"road/legs/{twice.Key}", "two legs have this id; an id names one leg"),
                now => now with { Road = now.Road with { Legs = [.. now.Road.Legs.DistinctBy(leg => leg.Id)] } }));
        }

        return doubts;
    }

    private static void Actors(CrashRecord record, List<Doubt> doubts)
    {
        var legs = record.Road.Legs.Select(leg => leg.Id).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var actor in record.Actors)
        {
            if (!ActorId().IsMatch(actor.Id)) doubts.Add(Doubt.Final(Rule, $"actors/{actor.Id}", "an actor's id is V, P, C or A with a number from 1"));
            if (!seen.Add(actor.Id)) doubts.Add(Doubt.Final(Rule, $"actors/{actor.Id}", "two actors have this id; an id names one actor"));
            if (actor.Leg.Value is { } leg && !legs.Contains(leg)) doubts.Add(Doubt.Drop(Rule, $"actors/{actor.Id}/leg", $"the leg '{leg}' is not among the legs of the road"));
        }
    }

    private static void Impacts(CrashRecord record, List<Doubt> doubts)
    {
        var ids = record.Actors.Select(actor => actor.Id).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < record.Impacts.Count; i++)
        {
            var impact = record.Impacts[i];
            string at = FormattableString.Invariant($"impacts/{impact.Order}");
            if (impact.Order != i + 1)
            {
                doubts.Add(new Doubt(new RecordFinding(Rule, at, "contacts are numbered 1, 2, 3 in order"),
                    now => now with { Impacts = [.. now.Impacts.Select((one, n) => one with { Order = n + 1 })] }));
            }

            if (impact.A.Actor is null || impact.A.Obstacle is not null || impact.B.Actor is null == impact.B.Obstacle is null || impact.A.Actor == impact.B.Actor)
            {
                doubts.Add(Doubt.Final(Rule, at, "a contact has an actor on side a and another actor or an object on side b"));
            }

            foreach (var (side, contact) in new[] { ("a", impact.A), ("b", impact.B) })
            {
                if (contact.Actor is { } id && !ids.Contains(id)) doubts.Add(Doubt.Final(Rule, $"{at}/{side}", $"'{id}' is not among the actors"));
            }

            if (impact.Striking.Value is { } striking && striking != impact.A.Actor && striking != impact.B.Actor)
            {
                doubts.Add(Doubt.Drop(Rule, at + "/striking", $"'{striking}' has no part in this contact"));
            }
        }
    }

    [GeneratedRegex("^[VPCA][1-9][0-9]{0,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex ActorId();

    private sealed class LeafCheck(List<Doubt> doubts) : LeafMap.IVisitor
    {
        public Leaf<T> One<T>(string path, Leaf<T> leaf)
        {
            bool empty = leaf.Value is null || (leaf.Value is Enum word && Convert.ToInt32(word, null) == 0);
            // "Nobody struck" is a value of its own.
            State(path, empty && !(leaf.Status != LeafStatus.Unknown && path.EndsWith("/striking", StringComparison.Ordinal)), leaf.Status, leaf.Confidence, leaf.Why);
            if (leaf.Value is Enum value && !Enum.IsDefined(value.GetType(), value)) doubts.Add(Doubt.Drop(Rule, path, "the value is not one of its list"));
            double? number = leaf.Value switch { double real => real, int whole => whole, _ => null };
            if (number is { } found && Ranges.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var range) && !(found >= range.Low && found <= range.High))
            {
                doubts.Add(Doubt.Drop(Rule, path, FormattableString.Invariant($"{found} is outside of {range.Low} to {range.High}")));
            }

            return leaf;
        }

        public Leaf<IReadOnlyList<T>> Many<T>(string path, Leaf<IReadOnlyList<T>> leaf)
        {
            State(path, leaf.Value is not { Count: > 0 }, leaf.Status, leaf.Confidence, leaf.Why);
            if (leaf.Value is { } values && values.Distinct().Count() != values.Count) doubts.Add(Doubt.Drop(Rule, path, "a set holds each value once"));
            if (leaf.Value is { } words && words.Any(one => one is Enum word && (Convert.ToInt32(word, null) == 0 || !Enum.IsDefined(word.GetType(), word))))
            {
                doubts.Add(Doubt.Drop(Rule, path, "a value is not one of its list"));
            }

            return leaf;
        }

        private void State(string path, bool empty, LeafStatus status, double confidence, string why)
        {
            if (empty != (status == LeafStatus.Unknown)) doubts.Add(Doubt.Drop(Rule, path, "a value is empty exactly while its status is unknown"));
            else if (!(confidence >= 0 && confidence <= 1)) doubts.Add(Doubt.Drop(Rule, path, "a confidence lies between 0 and 1"));
            else if (status is LeafStatus.Derived or LeafStatus.Assumed && why.Length == 0) doubts.Add(Doubt.Drop(Rule, path, "a derived or assumed value names its rule or reason"));
        }
    }
}
