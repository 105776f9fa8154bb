namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>Questions about <see cref="SceneObjectType"/>.</summary>
public static class SceneObjectTypes
{
    /// <summary>True for vehicles, pedestrians and bicycles: they have a velocity, and hitting them counts in full.</summary>
    public static bool IsAgent(this SceneObjectType type) => type <= SceneObjectType.Bicycle;
}
