using Sim.Geometry;

namespace Sim.Plugins.Leaderboards;

/// <summary>What the ego's progress is compared with. Immutable.</summary>
internal sealed record Expert
{
    /// <summary>Where the expert was, box centre, at the samples; empty when only a route or nothing is known.</summary>
    public IReadOnlyList<Vector2d> Positions { get; init; } = [];

    /// <summary>Its headings there, rad.</summary>
    public IReadOnlyList<double> HeadingsRad { get; init; } = [];

    /// <summary>Lanes to follow, by id, when there is no expert.</summary>
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>What stands in for a missing expert, or why there is nothing; empty for a true expert.</summary>
    public string Note { get; init; } = "";

    /// <summary>The ego of another recording.</summary>
    public static Expert Of(Recording expert, Recording recording, NuPlanOptions options)
    {
        if (EgoSamples.Of(expert, options.SampleUs) is not { } samples)
        {
            return Of(recording, options);
        }

        int count = Math.Max(1, samples.SampleFrom(EndOf(recording)) + 1);
        return new Expert
        {
            Positions = samples.Positions()[..count],
            HeadingsRad = [.. samples.States[..count].ToArray().Select(s => s.HeadingRad)],
        };
    }

    /// <summary>The log of the ego in the scenario that a recording came from, when it has one; else what the recording itself offers.</summary>
    public static Expert Of(Scenario? scenario, Recording recording, NuPlanOptions options)
    {
        if (scenario?.Actors.FirstOrDefault(a => a.Id == scenario.EgoId)?.Behaviour is not DriverBehaviour { Log: { Count: > 1 } log })
        {
            return Of(recording, options);
        }

        var positions = new List<Vector2d>();
        var headings = new List<double>();
        long endUs = EndOf(recording);
        int k = 0;
        for (long at = Math.Max(0, log[0].TimeUs); at <= Math.Min(endUs, log[^1].TimeUs); at += options.SampleUs)
        {
            while (k + 2 < log.Count && log[k + 1].TimeUs <= at)
            {
                k++;
            }

            var from = log[k].State;
            var state = Simulation.Contacts.ContactFinder.Between(in from, log[k + 1].State, (at - log[k].TimeUs) / (double)(log[k + 1].TimeUs - log[k].TimeUs));
            positions.Add(new(state.X, state.Y));
            headings.Add(state.HeadingRad);
        }

        return positions.Count > 0 ? new Expert { Positions = positions, HeadingsRad = headings } : Of(recording, options);
    }

    /// <summary>Without an expert: the task's route, or the log itself where nobody drove.</summary>
    public static Expert Of(Recording recording, NuPlanOptions options)
    {
        if (recording.Task is { Route.Count: > 0 } task)
        {
            return new Expert { Route = task.Route, Note = "no expert: progress along the task's route" };
        }

        if (GoalRoute.Of(recording) is { Count: > 0 } toGoal)
        {
            return new Expert { Route = toGoal, Note = "no expert: progress along the shortest lanes to the task's goal" };
        }

        bool driven = recording.Vehicle is not null || recording.Answers.Count > 0;
        if (driven || EgoSamples.Of(recording, options.SampleUs) is not { } ego)
        {
            return new Expert { Note = "there is neither an expert nor a route that progress could be compared with" };
        }

        return new Expert
        {
            Positions = ego.Positions(),
            HeadingsRad = [.. ego.States.ToArray().Select(s => s.HeadingRad)],
            Note = "no expert: the recording is a log, compared with itself",
        };
    }

    // A run that ended early for another reason than its horizon is compared with all that the expert did.
    private static long EndOf(Recording recording) =>
        recording.End is RecordingEnd.Horizon or RecordingEnd.LogEnd or RecordingEnd.GoalReached or RecordingEnd.StoryboardEnd ? recording.TimeUs(recording.StepCount - 1) : long.MaxValue / 4;
}
