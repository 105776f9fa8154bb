namespace Sim.Interp.Formats;

/// <summary>How the codes of a stored autoencoder come from its pre-activations.</summary>
public enum SaeArchitecture
{
    /// <summary>ReLU.</summary>
    Standard,

    /// <summary>A gate that decides and a magnitude that measures.</summary>
    Gated,

    /// <summary>What exceeds a threshold of its feature.</summary>
    JumpRelu,

    /// <summary>The k largest of each token.</summary>
    TopK,

    /// <summary>The k·B largest of a batch; a token on its own is cut at the learned threshold.</summary>
    BatchTopK,

    /// <summary>BatchTopK whose features lie in nested groups.</summary>
    Matryoshka,
}
