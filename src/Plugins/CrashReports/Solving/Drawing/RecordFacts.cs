using System.Globalization;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Solving.Drawing;

/// <summary>Lists what a completed record knows, leaf by leaf, and what of it no scenario uses. Pure.</summary>
internal static class RecordFacts
{
    /// <summary>Every leaf with a value: path, value, status, quote.</summary>
    public static IReadOnlyList<SourceFact> Of(CrashRecord record)
    {
        var facts = new List<SourceFact>();
        foreach (var leaf in RecordLeaves.Of(record))
        {
            if (leaf.Status != LeafStatus.Unknown)
            {
                facts.Add(new SourceFact(leaf.Path, leaf.Value, Words.Of(leaf.Status), leaf.Evidence?.Quote ?? ""));
            }
        }

        return facts;
    }

    /// <summary>Every assumption with its reason, sentences.</summary>
    public static IEnumerable<string> Assumed(CrashRecord record) => RecordLeaves.Of(record)
        .Where(l => l.Status == LeafStatus.Assumed)
        .Select(l => $"{l.Path} = {l.Value} ({l.Why})");

    /// <summary>What the text says and no scenario of this solver uses, sentences.</summary>
    public static IEnumerable<string> Unused(CrashRecord record, IReadOnlyCollection<string> actorsInScene)
    {
        foreach (var actor in record.Actors)
        {
            if (Known(actor.RightOfWay))
            {
                yield return $"right of way of {actor.Id}: {Words.Of(actor.RightOfWay.Value)} (motions follow from the actions, not from the duty to wait)";
            }

            if (Known(actor.FinalPosition))
            {
                yield return $"final position of {actor.Id}: motion after the first contact is not solved for";
            }

            if (Known(actor.Description))
            {
                yield return $"make and model of {actor.Id}: the box is that of its type";
            }

            foreach (var way in actor.Avoidance.Value.Where(w => w is Avoidance.SteerLeft or Avoidance.SteerRight or Avoidance.Accelerate))
            {
                yield return $"{actor.Id} {Words.Of(way).Replace('_', ' ')} to avoid the crash: not drawn, so that the told sides touch";
            }

            if (actor.Actions.Any(a => a is { BeforeImpact: false, Executed: true }))
            {
                yield return $"what {actor.Id} did after the first contact";
            }
        }

        foreach (var impact in record.Impacts.OrderBy(i => i.Order).Skip(1))
        {
            string other = impact.B.Actor ?? impact.B.Obstacle ?? "an object";
            bool there = impact.B.Actor is { } id && actorsInScene.Contains(id);
            yield return string.Create(CultureInfo.InvariantCulture, $"contact {impact.Order} of {impact.A.Actor} with {other}: {(there ? $"{other} stands in its way, the push of the first contact is not simulated" : "it follows from the push of the first contact, which is not simulated")}");
        }

        if (Known(record.Severity))
        {
            yield return $"severity: {record.Severity.Value}";
        }
    }

    private static bool Known<T>(Leaf<T> leaf) => leaf.Status is LeafStatus.Stated or LeafStatus.Derived;
}
