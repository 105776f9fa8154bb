using System.Text.Json;

namespace Sim.Plugins.Sdk;

/// <summary>One measured item of an evaluation: a report, a clip, a query. Plain data.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Value">Whatever the topic's page says of an item, as JSON.</param>
public sealed record EvaluationItem(string Name, JsonElement Value);
