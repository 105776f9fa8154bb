namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>Which end of stage 1 weighs the start states of stage 2 by their distance.</summary>
public enum EndPointDefinition
{
    /// <summary>The last pose of the plan as submitted: what NAVSIM's code does, and the default.</summary>
    SubmittedPlan,
    /// <summary>Where the simulated ego is after four seconds: what the paper says (arXiv 2506.04218).</summary>
    SimulatedEnd,
}
