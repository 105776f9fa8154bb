using System.Buffers;
using Google.Protobuf;
using Sim.Formats.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Puts into messages what a session of a simulator shows, step by step. Not thread-safe.</summary>
internal sealed class RunTeller
{
    private const int ColumnBytes = QuietMessages.StateBytes;
    private readonly ISimulatorSession _session;
    private readonly ISimulatorProgress? _progress;
    private readonly DriverTask _task;
    private readonly WorldDigester _digester;
    private readonly byte[] _digest = new byte[StateDigest.Size];
    private Recording? _recording;
    private Messages.StepReply? _pending;
    private readonly ArrayBufferWriter<byte> _quietStates = new();
    private readonly ArrayBufferWriter<byte> _quietDigests = new();
    private ObservedSignal[] _lights = [];
    private int[] _indices = [];
    private ActorState[] _states = [];
    private int _present;
    private int _quietFirst;
    private int _quietCount;
    private int _events;
    private int _contacts;

    public RunTeller(ISimulatorSession session)
    {
        (_session, _progress, _task) = (session, session as ISimulatorProgress, session.Task);
        _digester = new WorldDigester([.. _task.Actors.Select(a => a.Id)]);
    }

    /// <summary>The world that was told last.</summary>
    public WorldFrame World { get; private set; } = new();

    /// <summary>What a client is told once.</summary>
    public Messages.LoadReply Loaded()
    {
        Look();
        var task = new Messages.DriverTask
        {
            Scenario = _task.Scenario,
            StepUs = _task.StepUs,
            HorizonUs = _task.HorizonUs,
            EgoIndex = (uint)_task.EgoIndex,
            Vehicle = VehicleMessages.Of(_task.Vehicle),
        };
        foreach (var actor in _task.Actors)
        {
            task.Actors.Add(new Messages.ActorInfo { Id = actor.Id, Class = Enums.ActorClass.To(actor.Class), Body = VehicleMessages.Of(actor.Body) });
        }

        return new Messages.LoadReply { Task = task, Traffic = _progress?.Traffic ?? _recording!.Traffic };
    }

    /// <summary>Step 0.</summary>
    public Messages.ResetReply Begin()
    {
        (_events, _contacts, _pending, _quietCount) = (0, 0, null, 0);
        _quietStates.ResetWrittenCount();
        _quietDigests.ResetWrittenCount();
        Look();
        var step = Tell(frame: true);
        return new Messages.ResetReply { World = step.World, Events = { step.Events }, Contacts = { step.Contacts }, Sensors = { step.Sensors }, Digest = step.Digest };
    }

    /// <summary>Bytes of the quiet steps that wait for a reply.</summary>
    public int QuietBytes => _quietStates.WrittenCount + _quietDigests.WrittenCount;

    /// <summary>Keeps the step that was just made for <see cref="Messages.StepReply.Quiet"/> of the next reply, when nothing happened in it.</summary>
    public bool TryKeep()
    {
        if (_progress is null || _session.IsOver || _progress.Events.Count != _events || _progress.Contacts.Count != _contacts || !_progress.EgoIsPresent)
        {
            return false;
        }

        var observation = _session.Observe();
        if (observation.Frames.Count > 0 || !observation.Signals.Span.SequenceEqual(_lights) || !Fill(observation))
        {
            return false;
        }

        if (_quietCount++ == 0)
        {
            _quietFirst = observation.Step;
        }

        int size = _present * ColumnBytes;
        var rest = _quietStates.GetSpan(size);
        for (int i = 0; i < _present; i++)
        {
            QuietMessages.Write(_states[i], rest[(i * ColumnBytes)..]);
        }

        _quietStates.Advance(size);
        _digester.Write(observation.Step, observation.TimeUs, _indices.AsSpan(0, _present), _states.AsSpan(0, _present), _quietDigests.GetSpan(StateDigest.Size)[..StateDigest.Size]);
        _quietDigests.Advance(StateDigest.Size);
        return true;
    }

    /// <summary>The step that was just made.</summary>
    /// <param name="frame">False when a later step of the same reply says where everybody is; then events and contacts are kept for it.</param>
    public Messages.StepReply Next(bool frame)
    {
        Look();
        return Tell(frame);
    }

    // Whoever cannot say what happened is asked for the whole recording.
    private void Look() => _recording = _progress is null ? _session.Finish() : null;

    private Messages.StepReply Tell(bool frame)
    {
        var reply = _pending ?? new Messages.StepReply();
        var events = _progress?.Events ?? _recording!.Events;
        for (; _events < events.Count; _events++)
        {
            reply.Events.Add(HappeningMessages.Of(events[_events]));
        }

        var contacts = _progress?.Contacts ?? _recording!.Contacts;
        for (; _contacts < contacts.Count; _contacts++)
        {
            reply.Contacts.Add(HappeningMessages.Of(contacts[_contacts]));
        }

        var observation = _session.Observe();
        foreach (var sensor in observation.Frames)
        {
            reply.Sensors.Add(FrameMessages.Of(sensor, observation.Step));
        }

        _pending = frame ? null : reply;
        if (!frame)
        {
            return reply;
        }

        reply.World = World = Frame(observation);
        if (_quietCount > 0)
        {
            reply.Quiet = new Messages.QuietSteps
            {
                FirstStep = _quietFirst,
                Count = (uint)_quietCount,
                States = ByteString.CopyFrom(_quietStates.WrittenSpan),
                Digests = ByteString.CopyFrom(_quietDigests.WrittenSpan),
            };
            _quietStates.ResetWrittenCount();
            _quietDigests.ResetWrittenCount();
            _quietCount = 0;
        }

        _lights = observation.Signals.ToArray();
        _indices = [.. World.Actors.Select(a => (int)a.Index)];
        if (_states.Length < _indices.Length)
        {
            _states = new ActorState[_indices.Length];
        }

        if (_session.IsOver)
        {
            reply.IsOver = true;
            reply.End = HappeningMessages.Word(_progress is null ? _recording!.End : _progress.End ?? RecordingEnd.Horizon);
        }

        _digester.Write(World, _digest);
        reply.Digest = ByteString.CopyFrom(_digest);
        return reply;
    }

    // False when others are there than in the last reply.
    private bool Fill(Observation observation)
    {
        var others = observation.Others.Span;
        _present = others.Length + 1;
        if (_present != _indices.Length)
        {
            return false;
        }

        int at = 0;
        for (int i = 0; i < others.Length; i++)
        {
            if (_indices[at] == _task.EgoIndex)
            {
                _states[at++] = observation.Ego;
            }

            if (_indices[at] != others[i].Index)
            {
                return false;
            }

            _states[at++] = others[i].State;
        }

        if (at < _present)
        {
            _states[at] = observation.Ego;
        }

        return true;
    }

    private WorldFrame Frame(Observation observation)
    {
        bool hasEgo = _progress?.EgoIsPresent ?? _recording!.Ego()?.IsPresent(observation.Step) == true;
        // A frame of its own for each step: replies are kept.
        var frames = new ObservationFrames(_task.EgoIndex);
        var world = frames.Fill(observation);
        if (!hasEgo)
        {
            world.Actors.Remove(world.Actors.First(a => a.Index == (uint)_task.EgoIndex));
        }

        return world;
    }
}
