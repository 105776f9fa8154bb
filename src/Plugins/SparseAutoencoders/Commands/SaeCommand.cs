using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Training;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary><c>sim sae</c>: trains, measures, looks into and converts sparse autoencoders. Thread-safe.</summary>
internal sealed class SaeCommand : ICommand
{
    private const string Usage = """
        Usage:
          sim sae train FOLDER|CONFIG.yaml --recipe NAME --features N --tokens N --out FOLDER [--set NAME=VALUE]… [--batch N] [--buffer N] [--block N]
                        [--seed N] [--format NAME] [--save-every STEPS] [--threads N] [--resume] [--quiet] [--json]
                                                            trains on the activations of a folder of safetensors shards
          sim sae recipes [NAME] [--json]                   what can be trained, and the options of one recipe
          sim sae eval MODEL FOLDER [--target FOLDER] [--tokens N] [--batch N] [--as FORMAT] [--k N] [--threads N] [--json]
                                                            reconstruction, sparsity and dead features over activations
          sim sae inspect MODEL|FILE [--as FORMAT] [--k N] [--feature N --data FOLDER [--count N]] [--json]
                                                            what a model or a file of tensors holds; where a feature is most active
          sim sae convert IN OUT --format NAME [--as FORMAT] [--k N]
                                                            one format to another, naming what is lost
          sim sae synthetic OUT [--width N] [--tokens N] [--directions N] [--active N] [--seed N] [--quiet]
                                                            shards of sparse mixtures of random directions, to try things with
        Formats: saelens, sparsify, dictionary_learning, batchtopk, qwen-scope. Numbers may end in k or M.
        """;

    private static readonly (string Verb, Func<SaeWords, ICommandConsole, CancellationToken, int> Run)[] Verbs =
    [
        ("train", TrainVerb.Run), ("recipes", RecipesVerb.Run), ("eval", EvalVerb.Run), ("inspect", InspectVerb.Run), ("convert", ConvertVerb.Run),
        ("synthetic", SyntheticVerb.Run),
    ];

    /// <inheritdoc/>
    public string Name => "sae";

    /// <inheritdoc/>
    public string Description => "Sparse autoencoders: train on activations, measure, look into and convert them.";

    /// <inheritdoc/>
    public int Run(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(console);
        if (arguments.Any(a => a is "--help" or "-h") || (arguments.Count > 0 && arguments[0] == "help"))
        {
            console.Error.WriteLine(Usage);
            return ExitCode.Passed;
        }

        if (arguments.Count == 0)
        {
            throw new InputException("sim sae needs what to do\n" + Usage);
        }

        foreach ((string verb, Func<SaeWords, ICommandConsole, CancellationToken, int> run) in Verbs)
        {
            if (verb == arguments[0])
            {
                return run(new SaeWords(verb, [.. arguments.Skip(1)], console.WorkingFolder), console, cancellationToken);
            }
        }

        throw new InputException($"sim sae cannot '{arguments[0]}'; {Nearest.Hint(arguments[0], Verbs.Select(v => v.Verb))}\n{Usage}");
    }
}
