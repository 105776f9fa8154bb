namespace Sim;

/// <summary>One output of a sensor over an exposure. Plain data.</summary>
public sealed record Frame
{
    /// <summary>Id of the sensor.</summary>
    public required string Sensor { get; init; }

    /// <summary>What it holds.</summary>
    public required FrameKind Kind { get; init; }

    /// <summary>Start of the exposure, µs.</summary>
    public required long StartUs { get; init; }

    /// <summary>End of the exposure, µs, not before the start.</summary>
    public required long EndUs { get; init; }

    /// <summary>Sensor origin in the world at the middle of the exposure: x, y, z in m and unit quaternion w, x, y, z (seven numbers).</summary>
    public required IReadOnlyList<double> PoseWorld { get; init; }

    /// <summary>Columns of an image; number of points of a cloud.</summary>
    public int Width { get; init; }

    /// <summary>Rows of an image; 1 for a cloud.</summary>
    public int Height { get; init; }

    /// <summary>Layout of the data: "rgb8", "gray8", "depth32f", "xyzi32f", "png", "json" …</summary>
    public required string Encoding { get; init; }

    /// <summary>The data.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
}
