namespace Sim.Simulation.Engine;

/// <summary>Longitudinal motion with a constant acceleration over a step, ending exactly at standstill when braking.</summary>
internal static class Ballistic
{
    /// <summary>Moves one step; returns the distance, m.</summary>
    public static double Step(ref double speed, double accel, double dt)
    {
        double after = speed + accel * dt;
        if (after >= 0)
        {
            double distance = (speed + after) / 2 * dt;
            speed = after;
            return distance;
        }

        double stopping = accel < 0 ? speed * speed / (-2 * accel) : 0;
        speed = 0;
        return Math.Max(stopping, 0);
    }
}
