namespace Sim;

/// <summary>Where an entry under <c>cases:</c> stands.</summary>
/// <param name="Suite">Its suite.</param>
/// <param name="Entry">Its name.</param>
/// <param name="File">Name of the suite's file, without folders; empty when unknown.</param>
/// <param name="Line">1-based line; 0 when unknown.</param>
public sealed record EntryPlace(string Suite, string Entry, string File, int Line);
