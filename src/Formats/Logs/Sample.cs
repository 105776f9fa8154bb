namespace Sim.Formats.Logs;

/// <summary>What a log says of one actor at one step. NaN: the log does not say.</summary>
internal record struct Sample
{
    public int Step;
    public double X;
    public double Y;
    public double Heading;

    /// <summary>Velocity in the world frame, m/s.</summary>
    public double Vx;
    public double Vy;

    /// <summary>Velocity along and across the heading, m/s; goes before <see cref="Vx"/> and <see cref="Vy"/>.</summary>
    public double Speed;
    public double Lateral;

    /// <summary>Acceleration in the world frame, m/s².</summary>
    public double Ax;
    public double Ay;

    /// <summary>Acceleration along the heading, m/s²; goes before <see cref="Ax"/> and <see cref="Ay"/>.</summary>
    public double Accel;
    public double YawRate;
    public double Steer;

    public static Sample At(int step, double x, double y) => new()
    {
        Step = step,
        X = x,
        Y = y,
        Heading = double.NaN,
        Vx = double.NaN,
        Vy = double.NaN,
        Speed = double.NaN,
        Lateral = double.NaN,
        Ax = double.NaN,
        Ay = double.NaN,
        Accel = double.NaN,
        YawRate = double.NaN,
        Steer = double.NaN,
    };
}
