namespace Sim.Plugins.CrashReports.Language;

/// <summary>How a clause speaks of what it tells.</summary>
[Flags]
internal enum ClauseTraits
{
    /// <summary>A plain fact.</summary>
    None = 0,
    /// <summary>It did not happen ("did not see", "failed to stop", "was unable to").</summary>
    Negated = 1,
    /// <summary>The subject suffers it ("was struck by", "controlled by").</summary>
    Passive = 2,
    /// <summary>Meant, not yet done ("intending on turning", "waiting to", "in order to", "to avoid").</summary>
    Intended = 4,
    /// <summary>Tried ("attempted to", "tried to"); whether it worked is not said.</summary>
    Attempted = 8,
    /// <summary>Left open ("would", "might", "should have", "had he braked").</summary>
    Hypothetical = 16,
    /// <summary>Under a condition ("if", "unless").</summary>
    Conditional = 32,
    /// <summary>Somebody's account ("he stated that").</summary>
    Reported = 64,
    /// <summary>Somebody's thought ("she assumed that").</summary>
    Believed = 128,
    /// <summary>In a sentence on how the crash was coded.</summary>
    Coded = 256,
    /// <summary>Has a finite verb.</summary>
    Finite = 512,
    /// <summary>Runs on at the time ("was turning", "turning").</summary>
    Progressive = 1024,
    /// <summary>Was over by then ("had turned").</summary>
    Perfect = 2048,
}
