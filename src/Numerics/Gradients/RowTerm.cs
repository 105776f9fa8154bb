namespace Sim.Numerics.Gradients;

/// <summary>Writes what a row adds to a sum over rows, for the columns from <paramref name="first"/> on.</summary>
internal delegate void RowTerm(int row, int first, Span<float> terms);
