using Sim.Interp;
using Sim.Numerics;
using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Tests.Interp;

/// <summary>The polynomial decoder on paper, and orthonormal columns.</summary>
public sealed class PolyDecoderTests
{
    [Fact]
    public void Codes_meet_in_products_of_two_and_three()
    {
        // z = (1, 2): a1 = (1, 2), a2 = 2, a3 = 3. Linear (1, 2); second order 1 · 2 to the first output; third 1 · 2 · 3 to the second.
        var decoder = new PolyDecoder(
            [Of(2, 1, 0, 0, 1), Of(1, 0, 1), Of(1, 1, 1)],
            [Of(2, 1, 0, 0, 1), Of(1, 1, 0), Of(1, 0, 1)],
            second: -0.5f, third: 0.25f);
        var model = new PolyAutoencoder(Of(2, 1, 0, 0, 1), new Tensor(2), decoder, Tensor.Wrap([10f, 20f], 2), new PolyOptions(2) { CentreInput = false });

        Assert.Equal([10 + 1 - (0.5f * 2), 20 + 2 + (0.25f * 6)], model.Decode(Of(2, 1, 2)).Values.ToArray());
    }

    [Fact]
    public void With_one_matrix_of_directions_the_products_are_squares_and_cubes()
    {
        // z = (3, 5): a = (5, 3); squares of both columns, the cube of the first only.
        var decoder = new PolyDecoder([Of(2, 0, 1, 1, 0)], [Of(2, 1, 0, 0, 1), Of(2, 1, 0, 0, 1), Of(1, 1, 1)], second: 1, third: 2);
        var model = new PolyAutoencoder(Of(2, 1, 0, 0, 1), new Tensor(2), decoder, new Tensor(2), new PolyOptions(2));

        Assert.Equal([5f + 25 + (2 * 125), 3f + 9 + (2 * 125)], model.Decode(Of(2, 3, 5)).Values.ToArray());
    }

    [Fact]
    public void Rescaling_selects_by_what_a_feature_adds()
    {
        // Feature 0 adds (1, 0) at code 1, feature 1 adds (0, 8): the smaller code of feature 1 is the larger one once rescaled.
        var decoder = new PolyDecoder([Of(2, 1, 0, 0, 1)], [Of(2, 1, 0, 0, 8)]);
        var model = new PolyAutoencoder(Of(2, 1, 0, 0, 1), new Tensor(2), decoder, new Tensor(2), new PolyOptions(1) { RescaleByDecoderNorm = true });
        Tensor codes = model.Encode(Of(2, 3, 1));

        Assert.Equal([0f, 8f], codes.Values.ToArray());
        Assert.Equal([0f, 8f], model.Decode(codes).Values.ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Contains("ranks fall", Assert.Throws<ArgumentException>(() => new PolyDecoder([new Tensor(4, 2), new Tensor(4, 3)], [new Tensor(5, 2), new Tensor(5, 3)])).Message, StringComparison.Ordinal);
        Assert.Contains("one matrix or as many", Assert.Throws<ArgumentException>(() => new PolyDecoder([new Tensor(4, 2), new Tensor(4, 2)], [new Tensor(5, 2), new Tensor(5, 2), new Tensor(5, 2)])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1000)]
    public void Columns_become_orthonormal_and_r_has_a_positive_diagonal(double size)
    {
        Tensor a = Random(3, 40, 7, size), q = OrthonormalColumns.Of(a);
        Tensor unit = Products.MatMul(q, q, transposeA: true), r = Products.MatMul(q, a, transposeA: true);
        for (int i = 0; i < 7; i++)
        {
            Assert.True(r[i, i] > 0);
            for (int j = 0; j < 7; j++)
            {
                Assert.Equal(i == j ? 1 : 0, unit[i, j], 1e-5);
                Assert.True(i <= j || Math.Abs(r[i, j]) < 1e-4 * size);
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.05)]
    [InlineData(0.001)]
    public void Columns_at_small_angles_become_orthonormal_too(float angle)
    {
        // All columns but the first are the first and a little of their own: each of the three ways is taken.
        Tensor a = Random(3, 60, 5, 1);
        for (int row = 0; row < a.Rows; row++)
        {
            for (int column = 1; column < 5; column++)
            {
                a[row, column] = a[row, 0] + (angle * a[row, column]);
            }
        }

        Tensor q = OrthonormalColumns.Of(a), r = Products.MatMul(q, a, transposeA: true);
        AssertOrthonormal([(q, 5)], 60);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(r[i, i] > 0);
            Assert.All(Enumerable.Range(0, i), j => Assert.Equal(0, r[i, j], 1e-3 * r[i, i]));
        }
    }

    [Fact]
    public void A_column_that_depends_on_others_is_replaced_and_the_others_stay()
    {
        Tensor q = OrthonormalColumns.Of(Of(3, 1, 2, 0, 0, 0, 0, 0, 0, 5));

        Assert.Equal([1f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f], q.Values.ToArray());
    }

    [Fact]
    public void Directions_of_equal_rank_become_orthogonal_across_orders()
    {
        var decoder = new PolyDecoder([Random(1, 30, 4, 1), Random(2, 30, 4, 1), Random(3, 30, 4, 1)], [new Tensor(6, 4), new Tensor(6, 4), new Tensor(6, 4)]);
        decoder.Retract();

        AssertOrthonormal([.. decoder.Directions.Select(u => (u.Value, 4))], 30);
    }

    [Fact]
    public void Directions_of_falling_rank_share_an_orthogonal_head_and_are_orthonormal_each()
    {
        var decoder = new PolyDecoder([Random(1, 30, 8, 1), Random(2, 30, 5, 1), Random(3, 30, 2, 1)], [new Tensor(6, 8), new Tensor(6, 5), new Tensor(6, 2)]);
        decoder.Retract();

        AssertOrthonormal([.. decoder.Directions.Select(u => (u.Value, 2))], 30);
        foreach (Variable u in decoder.Directions)
        {
            AssertOrthonormal([(u.Value, u.Value.Columns)], 30);
        }
    }

    [Fact]
    public void Columns_that_vanish_beside_the_bases_stay()
    {
        Tensor matrix = Of(1, 1, 0), basis = Of(1, 1, 0);
        OrthonormalColumns.Retract(matrix, 0, 1, [basis]);

        Assert.Equal([1f, 0f], matrix.Values.ToArray());
    }

    private static void AssertOrthonormal((Tensor Matrix, int Columns)[] parts, int rows)
    {
        float[][] columns = [.. parts.SelectMany(p => Enumerable.Range(0, p.Columns).Select(c => Enumerable.Range(0, rows).Select(r => p.Matrix[r, c]).ToArray()))];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                Assert.Equal(i == j ? 1 : 0, columns[i].Zip(columns[j], (a, b) => (double)a * b).Sum(), 1e-5);
            }
        }
    }

    private static Tensor Of(int columns, params float[] values) => Tensor.Wrap(values, values.Length / columns, columns);

    private static Tensor Random(ulong seed, int rows, int columns, double bound)
    {
        var random = new RandomStream(seed);
        var tensor = new Tensor(rows, columns);
        foreach (ref float value in tensor.Values)
        {
            value = (float)random.NextUniform(-bound, bound);
        }

        return tensor;
    }
}
