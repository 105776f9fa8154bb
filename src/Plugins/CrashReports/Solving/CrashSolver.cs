using System.Globalization;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Plugins.CrashReports.Solving.Drawing;
using Sim.Plugins.CrashReports.Solving.Rules;
using Sim.Plugins.CrashReports.Solving.Stories;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>
/// From a completed record and its road to a scenario: scrambled Sobol starts over the free numbers, the contact found exactly for each, motions solved
/// backwards from it, and the first draft that keeps the rules R6 to R9 taken (docs/crash-reports/solving.md). The same arguments give the same bytes.
/// Stateless, thread-safe.
/// </summary>
internal static class CrashSolver
{
    /// <summary>Largest number of starts.</summary>
    public const int Starts = 40;

    private const long DefaultStepUs = 100_000;
    private const int MostDrafts = 120;
    private const double GoodCost = 2.5;
    private const double FairCost = 7;

    /// <summary>Solves.</summary>
    /// <param name="record">A completed record (nothing that a motion needs is unknown).</param>
    /// <param name="road">Its road.</param>
    /// <param name="egoVehicle">The vehicle of the ego.</param>
    /// <param name="egoActorId">Which actor becomes the ego: a vehicle of the record.</param>
    /// <param name="variant">Number of the variant, from 0.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="stepUs">Step, µs; null for 0.1 s.</param>
    /// <param name="horizonUs">Length, µs; null for 8 to 12 s as the story needs.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The scenario, or the best one found with the rules that it breaks, or none.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static SolvedScenario Solve(
        CrashRecord record, CrashRoad road, VehicleSpec egoVehicle, string egoActorId, int variant, ulong seed, long? stepUs, long? horizonUs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(road);
        ArgumentNullException.ThrowIfNull(egoVehicle);
        long step = stepUs ?? DefaultStepUs;
        if (record.Actors.All(a => a.Id != egoActorId) || road.Legs.All(l => l.Entry.Count == 0))
        {
            return Refused($"no actor '{egoActorId}' or no lane to drive in");
        }

        double longest = horizonUs is { } asked ? asked * 1e-6 - 1 : 6;
        if (longest < 1)
        {
            return Refused("the horizon is shorter than 2 s: nothing would happen in it");
        }

        var request = new SolveRequest(record, road, egoVehicle, egoActorId, variant, seed, step, horizonUs);
        var drafter = new Drafter(record, road, egoVehicle, egoActorId, step, Math.Min(longest, 6));
        var sequence = new Sobol(Dice.Dimensions, SobolScramble.Owen, Seed.Derive(seed, record.Id, variant, "crash-solver"));
        SolvedScenario? best = null;
        double bestCost = double.PositiveInfinity;
        int drawn = 0;
        foreach (var interpretation in drafter.Ways)
        {
            // The record as it stands gets the most starts; a departure from it shows soon whether it fits.
            int starts = interpretation is null || interpretation.Notes.Count == 0 ? Starts : Starts / 4, before = drawn;
            for (int start = 0; start < starts && drawn < MostDrafts; start++)
            {
                foreach (var draft in drafter.Drafts(new Dice(sequence, start), interpretation))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (draft.Motions.All(m => m.Id != egoActorId))
                    {
                        continue;
                    }

                    drawn++;
                    var scenario = ScenarioDrawing.Draw(request, draft);
                    var impact = ScenarioDrawing.ImpactOf(draft, drafter.Impact);
                    var findings = ScenarioRules.Check(scenario, impact, road.JunctionArea, Licences(draft));
                    var solved = new SolvedScenario { Scenario = scenario, Impact = impact, Draft = draft, Request = request, Findings = findings };
                    double cost = draft.Cost + 1000 * solved.Broken.Count() + 200 * (findings.Count - solved.Broken.Count());
                    if (cost < bestCost)
                    {
                        (best, bestCost) = (solved, cost);
                    }

                    // The contacts of one start differ in place only: the next start tries other motions.
                    if (findings.Count == 0 && draft.Cost <= (start < starts / 4 ? GoodCost : FairCost))
                    {
                        return Tagged(solved);
                    }
                }

                if ((bestCost < ContactSearch.WrongSide && start >= starts / 3) || (drawn == before && start >= Starts / 8))
                {
                    break;
                }
            }

            if (bestCost < ContactSearch.WrongSide)
            {
                break;
            }
        }

        return best is not null ? Tagged(best) : Refused("R6", "the ways of the actors never meet in the place that the record names");
    }

    /// <summary>
    /// The actor that becomes the ego when nobody chooses: who is hit at a side or the back, since what it meets is the other's doing; of a head-on contact
    /// who keeps its lane; else the first vehicle.
    /// </summary>
    public static string? ChooseEgo(CrashRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var vehicles = record.Actors.Where(a => RoadUser.Of(a.Type.Value).IsVehicle && a.Type.Value is not (ActorType.Bicycle or ActorType.Train)).ToList();
        if (vehicles.Count == 0)
        {
            return null;
        }

        var impact = Drafter.FirstOf(record);
        if (impact is null || vehicles.FirstOrDefault(v => v.Id == impact.A.Actor) is not { } a || vehicles.FirstOrDefault(v => v.Id == impact.B.Actor) is not { } b)
        {
            return (vehicles.FirstOrDefault(v => v.Id == impact?.A.Actor || v.Id == impact?.B.Actor) ?? vehicles[0]).Id;
        }

        int Rank(ActorRecord actor, ContactPlane plane) =>
            (plane is ContactPlane.Left or ContactPlane.Right or ContactPlane.Back ? 0 : 4) + (actor.RightOfWay.Value == RightOfWay.Yes ? 0 : 1) + (Wanders(actor) ? 2 : 0);
        return Rank(b, impact.B.Plane.Value) < Rank(a, impact.A.Plane.Value) ? b.Id : a.Id;
    }

    // R11: whom no reference ego survives is kept apart by a tag.
    private static SolvedScenario Tagged(SolvedScenario solved) => solved with { Scenario = WithTag(solved.Scenario!) };

    /// <summary>A scenario with the tag of R11 where it belongs and without it where not.</summary>
    internal static Scenario WithTag(Scenario scenario)
    {
        bool solvable = Solvable.Is(scenario);
        var tags = scenario.Tags.Where(t => t != Solvable.UnavoidableTag);
        return scenario with { Tags = solvable ? [.. tags] : [.. tags, Solvable.UnavoidableTag] };
    }

    private static bool Wanders(ActorRecord actor) => actor.Actions.Any(x => x.Executed && x.BeforeImpact
        && x.Kind.Value is ActionKind.CrossCentre or ActionKind.DriftOutOfLane or ActionKind.DepartRoad or ActionKind.Reverse or ActionKind.EnterRoad);

    private static List<ActorLicence> Licences(Draft draft) => [.. draft.Motions.Select(m => new ActorLicence(m.Id, m.Story.MayLeaveRoad || m.Story.Stands && m.Story.Record.Movement.Value == Movement.ParkedOrDisabled, m.Story.MayOppose))];

    private static SolvedScenario Refused(string why) => Refused("R7", why);

    private static SolvedScenario Refused(string rule, string why) => new()
    {
        Findings = [new RecordFinding(rule, "impacts", string.Create(CultureInfo.InvariantCulture, $"{why}"))],
    };
}
