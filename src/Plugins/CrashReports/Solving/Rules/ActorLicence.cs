namespace Sim.Plugins.CrashReports.Solving.Rules;

/// <summary>What the record allows an actor that the rules forbid everybody else. Plain data.</summary>
/// <param name="Id">Id in the scenario.</param>
/// <param name="BesideRoad">True when it may be beside the road.</param>
/// <param name="Opposing">True when it may be in a lane of the other direction.</param>
internal sealed record ActorLicence(string Id, bool BesideRoad, bool Opposing);
