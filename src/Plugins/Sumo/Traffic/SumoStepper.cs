using System.Text;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Processes;
using Sim.Plugins.Sumo.Traci;
using Sim.Simulation.Engine;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>
/// One episode: each step is one message (lights, poses of our actors, step) and its answer (subscriptions); where vehicles departed a second one asks
/// for them. SUMO is one step ahead of us, because vehicles enter at the end of a step. Not thread-safe.
/// </summary>
internal sealed class SumoStepper
{
    private static readonly byte[] Variables = [TraciIds.Position, TraciIds.Angle, TraciIds.Speed];
    private readonly SumoPlan _plan;
    private readonly SumoLink _link;
    private readonly World _world;
    private readonly TraciWriter _message = new();
    private readonly List<RecordedEvent> _events = [];
    private readonly List<string> _departed = [];
    private readonly List<(byte Command, string What)> _sent = [];
    private readonly Action<CancellationToken> _ask;
    private readonly bool[] _inSumo;
    private readonly bool[] _entered;
    private readonly int[] _seen;
    private readonly double[] _heading;
    private readonly double _dt;
    // The order in which SUMO answered last, so that an id is found by a comparison of bytes.
    private readonly List<(byte[] Id, int Index)> _order = [];
    private readonly HashSet<(string, string)> _colliding = [];
    private readonly HashSet<(string, string)> _collidingNow = [];
    private int _stamp;
    private int _at;
    private bool _told;

    public SumoStepper(SumoPlan plan, SumoLink link, World world, LightLink? lights)
    {
        (_plan, _link, _world) = (plan, link, world);
        _ask = Ask;
        Lights = lights ?? new LightLink(world, plan.Roads);
        int count = plan.Scenario.Actors.Count;
        (_inSumo, _entered, _seen, _heading) = (new bool[count], new bool[count], new int[count], new double[count]);
        _dt = plan.Scenario.StepUs * 1e-6;
    }

    public LightLink Lights { get; }

    /// <summary>The step that lets everybody in: afterwards SUMO stands at our step 0.</summary>
    /// <exception cref="ModuleFailedException">SUMO was lost, refuses something or answers nonsense.</exception>
    public void Begin(CancellationToken cancellationToken)
    {
        Stated(Subscribe, cancellationToken);
        Step(cancellationToken);
    }

    /// <summary>One step.</summary>
    /// <exception cref="ModuleFailedException">SUMO was lost, refuses something or answers nonsense.</exception>
    public void Advance(CancellationToken cancellationToken) => Step(cancellationToken);

    public IReadOnlyList<RecordedEvent> TakeEvents()
    {
        if (_events.Count == 0)
        {
            return [];
        }

        var events = _events.ToArray();
        _events.Clear();
        return events;
    }

    private void Subscribe(CancellationToken cancellationToken)
    {
        Lights.Reset();
        _message.Clear().Begin(TraciIds.SubscribeSimulation).Double(TraciIds.Always).Double(TraciIds.Always).Text("").Byte(5)
            .Byte(TraciIds.Time).Byte(TraciIds.Departed).Byte(TraciIds.Arrived).Byte(TraciIds.TeleportStarts).Byte(TraciIds.Collisions).End();
        Lights.Subscribe(_message);
        var answer = _link.Exchange(_message, cancellationToken);
        for (int i = 0; i < 1 + Lights.Subscriptions; i++)
        {
            byte command = i == 0 ? TraciIds.SubscribeSimulation : TraciIds.SubscribeLight;
            TraciAnswer.Require(ref answer, command, "a subscription");
            var content = answer.Command(out _);
            if (i == 0)
            {
                content.Utf8();
                Begin(ref content, 5);
                RequireTime(ref content, 0);
            }
        }
    }

