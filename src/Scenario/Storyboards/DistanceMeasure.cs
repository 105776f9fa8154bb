namespace Sim.Storyboards;

/// <summary>How a distance between two things is measured.</summary>
/// <param name="Coordinates">System.</param>
/// <param name="Type">Part that counts.</param>
/// <param name="Freespace">True: between the nearest points of the boxes; false: between the reference points.</param>
/// <param name="Routing">Way through the network.</param>
public sealed record DistanceMeasure(
    StoryCoordinates Coordinates = StoryCoordinates.Entity,
    StoryDistanceType Type = StoryDistanceType.Euclidian,
    bool Freespace = false,
    RoutingAlgorithm Routing = RoutingAlgorithm.Undefined);
