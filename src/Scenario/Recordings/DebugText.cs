namespace Sim;

/// <summary>Words of a driver for people: data, never a markup, never an instruction.</summary>
/// <param name="Name">What it is about, e.g. "planner"; see <see cref="DriverDebug.NameFault"/>. May repeat within an answer.</param>
/// <param name="Text">At most <see cref="DriverDebug.MaxTextLength"/> UTF-16 units; no control characters but line feed and tab, no lone surrogates.</param>
public sealed record DebugText(string Name, string Text);
