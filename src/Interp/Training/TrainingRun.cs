using Sim.Numerics.Tensors;

namespace Sim.Interp.Training;

/// <summary>Trains from a stream to a number of tokens, saves now and then, and goes on from what was saved.</summary>
public sealed class TrainingRun
{
    private readonly SaeTrainer _trainer;
    private readonly ActivationStream _stream;
    private readonly Tensor _batch;
    private readonly long _steps;

    /// <summary>Prepares a run.</summary>
    /// <param name="trainer">Trains.</param>
    /// <param name="shards">Where activations come from.</param>
    /// <param name="options">How they are mixed.</param>
    /// <param name="tokens">How many tokens are trained on; the last batch is not cut, so it may be some more.</param>
    /// <exception cref="InputException">The activations have another width than the model.</exception>
    public TrainingRun(SaeTrainer trainer, ActivationShards shards, StreamOptions options, long tokens)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        if (shards.Width != trainer.Model.Width)
        {
            throw new InputException($"the activations have rows of {shards.Width} numbers, the model takes {trainer.Model.Width}");
        }

        (_trainer, _stream) = (trainer, new ActivationStream(shards, options));
        _batch = new Tensor(options.BatchRows, shards.Width);
        _steps = (tokens + options.BatchRows - 1) / options.BatchRows;
    }

    /// <summary>Steps of the whole run.</summary>
    public long Steps => _steps;

    /// <summary>The file of the state, or null where none is kept.</summary>
    public string? StateFile { get; init; }

    /// <summary>What is trained and how; a state of another description is refused.</summary>
    public string Description { get; init; } = "";

    /// <summary>Keeps some of the reports, where it is there; saved and restored with the state.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>Steps between two states.</summary>
    public long SaveEvery { get; init; } = 1000;

    /// <summary>Goes on from the state file.</summary>
    /// <exception cref="InputException">It is missing, damaged, or of another training.</exception>
    public void Resume()
    {
        TrainingState state = Checkpoint.Read(StateFile ?? throw new InvalidOperationException("the run keeps no state"), Description);
        _trainer.Restore(state);
        _stream.Restore(state);
        History?.Restore(state);
    }

    /// <summary>Trains to the end, or until it is told to stop, and saves then.</summary>
    /// <param name="progress">Is told of each step.</param>
    /// <param name="cancellationToken">Stops after the step that is under way.</param>
    /// <returns>Whether the end was reached.</returns>
    /// <exception cref="InvalidOperationException">The loss is no number any more: rates or data are wrong. The last state stays.</exception>
    public bool Run(Action<StepReport>? progress = null, CancellationToken cancellationToken = default)
    {
        while (_trainer.Steps < _steps && !cancellationToken.IsCancellationRequested)
        {
            _stream.Read(_batch);
            StepReport report = _trainer.Step(_batch);
            if (!double.IsFinite(report.Loss))
            {
                throw new InvalidOperationException($"the loss of step {report.Step} is {report.Loss}: a smaller learning rate, or activations without extreme numbers, may help");
            }

            History?.Add(report);
            progress?.Invoke(report);
            if (StateFile is not null && _trainer.Steps % SaveEvery == 0 && _trainer.Steps < _steps)
            {
                Save();
            }
        }

        if (StateFile is not null)
        {
            Save();
        }

        return _trainer.Steps >= _steps;
    }

    private void Save()
    {
        TrainingState state = _trainer.Save();
        _stream.Save(state);
        History?.Save(state);
        Checkpoint.Save(StateFile!, state, Description);
    }
}
