namespace Sim.Interp;

/// <summary>What has to exceed the threshold for an activation to become an atom.</summary>
public enum ItdaError
{
    /// <summary>Mean over dimensions of <c>(x/‖x‖ − x̂/‖x̂‖)²</c>, as in the code: at most 4/d, and 1/d where nothing was chosen. A threshold beyond that never adds an atom.</summary>
    CosineMse,

    /// <summary><c>‖x − x̂‖²</c>, as in the paper.</summary>
    SquaredError,
}
