namespace Sim.Plugins.Leaderboards;

/// <summary>What the rear axle does, which nuPlan measures speed at.</summary>
internal static class RearAxle
{
    /// <summary>Speed of the rear axle, m/s, not negative.</summary>
    public static double Speed(EgoSamples ego, int sample) => Math.Abs(SignedSpeed(ego, sample));

    /// <summary>Speed of the rear axle, m/s, negative when the ego reverses.</summary>
    public static double SignedSpeed(EgoSamples ego, int sample)
    {
        var state = ego.States[sample];
        double sideways = state.LateralMps - (state.YawRateRps * ego.Ego.Body.RearAxleToCentreM);
        double speed = Math.Sqrt((state.SpeedMps * state.SpeedMps) + (sideways * sideways));
        return state.SpeedMps < 0 ? -speed : speed;
    }
}
