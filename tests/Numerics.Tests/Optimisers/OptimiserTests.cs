using System.Runtime.InteropServices;
using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Numerics.Optimisers;

public sealed class OptimiserTests
{
    // After six steps of torch 1.13.1 from (i - 5) / 4 with the gradients of Gradient below.
    public static TheoryData<string, float[]> Torch => new()
    {
        { "adam", [-1.22484219f, -0.993815064f, -0.718816757f, -0.507284939f, -0.242660195f, 0.0259371065f, 0.249468341f, 0.524230123f, 0.735773265f, 0.990059376f, 1.26973855f] },
        { "adam with a large epsilon", [-1.25468862f, -0.996634841f, -0.728665888f, -0.499286681f, -0.23026365f, 0.0192068405f, 0.247060731f, 0.514347732f, 0.743942201f, 1.00364566f, 1.26281726f] },
        { "adam with decay", [-1.21532786f, -0.984794378f, -0.712170303f, -0.501647651f, -0.239708334f, 0.0258100294f, 0.246663913f, 0.517868221f, 0.728019655f, 0.969867766f, 1.25598443f] },
        { "adamw", [-1.21745872f, -0.987821877f, -0.714422524f, -0.504240215f, -0.241186082f, 0.0258492641f, 0.247992441f, 0.52115798f, 0.731350541f, 0.984115601f, 1.26218057f] },
        { "sgd", [-1.25f, -0.974999964f, -0.699999928f, -0.496874928f, -0.221874997f, 0.0531250015f, 0.256250024f, 0.53125006f, 0.73437506f, 1.00937498f, 1.28437495f] },
        { "momentum", [-1.03032255f, -0.869096935f, -0.552950263f, -0.483874738f, -0.210826874f, 0.13905105f, 0.246370465f, 0.562517166f, 0.631592572f, 0.904640496f, 1.25451851f] },
        { "nesterov", [-1.13798189f, -0.890070021f, -0.551563978f, -0.487371922f, -0.201262757f, 0.179684684f, 0.291033983f, 0.629540026f, 0.693732023f, 0.979841173f, 1.36078858f] },
    };

