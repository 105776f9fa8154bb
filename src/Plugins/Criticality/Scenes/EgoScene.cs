using Sim.Geometry;
using Sim.Plugins.Criticality.Validity;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Criticality.Scenes;

/// <summary>
/// A recording prepared once for all metric families: the ego's path with arc length, the ego's state at each step, and every other actor relative to
/// that path (gap, speeds, accelerations, offsets). Families read it and allocate nothing per step. Immutable, safe for concurrent use.
/// </summary>
internal sealed class EgoScene
{
    private readonly EgoInstant[] _ego;

    /// <summary>Prepares a recording.</summary>
    /// <param name="request">What the assessor was asked.</param>
    /// <param name="peers">Whom it may ask.</param>
    /// <param name="options">Its options.</param>
    /// <param name="ego">The ego, present at one step at least.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public EgoScene(AssessRequest request, AssessPeers peers, CriticalityOptions options, Track ego, CancellationToken cancellationToken)
    {
        Request = request;
        Peers = peers;
        Options = options;
        Ego = ego;
        DtSeconds = request.Recording.StepUs * 1e-6;
        Validity = LogValidity.Of(request.Recording, ego, request.Scenario, options.LogDeviationM);
        Path = EgoPath.Of(ego);
        _ego = Instants();
        var others = new List<ActorView>(request.Recording.Tracks.Count);
        foreach (var track in request.Recording.Tracks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!ReferenceEquals(track, ego))
            {
                var view = View(track);
                others.Add(view);
                Alone &= !AnyPresent(view);
            }
        }

        Others = others;
    }

    /// <summary>What the assessor was asked: recording, scenario, seed.</summary>
    public AssessRequest Request { get; }

    /// <summary>Whom the assessor may ask.</summary>
    public AssessPeers Peers { get; }

    /// <summary>Options of the assessor.</summary>
    public CriticalityOptions Options { get; }

    /// <summary>The recording.</summary>
    public Recording Recording => Request.Recording;

    /// <summary>The ego's track.</summary>
    public Track Ego { get; }

    /// <summary>Step length, s.</summary>
    public double DtSeconds { get; }

    /// <summary>The greatest acceleration that tyres and road allow, m/s²: mu of the options × friction of the recording × 9.81; never below 0.01.</summary>
    public double GripMps2 => Math.Max(Options.Mu * Recording.Environment.Friction * 9.81, 0.01);

    /// <summary>Where the ego's centre went, prolonged straight at both ends.</summary>
    public Polyline Path { get; }

    /// <summary>Until when the recording speaks about this ego.</summary>
    public LogValidity Validity { get; }

    /// <summary>Everybody else in the recording's order, also those never there together with the ego.</summary>
    public IReadOnlyList<ActorView> Others { get; }

    /// <summary>True when nobody is ever in the scene together with the ego.</summary>
    public bool Alone { get; } = true;

    /// <summary>First step of the ego's track.</summary>
    public int FromStep => Ego.FirstStep;

    /// <summary>One past the last step of the ego's track.</summary>
    public int EndStep => Ego.EndStep;

    /// <summary>The ego at a step of its track.</summary>
    public ref readonly EgoInstant At(int step) => ref _ego[step - Ego.FirstStep];

    private EgoInstant[] Instants()
    {
        int n = Ego.Count;
        var along = new double[n];
        var across = new double[n];
        Accelerations(Ego, along, across);
        var instants = new EgoInstant[n];
        int hint = -1;
        for (int i = 0; i < n; i++)
        {
            if (!Ego.IsPresent(Ego.FirstStep + i))
            {
                continue;
            }

            var state = Ego.At(Ego.FirstStep + i);
            var box = new OrientedBox(state, Ego.Body);
            var place = Path.Project(box.Centre, PolylineEnds.Extend, hint);
            hint = place.SegmentIndex;
            instants[i] = new EgoInstant
            {
                Present = true,
                Box = box,
                Velocity = new Vector2d(state.SpeedMps, state.LateralMps).FromAxis(box.Axis),
                SpeedMps = state.SpeedMps,
                AccelMps2 = along[i],
                AccelAcrossMps2 = across[i],
                S = place.S,
                Tangent = place.Tangent,
            };
        }

        return instants;
    }

    private ActorView View(Track track)
    {
        int from = Math.Max(Ego.FirstStep, track.FirstStep);
        int end = Math.Min(Ego.EndStep, track.EndStep);
        if (end <= from)
        {
            return new ActorView(track, from, []);
        }

        var along = new double[track.Count];
        var across = new double[track.Count];
        Accelerations(track, along, across);
        var relations = new Relation[end - from];
        int hint = -1;
        for (int step = from; step < end; step++)
        {
            ref readonly var mine = ref At(step);
            if (!mine.Present || !track.IsPresent(step))
            {
                continue;
            }

            var state = track.At(step);
            var box = new OrientedBox(state, track.Body);
            var velocity = new Vector2d(state.SpeedMps, state.LateralMps).FromAxis(box.Axis);
            int i = step - track.FirstStep;
            var acceleration = new Vector2d(along[i], across[i]).FromAxis(box.Axis);
            var place = Path.Project(box.Centre, PolylineEnds.Extend, hint);
            hint = place.SegmentIndex;
            double cos = Math.Abs(box.Axis.Dot(place.Tangent));
            double sin = Math.Abs(box.Axis.Cross(place.Tangent));
            double reachAlong = box.HalfLengthM * cos + box.HalfWidthM * sin;
            double reachAcross = box.HalfLengthM * sin + box.HalfWidthM * cos;
            double ahead = place.S - mine.S;
            relations[step - from] = new Relation
            {
                Present = true,
                Box = box,
                Velocity = velocity,
                Tangent = place.Tangent,
                S = place.S,
                LateralM = place.D,
                ReachAlongM = reachAlong,
                ReachAcrossM = reachAcross,
                AlongM = ahead,
                GapM = Math.Abs(ahead) - reachAlong - mine.Box.HalfLengthM,
                LateralGapM = Math.Abs(place.D) - reachAcross - mine.Box.HalfWidthM,
                SpeedMps = velocity.Dot(place.Tangent),
                SpeedAcrossMps = place.Tangent.Cross(velocity),
                AccelMps2 = acceleration.Dot(place.Tangent),
                AccelAcrossMps2 = place.Tangent.Cross(acceleration),
            };
        }

        return new ActorView(track, from, relations);
    }

    // Along the heading the change of speed; across it the turn of the velocity. Logs that hold accelerations hold them in many qualities, speeds they
    // all hold: so speeds are differentiated, and the recorded acceleration serves only an actor seen at a single instant.
    private void Accelerations(Track track, double[] along, double[] across)
    {
        Derivative.Of(track, track.SpeedMps.Span, DtSeconds, along, track.AccelMps2.Span);
        Derivative.Of(track, track.LateralMps.Span, DtSeconds, across, []);
        for (int i = 0; i < across.Length; i++)
        {
            across[i] += track.SpeedMps.Span[i] * track.YawRateRps.Span[i];
        }
    }

    private static bool AnyPresent(ActorView view)
    {
        foreach (ref readonly var relation in view.Relations)
        {
            if (relation.Present)
            {
                return true;
            }
        }

        return false;
    }
}