    private void Step(CancellationToken cancellationToken)
    {
        _stamp++;
        _at = 0;
        _departed.Clear();
        _sent.Clear();
        _message.Clear();
        for (int told = Lights.Tell(_world, _message); told > 0; told--)
        {
            _sent.Add((TraciIds.SetLight, "the state of a traffic light"));
        }

        for (int i = 0; i < _world.Count; i++)
        {
            if (!_world.IsMovedOutside(i))
            {
                Move(i);
            }
        }

        _message.Begin(TraciIds.SimulationStep).Double(0).End();
        Stated(_ask, cancellationToken);
        foreach (int i in _plan.IndexOf.Values)
        {
            if (_seen[i] == _stamp)
            {
                continue;
            }

            _world.RemoveOutside(i);
            if (!_entered[i] && _plan.Scenario.Actors[i].FirstStep == _world.StepIndex)
            {
                Note("spawn-blocked", i, $"SUMO has not let '{_plan.Scenario.Actors[i].Id}' in at its time; it waits for a gap.");
            }
        }

        EndContacts();
    }

    private void Ask(CancellationToken cancellationToken)
    {
        var answer = _link.Exchange(_message, cancellationToken);
        foreach (var (command, what) in _sent)
        {
            TraciAnswer.Require(ref answer, command, what);
        }

        TraciAnswer.Require(ref answer, TraciIds.SimulationStep, "a step");
        for (int count = answer.Count(6); count > 0; count--)
        {
            Take(answer.Command(out byte id), id);
        }

        AskDeparted(cancellationToken);
    }

    private static void Stated(Action<CancellationToken> talk, CancellationToken cancellationToken)
    {
        try
        {
            talk(cancellationToken);
        }
        catch (TraciException e) when (!e.IsLost)
        {
            throw new ModuleFailedException(e.Message, e);
        }
        catch (TraciException e)
        {
            // Not lost: to ask again would hide it.
            throw new ModuleFailedException($"SUMO answers nonsense: {e.Message}", e);
        }
    }

    private void Move(int i)
    {
        string id = SumoIds.Of(i);
        if (!_world.IsPresent(i))
        {
            if (_inSumo[i])
            {
                _message.Begin(TraciIds.SetVehicle).Byte(TraciIds.Remove).Text(id).TypedByte(3).End();
                _sent.Add((TraciIds.SetVehicle, "to remove a vehicle"));
                _inSumo[i] = false;
            }

            return;
        }

        var actor = _world.Actor(i);
        if (!_inSumo[i])
        {
            // TraCI's add: route, type, depart, lane, position, speed, arrival lane, position, speed, two zones, line, capacity, persons.
            _message.Begin(TraciIds.SetVehicle).Byte(TraciIds.AddFull).Text(id).Byte(TraciIds.TypeCompound).Int(14)
                .TypedText(RouteFile.MovedRoute).TypedText(RouteFile.TypeOf(id)).TypedText("now").TypedText("first").TypedText("base").TypedText("0")
                .TypedText("current").TypedText("max").TypedText("current").TypedText("").TypedText("").TypedText("").TypedInt(0).TypedInt(0).End();
            _sent.Add((TraciIds.SetVehicle, "to add a vehicle"));
            _inSumo[i] = true;
        }

        var state = _world.State(i);
        var (x, y) = SumoFrames.Front(state.X, state.Y, state.HeadingRad, actor.Body.LengthM);
        var offset = _plan.Roads.Network.Offset;
        // Lane by place, whatever the route (keepRoute 2): also beside all lanes.
        _message.Begin(TraciIds.SetVehicle).Byte(TraciIds.MoveToXY).Text(id).Byte(TraciIds.TypeCompound).Int(6)
            .TypedText("").TypedInt(-1).TypedDouble(x + offset.X).TypedDouble(y + offset.Y).TypedDouble(SumoFrames.Angle(state.HeadingRad)).TypedByte(2).End();
        _sent.Add((TraciIds.SetVehicle, "to move a vehicle"));
    }

