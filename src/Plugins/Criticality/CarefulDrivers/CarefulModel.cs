namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>The driver models that R157 and the JRC's comparison judge a motorway collision by (specs/criticality §5).</summary>
public enum CarefulModel
{
    /// <summary>Competent and careful human driver, UN R157 Appendix 3.</summary>
    CarefulHuman,
    /// <summary>UN R157 paragraph 5.2.5.2: constant 6 m/s² after 0.35 s.</summary>
    Reg157,
    /// <summary>Fuzzy safety model (Mattas et al. 2020).</summary>
    Fuzzy,
    /// <summary>Responsibility-Sensitive Safety with the braking of the careful human.</summary>
    Rss,
}
