namespace Sim.Plugins.CrashReports.Records;

/// <summary>Class of a crash: the seven of the NHTSA survey of two vehicles and those of other road users.</summary>
public enum CrashClass
{
    /// <summary>Cannot be said.</summary>
    Unknown,
    /// <summary>Same direction, front into back.</summary>
    RearEnd,
    /// <summary>Opposite directions, front into front.</summary>
    HeadOn,
    /// <summary>Side along side.</summary>
    Sideswipe,
    /// <summary>One turns across the path of another on the same trafficway.</summary>
    TurnAcrossPath,
    /// <summary>One turns into the path of another from a crossing way.</summary>
    TurnIntoPath,
    /// <summary>Both go straight on crossing ways.</summary>
    StraightPaths,
    /// <summary>One leaves the road.</summary>
    RoadDeparture,
    /// <summary>A pedestrian is hit.</summary>
    Pedestrian,
    /// <summary>A cyclist is hit.</summary>
    Cyclist,
    /// <summary>An animal is hit.</summary>
    Animal,
    /// <summary>An object in the road is hit.</summary>
    Obstacle,
    /// <summary>A reversing vehicle hits another.</summary>
    Backing,
    /// <summary>Something else.</summary>
    Other,
}
