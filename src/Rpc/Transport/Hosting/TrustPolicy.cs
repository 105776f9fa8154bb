using System.Security.Cryptography.X509Certificates;

namespace Sim.Rpc.Hosting;

/// <summary>Trust in certain authorities and in no others.</summary>
internal static class TrustPolicy
{
    public static X509ChainPolicy Of(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
