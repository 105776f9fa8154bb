using Sim.Formats.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// What a driver is told once, as a message. Exact to the bit. <see cref="DriverTask.Files"/> is a matter of one machine and is never sent.
/// Thread-safe.
/// </summary>
public static class DriverTaskMessages
{
    /// <summary>A task as a message.</summary>
    public static Messages.DriverTask Of(DriverTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var message = new Messages.DriverTask
        {
            Scenario = task.Scenario,
            Map = RoadMapMessages.Of(task.Map),
            StepUs = task.StepUs,
            HorizonUs = task.HorizonUs,
            EgoIndex = (uint)task.EgoIndex,
            Vehicle = VehicleMessages.Of(task.Vehicle),
            Task = EgoTaskMessages.Of(task.Task),
            Environment = Of(task.Environment),
            Seed = task.Seed,
        };
        foreach (var actor in task.Actors)
        {
            message.Actors.Add(new Messages.ActorInfo { Id = actor.Id, Class = Enums.ActorClass.To(actor.Class), Body = VehicleMessages.Of(actor.Body) });
        }

        foreach (var entry in task.EgoLog)
        {
            var frame = new ActorFrame();
            ActorFrames.Set(frame, entry.State);
            message.EgoLog.Add(new Messages.TimedState { TimeUs = entry.TimeUs, State = frame });
        }

        return message;
    }

    /// <summary>A message as a task.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static DriverTask From(Messages.DriverTask? message, string at = "task")
    {
        var m = Field.Needed(message, at, "");
        Field.Count(m.Actors.Count, ContractLimits.Actors, at, "actors");
        Field.Count(m.EgoLog.Count, ContractLimits.LogStates, at, "ego_log");
        if (m.StepUs <= 0)
        {
            throw Field.Error(at, "step_us", $"is {m.StepUs}, but must be positive");
        }

        if (m.EgoIndex >= (uint)m.Actors.Count)
        {
            throw Field.Error(at, "ego_index", $"is {m.EgoIndex}, but there are {m.Actors.Count} actors");
        }

        var log = new TimedState[m.EgoLog.Count];
        for (int i = 0; i < log.Length; i++)
        {
            string place = Field.Item(at, "ego_log", i);
            var state = Field.Needed(m.EgoLog[i].State, place, "state");
            log[i] = new(m.EgoLog[i].TimeUs, ActorFrames.State(state, Field.Path(at, "ego_log"), i));
            if (i > 0 && log[i].TimeUs <= log[i - 1].TimeUs)
            {
                throw Field.Error(place, "time_us", "is not later than the one before it");
            }
        }

        return new DriverTask
        {
            Scenario = Field.Text(m.Scenario, at, "scenario"),
            Map = RoadMapMessages.From(m.Map, Field.Path(at, "map")),
            StepUs = m.StepUs,
            HorizonUs = Field.NotNegative(m.HorizonUs, at, "horizon_us"),
            Actors = [.. m.Actors.Select((a, i) => From(a, Field.Item(at, "actors", i)))],
            EgoIndex = (int)m.EgoIndex,
            Vehicle = VehicleMessages.From(m.Vehicle, Field.Path(at, "vehicle")),
            Task = EgoTaskMessages.From(m.Task, Field.Path(at, "task")),
            Environment = From(m.Environment, Field.Path(at, "environment")),
            EgoLog = log,
            Seed = m.Seed,
        };
    }

    /// <summary>Conditions as a message.</summary>
    public static Messages.WorldEnvironment Of(WorldEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var message = new Messages.WorldEnvironment { Friction = environment.Friction, RainMmph = environment.RainMmph, Light = environment.Light };
        if (environment.FogVisibilityM is { } fog)
        {
            message.FogVisibilityM = fog;
        }

        foreach (var (name, value) in environment.Odd)
        {
            message.Odd[name] = value;
        }

        return message;
    }

    /// <summary>A message as conditions: what is absent has its usual value, a light that is not told is unknown.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static WorldEnvironment From(Messages.WorldEnvironment? message, string at = "environment")
    {
        if (message is null)
        {
            return new WorldEnvironment();
        }

        Field.Count(message.Odd.Count, ContractLimits.ListItems, at, "odd");
        return new WorldEnvironment
        {
            Friction = message.HasFriction ? Field.Within(message.Friction, 0, 1.5, at, "friction") : 1,
            RainMmph = Field.Within(message.RainMmph, 0, double.MaxValue, at, "rain_mmph"),
            FogVisibilityM = message.HasFogVisibilityM ? Field.Within(message.FogVisibilityM, 0, double.MaxValue, at, "fog_visibility_m") : null,
            Light = message.Light.Length == 0 ? "unknown" : Field.Text(message.Light, at, "light"),
            Odd = Ordered.Copy(message.Odd.Select(o => KeyValuePair.Create(Field.Id(o.Key, at, "odd"), Field.Text(o.Value, at, "odd")))),
        };
    }

    internal static ActorInfo From(Messages.ActorInfo m, string at) => new(
        Field.Id(m.Id, at, "id"),
        Enums.ActorClass.From(m.Class, at, "class"),
        VehicleMessages.From(m.Body, Field.Path(at, "body")));
}
