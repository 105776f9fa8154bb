namespace Sim.Interp;

/// <summary>What a step of training came to.</summary>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="Loss">The loss before the step.</param>
/// <param name="Terms">Its terms, by the names that the convention gives them.</param>
/// <param name="MeanActive">Mean number of active features of a token, L0.</param>
/// <param name="Unexplained">Share of the batch's variance that the reconstruction leaves, FVU.</param>
/// <param name="Dead">Features that count as dead.</param>
/// <param name="LearningRate">The rate that was used.</param>
public sealed record StepReport(long Step, double Loss, IReadOnlyDictionary<string, double> Terms, double MeanActive, double Unexplained, int Dead, double LearningRate);
