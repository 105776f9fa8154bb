namespace Sim.Reports.Comparing;

/// <summary>A metric of a case, as far as comparing needs it.</summary>
/// <param name="Name">Its name; a second metric of the same name in a case is called "assessor/name".</param>
/// <param name="Version">Version of its definition.</param>
/// <param name="Value">The measurement.</param>
/// <param name="Assessor">Who gave it; empty where nobody knows.</param>
/// <param name="Unit">SI unit; empty where nobody knows.</param>
/// <param name="Worse">Which way is worse; null where nobody knows: an accepted result does not say.</param>
internal sealed record ComparedMetric(string Name, int Version, Measured<double> Value, string Assessor = "", string Unit = "", WorseDirection? Worse = null);
