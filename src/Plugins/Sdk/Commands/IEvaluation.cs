namespace Sim.Plugins.Sdk;

/// <summary>A topic of <c>sim evaluate TOPIC</c>: measures a module against data with known answers.</summary>
public interface IEvaluation : IModule
{
    /// <summary>Measures.</summary>
    EvaluationTable Evaluate(EvaluationRequest request, CancellationToken cancellationToken);
}
