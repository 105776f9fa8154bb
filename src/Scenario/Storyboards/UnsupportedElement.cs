namespace Sim.Storyboards;

/// <summary>An element of the file that has no place in a <see cref="Storyboard"/>.</summary>
/// <param name="Path">Where: element names from the document element, with "name" attributes where there are any.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Reason">What is not supported, a sentence for people.</param>
public sealed record UnsupportedElement(string Path, int Line, string Reason);
