namespace Sim.Plugins.Retrieval.Combining;

/// <summary>A retrieved behaviour with its part in a blend.</summary>
/// <param name="Profile">The behaviour.</param>
/// <param name="Distance">Distance of its situation from the one asked for.</param>
/// <param name="Weight">Its weight among all that were blended, 0 to 1.</param>
internal readonly record struct WeightedProfile(BehaviourProfile Profile, double Distance, double Weight);
