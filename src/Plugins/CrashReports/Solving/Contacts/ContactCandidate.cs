namespace Sim.Plugins.CrashReports.Solving.Contacts;

/// <summary>A pair of places on two ways where the boxes just begin to touch. Plain value.</summary>
/// <param name="SA">Arc length of the first actor, m.</param>
/// <param name="SB">Arc length of the second actor, m.</param>
/// <param name="Sides">Sides that touch.</param>
/// <param name="Cost">How far it is from what is wished; above <see cref="ContactSearch.WrongSide"/> a side is wrong.</param>
internal readonly record struct ContactCandidate(double SA, double SB, ContactSides Sides, double Cost);
