namespace Sim.Host.Reducing;

/// <summary>What running a scenario in the place of a case gave.</summary>
/// <param name="Verdict">What the gates make of it.</param>
/// <param name="Signature">How it fails; null when it does not.</param>
/// <param name="Text">The same for people: "passes", or how it fails.</param>
internal sealed record Trial(CaseVerdict Verdict, FailureSignature? Signature, string Text);
