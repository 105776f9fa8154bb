namespace Sim;

/// <summary>What a frame holds.</summary>
public enum FrameKind
{
    /// <summary>An image.</summary>
    Image,
    /// <summary>A point cloud.</summary>
    PointCloud,
    /// <summary>A depth image.</summary>
    Depth,
    /// <summary>A list of detected objects.</summary>
    Objects,
}
