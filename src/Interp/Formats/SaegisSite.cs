namespace Sim.Interp.Formats;

/// <summary>The autoencoder of one place in a model, from an adapter of SAEgis.</summary>
/// <param name="Site">The layer whose output it takes, as the file names it, such as <c>base_model.model.visual.merger.mlp.2</c>.</param>
/// <param name="Adapter">The adapter's name, empty where the file leaves it out.</param>
/// <param name="Checkpoint">The autoencoder.</param>
public sealed record SaegisSite(string Site, string Adapter, SaeCheckpoint Checkpoint);
