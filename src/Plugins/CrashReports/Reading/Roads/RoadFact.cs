using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Roads;

/// <summary>What a statement on a road is about.</summary>
internal enum RoadFactKind
{
    /// <summary>Lanes of a whole road.</summary>
    LanesOfRoad,
    /// <summary>Lanes of each direction.</summary>
    LanesEach,
    /// <summary>Lanes of one direction.</summary>
    LanesOwn,
    /// <summary>Lanes for turning beside those counted.</summary>
    TurnLanes,
    /// <summary>Speed limit, km/h.</summary>
    Limit,
    /// <summary>Control; the value is the number of the enumeration's member.</summary>
    Control,
    /// <summary>1 for divided, 0 for not.</summary>
    Divided,
    /// <summary>1 for one-way, 0 for two-way.</summary>
    OneWay,
    /// <summary>The number of the alignment's member.</summary>
    Course,
    /// <summary>Grade, percent.</summary>
    Grade,
    /// <summary>Radius, m.</summary>
    Radius,
}

/// <summary>One statement on a road.</summary>
/// <param name="Kind">About what.</param>
/// <param name="Value">The value.</param>
/// <param name="Scope">Of which ways.</param>
/// <param name="Span">The words.</param>
/// <param name="Token">Where.</param>
/// <param name="Weak">True for one that gives way to any other of its kind.</param>
internal readonly record struct RoadFact(RoadFactKind Kind, double Value, RoadScope Scope, TextSpan Span, int Token, bool Weak = false);
