namespace Sim.Simulation.Models;

/// <summary>Input of the CommonRoad models, before their limits.</summary>
/// <param name="SteerRateRps">Rate of the front wheel angle, rad/s.</param>
/// <param name="AccelMps2">Acceleration in driving direction, m/s².</param>
public readonly record struct ModelInput(double SteerRateRps, double AccelMps2)
{
    /// <summary>
    /// What CommonRoad's models make of an input: no steering further out at the angle's limit, no acceleration beyond the speed range, rates
    /// within their range, drive power falling with 1/v above the switching speed.
    /// </summary>
    /// <param name="steerRad">Front wheel angle, rad.</param>
    /// <param name="speedMps">Speed, m/s.</param>
    /// <param name="parameters">Vehicle parameters.</param>
    public ModelInput Limited(double steerRad, double speedMps, VehicleParameterSet parameters)
    {
        var p = parameters;
        double rate = SteerRateRps;
        bool outward = (steerRad <= p.SteerMinRad && rate <= 0.0) || (steerRad >= p.SteerMaxRad && rate >= 0.0);
        rate = outward ? 0.0 : Math.Clamp(rate, p.SteerRateMinRps, p.SteerRateMaxRps);

        double accel = AccelMps2;
        double drive = speedMps > p.SwitchSpeedMps ? p.MaxAccelMps2 * p.SwitchSpeedMps / speedMps : p.MaxAccelMps2;
        bool beyond = (speedMps <= p.MinSpeedMps && accel <= 0.0) || (speedMps >= p.MaxSpeedMps && accel >= 0.0);
        if (beyond)
            accel = 0.0;
        else if (accel <= -p.MaxAccelMps2)
            accel = -p.MaxAccelMps2;
        else if (accel >= drive)
            accel = drive;
        return new ModelInput(rate, accel);
    }
}
