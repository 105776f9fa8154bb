namespace Sim.Rpc.Services;

/// <summary>What a peer promises, as a message. Thread-safe.</summary>
public static class ReproducibilityMessages
{
    /// <summary>A promise as a message.</summary>
    public static Messages.Reproducibility Of(Reproducibility reproducibility) => Enums.Reproducibility.To(reproducibility);

    /// <summary>A message as a promise: whoever says nothing promises nothing (<see cref="Reproducibility.Statistical"/>).</summary>
    /// <exception cref="InputException">A number that this version does not know.</exception>
    public static Reproducibility From(Messages.Reproducibility message, string at = "reproducibility") =>
        message == Messages.Reproducibility.Unspecified ? Reproducibility.Statistical : Enums.Reproducibility.From(message, at, "");
}
