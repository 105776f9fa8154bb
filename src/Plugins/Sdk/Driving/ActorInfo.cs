namespace Sim.Plugins.Sdk;

/// <summary>What does not change about an actor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Class">Kind of actor.</param>
/// <param name="Body">Its box.</param>
public sealed record ActorInfo(string Id, ActorClass Class, BodyBox Body);
