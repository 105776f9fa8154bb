namespace Sim.Interp.Formats;

/// <summary>A text in which a feature fires.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Values">The code at each token.</param>
public sealed record NeuronpediaActivation(IReadOnlyList<string> Tokens, IReadOnlyList<double> Values);
