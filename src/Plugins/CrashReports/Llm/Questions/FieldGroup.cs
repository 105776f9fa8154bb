namespace Sim.Plugins.CrashReports.Llm.Questions;

/// <summary>A group of fields that is read in one pass.</summary>
/// <param name="Name">"environment", "road", "actors", "impacts".</param>
/// <param name="Shape">Form of the answer.</param>
/// <param name="Rules">Reading rules of this group.</param>
internal sealed record FieldGroup(string Name, Shape Shape, string Rules);
