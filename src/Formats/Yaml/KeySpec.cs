namespace Sim.Formats.Yaml;

/// <summary>One key of a map: what people and editors are told about it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Schema">Its JSON Schema without the description.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Required">True when it must be given.</param>
internal sealed record KeySpec(string Name, string Schema, string Description, bool Required = false);
