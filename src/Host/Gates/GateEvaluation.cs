namespace Sim.Host.Gates;

/// <summary>A gate's result and what it means for the exit code.</summary>
/// <param name="Result">For the report.</param>
/// <param name="Decides">False when missing or filtered cases leave it open: it then does not count.</param>
internal sealed record GateEvaluation(GateResult Result, bool Decides)
{
    /// <summary>The same, with its place.</summary>
    public GateEvaluation In(string suite, int line) => this with { Result = Result with { Suite = suite, Line = line } };
}
