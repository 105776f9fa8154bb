namespace Sim.Plugins.CrashReports.Records;

/// <summary>Makes leaves.</summary>
public static class Leaf
{
    /// <summary>A value that the text is silent about.</summary>
    /// <param name="empty">The empty value of its type (Unknown, null, an empty list).</param>
    public static Leaf<T> Unknown<T>(T empty) => new() { Value = empty };

    /// <summary>A value that the text says.</summary>
    public static Leaf<T> Stated<T>(T value, TextSpan evidence, double confidence = 0.95) =>
        new() { Value = value, Status = LeafStatus.Stated, Confidence = confidence, Evidence = evidence };

    /// <summary>A value that follows from the text.</summary>
    public static Leaf<T> Derived<T>(T value, TextSpan? evidence, string why, double confidence = 0.8) =>
        new() { Value = value, Status = LeafStatus.Derived, Confidence = confidence, Evidence = evidence, Why = why };

    /// <summary>A value that is filled in.</summary>
    public static Leaf<T> Assumed<T>(T value, string why, double confidence = 0.3) =>
        new() { Value = value, Status = LeafStatus.Assumed, Confidence = confidence, Why = why };
}
