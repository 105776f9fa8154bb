using Sim.Interp;
using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>Attribution to heads, source tokens and parts of the residual stream, on paper and as sums that must agree.</summary>
public sealed class AttentionHeadsTests
{
    [Fact]
    public void Shares_are_lengths_of_parts_by_that_of_the_row()
    {
        // Rows (3, 0 | 0, 4), (0, 0 | 1, 0) and zeros: lengths 5, 1, 0.
        Tensor decoder = Tensor.Wrap([3f, 0, 0, 4, 0, 0, 1, 0, 0, 0, 0, 0], 3, 4);
        var heads = new AttentionHeads(new Tensor(3, 4), decoder, 2);

        Assert.Equal([0.6f, 0.8f, 0f, 1f, 0f, 0f], heads.Shares().Values.ToArray());
        Assert.Equal([0, 1, 2], heads.TopFeatures(0, 5));
        Assert.Equal([1], heads.TopFeatures(1, 1));
    }

    [Fact]
    public void A_code_is_the_sum_of_its_heads()
    {
        // Feature (1, 2 | 3, 4); token (5, 6 | 7, 8): 5 + 12 and 21 + 32.
        var heads = new AttentionHeads(Tensor.Wrap([1f, 2, 3, 4], 1, 4), new Tensor(1, 4), 2);
        Tensor z = Tensor.Wrap([5f, 6, 7, 8], 1, 2, 2);

        Assert.Equal([17f, 53f], heads.ByHead(heads.Concatenate(z), 0).Values.ToArray());
    }

    [Fact]
    public void A_head_is_the_sum_of_its_sources()
    {
        // One head of width 1, encoder 2; values 3 and 5; token 1 attends with 1/4 and 3/4.
        var heads = new AttentionHeads(Tensor.Wrap([2f], 1, 1), new Tensor(1, 1), 1);
        Tensor pattern = Tensor.Wrap([1f, 0, 0.25f, 0.75f], 1, 2, 2), values = Tensor.Wrap([3f, 5f], 2, 1);

        Assert.Equal([1.5f, 7.5f], heads.BySource(pattern, values, 0, 1).Values.ToArray());
        Assert.Equal([6f, 0f], heads.BySource(pattern, values, 0, 0).Values.ToArray());
    }

    [Fact]
    public void Parts_of_the_residual_stream_add_up_to_sources_and_sources_to_heads()
    {
        const int Heads = 3, HeadWidth = 4, Tokens = 5, Width = 7, Features = 6, Token = 3;
        Tensor encoder = Random(1, Features, Heads * HeadWidth), valueWeights = Random(2, Heads * HeadWidth, Width), first = Random(3, Tokens, Width), second = Random(4, Tokens, Width);
        Tensor pattern = Random(5, Heads * Tokens, Tokens).Reshape(Heads, Tokens, Tokens), residual = first.Copy();
        for (int i = 0; i < residual.Count; i++)
        {
            residual.Values[i] += second.Values[i];
        }

        Tensor values = Products.MatMul(residual, valueWeights, transposeB: true), z = new(Tokens, Heads * HeadWidth);
        for (int token = 0; token < Tokens; token++)
        {
            for (int i = 0; i < z.Columns; i++)
            {
                for (int source = 0; source < Tokens; source++)
                {
                    z[token, i] += pattern.Values[((((i / HeadWidth) * Tokens) + token) * Tokens) + source] * values[source, i];
                }
            }
        }

        var heads = new AttentionHeads(encoder, encoder, Heads);
        Tensor byHead = heads.ByHead(z, 2), bySource = heads.BySource(pattern, values, 2, Token);
        IReadOnlyList<Tensor> byPart = heads.ByPart(pattern, [first, second], valueWeights, 2, Token);
        Tensor code = Products.MatMul(z, encoder, transposeB: true);
        double all = 0;
        for (int head = 0; head < Heads; head++)
        {
            double sum = 0;
            for (int source = 0; source < Tokens; source++)
            {
                Assert.Equal(bySource[source, head], byPart[0][source, head] + byPart[1][source, head], 1e-4);
                sum += bySource[source, head];
            }

            Assert.Equal(byHead[Token, head], sum, 1e-4);
            all += sum;
        }

        Assert.Equal(code[Token, 2], all, 1e-4);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var heads = new AttentionHeads(new Tensor(2, 6), new Tensor(2, 6), 3);

        Assert.Contains("into 4 heads", Assert.Throws<ArgumentException>(() => new AttentionHeads(new Tensor(2, 6), new Tensor(2, 6), 4)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 6 columns", Assert.Throws<ArgumentException>(() => heads.ByHead(new Tensor(1, 5), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 3 × 1 × 1", Assert.Throws<ArgumentException>(() => heads.BySource(new Tensor(2, 1, 1), new Tensor(1, 6), 0, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("expected tokens × 3 × 2", Assert.Throws<ArgumentException>(() => heads.Concatenate(new Tensor(1, 2, 3))).Message, StringComparison.Ordinal);
    }

    private static Tensor Random(ulong seed, int rows, int columns)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextUniform(-1, 1);
        }

        return tensor;
    }
}
