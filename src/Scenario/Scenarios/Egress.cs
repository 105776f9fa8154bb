namespace Sim;

/// <summary>
/// Something that left this machine for a service (DESIGN law 5). An answer that is played back from a recording keeps the entry of the request that it
/// answered, so that equal inputs give equal entries whether they are sent now or were sent before. Plain data.
/// </summary>
/// <param name="Host">Host and port that it went to, "api.example.com:443".</param>
/// <param name="Source">What it was: the id of a report, or of a report and the name of its sketch.</param>
/// <param name="Sha256">SHA-256 of the bytes as they were sent (text as UTF-8, masked where that was asked for), lower-case hexadecimal.</param>
/// <param name="Bytes">Number of these bytes.</param>
/// <param name="Masked">What was masked before, sorted: "addresses", "names", "plates"; empty when nothing was.</param>
public sealed record Egress(string Host, string Source, string Sha256, long Bytes, IReadOnlyList<string> Masked);
