using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Sim.Host.Planning;

/// <summary>The class of CPU within which vector code gives the same bytes (law 3).</summary>
internal static class CpuClass
{
    /// <summary>Architecture and widest usable vectors: "x64-avx512", "x64-avx2", "x64", "arm64".</summary>
    public static string Name()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return Avx512F.IsSupported ? $"{architecture}-avx512" : Avx2.IsSupported ? $"{architecture}-avx2" : architecture;
    }
}
