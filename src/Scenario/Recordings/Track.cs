namespace Sim;

/// <summary>
/// What one actor did: arrays over consecutive steps from <see cref="FirstStep"/>, box centre on the ground, world frame. All arrays have
/// <see cref="Count"/> entries. Slices share memory. Immutable, safe for concurrent use.
/// </summary>
public sealed partial record Track
{
    /// <summary>Actor id.</summary>
    public required string Id { get; init; }

    /// <summary>Kind of actor.</summary>
    public required ActorClass Class { get; init; }

    /// <summary>Its box.</summary>
    public required BodyBox Body { get; init; }

    /// <summary>Recording step of the first entry.</summary>
    public required int FirstStep { get; init; }

    /// <summary>Local x, m.</summary>
    public required ReadOnlyMemory<double> X { get; init; }

    /// <summary>Local y, m.</summary>
    public required ReadOnlyMemory<double> Y { get; init; }

    /// <summary>Heading, rad, as recorded (not normalised).</summary>
    public required ReadOnlyMemory<double> HeadingRad { get; init; }

    /// <summary>Velocity along the heading, m/s.</summary>
    public required ReadOnlyMemory<double> SpeedMps { get; init; }

    /// <summary>Velocity across the heading, m/s, positive to the left.</summary>
    public required ReadOnlyMemory<double> LateralMps { get; init; }

    /// <summary>Acceleration along the heading, m/s².</summary>
    public required ReadOnlyMemory<double> AccelMps2 { get; init; }

    /// <summary>Yaw rate, rad/s.</summary>
    public required ReadOnlyMemory<double> YawRateRps { get; init; }

    /// <summary>Front wheel angle, rad, 0 where unknown.</summary>
    public required ReadOnlyMemory<double> SteerRad { get; init; }

    /// <summary>Presence per entry; empty means present throughout. An absent entry's values are meaningless.</summary>
    public ReadOnlyMemory<bool> Presence { get; init; }

    /// <summary>Number of entries.</summary>
    public int Count => X.Length;

    /// <summary>One past the last step of the arrays.</summary>
    public int EndStep => FirstStep + Count;

    /// <summary>True when the actor is in the scene at a step of the recording.</summary>
    public bool IsPresent(int step)
    {
        int i = step - FirstStep;
        return i >= 0 && i < Count && (Presence.IsEmpty || Presence.Span[i]);
    }

    /// <summary>State at a step of the recording.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The arrays do not cover the step.</exception>
    public ActorState At(int step)
    {
        int i = step - FirstStep;
        ArgumentOutOfRangeException.ThrowIfNegative(i, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Count, nameof(step));
        return new ActorState(X.Span[i], Y.Span[i], HeadingRad.Span[i], SpeedMps.Span[i], LateralMps.Span[i], AccelMps2.Span[i], YawRateRps.Span[i], SteerRad.Span[i]);
    }

    /// <summary>The part within [first, first + count) of the recording's steps, re-based so that <paramref name="first"/> becomes step 0; null when nothing is left.</summary>
    public Track? Slice(int first, int count)
    {
        int from = Math.Max(first, FirstStep);
        int to = Math.Min(first + count, EndStep);
        if (to <= from)
        {
            return null;
        }

        int i = from - FirstStep;
        int n = to - from;
        return this with
        {
            FirstStep = from - first,
            X = X.Slice(i, n),
            Y = Y.Slice(i, n),
            HeadingRad = HeadingRad.Slice(i, n),
            SpeedMps = SpeedMps.Slice(i, n),
            LateralMps = LateralMps.Slice(i, n),
            AccelMps2 = AccelMps2.Slice(i, n),
            YawRateRps = YawRateRps.Slice(i, n),
            SteerRad = SteerRad.Slice(i, n),
            Presence = Presence.IsEmpty ? Presence : Presence.Slice(i, n),
        };
    }

    /// <summary>Builds a track from states at consecutive steps.</summary>
    public static Track FromStates(string id, ActorClass actorClass, BodyBox body, int firstStep, ReadOnlySpan<ActorState> states)
    {
        var columns = new double[8][];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = new double[states.Length];
        }

        for (int i = 0; i < states.Length; i++)
        {
            ref readonly var s = ref states[i];
            columns[0][i] = s.X;
            columns[1][i] = s.Y;
            columns[2][i] = s.HeadingRad;
            columns[3][i] = s.SpeedMps;
            columns[4][i] = s.LateralMps;
            columns[5][i] = s.AccelMps2;
            columns[6][i] = s.YawRateRps;
            columns[7][i] = s.SteerRad;
        }

        return new Track
        {
            Id = id,
            Class = actorClass,
            Body = body,
            FirstStep = firstStep,
            X = columns[0],
            Y = columns[1],
            HeadingRad = columns[2],
            SpeedMps = columns[3],
            LateralMps = columns[4],
            AccelMps2 = columns[5],
            YawRateRps = columns[6],
            SteerRad = columns[7],
        };
    }
}
