namespace Sim;

/// <summary>A file that a suite may read.</summary>
/// <param name="Key">Machine-independent name, forward slashes: relative to the suite's folder, or <c>${NAME}/…</c> below a declared root. Never absolute.</param>
/// <param name="FullPath">Absolute path on this machine; never written to a result.</param>
public sealed record SourceFile(string Key, string FullPath);
