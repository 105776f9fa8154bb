using System.Buffers;
using Google.Protobuf;
using Sim.Formats.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Puts into messages what a session of a simulator shows, step by step. Not thread-safe.</summary>
internal sealed class RunTeller : IDisposable
{
    private const int ColumnBytes = QuietMessages.StateBytes;
    private const int FirstRoom = 16 * 1024;
    private readonly ISimulatorSession _session;
    private readonly ISimulatorProgress? _progress;
    private readonly DriverTask _task;
    private readonly WorldDigester _digester;
    private readonly byte[] _digest = new byte[StateDigest.Size];
    private Recording? _recording;
    private Messages.StepReply? _pending;
    private byte[] _quietStates = [];
    private byte[] _quietDigests = [];
    private ObservedSignal[] _lights = [];
    private int[] _indices = [];
    private bool _oneDigest;
    private int _statesStart;
    private int _statesSize;
    private int _digestsSize;
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
        (_statesStart, _statesSize, _digestsSize) = (0, 0, 0);
        Look();
        var step = Tell(frame: true);
        return new Messages.ResetReply { World = step.World, Events = { step.Events }, Contacts = { step.Contacts }, Sensors = { step.Sensors }, Digest = step.Digest };
    }

    /// <summary>Bytes of the quiet steps that wait for a reply.</summary>
    public int QuietBytes => _statesSize - _statesStart + _digestsSize;

    /// <summary>Keeps the step that was just made for <see cref="Messages.StepReply.Quiet"/> of the next reply, when nothing happened in it.</summary>
    /// <param name="oneDigest">True: one digest for all steps that are kept; the same for all of them.</param>
    public bool TryKeep(bool oneDigest)
    {
        if (_progress is null || _session.IsOver || _progress.Events.Count != _events || _progress.Contacts.Count != _contacts || !_progress.EgoIsPresent)
        {
            return false;
        }

        var observation = _session.Observe();
        int size = _indices.Length * ColumnBytes;
        if (observation.Frames.Count > 0 || !observation.Signals.Span.SequenceEqual(_lights) || !Fill(observation, Room(ref _quietStates, _statesSize, size, isHeld: _statesStart > 0)))
        {
            return false;
        }

        if (_quietCount++ == 0)
        {
            (_quietFirst, _oneDigest) = (observation.Step, oneDigest);
        }

        if (!oneDigest)
        {
            _digester.Write(observation.Step, 1, _task.StepUs, _indices, _quietStates.AsSpan(_statesSize, size), Room(ref _quietDigests, _digestsSize, StateDigest.Size));
            _digestsSize += StateDigest.Size;
        }

        _statesSize += size;
        return true;
    }

    public void Dispose()
    {
        Return(ref _quietStates);
        Return(ref _quietDigests);
    }

    /// <summary>The replies so far are of no more use: their memory may be used again.</summary>
    public void Reuse() => (_statesStart, _statesSize) = (0, 0);

    /// <summary>The step that was just made.</summary>
    /// <param name="frame">False when a later step of the same reply says where everybody is; then events and contacts are kept for it.</param>
    /// <param name="reuse">True: the reply holds memory that may change after <see cref="Reuse"/>.</param>
    public Messages.StepReply Next(bool frame, bool reuse)
    {
        Look();
        return Tell(frame, reuse);
    }

    // Whoever cannot say what happened is asked for the whole recording.
    private void Look() => _recording = _progress is null ? _session.Finish() : null;

    private Messages.StepReply Tell(bool frame, bool reuse = false)
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
            var states = _quietStates.AsMemory(_statesStart, _statesSize - _statesStart);
            reply.Quiet = new Messages.QuietSteps
            {
                FirstStep = _quietFirst,
                Count = (uint)_quietCount,
                States = reuse ? UnsafeByteOperations.UnsafeWrap(states) : ByteString.CopyFrom(states.Span),
            };
            if (_oneDigest)
            {
                _digester.Write(_quietFirst, _quietCount, _task.StepUs, _indices, states.Span, _digest);
                reply.Quiet.Digest = ByteString.CopyFrom(_digest);
            }
            else
            {
                reply.Quiet.Digests = ByteString.CopyFrom(_quietDigests.AsSpan(0, _digestsSize));
            }

            _statesStart = _statesSize = reuse ? _statesSize : 0;
            _digestsSize = 0;
            _quietCount = 0;
        }

        _lights = observation.Signals.ToArray();
        if (_indices.Length != World.Actors.Count)
        {
            _indices = new int[World.Actors.Count];
        }

        for (int i = 0; i < _indices.Length; i++)
        {
            _indices[i] = (int)World.Actors[i].Index;
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

    private static Span<byte> Room(ref byte[] buffer, int used, int size, bool isHeld = false)
    {
        if (buffer.Length - used < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRoom, Math.Max(2 * buffer.Length, used + size)));
            buffer.AsSpan(0, used).CopyTo(larger);
            if (!isHeld)
            {
                Return(ref buffer);
            }

            buffer = larger;
        }

        return buffer.AsSpan(used, size);
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }

    // False when others are there than in the last reply.
    private bool Fill(Observation observation, Span<byte> to)
    {
        var others = observation.Others.Span;
        if (others.Length + 1 != _indices.Length)
        {
            return false;
        }

        int at = 0;
        for (int i = 0; i < others.Length; i++)
        {
            if (_indices[at] == _task.EgoIndex)
            {
                QuietMessages.Write(observation.Ego, to[(at++ * ColumnBytes)..]);
            }

            if (_indices[at] != others[i].Index)
            {
                return false;
            }

            QuietMessages.Write(others[i].State, to[(at++ * ColumnBytes)..]);
        }

        if (at < _indices.Length)
        {
            QuietMessages.Write(observation.Ego, to[(at * ColumnBytes)..]);
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
