namespace Sim;

/// <summary>A case outside the declared operational design domain.</summary>
/// <param name="Case">Its id.</param>
/// <param name="Reason">Which tag is not declared.</param>
/// <param name="Verdict">Its verdict.</param>
public sealed record OddOutsider(string Case, string Reason, CaseVerdict Verdict);
