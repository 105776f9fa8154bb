using Sim.Interp.Evaluating;

namespace Sim.Plugins.SparseAutoencoders.Commands;

internal sealed record EvaluatedModel(string Format, string Architecture, int Width, int Features, SaeMetrics Metrics);
