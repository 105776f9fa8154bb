using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Simulation.Models;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>The recorded ego as the scorer wants it: at its rear axle. Immutable, thread-safe.</summary>
internal sealed class RecordedEgo
{
    private const double MaxSteerRad = Math.PI / 3;

    // Below it a wheel angle made of yaw rate over speed is noise.
    private const double SteerFromSpeedMps = 0.5;

    private readonly RecordedMotion _motion;
    private readonly long _stepUs;
    private readonly bool _zeroed;
    private readonly bool _steerKnown;
    private readonly bool _lateralKnown;

    public RecordedEgo(Recording recording, Track track, Compatibility compatibility)
    {
        _motion = new RecordedMotion(track, recording.StepUs);
        _stepUs = recording.StepUs;
        IsLog = recording.Vehicle is null;
        _zeroed = IsLog && compatibility == Compatibility.Navsim22;
        _steerKnown = track.SteerRad.Span.ContainsAnyExcept(0.0) || !IsLog;
        _lateralKnown = track.LateralMps.Span.ContainsAnyExcept(0.0) || !IsLog;
        Shape = recording.Vehicle is { } vehicle ? EgoShape.From(vehicle) : Shaped(track.Body);
    }

    /// <summary>Box and axles: of the vehicle that was driven, else of the track's box.</summary>
    public EgoShape Shape { get; }

    /// <summary>True when nobody drove it: it is a log.</summary>
    public bool IsLog { get; }

    public RecordedMotion Motion => _motion;

    /// <summary>Where steering, rates and accelerations come from, in words.</summary>
    public string Source => string.Join("; ",
        _zeroed ? "steering, its rate, yaw rate and yaw acceleration of the log are taken as 0, as the reference does with real data"
            : _steerKnown ? "steering as recorded" : "steering derived from yaw rate and speed",
        _zeroed ? "" : _motion.YawRateIsDerived ? "yaw rate derived from headings" : "yaw rate as recorded",
        _motion.AccelIsDerived ? "acceleration derived from speeds" : "acceleration as recorded",
        "lateral acceleration is speed times yaw rate").Replace("; ;", ";", StringComparison.Ordinal);

    /// <summary>State at a time, rear axle; false when absent.</summary>
    public bool TryAt(long timeUs, out EgoState state)
    {
        if (!_motion.TryAt(timeUs, out var centre))
        {
            state = default;
            return false;
        }

        var axle = RearAxleState.FromCentre(centre, Shape.RearAxleToCentreM);
        double yawRate = centre.YawRateRps;
        state = new EgoState(axle.X, axle.Y, axle.HeadingRad, centre.SpeedMps)
        {
            Vy = _lateralKnown ? axle.LateralMps : 0,
            Ax = centre.AccelMps2,
            Ay = centre.SpeedMps * yawRate,
        };
        if (_zeroed)
        {
            return true;
        }

        double steer = Steer(in centre);
        double steerRate = 0, yawAccel = 0;
        if (_motion.TryAt(timeUs - _stepUs, out var before))
        {
            double dt = _stepUs * 1e-6;
            steerRate = (steer - Steer(in before)) / dt;
            yawAccel = (yawRate - before.YawRateRps) / dt;
        }

        state = state with { SteerRad = steer, SteerRateRps = steerRate, YawRateRps = yawRate, YawAccelRps2 = yawAccel };
        return true;
    }

    /// <summary>The front wheel angle that goes with a speed and a yaw rate; 0 when nearly standing.</summary>
    public static double SteerOf(double speedMps, double yawRateRps, double wheelbaseM) => Math.Abs(speedMps) < SteerFromSpeedMps ? 0
        : Math.Clamp(Pinned.Atan(wheelbaseM * yawRateRps / speedMps), -MaxSteerRad, MaxSteerRad);

    private double Steer(in ActorState s) => _steerKnown ? s.SteerRad : SteerOf(s.SpeedMps, s.YawRateRps, Shape.WheelbaseM);

    // A box without axles gets those of NAVSIM's vehicle, scaled to its length.
    public static EgoShape Shaped(BodyBox body)
    {
        var known = EgoShape.Pacifica;
        double scale = body.LengthM / known.LengthM;
        return new EgoShape(body.LengthM, body.WidthM, known.WheelbaseM * scale, body.RearAxleToCentreM > 0 ? body.RearAxleToCentreM : known.RearAxleToCentreM * scale);
    }
}
