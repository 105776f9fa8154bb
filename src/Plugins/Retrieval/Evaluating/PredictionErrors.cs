namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>Errors of one clip at one horizon by the ways to continue it.</summary>
/// <param name="Combined">Retrieved and combined.</param>
/// <param name="Constant">Last recorded velocity kept.</param>
/// <param name="Copied">Motion of the nearest neighbour copied as it is.</param>
/// <param name="Single">Speed profile of the nearest neighbour alone, put on the actor's own course: the combiner without its blend.</param>
internal readonly record struct PredictionErrors(Displacement Combined, Displacement Constant, Displacement Copied, Displacement Single);
