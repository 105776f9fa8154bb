using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sim.Formats.CommonRoad;
using Sim.Formats.Logs;
using Sim.Maps;

namespace Sim.Formats.Tracks;

/// <summary>
/// Reads tables of tracks (CSV) with the file that says what their columns mean. One pass over each table; memory grows with the rows that are
/// kept, not with the file. Layouts, rules, limits: docs/logs/tracks.md.
/// </summary>
internal sealed class TracksReader
{
    /// <summary>Version of the reading rules; part of every provenance.</summary>
    public const string Version = "1";

    private const int MaxRows = 4_000_000;
    private const int MaxActors = 200_000;
    private const int MaxIdBytes = 128;
    private const long MaxStep = 10_000_000;
    private const double MaxMagnitude = 1e7;
    private const double MinMovingMps = 0.2;

    private readonly TrackFiles _files;
    private readonly string _file;
    private readonly TrackLayout _layout;
    private readonly Notes _notes = new();
    private readonly Dictionary<string, ActorRows> _actors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActorRows>.AlternateLookup<ReadOnlySpan<char>> _byId;
    private readonly List<ActorRows> _order = [];
    private int _rows;

    private TracksReader(TrackFiles files, string file)
    {
        (_files, _file, _layout) = (files, file, files.Layout);
        _byId = _actors.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads.</summary>
    /// <param name="content">The file that names the tables.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="sources">Opens the tables.</param>
    /// <exception cref="InputException">Bad input, with file, line and column.</exception>
    public static Recording Read(ReadOnlySpan<byte> content, string file, ITrackSources sources)
    {
        var files = TrackFiles.Read(content, file);
        return new TracksReader(files, file).Read(sources);
    }

    private Recording Read(ITrackSources sources)
    {
        var about = _files.Recording is { } recording ? Opened(sources, recording, AboutRecording) : default;
        double rate = about.FrameRateHz ?? _layout.FrameRateHz ?? 0;
        long stepUs = _layout.Columns.ContainsKey("time") ? _layout.StepUs!.Value
            : rate > 0 ? (long)Math.Round(1e6 / rate)
            : throw _files.Data.Error("nothing says how many frames a second has; write frame_rate: 25 Hz into the layout, or name the table of the recording that holds it");
        if (rate > 0 && stepUs * rate != 1e6)
        {
            _notes.Add("the step is rounded to a whole number of microseconds");
        }

        Opened(sources, _files.Data, rows =>
        {
            ReadTracks(rows, stepUs);
            return 0;
        });
        if (_order.Count == 0)
        {
            throw _files.Data.Error("the table holds no row that is read; check 'window' and 'where'");
        }

        if (_files.Actors is { } actors)
        {
            Opened(sources, actors, rows =>
            {
                ReadActors(rows);
                return 0;
            });
        }

        return Finish(sources, stepUs, about);
    }

    private Recording Finish(ITrackSources sources, long stepUs, in About about)
    {
        int firstStep = int.MaxValue, lastStep = 0;
        foreach (var actor in _order)
        {
            actor.Samples.Sort(static (a, b) => a.Step.CompareTo(b.Step));
            firstStep = Math.Min(firstStep, actor.Samples[0].Step);
            lastStep = Math.Max(lastStep, actor.Samples[^1].Step);
        }

        if (lastStep - (long)firstStep > MaxStep)
        {
            throw _files.Data.Error($"the table spans more than {MaxStep} steps; check the frame rate, or read a part of it: window: {{ from: …, to: … }}");
        }

        var assembly = new TrackAssembly(stepUs * 1e-6, (int)Math.Min(1_000_000, _layout.GapUs / stepUs), absent: false, _notes);
        foreach (var actor in _order)
        {
            var samples = CollectionsMarshal.AsSpan(actor.Samples);
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i].Step -= firstStep;
                if (i > 0 && samples[i].Step == samples[i - 1].Step)
                {
                    throw _files.Data.Error($"actor '{actor.Id}' has two rows at step {samples[i].Step}; if the table holds several recordings, pick one with 'where'");
                }
            }

            var body = Body(actor);
            Place(samples, actor, body);
            try
            {
                assembly.Add(actor.Id, actor.Class ?? _layout.DefaultClass, body, actor.Samples);
            }
            catch (InputException e) when (e.File is null)
            {
                throw _files.Data.Error(e.Detail);
            }
        }