    private void AskDeparted(CancellationToken cancellationToken)
    {
        if (_departed.Count == 0)
        {
            return;
        }

        _message.Clear();
        _sent.Clear();
        foreach (string id in _departed)
        {
            _message.Begin(TraciIds.SubscribeVehicle).Double(TraciIds.Always).Double(TraciIds.Always).Text(id).Byte((byte)Variables.Length);
            foreach (byte variable in Variables)
            {
                _message.Byte(variable);
            }

            _message.End();
            var actor = _plan.Scenario.Actors[_plan.IndexOf[id]];
            if (actor.Behaviour is FollowLaneBehaviour { Idm.DesiredSpeedMps: { } desired } follow && desired < RouteFile.TypeSpeed(actor, follow))
            {
                _sent.Add((TraciIds.SetVehicle, id));
                _message.Begin(TraciIds.SetVehicle).Byte(0x41).Text(id).TypedDouble(Math.Max(desired, 0.01)).End();
            }
            else
            {
                _sent.Add((0, id));
            }
        }

        var answer = _link.Exchange(_message, cancellationToken);
        foreach (var (command, _) in _sent)
        {
            TraciAnswer.Require(ref answer, TraciIds.SubscribeVehicle, "a subscription");
            Take(answer.Command(out byte id), id);
            if (command != 0)
            {
                TraciAnswer.Require(ref answer, command, "a desired speed");
            }
        }
    }

    private void Take(TraciReader content, byte id)
    {
        switch (id)
        {
            case TraciIds.VehicleSubscription:
                TakeVehicle(content);
                break;
            case TraciIds.SimulationSubscription:
                TakeSimulation(content);
                break;
            case TraciIds.LightSubscription:
                string light = content.Text();
                Begin(ref content, 1);
                Variable(ref content, TraciIds.LightState);
                Lights.Take(_world, light, content.TypedText());
                break;
            default:
                throw TraciReader.Broken($"a subscription 0x{id:x2} that was not asked for");
        }
    }

    private void TakeVehicle(TraciReader content)
    {
        int i = IndexOf(content.Utf8());
        Begin(ref content, Variables.Length);
        Variable(ref content, TraciIds.Position);
        content.Type(TraciIds.TypePosition2);
        double x = content.Finite(), y = content.Finite();
        Variable(ref content, TraciIds.Angle);
        double angle = content.TypedFinite();
        Variable(ref content, TraciIds.Speed);
        double speed = content.TypedFinite();
        // A vehicle that is being teleported is nowhere: SUMO gives impossible values.
        if (i < 0 || Math.Abs(x) > 1e8 || Math.Abs(y) > 1e8 || Math.Abs(angle) > 1e6 || Math.Abs(speed) > 1e6)
        {
            return;
        }

        double heading = SumoFrames.Heading(angle);
        bool known = _entered[i] && _world.IsPresent(i);
        // SUMO's own acceleration is this quotient too.
        double accel = known ? (speed - _world.State(i).SpeedMps) / _dt : 0;
        double turned = known ? Pinned.AngleDifference(heading, _heading[i]) : 0;
        _heading[i] = known ? _heading[i] + turned : heading;
        var (cx, cy) = SumoFrames.Centre(x, y, heading, _world.Actor(i).Body.LengthM);
        var offset = _plan.Roads.Network.Offset;
        _seen[i] = _stamp;
        _entered[i] = true;
        _world.PlaceOutside(i, new ActorState(cx - offset.X, cy - offset.Y, _heading[i], speed, 0, accel, turned / _dt));
    }

    private void TakeSimulation(TraciReader content)
    {
        content.Utf8();
        Begin(ref content, 5);
        RequireTime(ref content, (_world.StepIndex + 1) * _dt);
        Variable(ref content, TraciIds.Departed);
        content.Type(TraciIds.TypeStrings);
        for (int n = content.Count(4); n > 0; n--)
        {
            string id = content.Text();
            if (_plan.IndexOf.ContainsKey(id))
            {
                _departed.Add(id);
            }
            else if (!id.StartsWith(VehiclePlanner.Prefix, StringComparison.Ordinal) && !_told)
            {
                _told = true;
                _events.Add(new RecordedEvent(_world.TimeUs, "warning", [], $"SUMO has let the vehicle '{Shown(id)}' in, of which the route file said nothing: it is not recorded."));
            }
        }

        Variable(ref content, TraciIds.Arrived);
        content.Skip();
        Variable(ref content, TraciIds.TeleportStarts);
        content.Type(TraciIds.TypeStrings);
        for (int n = content.Count(4); n > 0; n--)
        {
            string id = content.Text();
            if (_plan.IndexOf.TryGetValue(id, out int i))
            {
                Note("teleport", i, $"SUMO takes '{_plan.Scenario.Actors[i].Id}' out and puts it in elsewhere.");
            }
        }

        Variable(ref content, TraciIds.Collisions);
        TakeCollisions(ref content);
    }

