namespace Sim;

/// <summary>One concrete value of a parameter: a quantity or a word.</summary>
/// <param name="Text">Canonical text, as in <see cref="CaseKey.Parameters"/>.</param>
/// <param name="Quantity">The quantity; null for a word.</param>
public sealed record ParameterValue(string Text, Quantity? Quantity)
{
    /// <summary>True for a word.</summary>
    public bool IsWord => Quantity is null;

    /// <summary>A quantity.</summary>
    public static ParameterValue Of(Quantity quantity) => new(quantity.Text, quantity);

    /// <summary>A word.</summary>
    public static ParameterValue Of(string word) => new(word, null);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
