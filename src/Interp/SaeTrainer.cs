using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>Trains a model after the convention of one library: its loss, its order of projection, clipping, step and normalisation, its idea of a dead feature.</summary>
/// <remarks>The same batches give the same bits for any number of threads. Belongs to one thread at a time; work spreads by itself.</remarks>
public abstract class SaeTrainer
{
    /// <summary>Makes a trainer that has done nothing yet.</summary>
    protected SaeTrainer()
    {
    }

    /// <summary>The model; it changes with every step.</summary>
    public abstract SparseAutoencoder Model { get; }

    /// <summary>Steps that were done.</summary>
    public long Steps { get; private set; }

    /// <summary>Rate of the next step.</summary>
    public abstract double LearningRate { get; }

    /// <summary>Features that count as dead now.</summary>
    public abstract int DeadFeatures { get; }

    /// <summary>Records the operations of a pass.</summary>
    protected Tape Tape { get; } = new();

    /// <summary>Computes the loss of a batch and its gradients, and what the convention does before: at the first step it may set a bias from the batch. Call <see cref="Update"/> next.</summary>
    /// <param name="input">B × d.</param>
    /// <param name="target">What is to be reconstructed where that is not the input, as for a transcoder.</param>
    /// <returns>The pass; gradients are those of <see cref="SparseAutoencoder.Parameters"/>.</returns>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public Pass Backward(Tensor input, Tensor? target = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 2 || input.Rows == 0 || input.Columns != Model.Width)
        {
            throw new ArgumentException($"a batch is a {input}, expected at least one row of {Model.Width}", nameof(input));
        }

        Tape.Reset();
        foreach (Variable parameter in Model.Parameters)
        {
            parameter.ZeroGradient();
        }

        Prepare(input, target ?? input, Steps);
        Pass pass = Forward(Variable.Constant(input), Variable.Constant(target ?? input), Steps);
        Tape.Backward(pass.Loss);
        return pass;
    }

    /// <summary>Takes the step for which <see cref="Backward"/> found the gradients.</summary>
    public void Update()
    {
        Apply(Steps);
        Steps++;
    }

    /// <summary>One whole step.</summary>
    /// <param name="input">B × d.</param>
    /// <param name="target">What is to be reconstructed where that is not the input.</param>
    /// <exception cref="ArgumentException">The width differs, or a number is not finite.</exception>
    public StepReport Step(Tensor input, Tensor? target = null)
    {
        Pass pass = Backward(input, target);
        double rate = LearningRate;
        var report = new StepReport(Steps, pass.Loss.Value.Values[0], pass.Terms, pass.Codes.MeanActive(), Unexplained.Of(target ?? input, pass.Reconstruction.Value), DeadFeatures, rate);
        Update();
        return report;
    }

    /// <summary>Everything that the next steps depend on.</summary>
    public TrainingState Save()
    {
        var state = new TrainingState();
        state.Counters["steps"] = [Steps];
        foreach (Variable parameter in Model.Parameters)
        {
            state.Tensors["model." + parameter.Name] = parameter.Value.Copy();
        }

        foreach ((string name, Tensor buffer) in Model.Buffers)
        {
            state.Tensors["buffer." + name] = buffer.Copy();
        }

        SaveMore(state);
        return state;
    }

    /// <summary>Goes on from a state that a trainer of the same options saved.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="InputException">Something is missing or has another shape.</exception>
    public void Restore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] steps = state.Counter("steps", 1);
        foreach (Variable parameter in Model.Parameters)
        {
            parameter.Value.CopyFrom(state.Tensor("model." + parameter.Name, parameter.Value.Shape));
            parameter.ClearGradient();
        }

        foreach ((string name, Tensor buffer) in Model.Buffers)
        {
            buffer.CopyFrom(state.Tensor("buffer." + name, buffer.Shape));
        }

        RestoreMore(state);
        Steps = steps[0];
    }

    /// <summary>What happens before the pass, such as setting a bias from the first batch or normalising the decoder.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="target">What is to be reconstructed.</param>
    /// <param name="step">Number of the step, from 0.</param>
    protected virtual void Prepare(Tensor input, Tensor target, long step)
    {
    }

    /// <summary>The pass up to the loss.</summary>
    /// <param name="input">B × d.</param>
    /// <param name="target">B × the width of what is reconstructed.</param>
    /// <param name="step">Number of the step, from 0.</param>
    protected abstract Pass Forward(Variable input, Variable target, long step);

    /// <summary>The step itself, from gradients to new parameters.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    protected abstract void Apply(long step);

    /// <summary>Adds what the convention keeps beside the model: moments, counters.</summary>
    /// <param name="state">Where to add it.</param>
    protected abstract void SaveMore(TrainingState state);

    /// <summary>Takes back what <see cref="SaveMore"/> added. Called when the model has its parameters again.</summary>
    /// <param name="state">Where it is.</param>
    protected abstract void RestoreMore(TrainingState state);
}
