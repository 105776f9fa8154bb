namespace Sim.Plugins.PseudoSimulation.Scenes;

/// <summary>Layers of the scorer's map (specs/pseudo-simulation.md §3).</summary>
public enum MapPolygonType
{
    /// <summary>All lanes of one direction between two junctions.</summary>
    Roadblock,
    /// <summary>Lane.</summary>
    Lane,
    /// <summary>Lane through a junction.</summary>
    LaneConnector,
    /// <summary>Junction area.</summary>
    Intersection,
    /// <summary>Car park.</summary>
    CarParkArea,
    /// <summary>Any other drivable area.</summary>
    DrivableArea,
}
