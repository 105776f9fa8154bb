namespace Sim.Host.Ci;

/// <summary>Who runs this process.</summary>
internal enum CiServer
{
    /// <summary>A person, or an unknown server.</summary>
    None,
    /// <summary>GitHub Actions.</summary>
    GitHub,
    /// <summary>GitLab CI.</summary>
    GitLab,
    /// <summary>Jenkins.</summary>
    Jenkins,
}
