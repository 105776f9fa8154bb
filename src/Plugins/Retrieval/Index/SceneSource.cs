namespace Sim.Plugins.Retrieval.Index;

/// <summary>The recording that a scene was cut out of. Plain data.</summary>
/// <param name="File">Name of the file: a path relative to the index folder with forward slashes, or whatever key an index in memory was given.</param>
/// <param name="Sha256">SHA-256 of the file's content, lower-case hexadecimal.</param>
internal sealed record SceneSource(string File, string Sha256);
