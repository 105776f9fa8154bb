namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>Annotated 2 Hz lights to samples at 10 Hz (specs/pseudo-simulation.md §3.2). Pure and thread-safe.</summary>
public static class RedLights
{
    /// <summary>Holds each frame's lights until the next frame; the last frame's hold to the end.</summary>
    /// <param name="frames">Connectors with a red light in each frame (green, yellow and unknown ones are left out), spaced <see cref="Horizon.FrameUs"/>.</param>
    /// <returns>For <see cref="PseudoScene.RedConnectors"/>; empty when there is no frame.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> ToSamples(IReadOnlyList<IReadOnlyList<string>> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
        {
            return [];
        }

        var samples = new IReadOnlyList<string>[Horizon.Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = frames[Math.Min(i / Horizon.SamplesPerFrame, frames.Count - 1)];
        }

        return samples;
    }
}
