namespace Sim;

/// <summary>What another driver in the ego's place would have come to.</summary>
public enum CounterfactualOutcome
{
    /// <summary>The model makes no statement about this situation.</summary>
    NotApplicable,
    /// <summary>It touches nothing.</summary>
    Avoids,
    /// <summary>It touches another actor.</summary>
    Collides,
}
