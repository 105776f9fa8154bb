namespace Sim.Formats.Tracks;

/// <summary>What the columns of a table of tracks mean. Factors turn its units into SI.</summary>
internal sealed record TrackLayout
{
    public char Delimiter { get; init; } = ',';
    public bool Header { get; init; } = true;
    public double LengthFactor { get; init; } = 1;
    public double SpeedFactor { get; init; } = 1;
    public double AccelerationFactor { get; init; } = 1;
    public double AngleFactor { get; init; } = 1;

    /// <summary>Microseconds of one unit of the time column.</summary>
    public double TimeFactorUs { get; init; } = 1_000_000;

    /// <summary>True when y points down, as in images, and angles run clockwise.</summary>
    public bool YDown { get; init; }
    public ReferencePoint Reference { get; init; } = ReferencePoint.Centre;

    /// <summary>Rear bumper to rear axle, m, for <see cref="ReferencePoint.RearAxle"/>.</summary>
    public double RearOverhangM { get; init; } = 0.9;
    public HeadingSource Heading { get; init; } = HeadingSource.Column;

    /// <summary>Names (or 1-based numbers) of columns by our field.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = Ordered.Empty;

    /// <summary>The same of the table of actors; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Actors { get; init; } = Ordered.Empty;

    /// <summary>The same of the table about the recording; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Recording { get; init; } = Ordered.Empty;
    public IReadOnlyDictionary<string, ActorClass> Classes { get; init; } = new Dictionary<string, ActorClass>();

    /// <summary>Only rows in which these columns hold these texts.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = Ordered.Empty;
    public double? FrameRateHz { get; init; }
    public long? StepUs { get; init; }
    public long ToleranceUs { get; init; } = 1000;
    public long GapUs { get; init; } = 1_000_000;
    public ActorClass DefaultClass { get; init; } = ActorClass.Car;
    public BodyBox DefaultBody { get; init; } = new(4.5, 1.8);
}

/// <summary>Which point of an actor the positions of a table mean.</summary>
internal enum ReferencePoint
{
    Centre,
    Front,
    Rear,
    RearAxle,

    /// <summary>The corner of the box with the smallest x and y of the table, before y is turned; the box lies along the axes.</summary>
    Corner,
}

/// <summary>Where headings come from.</summary>
internal enum HeadingSource
{
    Column,
    Velocity,
    Motion,
    Axis,
}
