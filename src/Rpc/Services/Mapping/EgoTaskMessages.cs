namespace Sim.Rpc.Services;

/// <summary>The ego's task as a message. Exact to the bit. Thread-safe.</summary>
public static class EgoTaskMessages
{
    /// <summary>A task as a message.</summary>
    public static Messages.EgoTask Of(EgoTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var message = new Messages.EgoTask { Route = { task.Route } };
        foreach (var goal in task.Goals)
        {
            var region = new Messages.GoalRegion
            {
                LaneIds = { goal.LaneIds },
                TimeUs = Of(goal.TimeUs),
                SpeedMps = Of(goal.SpeedMps),
                HeadingRad = Of(goal.HeadingRad),
            };
            foreach (var area in goal.Areas)
            {
                region.Areas.Add(GeometryMessages.Of(area));
            }

            message.Goals.Add(region);
        }

        if (task.DesiredSpeedMps is { } speed)
        {
            message.DesiredSpeedMps = speed;
        }

        return message;
    }

    /// <summary>A message as a task; an absent message is a task without goals.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static EgoTask From(Messages.EgoTask? message, string at = "task")
    {
        if (message is null)
        {
            return new EgoTask();
        }

        Field.Count(message.Goals.Count, ContractLimits.ListItems, at, "goals");
        return new EgoTask
        {
            Goals = [.. message.Goals.Select((g, i) => From(g, Field.Item(at, "goals", i)))],
            Route = Field.Ids(message.Route, at, "route"),
            DesiredSpeedMps = message.HasDesiredSpeedMps ? Field.Finite(message.DesiredSpeedMps, at, "desired_speed_mps") : null,
        };
    }

    private static GoalRegion From(Messages.GoalRegion m, string at)
    {
        Field.Count(m.Areas.Count, ContractLimits.ListItems, at, "areas");
        return new GoalRegion
        {
            Areas = [.. m.Areas.Select((a, i) => GeometryMessages.Polygon(a, Field.Item(at, "areas", i), ""))],
            LaneIds = Field.Ids(m.LaneIds, at, "lane_ids"),
            TimeUs = From(m.TimeUs, at, "time_us"),
            SpeedMps = From(m.SpeedMps, at, "speed_mps"),
            HeadingRad = From(m.HeadingRad, at, "heading_rad"),
        };
    }

    private static Messages.Interval? Of(Interval? interval) => interval is { } i ? new() { Min = i.Min, Max = i.Max } : null;

    private static Interval? From(Messages.Interval? m, string at, string name)
    {
        if (m is null)
        {
            return null;
        }

        var interval = new Interval(Field.Finite(m.Min, at, name), Field.Finite(m.Max, at, name));
        return interval.Max >= interval.Min ? interval : throw Field.Error(at, name, "has a max below its min");
    }
}
