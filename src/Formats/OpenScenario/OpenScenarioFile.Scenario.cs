using System.Globalization;
using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <content>From a file to a <see cref="Sim.Scenario"/>.</content>
public sealed partial record OpenScenarioFile
{
    /// <summary>
    /// The scenario: actors moved by the storyboard (the ego, on demand, by the driver under test), at the places where the init puts them. Where a
    /// place is known only at run time, the actor begins at the origin and the storyboard's init moves it.
    /// </summary>
    /// <param name="options">How.</param>
    /// <exception cref="InputException">The file holds no scenario, has no entity, names an ego that it has not, or needs a road network that was not found.</exception>
    public Scenario ToScenario(OpenScenarioOptions? options = null)
    {
        options ??= new OpenScenarioOptions();
        if (Storyboard is not { } board)
        {
            throw new InputException($"this file holds a {Content.ToString().ToLowerInvariant()} and no scenario", File);
        }

        if (Carried is { } own && (options.EgoId is null || options.EgoId == own.EgoId))
        {
            return Adapted(own, options);
        }

        if (Map is not { } map)
        {
            throw new InputException($"unsupported: needs the road network '{LogicFile}', which is not here; give it that name (maps: {{ \"{LogicFile}\": file.xodr }})", File);
        }

        if (Entities.Count == 0)
        {
            throw new InputException("the scenario has no entity; a scenario needs an ego", File);
        }

        long stepUs = options.StepUs ?? OpenScenarioOptions.DefaultStepUs;
        if (stepUs <= 0)
        {
            throw new InputException("the step must be positive");
        }

        var notes = new SortedSet<string>(Assumptions, StringComparer.Ordinal);
        string ego = Ego(options.EgoId);
        long horizon = Horizon(board, options, stepUs, notes);
        var environment = board.Init.Actions.OfType<EnvironmentAction>().Aggregate(new WorldEnvironment(), (world, action) => OscEnvironments.ToWorld(action.Environment, world, notes));
        var starts = new OscStarts(map, board, notes, File);
        var actors = Entities.Select(e => Actor(e, e.Storyboard.Id == ego, starts, options, board)).ToList();
        return new Scenario
        {
            Name = Path.GetFileNameWithoutExtension(File) is { Length: > 0 } name ? name : "scenario",
            Map = map,
            StepUs = stepUs,
            HorizonUs = horizon,
            Actors = actors,
            EgoId = ego,
            Task = options.Drive == OpenScenarioDrive.Driver ? new EgoTask { Route = starts.WayOf(ego, board) } : new EgoTask(),
            Environment = environment,
            Storyboard = board,
            Parameters = Ordered.Copy(board.Parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))),
            Tags = ["openscenario"],
            Provenance = new Provenance
            {
                Generator = "openscenario",
                Version = Version,
                Parents = Parents,
                Licence = Licence,
                Assumptions = [.. notes],
                Unused = [.. Unsupported.Select(u => $"{u.Path}:{u.Line.ToString(CultureInfo.InvariantCulture)}: {u.Reason}")],
            },
        };
    }

    // What this library wrote comes back as it was, but for who drives and for how long.
    private static Scenario Adapted(Scenario own, OpenScenarioOptions options)
    {
        var scenario = options.HorizonUs is { } horizon ? own with { HorizonUs = WholeSteps(horizon, own.StepUs) } : own;
        if (options.Drive != OpenScenarioDrive.Driver)
        {
            return scenario;
        }

        Actor Driven(Actor ego)
        {
            var rear = ego.Initial.Pose.CentreToRearAxle(ego.Body.RearAxleToCentreM);
            var body = options.Vehicle?.ToBody() ?? ego.Body;
            var pose = rear.RearAxleToCentre(body.RearAxleToCentreM);
            return ego with
            {
                Behaviour = ego.Behaviour as DriverBehaviour ?? new DriverBehaviour(),
                Vehicle = options.Vehicle ?? ego.Vehicle,
                Class = options.Vehicle?.Class ?? ego.Class,
                Body = body,
                Initial = options.Vehicle is null ? ego.Initial : ego.Initial with { X = pose.X, Y = pose.Y },
            };
        }

        return scenario with { Actors = [.. scenario.Actors.Select(a => a.Id == scenario.EgoId ? Driven(a) : a)] };
    }

    private static long WholeSteps(long wantedUs, long stepUs) => Math.Max(1, (wantedUs + stepUs - 1) / stepUs) * stepUs;

    private static Actor Actor(OpenScenarioEntity entity, bool ego, OscStarts starts, OpenScenarioOptions options, Storyboard board)
    {
        bool driven = ego && options.Drive == OpenScenarioDrive.Driver;
        var vehicle = driven ? options.Vehicle ?? entity.Vehicle : entity.Vehicle;
        var body = driven && options.Vehicle is { } own ? own.ToBody() : entity.Body;
        string id = entity.Storyboard.Id;
        var pose = starts.PoseOf(id).RearAxleToCentre(body.RearAxleToCentreM);
        return new Actor
        {
            Id = id,
            Class = driven && options.Vehicle is { } spec ? spec.Class : entity.Class,
            Body = body,
            Initial = new ActorState(pose.X, pose.Y, pose.HeadingRad, starts.SpeedOf(id)),
            Behaviour = driven ? new DriverBehaviour() : new StoryboardBehaviour(),
            Vehicle = vehicle,
        };
    }

    private string Ego(string? wanted)
    {
        var ids = Entities.Select(e => e.Storyboard.Id).ToList();
        if (wanted is not null)
        {
            return ids.Contains(wanted) ? wanted : throw new InputException($"the scenario has no entity '{wanted}' that could be the ego{OscRun.Hint(wanted, ids)}", File);
        }

        return Entities.FirstOrDefault(e => e.Storyboard.Properties.TryGetValue("type", out string? type) && type == "ego_vehicle")?.Storyboard.Id
            ?? ids.Find(i => i.Equals("ego", StringComparison.OrdinalIgnoreCase))
            ?? ids.Find(i => i.Equals("hero", StringComparison.OrdinalIgnoreCase))
            ?? Entities.FirstOrDefault(e => e.Storyboard.Kind == StoryboardEntityKind.Vehicle)?.Storyboard.Id
            ?? ids[0];
    }

    private static long Horizon(Storyboard board, OpenScenarioOptions options, long stepUs, SortedSet<string> notes)
    {
        double? stop = null;
        foreach (var group in board.StopTrigger?.Groups ?? [])
        {
            // Alone in its group a time ends the scenario for sure.
            if (group.Conditions is [SimulationTimeCondition { ValueS: > 0, Rule: ValueRule.GreaterThan or ValueRule.GreaterOrEqual } time])
            {
                double at = time.ValueS + time.DelayS;
                stop = stop is { } earlier ? Math.Min(earlier, at) : at;
            }
        }

        long wanted = options.HorizonUs ?? (stop is { } seconds ? (long)Math.Min(OpenScenarioOptions.MaxHorizonUs, Math.Ceiling(seconds * 1e6)) + stepUs : OpenScenarioOptions.DefaultHorizonUs);
        if (options.HorizonUs is null && stop is null)
        {
            notes.Add("the file says no time at which it ends; it ends after 60 s at the latest");
        }

        return WholeSteps(wanted, stepUs);
    }
}
