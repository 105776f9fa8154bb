using System.Text.Json.Serialization;

namespace Sim;

/// <summary>One sentence that explains an assessment.</summary>
/// <param name="Text">The sentence, built from data.</param>
/// <param name="TimeUs">The instant it speaks of, or null.</param>
/// <param name="Actors">Whom it concerns.</param>
public sealed record Evidence(string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? TimeUs, IReadOnlyList<string> Actors);
