namespace Sim.Plugins.PseudoSimulation;

/// <summary>How the answer of a driver that gives controls becomes a plan.</summary>
public enum ControlsRule
{
    /// <summary>It is asked again at each 0.1 s of an imagined world in which everybody else keeps velocity and heading; each question is a driver call.</summary>
    Rollout,
    /// <summary>Its first controls are held for four seconds.</summary>
    Hold,
}
