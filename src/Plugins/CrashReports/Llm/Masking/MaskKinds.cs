namespace Sim.Plugins.CrashReports.Llm.Masking;

/// <summary>What is hidden in a text before it is sent.</summary>
[Flags]
internal enum MaskKinds
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Names of people.</summary>
    Names = 1,
    /// <summary>Licence plates and vehicle identification numbers.</summary>
    Plates = 2,
    /// <summary>Street addresses and names of streets.</summary>
    Addresses = 4,
}
