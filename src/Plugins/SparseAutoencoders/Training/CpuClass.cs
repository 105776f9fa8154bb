using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Sim.Plugins.SparseAutoencoders.Training;

/// <summary>The class of processor within which a training gives the same bytes.</summary>
internal static class CpuClass
{
    public static string Name()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return Avx512F.IsSupported ? $"{architecture}-avx512" : Avx2.IsSupported ? $"{architecture}-avx2" : architecture;
    }
}
