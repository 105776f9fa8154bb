using Sim.Numerics;

namespace Sim.Tests;

public sealed class AssignmentTests
{
    [Fact]
    public void A_small_table_is_assigned_by_hand()
    {
        // 4 1 3 / 2 0 5 / 3 2 2: rows to columns 1, 0, 2 cost 1 + 2 + 2.
        var columns = new int[3];
        Assert.Equal(5, new Assignment(3).Solve([4, 1, 3, 2, 0, 5, 3, 2, 2], 3, 3, columns));
        Assert.Equal([1, 0, 2], columns);
    }

    [Fact]
    public void Fewer_rows_than_columns_leave_columns_free()
    {
        var columns = new int[2];
        Assert.Equal(-3, new Assignment(5).Solve([7, -1, 9, 2, 8, -2], 2, 3, columns));
        Assert.Equal([1, 2], columns);
        Assert.Equal(0, new Assignment(5).Solve([], 0, 3, []));
    }

    [Fact]
    public void No_permutation_is_cheaper()
    {
        var random = new RandomStream(3);
        var assignment = new Assignment(6);
        for (int round = 0; round < 200; round++)
        {
            int rows = random.NextInt(1, 6), columns = random.NextInt(rows, 7);
            var cost = new double[rows * columns];
            foreach (ref double c in cost.AsSpan())
                c = round % 2 == 0 ? random.NextInt(4) : random.NextUniform(-1, 1);
            var chosen = new int[rows];
            double sum = assignment.Solve(cost, rows, columns, chosen);
            Assert.Equal(rows, chosen.Distinct().Count());
            Assert.Equal(Cheapest(cost, columns, 0, rows, new bool[columns]), sum, 1e-12);
        }
    }

    [Fact]
    public void A_workspace_solves_without_allocating_and_again_the_same()
    {
        var random = new RandomStream(4);
        var assignment = new Assignment(40);
        var cost = new double[1600];
        foreach (ref double c in cost.AsSpan())
            c = random.NextDouble();
        var first = new int[40];
        var again = new int[40];
        assignment.Solve(cost, 40, 40, first);
        long before = GC.GetAllocatedBytesForCurrentThread();
        assignment.Solve(cost, 40, 40, again);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(first, again);
    }

    [Fact]
    public void Wrong_sizes_and_costs_are_refused()
    {
        var assignment = new Assignment(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => assignment.Solve([1, 2, 3], 1, 3, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => assignment.Solve([1, 2], 2, 1, new int[2]));
        Assert.Throws<ArgumentException>(() => assignment.Solve([1], 1, 2, new int[1]));
        Assert.Throws<ArgumentException>(() => assignment.Solve([1, double.NaN], 1, 2, new int[1]));
        Assert.Throws<ArgumentException>(() => assignment.Solve([1, 2], 1, 2, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Assignment(0));
    }

    private static double Cheapest(double[] cost, int columns, int row, int rows, bool[] used)
    {
        if (row == rows)
            return 0;
        double best = double.PositiveInfinity;
        for (int column = 0; column < columns; column++)
        {
            if (used[column])
                continue;
            used[column] = true;
            best = Math.Min(best, cost[row * columns + column] + Cheapest(cost, columns, row + 1, rows, used));
            used[column] = false;
        }

        return best;
    }
}
