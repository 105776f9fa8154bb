namespace Sim;

/// <summary>A key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Line">1-based line of the key, 0 when unknown.</param>
/// <param name="Column">1-based column of the key, 0 when unknown.</param>
public sealed record SettingEntry(string Key, Setting Value, int Line, int Column);
