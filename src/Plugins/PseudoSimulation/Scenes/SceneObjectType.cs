namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>Kinds of objects that the scorer tells apart.</summary>
public enum SceneObjectType
{
    /// <summary>Motor vehicle.</summary>
    Vehicle,
    /// <summary>Pedestrian.</summary>
    Pedestrian,
    /// <summary>Bicycle.</summary>
    Bicycle,
    /// <summary>Traffic cone.</summary>
    TrafficCone,
    /// <summary>Barrier.</summary>
    Barrier,
    /// <summary>Sign of a construction zone.</summary>
    ConstructionSign,
    /// <summary>Any other static object.</summary>
    GenericObject,
}
