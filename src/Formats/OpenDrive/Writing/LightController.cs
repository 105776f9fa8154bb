namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Lights of a junction that always show the same.</summary>
/// <param name="Id">Its id, a number.</param>
/// <param name="Junction">Its junction.</param>
/// <param name="Signals">Ids of the lights.</param>
internal sealed record LightController(string Id, string Junction, IReadOnlyList<string> Signals);
