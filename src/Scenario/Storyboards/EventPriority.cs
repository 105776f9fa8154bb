namespace Sim.Storyboards;

/// <summary>What an event does to its siblings when it starts.</summary>
public enum EventPriority
{
    /// <summary>Ends the running events of its manoeuvre ("overwrite" in 1.0 and 1.1, "override" in 1.2).</summary>
    Overwrite,
    /// <summary>Does not start while another event of its manoeuvre runs.</summary>
    Skip,
    /// <summary>Runs beside the others.</summary>
    Parallel,
}
