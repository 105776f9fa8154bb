namespace Sim.Plugins.CrashReports.Checking;

/// <summary>A word or number of a text.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">One behind the last character.</param>
/// <param name="Text">In lower case; "v1" is one word, "48kmph" two.</param>
/// <param name="Sentence">Number of its sentence.</param>
internal readonly record struct Word(int Start, int End, string Text, int Sentence);
