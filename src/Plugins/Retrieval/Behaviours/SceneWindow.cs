namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>Names a scene in a recording of 10 Hz. Plain data.</summary>
/// <param name="FirstStep">First step of the recording.</param>
/// <param name="Count">Instants.</param>
/// <param name="ActorIds">Ids of the actors, the ego first, the others from near to far.</param>
internal sealed record SceneWindow(int FirstStep, int Count, IReadOnlyList<string> ActorIds)
{
    /// <summary>Id of the ego.</summary>
    public string EgoId => ActorIds[0];
}
