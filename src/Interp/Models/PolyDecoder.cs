using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>
/// The decoder of PolySAE (arXiv 2602.01322; interp §1.6): <c>x̂ = b + a₁C₁ᵀ + λ₂(a₁∘a₂)C₂ᵀ + λ₃(a₁∘a₂∘a₃)C₃ᵀ</c> with <c>aᵢ = zUᵢ</c>, of which the products take the first columns only. With one U for all orders the products
/// are squares and cubes of a₁.
/// </summary>
public sealed class PolyDecoder
{
    private readonly int _shared;

    /// <summary>Makes it from its parameters.</summary>
    /// <param name="directions">U₁ (F × R₁), and U₂ (F × R₂) and U₃ (F × R₃) where each order has its own; R₁ ≥ R₂ ≥ R₃.</param>
    /// <param name="outputs">C₁ (d × R₁), and C₂ (d × R₂) and C₃ (d × R₃) for as many orders as there are.</param>
    /// <param name="second">λ₂; kept where there are two orders.</param>
    /// <param name="third">λ₃; kept where there are three.</param>
    /// <param name="sharedRank">How many first columns of each order stay orthogonal to those of the others; null for the lowest rank. The code takes R₃ also where there is no third order.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public PolyDecoder(IReadOnlyList<Tensor> directions, IReadOnlyList<Tensor> outputs, float second = -0.5f, float third = 0.5f, int? sharedRank = null)
    {
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count is < 1 or > 3 || (directions.Count != 1 && directions.Count != outputs.Count))
        {
            throw new ArgumentException($"a polynomial of order {outputs.Count} with {directions.Count} matrices of directions; expected order 1 to 3, and one matrix or as many as the order", nameof(directions));
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            Tensor u = directions[Math.Min(i, directions.Count - 1)], c = outputs[i];
            bool fits = u.Rank == 2 && c.Rank == 2 && u.Rows == directions[0].Rows && c.Rows == outputs[0].Rows && (i == 0 || c.Columns <= outputs[i - 1].Columns) &&
                (directions.Count == 1 ? c.Columns <= u.Columns && (i > 0 || c.Columns == u.Columns) : c.Columns == u.Columns);
            if (!fits || u.Columns > u.Rows)
            {
                throw new ArgumentException($"directions {u} and outputs {c} of order {i + 1} do not fit to {directions[0]} and {outputs[0]}; ranks fall with the order and are at most the number of features", nameof(outputs));
            }
        }

        int lowest = directions[^1].Columns;
        _shared = sharedRank ?? lowest;
        if (_shared < 1 || _shared > lowest)
        {
            throw new ArgumentOutOfRangeException(nameof(sharedRank), sharedRank, $"the columns that orders share are at least 1 and at most {lowest}");
        }

        IsShared = directions.Count == 1 && outputs.Count > 1;
        Directions = [.. directions.Select((u, i) => Variable.Parameter(IsShared ? "u" : $"u{i + 1}", u))];
        Outputs = [.. outputs.Select((c, i) => Variable.Parameter($"c{i + 1}", c))];
        Weights = [.. new[] { second, third }.Take(outputs.Count - 1).Select((w, i) => Variable.Parameter($"lambda{i + 2}", Tensor.Wrap([w])))];
        Parameters = [.. Directions, .. Outputs, .. Weights];
    }

    /// <summary>Highest power of codes, 1 to 3.</summary>
    public int Order => Outputs.Count;

    /// <summary>Whether all orders have the same directions.</summary>
    public bool IsShared { get; }

    /// <summary>U₁ to U₃, or the one for all orders: F × R each, with orthonormal columns.</summary>
    public IReadOnlyList<Variable> Directions { get; }

    /// <summary>C₁ to C₃: d × R each.</summary>
    public IReadOnlyList<Variable> Outputs { get; }

    /// <summary>λ₂ and λ₃: one number each.</summary>
    public IReadOnlyList<Variable> Weights { get; }

    /// <summary>All that is trained.</summary>
    public IReadOnlyList<Variable> Parameters { get; }

    /// <summary>The reconstruction without its bias.</summary>
    /// <param name="tape">Records it.</param>
    /// <param name="project">Gives a = zU for U, one of the directions it was asked for before.</param>
    /// <param name="directions">The directions, or what takes their place.</param>
    public Variable Combine(Tape tape, Func<Variable, Variable> project, IReadOnlyList<Variable> directions)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(directions);
        Variable[] projected = [.. directions.Select(project)];
        Variable sum = tape.MatMul(projected[0], Outputs[0], transposeB: true);
        for (int order = 2; order <= Order; order++)
        {
            Variable product = Head(tape, projected[0], order);
            for (int factor = 1; factor < order; factor++)
            {
                product = tape.Multiply(product, Head(tape, projected[Math.Min(factor, projected.Length - 1)], order));
            }

            sum = tape.Add(sum, tape.Multiply(tape.MatMul(product, Outputs[order - 1], transposeB: true), Weights[order - 2], Broadcast.Scalar));
        }

        return sum;
    }

    /// <summary>What each feature alone adds to the reconstruction at code 1, in all its orders together: F × d.</summary>
    /// <param name="tape">Records it.</param>
    public Variable Rows(Tape tape) => Combine(tape, static u => u, Directions);

    /// <summary>The linear part of what each feature adds, at unit length: F × d. What analyses of decoders look at.</summary>
    public Tensor LinearRows()
    {
        Tensor rows = Products.MatMul(Directions[0].Value, Outputs[0].Value, transposeB: true);
        DecoderRows.Normalise(rows);
        return rows;
    }

    /// <summary>Makes the columns of the directions orthonormal again, as after each step of training.</summary>
    /// <remarks>
    /// Columns come from a QR factorisation whose R has a positive diagonal, so they move as little as they must. Where all ranks are equal, the directions of each order are also orthogonal to those of the
    /// lower ones; where they differ, this holds for the first ones (R₃ of them, unless the model was made otherwise), and other columns are orthogonal within their order only. A block that projection leaves with less than 10⁻⁶ keeps its columns.
    /// </remarks>
    public void Retract()
    {
        Tensor[] u = [.. Directions.Select(d => d.Value)];
        if (u.Length == 1)
        {
            OrthonormalColumns.Retract(u[0], 0, u[0].Columns, []);
            return;
        }

        var bases = new List<Tensor>();
        for (int i = 0; i < u.Length; i++)
        {
            Tensor basis = OrthonormalColumns.Retract(u[i], 0, _shared, bases);
            List<Tensor> own = [basis];
            int end = u[i].Columns;
            if (i == 0 && u.Length > 2 && u[1].Columns > _shared && u[1].Columns < end)
            {
                own.Add(OrthonormalColumns.Retract(u[0], _shared, u[1].Columns, own));
            }

            int first = own.Sum(b => b.Columns);
            if (first < end)
            {
                OrthonormalColumns.Retract(u[i], first, end, own);
            }

            bases.Add(basis);
        }
    }

    private Variable Head(Tape tape, Variable projected, int order)
    {
        int rank = Outputs[order - 1].Value.Columns;
        return rank < projected.Value.Columns ? tape.SliceColumns(projected, 0, rank) : projected;
    }
}