    private static void RequireTime(ref TraciReader content, double expected)
    {
        Variable(ref content, TraciIds.Time);
        double time = content.TypedFinite();
        if (Math.Abs(time - expected) > 1e-6 * Math.Max(1, expected))
        {
            throw TraciReader.Broken(FormattableString.Invariant($"the time {time} s where {expected} s was expected"));
        }
    }

    // Each collision: collider, victim, their types, their speeds, kind, lane, position.
    private void TakeCollisions(ref TraciReader content)
    {
        content.Type(TraciIds.TypeCompound);
        content.Count(1);
        int count = content.TypedInt();
        for (int n = 0; n < count; n++)
        {
            string a = NameOf(content.TypedText()), b = NameOf(content.TypedText());
            content.Skip();
            content.Skip();
            content.TypedFinite();
            content.TypedFinite();
            string kind = content.TypedText();
            content.Skip();
            content.TypedFinite();
            if (_collidingNow.Add((a, b)) && !_colliding.Contains((a, b)))
            {
                _events.Add(new RecordedEvent(_world.TimeUs, "sumo-collision", [a, b], $"SUMO reports a collision of '{a}' with '{b}' ({Shown(kind)})."));
            }
        }
    }

    private void EndContacts()
    {
        if (_colliding.Count > 0 || _collidingNow.Count > 0)
        {
            _colliding.Clear();
            _colliding.UnionWith(_collidingNow);
            _collidingNow.Clear();
        }
    }

    private string NameOf(string sumoId)
    {
        if (_plan.IndexOf.TryGetValue(sumoId, out int i)
            || (sumoId.StartsWith(VehiclePlanner.Prefix, StringComparison.Ordinal) && int.TryParse(sumoId.AsSpan(VehiclePlanner.Prefix.Length), out i) && (uint)i < (uint)_world.Count))
        {
            return _plan.Scenario.Actors[i].Id;
        }

        return Shown(sumoId);
    }

    private int IndexOf(ReadOnlySpan<byte> id)
    {
        if (_at < _order.Count && id.SequenceEqual(_order[_at].Id))
        {
            return _order[_at++].Index;
        }

        int index = _plan.IndexOf.TryGetValue(Encoding.UTF8.GetString(id), out int found) ? found : -1;
        int known = -1;
        for (int k = _at; k < _order.Count && known < 0; k++)
        {
            known = id.SequenceEqual(_order[k].Id) ? k : -1;
        }

        if (known >= 0)
        {
            // Those in between have left.
            _order.RemoveRange(_at, known - _at);
        }
        else
        {
            _order.Insert(_at, (id.ToArray(), index));
        }

        _at++;
        return index;
    }

    private void Note(string kind, int actor, string text) => _events.Add(new RecordedEvent(_world.TimeUs, kind, [_plan.Scenario.Actors[actor].Id], text));

    private static void Begin(ref TraciReader content, int expected)
    {
        int count = content.Byte();
        if (count != expected)
        {
            throw TraciReader.Broken($"{count} values where {expected} were asked for");
        }
    }

    private static void Variable(ref TraciReader content, byte expected)
    {
        byte variable = content.Byte();
        byte status = content.Byte();
        if (variable != expected)
        {
            throw TraciReader.Broken($"the variable 0x{variable:x2} where 0x{expected:x2} was expected");
        }

        if (status != 0)
        {
            content.Type(TraciIds.TypeString);
            throw new TraciException($"SUMO does not give the variable 0x{variable:x2}: {content.Text()}", isLost: false);
        }
    }

    private static string Shown(string text) => string.Concat(text.Take(60).Select(c => char.IsControl(c) ? ' ' : c));
}
