using System.Globalization;
using System.Runtime.InteropServices;
using Sim.Formats.CommonRoad;
using Sim.Numerics;

namespace Sim.Formats.Logs;

/// <summary>
/// Turns the samples of a log into tracks: what the log says is kept, what it leaves out is derived by differences. Holes of up to
/// <paramref name="fillSteps"/> steps are filled linearly, or left absent; longer ones begin a new actor.
/// </summary>
internal sealed class TrackAssembly(double dtSeconds, int fillSteps, bool absent, Notes notes)
{
    private const double MoveM = 0.1;
    private const double BaselineM = 1.0;

    // Steps that no sample names. The size of the file bounds everything else; these it does not.
    private const long MaxFilled = 1_000_000;

    private readonly List<Track> _tracks = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private long _filled;

    /// <summary>The tracks so far.</summary>
    public IReadOnlyList<Track> Tracks => _tracks;

    /// <summary>Adds an actor. Its samples are in order of steps, no step twice, with headings that are either all known or all unknown.</summary>
    /// <exception cref="InputException">The samples leave out too many steps.</exception>
    public void Add(string id, ActorClass actorClass, BodyBox body, List<Sample> list)
    {
        var samples = CollectionsMarshal.AsSpan(list);
        int part = 1;
        for (int from = 0; from < samples.Length;)
        {
            int to = from + 1;
            while (to < samples.Length && samples[to].Step - samples[to - 1].Step <= Math.Max(1, fillSteps + 1))
            {
                to++;
            }

            string name = id;
            while (!_ids.Add(name))
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{id}~{++part}");
            }

            if (part > 1)
            {
                notes.Add("an actor that is gone for longer is a new actor when it comes back: ID~2, ID~3, …");
            }

            _tracks.Add(Build(name, actorClass, body, samples[from..to]));
            from = to;
        }
    }

    /// <summary>Headings along the motion, over a way of a metre where there is one; what stands keeps the heading that it had or gets.</summary>
    public static void HeadAlongMotion(Span<Sample> samples)
    {
        double last = double.NaN;
        int a = 0, b = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            a = Math.Max(a, Math.Max(0, i - 100));
            while (a < i && Way(samples[a + 1], samples[i]) >= BaselineM / 2)
            {
                a++;
            }

            b = Math.Max(b, i);
            while (b < samples.Length - 1 && b < i + 100 && Way(samples[i], samples[b]) < BaselineM / 2)
            {
                b++;
            }

            double dx = samples[b].X - samples[a].X, dy = samples[b].Y - samples[a].Y;
            last = Math.Sqrt((dx * dx) + (dy * dy)) > MoveM ? Pinned.Atan2(dy, dx) : last;
            samples[i].Heading = last;
        }

        Backfill(samples);
    }

    /// <summary>Headings along the velocity above a speed; below it the last one stays.</summary>
    public static void HeadAlongVelocity(Span<Sample> samples, double minMps)
    {
        double last = double.NaN;
        foreach (ref var s in samples)
        {
            last = Math.Sqrt((s.Vx * s.Vx) + (s.Vy * s.Vy)) >= minMps ? Pinned.Atan2(s.Vy, s.Vx) : last;
            s.Heading = last;
        }

        Backfill(samples);
    }

    /// <summary>One heading for all samples: along +x or -x, by the way that was travelled.</summary>
    public static void HeadAlongAxis(Span<Sample> samples)
    {
        double way = samples[^1].X - samples[0].X;
        double vx = samples[samples.Length / 2].Vx;
        bool back = Math.Abs(way) > MoveM ? way < 0 : vx < 0;
        foreach (ref var s in samples)
        {
            s.Heading = back ? Math.PI : 0;
        }
    }

    private static double Way(in Sample a, in Sample b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    // Before the first motion: the first heading that is known; without any, along x.
    private static void Backfill(Span<Sample> samples)
    {
        double next = 0;
        for (int i = samples.Length - 1; i >= 0; i--)
        {
            samples[i].Heading = double.IsNaN(samples[i].Heading) ? next : samples[i].Heading;
            next = samples[i].Heading;
        }
    }

    private Track Build(string id, ActorClass actorClass, BodyBox body, Span<Sample> samples)
    {
        int first = samples[0].Step, count = samples[^1].Step - first + 1;
        _filled += count - samples.Length;
        if (_filled > MaxFilled)
        {
            throw new InputException($"the actors leave out more than {MaxFilled} time steps between two that they have; check frame rate or step");
        }

        Complete(samples);
        var states = new ActorState[count];
        bool[] present = absent && count > samples.Length ? new bool[count] : [];
        for (int i = 0; i < samples.Length; i++)
        {
            ref readonly var s = ref samples[i];
            int at = s.Step - first;
            states[at] = new ActorState(s.X, s.Y, s.Heading, s.Speed, s.Lateral, s.Accel, s.YawRate, s.Steer);
            if (present.Length > 0)
            {
                present[at] = true;
            }
            else if (i > 0 && samples[i - 1].Step < s.Step - 1)
            {
                notes.Add("time steps without a state, between two that have one, are interpolated linearly");
                TrackBuilder.Fill(states, samples[i - 1].Step - first, at);
            }
        }

        var track = Track.FromStates(id, actorClass, body, first, states);
        return present.Length > 0 ? track with { Presence = present } : track;
    }

    private void Complete(Span<Sample> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            ref var s = ref samples[i];
            double cos = Pinned.Cos(s.Heading), sin = Pinned.Sin(s.Heading);
            bool known = !double.IsNaN(s.Speed);
            if (!known && !double.IsNaN(s.Vx) && !double.IsNaN(s.Vy))
            {
                (s.Speed, s.Lateral) = ((cos * s.Vx) + (sin * s.Vy), (cos * s.Vy) - (sin * s.Vx));
                known = true;
            }

            if (!known)
            {
                notes.Add("speeds that the log leaves out are derived from positions");
                int a = Math.Max(0, i - 1), b = Math.Min(samples.Length - 1, i + 1);
                s.Speed = a == b ? 0 : ((cos * (samples[b].X - samples[a].X)) + (sin * (samples[b].Y - samples[a].Y))) / ((samples[b].Step - samples[a].Step) * dtSeconds);
            }

            if (double.IsNaN(s.Accel) && !double.IsNaN(s.Ax) && !double.IsNaN(s.Ay))
            {
                s.Accel = (cos * s.Ax) + (sin * s.Ay);
            }

            s.Lateral = double.IsNaN(s.Lateral) ? 0 : s.Lateral;
            s.Steer = double.IsNaN(s.Steer) ? 0 : s.Steer;
        }

        for (int i = 0; i < samples.Length; i++)
        {
            ref var s = ref samples[i];
            int a = Math.Max(0, i - 1), b = Math.Min(samples.Length - 1, i + 1);
            double span = Math.Max(1, samples[b].Step - samples[a].Step) * dtSeconds;
            if (double.IsNaN(s.Accel))
            {
                notes.Add("accelerations that the log leaves out are differences of speeds");
                s.Accel = (samples[b].Speed - samples[a].Speed) / span;
            }

            if (double.IsNaN(s.YawRate))
            {
                notes.Add("yaw rates that the log leaves out are differences of headings");
                s.YawRate = TrackBuilder.Turn(samples[a].Heading, samples[b].Heading) / span;
            }
        }
    }
}
