namespace Sim;

/// <summary>
/// The box of an actor. The actor's pose is the box's centre projected to the ground; the rear axle lies
/// <see cref="RearAxleToCentreM"/> behind it (DESIGN law 2).
/// </summary>
/// <param name="LengthM">Along the heading, m, positive.</param>
/// <param name="WidthM">Across, m, positive.</param>
/// <param name="HeightM">Up, m, positive.</param>
/// <param name="RearAxleToCentreM">Distance from the rear axle forward to the box's centre, m; 0 for actors without axles.</param>
public sealed record BodyBox(double LengthM, double WidthM, double HeightM = 1.5, double RearAxleToCentreM = 0);
