namespace Sim.Plugins.Sdk;

/// <summary>What a guard judges: a frame, activations of a model, or both. Plain data.</summary>
public sealed record GuardInput
{
    /// <summary>The frame, or null.</summary>
    public Frame? Frame { get; init; }

    /// <summary>Activations, row-major, or empty.</summary>
    public ReadOnlyMemory<float> Activations { get; init; }

    /// <summary>Shape of the activations; its product is their count.</summary>
    public IReadOnlyList<int> Shape { get; init; } = [];

    /// <summary>Options.</summary>
    public Setting Options { get; init; } = Setting.Empty;
}
