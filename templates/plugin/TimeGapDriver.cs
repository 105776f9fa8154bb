using Sim;
using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace MyPlugin;

/// <summary>Drives straight on and keeps a time gap to whatever is ahead. Suites use it with <c>driver: { use: time-gap, gap: 1.8 s }</c>.</summary>
public sealed class TimeGapDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "time-gap";

    /// <inheritdoc/>
    public string Description => "drives straight on and keeps a time gap to whatever is ahead";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("time-gap", "0.1.0", Reproducibility.Bit);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        var reader = new SettingReader(options, "the options of driver 'time-gap'");
        double gapS = reader.Seconds("gap", 0.2, 10) ?? 1.8;
        reader.Done();
        return new Session(task, gapS);
    }

    private sealed class Session(DriverTask task, double gapS) : IDriverSession
    {
        private const double StandstillM = 3;
        private double? _cruiseMps;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            var ego = observation.Ego;
            var body = task.Actors[task.EgoIndex].Body;
            var box = new OrientedBox(ego, body);
            _cruiseMps ??= task.Task.DesiredSpeedMps ?? ego.SpeedMps;
            double accel = 0.5 * (_cruiseMps.Value - ego.SpeedMps);
            foreach (var other in observation.Others.Span)
            {
                var size = task.Actors[other.Index].Body;
                var centre = box.ToBody(other.State.Pose.Position); // x forward, y left of the ego's centre
                bool inStrip = Math.Abs(centre.Y) < (body.WidthM + size.WidthM) / 2;
                if (inStrip && centre.X > 0)
                {
                    double room = centre.X - (body.LengthM + size.LengthM) / 2 - StandstillM;
                    double closing = ego.SpeedMps - other.State.SpeedMps * Pinned.Cos(other.State.HeadingRad - ego.HeadingRad);
                    double follow = 0.3 * (room - gapS * ego.SpeedMps) - 0.9 * closing;
                    double stop = closing > 0 ? -closing * closing / (2 * Math.Max(room, 0.1)) : 0;
                    accel = Math.Min(accel, Math.Min(follow, stop));
                }
            }

            return DriverAnswer.FromControls(Math.Clamp(accel, -8, 2), steerRad: 0);
        }

        public void Dispose()
        {
        }
    }
}
