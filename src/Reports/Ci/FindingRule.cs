namespace Sim.Reports.Ci;

/// <summary>A rule for files. Ids never change and are never used again.</summary>
/// <param name="Id">"SIM001" …</param>
/// <param name="Name">One word in Pascal case.</param>
/// <param name="Level">How serious a breach is.</param>
/// <param name="Tag">"suite", "map", "requirement" …</param>
/// <param name="Short">What is wrong, one sentence.</param>
/// <param name="Help">Why it matters and what to do.</param>
internal sealed record FindingRule(string Id, string Name, FindingLevel Level, string Tag, string Short, string Help);
