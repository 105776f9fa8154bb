namespace Sim.Plugins.Retrieval.Index;

/// <summary>A file that was added to an index. Plain data.</summary>
/// <param name="File">Path relative to the index folder, forward slashes.</param>
/// <param name="Sha256">Hash of its content, lower-case hexadecimal.</param>
/// <param name="Licence">Licence; empty when own.</param>
/// <param name="Scenes">Scenes cut out of it.</param>
internal sealed record IndexedSource(string File, string Sha256, string Licence, int Scenes);