        var tracks = assembly.Tracks;
        if (_files.Ego is { } ego && tracks.All(t => t.Id != ego))
        {
            throw new InputException($"there is no actor '{ego}' to be the ego; {Nearest.Hint(ego, tracks.Select(t => t.Id))}", _file, 1, 1);
        }

        var map = _files.Map is { } road ? sources.Map(road, _files.MapFrame)
            : about.Lanes is { } lanes ? StraightLanes.Map(_files.Name, lanes, tracks, about.SpeedLimitMps)
            : RoadMap.Empty with { Name = _files.Name };
        return new Recording
        {
            Name = _files.Name,
            StepUs = stepUs,
            StepCount = lastStep - firstStep + 1,
            Map = map,
            Tracks = tracks,
            EgoId = _files.Ego ?? DesignatedEgo.Choose(tracks),
            End = RecordingEnd.LogEnd,
            Provenance = new()
            {
                Generator = "tracks",
                Version = Version,
                Parents = [_file, .. _files.Named.Select(s => s.Raw)],
                Licence = _files.Licence,
                Assumptions = _notes.Texts,
            },
        };
    }

    private T Opened<T>(ITrackSources sources, Setting file, Func<CsvRows, T> read)
    {
        var (stream, name) = sources.Open(file);
        using (stream)
        {
            try
            {
                return read(new CsvRows(stream, name, _layout.Delimiter));
            }
            catch (IOException e)
            {
                throw new InputException("the file cannot be read", name, 1, 1, e);
            }
        }
    }

    private Dictionary<string, int> Columns(CsvRows rows, IReadOnlyDictionary<string, string> wanted)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!_layout.Header)
        {
            foreach (var (field, column) in wanted)
            {
                found[field] = int.Parse(column, NumberStyles.None, CultureInfo.InvariantCulture) - 1;
            }

            return found;
        }

        if (!rows.Next())
        {
            throw rows.Error(0, "the table is empty; expected a row with the names of the columns");
        }

        var names = new List<string>();
        for (int i = 0; i < rows.Count; i++)
        {
            names.Add(rows.Text(i).Trim());
        }

        foreach (var (field, column) in wanted)
        {
            int at = names.IndexOf(column);
            found[field] = at >= 0 ? at : throw rows.Error(0, $"there is no column '{column}'; {Nearest.Hint(column, names)}");
        }

        return found;
    }

    private void ReadTracks(CsvRows rows, long stepUs)
    {
        var at = Columns(rows, Ordered.Copy(_layout.Columns.Concat(_layout.Where.Keys.Select((c, i) => KeyValuePair.Create("where " + c, c)))));
        int Column(string field) => at.TryGetValue(field, out int column) ? column : -1;
        bool timed = _layout.Columns.ContainsKey("time");
        int id = Column("id"), when = Column(timed ? "time" : "frame"), x = Column("x"), y = Column("y"), heading = Column("heading");
        int vx = Column("vx"), vy = Column("vy"), speed = Column("speed"), ax = Column("ax"), ay = Column("ay"), accel = Column("accel"), yawRate = Column("yaw_rate");
        int length = Column("length"), width = Column("width"), height = Column("height"), kind = Column("class");
        var where = _layout.Where.Select(w => (Column: Column("where " + w.Key), Text: Encoding.UTF8.GetBytes(w.Value))).ToArray();
        double up = _layout.YDown ? -1 : 1;
        double? origin = null;
        while (rows.Next())
        {
            if (!where.All(w => rows.Bytes(w.Column).Trim((byte)' ').SequenceEqual(w.Text)))
            {
                continue;
            }

            double stamp = rows.Number(when, timed ? "time" : "frame");
            if (stamp < _files.From || stamp > _files.To)
            {
                continue;
            }

            if (++_rows > MaxRows)
            {
                throw rows.Error(0, $"more than {MaxRows} rows; read a part of the table: window: {{ from: …, to: … }}");
            }

            var actor = Actor(rows, id);
            int step = timed ? TimedStep(rows, when, stamp, stepUs, ref origin) : Step(rows, when, stamp);
            var s = Sample.At(step, Value(rows, x, "x", _layout.LengthFactor), up * Value(rows, y, "y", _layout.LengthFactor));
            if (double.IsNaN(s.X) || double.IsNaN(s.Y))
            {
                throw rows.Error(double.IsNaN(s.X) ? x : y, "a row needs a position");
            }

            s.Heading = up * Value(rows, heading, "heading", _layout.AngleFactor);
            s.Vx = Value(rows, vx, "vx", _layout.SpeedFactor);
            s.Vy = up * Value(rows, vy, "vy", _layout.SpeedFactor);
            s.Speed = Value(rows, speed, "speed", _layout.SpeedFactor);
            s.Ax = Value(rows, ax, "ax", _layout.AccelerationFactor);
            s.Ay = up * Value(rows, ay, "ay", _layout.AccelerationFactor);
            s.Accel = Value(rows, accel, "accel", _layout.AccelerationFactor);
            s.YawRate = up * Value(rows, yawRate, "yaw_rate", _layout.AngleFactor);
            if (_layout.Heading == HeadingSource.Column && double.IsNaN(s.Heading))
            {
                throw rows.Error(heading, "a row needs a heading");
            }

            if (_layout.Heading == HeadingSource.Velocity && (double.IsNaN(s.Vx) || double.IsNaN(s.Vy)))
            {
                throw rows.Error(vx, "a row needs a velocity");
            }

            if (actor.Samples.Count == 0)
            {
                actor.Size(Value(rows, length, "length", _layout.LengthFactor), Value(rows, width, "width", _layout.LengthFactor), Value(rows, height, "height", _layout.LengthFactor));
                actor.Class = kind >= 0 ? Class(rows, kind) : null;
            }

            actor.Samples.Add(s);
        }
    }

    private void ReadActors(CsvRows rows)
    {
        var at = Columns(rows, _layout.Actors);
        int Column(string field) => at.TryGetValue(field, out int column) ? column : -1;
        int id = Column("id"), kind = Column("class"), length = Column("length"), width = Column("width"), height = Column("height");
        while (rows.Next())
        {
            if (_actors.TryGetValue(rows.Text(id).Trim(), out var actor))
            {
                actor.Size(Value(rows, length, "length", _layout.LengthFactor), Value(rows, width, "width", _layout.LengthFactor), Value(rows, height, "height", _layout.LengthFactor));
                actor.Class = kind >= 0 ? Class(rows, kind) : actor.Class;
            }
        }
    }

    private About AboutRecording(CsvRows rows)
    {
        var at = Columns(rows, _layout.Recording);
        if (!rows.Next())
        {
            throw rows.Error(0, "the table about the recording has no row");
        }

        double Number(string field) => at.TryGetValue(field, out int column) ? rows.NumberIfAny(column, field) : double.NaN;
        double rate = Number("frame_rate"), limit = Number("speed_limit") * _layout.SpeedFactor;
        if (at.TryGetValue("frame_rate", out int rateColumn) && !(rate is >= 0.01 and <= 100_000))
        {
            throw rows.Error(rateColumn, "the frame rate must be from 0.01 to 100000 Hz");
        }

        (double[] Forward, double[] Backward)? lanes = at.ContainsKey("lanes_forward") || at.ContainsKey("lanes_backward")
            ? (Lines(rows, at, "lanes_forward"), Lines(rows, at, "lanes_backward"))
            : null;
        return new About(double.IsNaN(rate) ? null : rate, limit > 0 ? limit : null, lanes);
    }

    private double[] Lines(CsvRows rows, Dictionary<string, int> at, string field)
    {
        if (!at.TryGetValue(field, out int column))
        {
            return [];
        }

        var lines = new List<double>();
        foreach (string part in rows.Text(column).Split([';', ' '], 100, StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double y) && Math.Abs(y) <= MaxMagnitude
                ? y * _layout.LengthFactor * (_layout.YDown ? -1 : 1)
                : throw rows.Error(column, $"found '{XmlCursor.Cut(part)}' among the lane markings, expected numbers divided by semicolons"));
        }

        lines.Sort();
        return [.. lines];
    }

    private ActorRows Actor(CsvRows rows, int column)
    {
        var bytes = rows.Bytes(column).Trim((byte)' ');
        if (bytes.Length is 0 or > MaxIdBytes)
        {
            throw rows.Error(column, bytes.Length == 0 ? "a row needs the id of an actor" : $"the id of an actor has more than {MaxIdBytes} bytes");
        }

        Span<char> id = stackalloc char[MaxIdBytes];
        id = id[..Encoding.UTF8.GetChars(bytes, id)];
        if (!_byId.TryGetValue(id, out var actor))
        {
            if (_order.Count == MaxActors)
            {
                throw rows.Error(column, $"more than {MaxActors} actors; read a part of the table: window: {{ from: …, to: … }}");
            }

            actor = new ActorRows(id.ToString());
            _actors.Add(actor.Id, actor);
            _order.Add(actor);
        }

        return actor;
    }

    private static int Step(CsvRows rows, int column, double stamp) => stamp == Math.Floor(stamp) && Math.Abs(stamp) <= 1e9
        ? (int)stamp
        : throw rows.Error(column, "expected a whole number of frames, at most 1e9");

    private int TimedStep(CsvRows rows, int column, double stamp, long stepUs, ref double? origin)
    {
        origin ??= stamp;
        double us = (stamp - origin.Value) * _layout.TimeFactorUs;
        double step = Math.Round(us / stepUs);
        double off = Math.Abs(us - (step * stepUs));
        return !(Math.Abs(step) <= MaxStep) ? throw rows.Error(column, $"the time lies more than {MaxStep} steps from the first one; check the unit of time")
            : off <= _layout.ToleranceUs ? (int)step
            : throw rows.Error(column, string.Create(CultureInfo.InvariantCulture, $"the time lies {off / 1000:0.###} ms off the grid of {stepUs / 1e6:0.######} s; write another step, or how much may be off: tolerance: 5 ms"));
    }

    private static double Value(CsvRows rows, int column, string field, double factor)
    {
        if (column < 0)
        {
            return double.NaN;
        }

        double value = rows.NumberIfAny(column, field) * factor;
        return Math.Abs(value) > MaxMagnitude ? throw rows.Error(column, $"the {field} is larger than {MaxMagnitude.ToString(CultureInfo.InvariantCulture)}") : value;
    }

    private ActorClass Class(CsvRows rows, int column)
    {
        string text = rows.Text(column).Trim();
        if (_layout.Classes.TryGetValue(text, out var known))
        {
            return known;
        }

        foreach (var member in Enum.GetValues<ActorClass>())
        {
            if (SettingReader.WordOf(member.ToString()).Equals(text.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
            {
                return member;
            }
        }

        _notes.Add($"the class '{XmlCursor.Cut(text)}' has no counterpart and is taken as unknown; name one in the layout's 'classes'");
        return ActorClass.Unknown;
    }

    private BodyBox Body(ActorRows actor)
    {
        var fallback = _layout.DefaultBody;
        double Or(double value, double other, string what)
        {
            if (value is > 0 and <= 200)
            {
                return value;
            }

            _notes.Add($"the {what} that the table leaves out (or gives as 0) is the layout's default");
            return other;
        }

        double lengthM = Or(actor.LengthM, fallback.LengthM, "length");
        return new BodyBox(lengthM, Or(actor.WidthM, fallback.WidthM, "width"), actor.HeightM is > 0 and <= 200 ? actor.HeightM : fallback.HeightM);
    }

    private void Place(Span<Sample> samples, ActorRows actor, BodyBox body)
    {
        switch (_layout.Heading)
        {
            case HeadingSource.Velocity:
                TrackAssembly.HeadAlongVelocity(samples, MinMovingMps);
                break;
            case HeadingSource.Motion:
                TrackAssembly.HeadAlongMotion(samples);
                break;
            case HeadingSource.Axis:
                TrackAssembly.HeadAlongAxis(samples);
                break;
            default:
                break;
        }

        double forward = _layout.Reference switch
        {
            ReferencePoint.Front => -body.LengthM / 2,
            ReferencePoint.Rear => body.LengthM / 2,
            ReferencePoint.RearAxle => (body.LengthM / 2) - _layout.RearOverhangM,
            _ => 0,
        };
        bool corner = _layout.Reference == ReferencePoint.Corner;
        foreach (ref var s in samples)
        {
            s.X += corner ? body.LengthM / 2 : forward * Numerics.Pinned.Cos(s.Heading);
            s.Y += corner ? (_layout.YDown ? -1 : 1) * body.WidthM / 2 : forward * Numerics.Pinned.Sin(s.Heading);
        }
    }

    private sealed class ActorRows(string id)
    {
        public string Id { get; } = id;
        public List<Sample> Samples { get; } = [];
        public ActorClass? Class { get; set; }
        public double LengthM { get; private set; } = double.NaN;
        public double WidthM { get; private set; } = double.NaN;
        public double HeightM { get; private set; } = double.NaN;

        public void Size(double lengthM, double widthM, double heightM)
        {
            LengthM = double.IsNaN(lengthM) ? LengthM : lengthM;
            WidthM = double.IsNaN(widthM) ? WidthM : widthM;
            HeightM = double.IsNaN(heightM) ? HeightM : heightM;
        }
    }

    private readonly record struct About(double? FrameRateHz, double? SpeedLimitMps, (double[] Forward, double[] Backward)? Lanes);
}
