namespace Sim.Tests.Numerics.Gradients;

internal static partial class GradientCases
{
    private static GradientCase[] Layers() => [];
}
