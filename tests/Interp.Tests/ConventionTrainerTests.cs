using Sim.Interp;
using Sim.Interp.Conventions;
using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Trainings of smaller conventions are the same to the bit for any number of threads and across a stop, and they learn.</summary>
public sealed class ConventionTrainerTests
{
    private const int Features = 64, Width = 12;

    private static readonly Dictionary<string, Func<SaeTrainer>> Makers = new()
    {
        ["mp"] = () => new OvercompletePursuitTrainer(new MatchingPursuitAutoencoder(Rows(), 4), new OvercompleteOptions { LearningRate = 5e-3 }),
        ["mp, dropout and bias"] = () => new OvercompletePursuitTrainer(
            new MatchingPursuitAutoencoder(Rows(), 4, new Tensor(Width)), new OvercompleteOptions { LearningRate = 5e-3, AtomDropout = 0.2, Seed = 5, Steps = 400 }),
        ["omp"] = () => new OvercompletePursuitTrainer(new OrthogonalPursuitAutoencoder(Rows(), 4), new OvercompleteOptions { LearningRate = 5e-3 }),
        ["overcomplete topk"] = () => new OvercompleteSelectionTrainer(
            new TopKAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width), new TopKOptions(4) { CentreInput = false }), new OvercompleteOptions { LearningRate = 5e-3 }),
        ["overcomplete batchtopk"] = () => new OvercompleteSelectionTrainer(
            new BatchTopKAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width), new BatchTopKOptions(4) { CentreInput = false }), 200, new OvercompleteOptions { LearningRate = 5e-3 }),
        ["overcomplete jump"] = () => new OvercompleteJumpTrainer(
            new JumpReluAutoencoder(Rows(), new Tensor(Features), Filled(-3), Rows(), new Tensor(Width), new JumpReluOptions { Form = ThresholdForm.Logarithm, RectifyFirst = true, Bandwidth = 0.5 }),
            new OvercompleteOptions { LearningRate = 5e-3 }),
        ["repository topk"] = () => new BatchTopKRepositorySelectionTrainer(
            new TopKAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width), new TopKOptions(4) { UseEncoderBias = false }), Repository),
        ["repository batchtopk"] = () => new BatchTopKRepositorySelectionTrainer(
            new BatchTopKAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width), new BatchTopKOptions(4) { UseEncoderBias = false }), Repository),
        ["top-afa"] = () => new BatchTopKRepositorySelectionTrainer(new TopAfaAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width)), Repository),
        ["repository vanilla"] = () => new BatchTopKRepositoryDenseTrainer(new StandardAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width)), Repository),
        ["repository jumprelu"] = () => new BatchTopKRepositoryDenseTrainer(
            new JumpReluAutoencoder(
                Rows(), new Tensor(Features), Filled(-2), Rows(), new Tensor(Width), new JumpReluOptions { Form = ThresholdForm.LogarithmStraightThrough, RectifyFirst = true, Bandwidth = 0.1 }),
            Repository),
        ["abstopk"] = () => new AbsTopKTrainer(
            new TopKAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width), new TopKOptions(4) { Rectify = false, Order = RankBy.Magnitude, CentreInput = false }),
            new PaperOptions { LearningRate = 5e-3, HalfSquares = true }),
        ["g-sae"] = () => new GradientSaeTrainer(new TopKAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width), new TopKOptions(4)), 0.5, x => x, new PaperOptions { LearningRate = 5e-3 }),
        ["feature choice"] = () => new FeatureChoiceTrainer(
            new FeatureChoiceAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width)), new FeatureChoiceOptions(8) { LearningRate = 5e-3, Kept = 0.9 }),
        ["gba"] = () => new BiasAdaptationTrainer(
            new BiasAdaptedAutoencoder(Rows(), Filled(1), Filled(-0.1f), new Tensor(Width)), BiasAdaptation.Geometric(0.25, 0.05, 4) with { Fall = 0.1 },
            new PaperOptions { LearningRate = 5e-3, HalfSquares = true }, every: 3),
        ["variational"] = () => new VariationalTrainer(
            new StandardAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width)), new VariationalOptions { LearningRate = 5e-3, K = 4, RiseSteps = 3 }),
        ["variational, sampled"] = () => new VariationalTrainer(
            new StandardAutoencoder(Rows(), new Tensor(Features), Rows(), new Tensor(Width)), new VariationalOptions { LearningRate = 5e-3, Sample = true, RiseSteps = 3, Seed = 3 }),
    };

    private static BatchTopKRepositoryOptions Repository => new() { LearningRate = 5e-3, BatchesToDead = 2, LengthWeight = 1 / 32.0, SparsityWeight = 1e-4, NormaliseInput = false };

    public static TheoryData<string> Kinds => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_change_no_bit(string kind)
    {
        float[] all = Trained(kind, 6), one;
        using (Workers.Limit(1))
        {
            one = Trained(kind, 6);
        }

        Assert.Equal(all, one);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_training_that_was_saved_and_restored_goes_on_to_the_same_bits(string kind)
    {
        SaeTrainer first = Makers[kind]();
        Train(first, 0, 4);
        SaeTrainer second = Makers[kind]();
        second.Restore(first.Save());
        Train(first, 4, 8);
        Train(second, 4, 8);

        Assert.Equal(Values(first), Values(second));
        Assert.Equal(first.DeadFeatures, second.DeadFeatures);
        Assert.Equal(first.Model.Encode(Batch(9)).Values.ToArray(), second.Model.Encode(Batch(9)).Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_error_falls(string kind)
    {
        SaeTrainer trainer = Makers[kind]();
        StepReport before = trainer.Step(Batch(0));
        Train(trainer, 1, 300);
        StepReport after = trainer.Step(Batch(0));

        // Samples around codes of this size are mostly noise.
        double share = kind.Contains("sampled", StringComparison.Ordinal) ? 0.95 : 0.8;
        Assert.True(after.Unexplained < share * before.Unexplained, $"{before.Unexplained} before, {after.Unexplained} after");
        Assert.InRange(after.MeanActive, 0.5, Features);
    }

    [Fact]
    public void Gradients_of_a_pursuit_go_through_all_its_steps()
    {
        var tape = new Tape();
        Variable x = Variable.Parameter("x", Batch(3).Slice(0, 5));
        var model = new MatchingPursuitAutoencoder(Rows(), 3);
        string chosen = "";
        double Loss(bool back)
        {
            tape.Reset();
            model.Changed();
            PursuitCodes codes = model.Pursue(tape, x, 3);
            Variable loss = tape.Add(
                tape.MeanSquaredError(model.Decode(tape, codes.Codes), Variable.Constant(Batch(4).Slice(0, 5))), tape.Scale(tape.Sum(tape.Square(codes.Codes.Values)), 0.1f));
            chosen = string.Join(',', codes.Codes.Columns.ToArray());
            if (back)
            {
                tape.Backward(loss);
            }

            return loss.Value.Values[0];
        }

        Loss(back: true);
        string expected = chosen;
        foreach (Variable parameter in (Variable[])[x, model.Dictionary])
        {
            float[] gradient = parameter.Gradient!.Values.ToArray();
            int compared = 0;
            for (int i = 0; i < gradient.Length; i += 7)
            {
                float was = parameter.Value.Values[i];
                const float Step = 1e-3f;
                parameter.Value.Values[i] = was + Step;
                double above = Loss(back: false);
                bool same = chosen == expected;
                parameter.Value.Values[i] = was - Step;
                double below = Loss(back: false);
                parameter.Value.Values[i] = was;
                if (same && chosen == expected)
                {
                    Assert.Equal(gradient[i], (above - below) / (2 * Step), 2e-3);
                    compared += Math.Abs(gradient[i]) > 5e-3 ? 1 : 0;
                }
            }

            Assert.True(compared > 3);
        }
    }

    [Fact]
    public void A_pursuit_takes_off_what_it_chose_and_may_choose_it_again()
    {
        var model = new MatchingPursuitAutoencoder(Tensor.Wrap([1, 0, 0.6f, 0.8f], 2, 2), 3);
        Tensor codes = model.Encode(Tensor.Wrap([3, 0.5f, -1, -1], 2, 2));

        // 3 along the first; 0.4 of (0, 0.5) along the second; then -0.24 and 0 remain: the larger is the second's zero.
        Assert.Equal([3, 0.4f], codes.Row(0).ToArray().Select(c => MathF.Round(c, 4)));
        // Both products are negative: the larger is the first's, and after it the first's zero is larger than the second's -0.8.
        Assert.Equal([-1, 0], codes.Row(1).ToArray());
    }

    [Fact]
    public void Orthogonal_pursuit_finds_codes_that_are_not_negative()
    {
        var model = new OrthogonalPursuitAutoencoder(Rows(), 6, iterations: 200);
        Tensor batch = Batch(1);
        Tensor codes = model.Encode(batch);
        Assert.All(codes.Values.ToArray(), code => Assert.True(code >= 0));
        Assert.True(Unexplained.Of(batch, model.Decode(codes)) < Unexplained.Of(batch, model.Decode(new MatchingPursuitAutoencoder(Rows(), 6).Encode(batch))) + 0.2);
    }

    [Fact]
    public void Kernels_are_densities_but_for_the_cosine_and_the_gaussian()
    {
        foreach (JumpKernel kernel in Enum.GetValues<JumpKernel>())
        {
            double area = 0;
            const double Step = 1e-3;
            for (double x = -400; x <= 400; x += Step * 10)
            {
                area += JumpKernels.Value(kernel, (float)x, 2) * Step * 10;
            }

            // As the library has them: the cosine has no 1/ε, and the Gaussian's deviation is half of what its height is for. The Silverman kernel's area is that of e^(−t) sin(t + π/4) · 2√2.
            double expected = kernel switch { JumpKernel.Cosine => 2, JumpKernel.Gaussian => 0.5, JumpKernel.Silverman => 2, _ => 1 };
            Assert.InRange(area, expected - 0.01, expected + 0.01);
        }
    }

    [Fact]
    public void Features_that_slept_too_long_reconstruct_the_residual()
    {
        SaeTrainer trainer = Makers["repository topk"]();
        for (int step = 0; step < 3; step++)
        {
            trainer.Step(Batch(step).Slice(0, 2));
        }

        var repository = (BatchTopKRepositoryTrainer)trainer;
        int slept = repository.BatchesSinceFired.ToArray().Count(since => since >= 3);
        Assert.Equal(slept, trainer.DeadFeatures);
        Assert.True(slept > 0);
        Assert.True(trainer.Backward(Batch(3)).Terms["aux_loss"] > 0);
    }

    [Fact]
    public void As_many_codes_are_kept_as_make_up_the_length()
    {
        // The codes of (3, 4) are 3 and 4 and the length is 5: the larger alone is 1 away. All F are never enough, so it is the only choice; with a third feature of code 0 both are.
        Tensor axes = Tensor.Wrap([1, 0, 0, 1], 2, 2), more = Tensor.Wrap([1, 0, 0, 1, 0, -1], 3, 2), x = Tensor.Wrap([3, 4], 1, 2);
        Assert.Equal([0, 4], new TopAfaAutoencoder(axes, new Tensor(2), axes.Copy(), new Tensor(2)).Encode(x).Values.ToArray());
        Assert.Equal([3, 4, 0], new TopAfaAutoencoder(more, new Tensor(3), more.Copy(), new Tensor(2)).Encode(x).Values.ToArray());
    }

    [Fact]
    public void Biases_fall_towards_the_target_frequencies_of_their_groups()
    {
        SaeTrainer trainer = Makers["gba"]();
        var model = (BiasAdaptedAutoencoder)trainer.Model;
        double before = new Codes(Variable.Constant(model.Encode(Batch(50)))).MeanActive();
        Train(trainer, 0, 60);
        double after = new Codes(Variable.Constant(model.Encode(Batch(50)))).MeanActive();

        Assert.True(after < 0.75 * before, $"{before} active features before, {after} after");
        Assert.All(model.Biases.Values.ToArray(), bias => Assert.InRange(bias, -1, 0));
    }

    [Fact]
    public void Coherence_is_over_pairs_of_different_rows()
    {
        Coherence found = Coherence.Of(Tensor.Wrap([1, 0, 0.6f, 0.8f, -1, 0], 3, 2));
        Assert.Equal(0.6, found.Largest, 1e-6);
        Assert.Equal((0.6 - 1 - 0.6) / 3, found.Mean, 1e-6);
    }

    private static float[] Trained(string kind, int steps)
    {
        SaeTrainer trainer = Makers[kind]();
        Train(trainer, 0, steps);
        return Values(trainer);
    }

    private static void Train(SaeTrainer trainer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            trainer.Step(Batch(step));
        }
    }

    private static float[] Values(SaeTrainer trainer) => [.. trainer.Model.Parameters.SelectMany(p => p.Value.Values.ToArray())];

    private static Tensor Filled(float value)
    {
        var tensor = new Tensor(Features);
        tensor.Values.Fill(value);
        return tensor;
    }

    private static Tensor Rows()
    {
        var random = new RandomStream(1);
        var rows = new Tensor(Features, Width);
        foreach (ref float value in rows.Values)
        {
            value = (float)random.NextNormal();
        }

        DecoderRows.Normalise(rows);
        return rows;
    }

    // Two of twelve axes and some noise.
    private static Tensor Batch(int step)
    {
        var random = new RandomStream(100 + (ulong)step);
        var batch = new Tensor(50, Width);
        for (int row = 0; row < 50; row++)
        {
            foreach (ref float value in batch.Row(row))
            {
                value = (float)(0.02 * random.NextNormal());
            }

            batch.Row(row)[random.NextInt(12)] += 1;
            batch.Row(row)[random.NextInt(12)] -= 1;
        }

        return batch;
    }
}
