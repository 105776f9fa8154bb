namespace Sim.Formats.OpenScenario;

/// <summary>Who drives the ego of an imported scenario.</summary>
public enum OpenScenarioDrive
{
    /// <summary>The storyboard, as the file says.</summary>
    Storyboard,
    /// <summary>The driver under test; the storyboard's actions on the ego are for nobody.</summary>
    Driver,
}
