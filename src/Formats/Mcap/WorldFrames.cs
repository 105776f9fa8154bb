using Sim.Formats.Messages;

namespace Sim.Formats.Mcap;

/// <summary>Between tracks and the messages of <c>world.proto</c>. Thread-safe.</summary>
public static class WorldFrames
{
    /// <summary>The world at one step.</summary>
    public static WorldFrame At(Recording recording, int step)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var frame = new WorldFrame { TimeUs = recording.TimeUs(step), Step = step };
        for (int i = 0; i < recording.Tracks.Count; i++)
        {
            var track = recording.Tracks[i];
            if (!track.IsPresent(step))
            {
                continue;
            }

            var s = track.At(step);
            frame.Actors.Add(new ActorFrame
            {
                Index = (uint)i,
                Id = track.Id,
                X = s.X,
                Y = s.Y,
                HeadingRad = s.HeadingRad,
                SpeedMps = s.SpeedMps,
                LateralMps = s.LateralMps,
                AccelMps2 = s.AccelMps2,
                YawRateRps = s.YawRateRps,
                SteerRad = s.SteerRad,
            });
        }

        foreach (var signal in recording.Signals)
        {
            frame.Signals.Add(new SignalFrame { Id = signal.SignalId, State = (SignalState)(int)signal.At(step) });
        }

        return frame;
    }

    /// <summary>The state in an actor's frame.</summary>
    public static ActorState State(ActorFrame actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return new ActorState(actor.X, actor.Y, actor.HeadingRad, actor.SpeedMps, actor.LateralMps, actor.AccelMps2, actor.YawRateRps, actor.SteerRad);
    }

    /// <summary>A driver's answer as a message.</summary>
    public static AnswerFrame Answer(RecordedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var frame = new AnswerFrame { Step = answer.Step };
        if (answer.Answer.Controls is { } c)
        {
            frame.Controls = new Messages.Controls { AccelMps2 = c.AccelMps2, SteerRad = c.SteerRad };
        }

        foreach (var p in answer.Answer.Plan ?? [])
        {
            frame.Plan.Add(Point(p));
        }

        if (answer.Answer.Debug is { } debug)
        {
            frame.Debug = Debug(debug);
        }

        return frame;
    }

    /// <summary>A message as a driver's answer. Nothing is checked; see <see cref="DriverAnswer.Fault"/>.</summary>
    public static RecordedAnswer Answer(AnswerFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var answer = frame.Controls is { } c
            ? DriverAnswer.FromControls(c.AccelMps2, c.SteerRad)
            : DriverAnswer.FromPlan([.. frame.Plan.Select(Point)]);
        return new RecordedAnswer(frame.Step, frame.Debug is { } debug ? answer with { Debug = Debug(debug) } : answer);
    }

    /// <summary>A driver's debug output as a message.</summary>
    public static Messages.DriverDebug Debug(Sim.DriverDebug debug)
    {
        ArgumentNullException.ThrowIfNull(debug);
        var message = new Messages.DriverDebug();
        message.Signals.AddRange(debug.Signals.Select(s => new Messages.DebugSignal { Name = s.Name, Value = s.Value }));
        foreach (var candidate in debug.Candidates)
        {
            var plan = new Messages.DebugPlan { Name = candidate.Name };
            if (candidate.Cost is { } cost)
            {
                plan.Cost = cost;
            }

            plan.Points.AddRange(candidate.Points.Select(Point));
            message.Candidates.Add(plan);
        }

        message.Texts.AddRange(debug.Texts.Select(t => new Messages.DebugText { Name = t.Name, Text = t.Text }));
        return message;
    }

    /// <summary>A message as a driver's debug output. Nothing is checked; see <see cref="Sim.DriverDebug.Fault"/>.</summary>
    public static Sim.DriverDebug Debug(Messages.DriverDebug message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new Sim.DriverDebug
        {
            Signals = [.. message.Signals.Select(s => new Sim.DebugSignal(s.Name, s.Value))],
            Candidates = [.. message.Candidates.Select(c => new Sim.DebugPlan(c.Name, [.. c.Points.Select(Point)], c.HasCost ? c.Cost : null))],
            Texts = [.. message.Texts.Select(t => new Sim.DebugText(t.Name, t.Text))],
        };
    }

    private static Messages.PlanPoint Point(Sim.PlanPoint p) => new() { TimeUs = p.TimeUs, X = p.X, Y = p.Y, HeadingRad = p.HeadingRad, SpeedMps = p.SpeedMps };

    private static Sim.PlanPoint Point(Messages.PlanPoint p) => new(p.TimeUs, p.X, p.Y, p.HeadingRad, p.SpeedMps);
}