    [Theory]
    [MemberData(nameof(Torch))]
    public void Six_steps_end_where_torch_ends(string kind, float[] expected)
    {
        Variable parameter = Start(11);
        Optimiser optimiser = Make(kind, parameter);
        for (int step = 0; step < 6; step++)
            Advance(optimiser, step);

        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], parameter.Value.Values[i], 2e-7);
    }

    [Theory]
    [MemberData(nameof(Torch))]
    public void A_restored_optimiser_goes_on_with_the_same_bits(string kind, float[] expected)
    {
        Variable whole = Start(expected.Length), half = Start(expected.Length);
        Optimiser one = Make(kind, whole), two = Make(kind, half);
        for (int step = 0; step < 6; step++)
        {
            Advance(one, step);
            if (step == 3)
            {
                OptimiserState state = two.State();
                half = Variable.Parameter("p", half.Value.Copy());
                two = Make(kind, half);
                two.Restore(new OptimiserState(state.Steps, state.Tensors.ToDictionary(t => t.Key, t => t.Value.Copy())));
            }

            Advance(two, step);
        }

        Assert.Equal(6, two.State().Steps["p"]);
        Assert.True(Bits(whole.Value).SequenceEqual(Bits(half.Value)));
    }

    [Theory]
    [MemberData(nameof(Torch))]
    public void Bits_do_not_depend_on_threads(string kind, float[] expected)
    {
        Assert.NotEmpty(expected);
        uint[][] ends = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using WorkerLimit limit = Workers.Limit(threads);
            Variable parameter = Start(50_003);
            Optimiser optimiser = Make(kind, parameter);
            for (int step = 0; step < 3; step++)
                Advance(optimiser, step);

            return Bits(parameter.Value);
        })];
        Assert.True(ends[0].SequenceEqual(ends[1]));
        Assert.True(ends[0].SequenceEqual(ends[2]));
    }

    [Fact]
    public void Vectors_and_single_numbers_give_the_same_bits()
    {
        var random = new RandomStream(4);
        for (int draw = 0; draw < 20; draw++)
        {
            int n = random.NextInt(1, 70);
            float[][] adam = [.. Enumerable.Range(0, 4).Select(i => Draw(n, i == 3))], twin = [.. adam.Select(a => a.ToArray())];
            var constants = new AdamKernel.Constants(0.9f, 0.1f, 0.999f, 0.001f, 0.03f, 1e-8f, -0.01f, draw % 2 * 0.1f, 1 - (draw % 3 * 0.001f));
            AdamKernel.Run(adam[0], adam[1], adam[2], adam[3], constants, vectors: true);
            AdamKernel.Run(twin[0], twin[1], twin[2], twin[3], constants, vectors: false);
            for (int i = 0; i < 4; i++)
                Assert.True(MemoryMarshal.Cast<float, uint>(adam[i]).SequenceEqual(MemoryMarshal.Cast<float, uint>(twin[i])));

            var rule = new SgdKernel.Constants(-0.01f, draw % 3 * 0.4f, 0.75f, draw % 2 * 0.1f, draw % 5 == 0, draw % 7 == 0);
            SgdKernel.Run(adam[0], adam[1], adam[2], rule, vectors: true);
            SgdKernel.Run(twin[0], twin[1], twin[2], rule, vectors: false);
            for (int i = 0; i < 3; i++)
                Assert.True(MemoryMarshal.Cast<float, uint>(adam[i]).SequenceEqual(MemoryMarshal.Cast<float, uint>(twin[i])));
        }

        float[] Draw(int n, bool positive)
        {
            var numbers = new float[n];
            foreach (ref float number in numbers.AsSpan())
                number = (float)random.NextUniform(positive ? 0 : -1, 1);

            return numbers;
        }
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_and_its_first_step_is_its_own()
    {
        Variable early = Variable.Parameter("early", Tensor.Wrap([1f], 1)), late = Variable.Parameter("late", Tensor.Wrap([1f], 1));
        var adam = new Adam([early, late], 0.1);
        early.AddGradient(Tensor.Wrap([5f], 1));
        adam.Step();
        Assert.Equal(1, late.Value.Values[0]);
        Assert.Equal(["early.exp_avg", "early.exp_avg_sq"], adam.State().Tensors.Keys);
        adam.ZeroGradients();
        late.AddGradient(Tensor.Wrap([-3f], 1));
        adam.Step();
        Assert.Equal(1.1, late.Value.Values[0], 1e-6);

        // A gradient of zero still lets the mean of earlier ones act: 0.9 · 0.5 / (1 − 0.81) over the root of 0.999 · 0.025 / (1 − 0.998001).
        double mean = 0.9 * 0.5 / 0.19, root = Math.Sqrt(0.999 * 0.025 / (1 - (0.999 * 0.999)));
        Assert.Equal(0.9 - (0.1 * mean / root), early.Value.Values[0], 1e-6);
        Assert.Equal((2L, 1L), (adam.State().Steps["early"], adam.State().Steps["late"]));
    }

    [Fact]
    public void A_step_allocates_next_to_nothing()
    {
        Variable parameter = Start(100_000);
        var adam = new Adam([parameter], 0.1);
        using WorkerLimit limit = Workers.Limit(1);
        Advance(adam, 0);
        Clipping.ByGlobalNorm(adam.Parameters, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            adam.Step();
            Clipping.ByGlobalNorm(adam.Parameters, 1);
            adam.ZeroGradients();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10, 0, 512);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        Variable parameter = Start(3);
        var adam = new Adam([parameter], 0.1);
        Advance(adam, 0);
        OptimiserState good = adam.State();
        var other = new Adam([Start(4)], 0.1);
        Assert.Contains("tensor of 3", Assert.Throws<ArgumentException>(() => other.Restore(good)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Adam([Variable.Parameter("q", new Tensor(3))], 0.1).Restore(good));
        Assert.Throws<ArgumentException>(() => new Sgd([Start(3)], 0.1).Restore(good));
        Assert.Throws<ArgumentException>(() => new Adam([Start(3)], 0.1).Restore(good with { Tensors = new Dictionary<string, Tensor>() }));
        Assert.Empty(other.State().Tensors);
        Assert.Throws<ArgumentException>(() => new Adam([parameter, Start(2)], 0.1));
        Assert.Throws<ArgumentException>(() => new Adam([Variable.Constant(new Tensor(1))], 0.1));
        Assert.Throws<ArgumentException>(() => new Sgd([parameter], 0.1, new SgdOptions { IsNesterov = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([parameter], 0.1, new AdamOptions { Beta1 = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Rate = double.NaN);
    }

    [Fact]
    public void Clipping_scales_all_gradients_by_their_common_length()
    {
        Variable a = Variable.Parameter("a", new Tensor(3)), b = Variable.Parameter("b", new Tensor(2)), none = Variable.Parameter("c", new Tensor(2));
        a.AddGradient(Tensor.Wrap([1f, -2, 2], 3));
        b.AddGradient(Tensor.Wrap([4f, -0.5f], 2));
        double length = Math.Sqrt(9 + 16.25);
        Assert.Equal(length, Clipping.ByGlobalNorm([a, b, none], 100), 1e-12);
        Assert.Equal([1, -2, 2], a.Gradient!.Values.ToArray());
        Assert.Equal(length, Clipping.ByGlobalNorm([a, b, none], 1.5), 1e-12);
        Assert.Equal(1.5 / (length + 1e-6), a.Gradient!.Values[0], 1e-7);
        Assert.Equal(-0.5 * 1.5 / (length + 1e-6), b.Gradient!.Values[1], 1e-7);
        Assert.Null(none.Gradient);
        Assert.Equal(3 * 1.5 / length, Clipping.ByNorm(a, 0.3), 1e-6);
        Assert.Equal(0.3, Math.Sqrt(a.Gradient!.Values.ToArray().Sum(v => v * v)), 1e-5);
        a.AddGradient(Tensor.Wrap([float.NaN, 0, 0], 3));
        Assert.True(double.IsNaN(Clipping.ByGlobalNorm([a, b], 1)));
        Assert.True(float.IsNaN(b.Gradient!.Values[0]));
    }

    private static Variable Start(int count)
    {
        var tensor = new Tensor(count);
        for (int i = 0; i < count; i++)
            tensor.Values[i] = (i - 5) / 4f;

        return Variable.Parameter("p", tensor);
    }

    private static void Advance(Optimiser optimiser, int step)
    {
        optimiser.ZeroGradients();
        Variable parameter = optimiser.Parameters[0];
        var gradient = new Tensor(parameter.Value.Shape);
        for (int i = 0; i < gradient.Count; i++)
            gradient.Values[i] = ((((i * 37) + (step * 101)) % 23) - 11) / 16f;

        parameter.AddGradient(gradient);
        optimiser.Step();
    }

    private static Optimiser Make(string kind, Variable p) => kind switch
    {
        "adam" => new Adam([p], 0.01),
        "adam with a large epsilon" => new Adam([p], 0.01, new AdamOptions { Beta1 = 0, Beta2 = 0.99, Epsilon = 1e-3 }),
        "adam with decay" => new Adam([p], 0.01, new AdamOptions { Decay = 0.1 }),
        "adamw" => new Adam([p], 0.01, AdamOptions.AdamW with { Decay = 0.1 }),
        "sgd" => new Sgd([p], 0.05),
        "momentum" => new Sgd([p], 0.05, new SgdOptions { Momentum = 0.9, Damping = 0.25, Decay = 0.1 }),
        _ => new Sgd([p], 0.05, new SgdOptions { Momentum = 0.9, IsNesterov = true }),
    };

    private static uint[] Bits(Tensor tensor) => Array.ConvertAll(tensor.Values.ToArray(), BitConverter.SingleToUInt32Bits);
}
