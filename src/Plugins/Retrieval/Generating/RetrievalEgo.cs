namespace Sim.Plugins.Retrieval.Generating;

/// <summary>Which actor of a retrieved scene is driven.</summary>
internal enum RetrievalEgo
{
    /// <summary>The one that the manoeuvre is about: cut in on, followed, crossed; else the nearest behind the one that shows it.</summary>
    Other,
    /// <summary>The one that shows the manoeuvre.</summary>
    Actor,
}
