using Sim.Geometry;
using Sim.Plugins.CrashReports.Solving.Drawing;
using Sim.Plugins.CrashReports.Solving.Motions;
using Sim.Plugins.CrashReports.Solving.Rules;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Plugins.CrashReports.Solving.Critical;

/// <summary>
/// Looks for a scenario near a solved one in which a reacting ego collides: when the others come, how fast they are, how near to the conflict it begins.
/// At most <see cref="Budget"/> closed-loop simulations, no random numbers. Stateless, thread-safe.
/// </summary>
internal static class CriticalSearch
{
    /// <summary>Largest number of simulations.</summary>
    public const int Budget = 20;

    private const double LeastLeadS = 1.6;
    private static readonly double[] Shares = [0.5, 0.3, 0.7, 0.15, 0.85, 0.02, 0.98];
    private static readonly (double Pace, double LeadS)[] Neighbours = [(1, 0), (1, -1), (1.1, 0), (0.9, 0), (1, -1.8), (1.1, -1), (0.9, -1), (1.1, -1.8)];

    /// <summary>Runs the scenario and searches when the ego does not collide.</summary>
    /// <param name="solved">A valid scenario of the solver.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="options">Its options.</param>
    /// <param name="budget">Number of simulations, at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static CriticalResult Run(SolvedScenario solved, IDriver driver, Setting options, int budget, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solved);
        ArgumentNullException.ThrowIfNull(driver);
        var scenario = solved.Scenario ?? throw new ArgumentException("There is no scenario to run.", nameof(solved));
        string? partner = solved.Impact is null ? null : solved.Impact.A == scenario.EgoId ? solved.Impact.B : solved.Impact.A;
        int runs = 0;
        Contact? Collide(Scenario candidate)
        {
            runs++;
            var recording = Simulate(candidate, driver, options, cancellationToken);
            return recording.Contacts.FirstOrDefault(c => c.A == candidate.EgoId);
        }

        CriticalResult Found(Scenario candidate, Contact contact, bool before, bool solvable) =>
            new(candidate, true, before, solvable, contact.B == partner, runs);

        if (Collide(scenario) is { } first)
        {
            return Found(scenario, first, true, !scenario.Tags.Contains(Solvable.UnavoidableTag));
        }

        CriticalResult? unsolvable = null;
        if (partner is not null && solved is { Draft: { } draft, Request: { } request } && draft.Motions.Any(m => m.Id == partner))
        {
            // Where the driver would be when were the others not there.
            var alone = Simulate(scenario with { Actors = [scenario.Ego] }, driver, options, cancellationToken);
            runs++;
            foreach (var candidate in Candidates(draft, scenario.EgoId, partner, alone))
            {
                if (runs >= budget)
                {
                    break;
                }

                cancellationToken.ThrowIfCancellationRequested();
                var varied = ScenarioDrawing.Draw(request, candidate);
                if (!IsSound(varied))
                {
                    continue;
                }

                if (Collide(varied) is { } contact && contact.B == partner)
                {
                    varied = CrashSolver.WithTag(varied);
                    if (!varied.Tags.Contains(Solvable.UnavoidableTag))
                    {
                        return Found(varied, contact, false, true);
                    }

                    unsolvable ??= Found(varied, contact, false, false);
                }
            }
        }

        return unsolvable is not null
            ? unsolvable with { Simulations = runs }
            : new CriticalResult(scenario, false, false, !scenario.Tags.Contains(Solvable.UnavoidableTag), true, runs);
    }

    private static Recording Simulate(Scenario scenario, IDriver driver, Setting options, CancellationToken cancellationToken) =>
        ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), scenario, driver, options, 0, 0, cancellationToken);

    private static IEnumerable<Draft> Candidates(Draft draft, string egoId, string partner, Recording alone)
    {
        var other = draft.Motions.First(m => m.Id == partner);
        foreach (var (pace, less) in Neighbours)
        {
            double lead = Math.Max(LeastLeadS, draft.LeadS + less);
            if (less < 0 && lead >= draft.LeadS)
            {
                continue;
            }

            var quicker = other with { TimeScale = pace };
            if (other.Story.Stands)
            {
                if (pace == 1 && less < 0)
                {
                    yield return draft with { LeadS = lead };
                }

                continue;
            }

            // Delays with which the other would be where the ego is; a shorter lead moves both alike.
            if (Meeting(quicker, draft, alone) is not { } meeting)
            {
                continue;
            }

            foreach (double share in Shares)
            {
                double delay = meeting.Least + (meeting.Most - meeting.Least) * share;
                yield return draft with
                {
                    LeadS = lead,
                    Motions = [.. draft.Motions.Select(m => m.Id == partner ? quicker with { DelayS = delay } : m)],
                };
            }
        }
    }

    private static (double Least, double Most)? Meeting(Motion other, Draft draft, Recording alone)
    {
        if (alone.Ego() is not { } ego)
        {
            return null;
        }

        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (int k = 0; k < ego.Count; k++)
        {
            double te = k * alone.StepUs * 1e-6 - draft.LeadS;
            if (te < -draft.LeadS + 1)
            {
                continue;
            }

            var mine = new OrientedBox(ego.At(k), ego.Body);
            for (double to = -3; to <= 3; to += 0.1)
            {
                double delay = te - to;
                if (Math.Abs(delay) <= 2.5 && mine.Overlaps(other.BoxAt(to)))
                {
                    least = Math.Min(least, delay);
                    most = Math.Max(most, delay);
                }
            }
        }

        return least <= most ? (least, most) : null;
    }

    // The rules that still mean something when the ego drives itself: motions, ground, and nobody in touch at the start.
    private static bool IsSound(Scenario scenario) =>
        ScenarioCheck.Refusal(scenario) is null && !ScenarioRules.Check(scenario with { Actors = [.. scenario.Actors.Where(a => a.Id != scenario.EgoId), scenario.Ego] }, null, null, [.. scenario.Actors.Select(a => new ActorLicence(a.Id, true, true))])
            .Any(f => f.Rule == "R8");
}
