using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sim.Formats.CommonRoad;
using Sim.Formats.Logs;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.Osi;

/// <summary>
/// Reads trace files of ASAM OSI 3 (.osi): GroundTruth or SensorView messages, each behind its length in four bytes, little-endian. Coverage and
/// rules: docs/logs/osi.md. Thread-safe.
/// </summary>
public static class OsiTraceReader
{
    /// <summary>Version of the reading rules; part of every provenance.</summary>
    public const string Version = "1";

    private const int MaxSamples = 8_000_000;
    private const int MaxHeads = 10_000;
    private const int MaxSteps = 10_000_000;
    private const long FallbackStepUs = 100_000;
    private const double SameHeadM = 0.5;

    /// <summary>Reads a trace.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">Not such a trace; names the byte.</exception>
    public static Recording Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new Reader(file).Read(content.Span);
    }

    private sealed class Reader(string file)
    {
        private readonly Notes _notes = new();
        private readonly List<long> _times = [];
        private readonly Dictionary<string, Rows> _byId = new(StringComparer.Ordinal);
        private readonly List<Rows> _order = [];
        private readonly Dictionary<ulong, Head> _headOf = [];
        private readonly List<Head> _heads = [];
        private ulong? _host;
        private string? _hostId;
        private int _samples;

        public Recording Read(ReadOnlySpan<byte> bytes)
        {
            bool? sensorView = null;
            for (long at = 0; at < bytes.Length;)
            {
                var rest = bytes[(int)at..];
                uint length = rest.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(rest) : throw Bad(at, "the file ends inside the length of a message");
                if (length > rest.Length - 4)
                {
                    throw Bad(at, $"a message of {length} bytes begins here, but {rest.Length - 4} are left; the file is cut, or is no OSI trace");
                }

                var body = rest.Slice(4, (int)length);
                sensorView ??= OsiMessages.IsSensorView(new Wire(body, at + 4, file));
                var frame = sensorView.Value ? OsiMessages.SensorView(new Wire(body, at + 4, file)) : OsiMessages.GroundTruth(new Wire(body, at + 4, file));
                if (frame is null)
                {
                    throw Bad(at, "this SensorView has no global_ground_truth");
                }

                Add(frame, at);
                at += 4 + (long)length;
            }

            return _times.Count > 0 ? Finish(bytes) : throw Bad(0, "the trace holds no message");
        }

        private void Add(OsiFrame frame, long at)
        {
            long time = frame.TimeNs ?? throw Bad(at, "this message has no timestamp");
            if (_times.Count > 0 && time <= _times[^1])
            {
                throw Bad(at, "the timestamp is not later than that of the message before");
            }

            int index = _times.Count;
            _times.Add(time);
            _host ??= frame.HostId;
            foreach (var o in frame.Objects)
            {
                if (o.Id is not { } id || double.IsNaN(o.X))
                {
                    _notes.Add("objects without an id or position are left out");
                    continue;
                }

                if (o.Stationary && OsiWords.IsPassable(o.Type) && o.Own is null)
                {
                    _notes.Add("bridges, curbs, overhead structures and speed bumps are no obstacles and are left out");
                    continue;
                }

                if (++_samples > MaxSamples)
                {
                    throw Bad(at, $"more than {MaxSamples} states of objects; split the trace");
                }

                Add(o, id, index, at);
            }

            foreach (var bulb in frame.Bulbs)
            {
                Add(bulb, index);
            }
        }

        private void Add(OsiObject o, ulong id, int index, long at)
        {
            string name = o.Own?[0] is { Length: > 0 and <= 256 } own ? own : id.ToString(CultureInfo.InvariantCulture);
            if (!_byId.TryGetValue(name, out var rows))
            {
                _byId[name] = rows = new Rows(name, OsiWords.Class(o), Body(o));
                _order.Add(rows);
            }

            if (id == _host)
            {
                _hostId = name;
            }

            if (rows.Samples.Count > 0 && rows.Samples[^1].Step == index)
            {
                throw Bad(at, $"two objects of this message have the id '{name}'");
            }

            var s = Sample.At(index, o.X, o.Y);
            (s.Heading, s.Vx, s.Vy, s.Ax, s.Ay, s.YawRate, s.Steer) = (o.Yaw, o.Vx, o.Vy, o.Ax, o.Ay, o.YawRate, o.FrontWheelYaw);
            if (o.Stationary)
            {
                (s.Speed, s.Accel, s.YawRate) = (0, 0, 0);
            }

            rows.HeadingKnown &= !double.IsNaN(o.Yaw);
            rows.Samples.Add(s);
        }

        private BodyBox Body(OsiObject o)
        {
            double Or(double value, double other)
            {
                if (value is > 0 and <= 1000)
                {
                    return value;
                }

                _notes.Add("dimensions that the trace leaves out (or gives as 0) are 1 m, heights 1.5 m");
                return other;
            }

            double length = Or(o.Length, 1);
            double axle = -o.CentreToRear;
            return new BodyBox(length, Or(o.Width, 1), Or(o.Height, 1.5), axle > 0 && axle <= length ? axle : 0);
        }

        // Bulbs that one signal of ours was written as, or that hang one above the other, are one head.
        private void Add(OsiBulb bulb, int index)
        {
            if (bulb.Id is not { } id)
            {
                _notes.Add("traffic lights without an id are left out");
                return;
            }

            if (!_headOf.TryGetValue(id, out var head))
            {
                head = bulb.Own is { } own ? _heads.Find(h => h.Own && h.Id == own[0])
                    : double.IsNaN(bulb.X) ? null
                    : NearHead(bulb);
                if (head is null)
                {
                    head = new Head(bulb.Own?[0] ?? id.ToString(CultureInfo.InvariantCulture), bulb.Own is not null, bulb);
                    _heads.Add(head);
                }

                _headOf[id] = head;
                if (_heads.Count > MaxHeads || _headOf.Count > 3 * MaxHeads)
                {
                    throw new InputException($"more than {MaxHeads} traffic lights; split the trace", file);
                }
            }

            if (head.Frames.Count == 0 || head.Frames[^1].Index != index)
            {
                head.Frames.Add((index, SignalState.Off, 0));
            }

            if (bulb.Own is { } written && Enum.TryParse<SignalState>(written[1], out var state) && Enum.IsDefined(state))
            {
                head.Frames[^1] = (index, state, -1);
                return;
            }

            bool on = !bulb.OutOfService && bulb.Mode != OsiWords.ModeOff;
            if (bulb.Mode == OsiWords.ModeFlashing && on)
            {
                _notes.Add("flashing lights count as lit");
            }

            int lit = head.Frames[^1].Lit;
            if (lit >= 0 && on)
            {
                lit |= bulb.Colour switch { OsiWords.Red => 1, OsiWords.Yellow => 2, OsiWords.Green => 4, _ => 0 };
                head.Frames[^1] = (index, OsiWords.State((lit & 1) != 0, (lit & 2) != 0, (lit & 4) != 0), lit);
            }
        }

        private Head? NearHead(OsiBulb bulb)
        {
            foreach (var head in _heads)
            {
                if (!head.Own && Math.Abs(head.First.X - bulb.X) <= SameHeadM && Math.Abs(head.First.Y - bulb.Y) <= SameHeadM && Math.Abs(TrackBuilder.Turn(head.First.Yaw, bulb.Yaw)) <= 0.1)
                {
                    return head;
                }
            }

            return null;
        }

        private Recording Finish(ReadOnlySpan<byte> bytes)
        {
            var (stepUs, steps) = Grid();
            var assembly = new TrackAssembly(stepUs * 1e-6, int.MaxValue / 2, absent: true, _notes);
            foreach (var rows in _order)
            {
                var samples = CollectionsMarshal.AsSpan(rows.Samples);
                foreach (ref var s in samples)
                {
                    s.Step = steps[s.Step];
                }

                if (!rows.HeadingKnown)
                {
                    _notes.Add("orientations that the trace leaves out follow the motion");
                    TrackAssembly.HeadAlongMotion(samples);
                }

                try
                {
                    assembly.Add(rows.Id, rows.Class, rows.Body, rows.Samples);
                }
                catch (InputException e) when (e.File is null)
                {
                    throw new InputException(e.Detail, file);
                }
            }

            int count = steps[^1] + 1;
            var signals = new List<MapSignal>();
            var shown = new List<SignalTrack>();
            var named = new HashSet<string>(StringComparer.Ordinal);
            foreach (var head in _heads)
            {
                if (!named.Add(head.Id))
                {
                    continue;
                }

                var changes = Changes(head, steps, count);
                shown.Add(new SignalTrack(head.Id, changes));
                signals.Add(RecordedLights.With(head.Signal(), shown[^1], count, stepUs));
            }

            var tracks = assembly.Tracks;
            return new Recording
            {
                Name = LogFiles.Stem(file),
                StepUs = stepUs,
                StepCount = count,
                Map = new RoadMap { Name = LogFiles.Stem(file), Signals = signals },
                Tracks = tracks,
                Signals = shown,
                EgoId = _hostId ?? DesignatedEgo.Choose(tracks),
                End = RecordingEnd.LogEnd,
                Provenance = new()
                {
                    Generator = "osi",
                    Version = Version,
                    Parents = [$"{file} sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}"],
                    Assumptions = _notes.Texts,
                },
            };
        }

        // The step is the whole time over the number of steps of the shortest one; every message lies on that grid.
        private (long StepUs, int[] Steps) Grid()
        {
            var steps = new int[_times.Count];
            if (_times.Count == 1)
            {
                _notes.Add("the trace has one message; the step is 0.1 s");
                return (FallbackStepUs, steps);
            }

            long shortest = long.MaxValue;
            for (int i = 1; i < steps.Length; i++)
            {
                shortest = Math.Min(shortest, _times[i] - _times[i - 1]);
            }

            double whole = _times[^1] - _times[0];
            double stepNs = whole / Math.Max(1, Math.Round(whole / shortest));
            long stepUs = Math.Max(1, (long)Math.Round(stepNs / 1000));
            if (stepUs * 1000.0 != stepNs)
            {
                _notes.Add("the step is rounded to a whole number of microseconds");
            }

            if (whole / stepNs > MaxSteps)
            {
                throw new InputException($"the trace spans more than {MaxSteps} of its shortest step of {stepUs} µs; split it", file);
            }

            for (int i = 1; i < steps.Length; i++)
            {
                double exact = (_times[i] - _times[0]) / stepNs;
                steps[i] = (int)Math.Round(exact);
                if (Math.Abs(exact - steps[i]) > 0.1 || steps[i] <= steps[i - 1])
                {
                    throw new InputException(string.Create(CultureInfo.InvariantCulture, $"message {i} comes {(_times[i] - _times[0]) / 1e9:0.######} s after the first, which is off the grid of {stepNs / 1e9:0.######} s; the messages of a trace must be evenly spaced"), file);
                }
            }

            return (stepUs, steps);
        }

        private static List<SignalChange> Changes(Head head, int[] steps, int count)
        {
            var changes = new List<SignalChange>();
            if (steps[head.Frames[0].Index] > 0)
            {
                changes.Add(new SignalChange(0, SignalState.Unknown));
            }

            for (int i = 0; i < head.Frames.Count; i++)
            {
                var (index, state, _) = head.Frames[i];
                if (changes.Count == 0 || changes[^1].State != state)
                {
                    changes.Add(new SignalChange(steps[index], state));
                }

                // A light that is missing from a message is not known there.
                int next = index + 1;
                if (next < steps.Length && (i + 1 == head.Frames.Count || head.Frames[i + 1].Index > next) && steps[next] < count && state != SignalState.Unknown)
                {
                    changes.Add(new SignalChange(steps[next], SignalState.Unknown));
                }
            }

            return changes;
        }

        private InputException Bad(long at, string message) => new(string.Create(CultureInfo.InvariantCulture, $"byte {at}: {message}"), file);
    }

    private sealed class Rows(string id, ActorClass actorClass, BodyBox body)
    {
        public string Id => id;
        public ActorClass Class => actorClass;
        public BodyBox Body => body;
        public bool HeadingKnown { get; set; } = true;
        public List<Sample> Samples { get; } = [];
    }

    private sealed class Head(string id, bool own, OsiBulb first)
    {
        public string Id => id;
        public bool Own => own;
        public OsiBulb First => first;

        /// <summary>What it shows by message; Lit: bits of the colours that are lit, -1 when the state was written whole.</summary>
        public List<(int Index, SignalState State, int Lit)> Frames { get; } = [];

        public MapSignal Signal() => new()
        {
            Id = id,
            Kind = MapSignalKind.Light,
            Pose = double.IsNaN(first.X) ? null : new Pose2d(first.X, first.Y, first.Yaw),
            HeightM = double.IsNaN(first.Z) ? 0 : first.Z,
        };
    }
}
