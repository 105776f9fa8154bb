using Sim.Numerics.Gradients;
using Sim.Numerics.Search;
using Sim.Numerics.Tensors;
using PartialSort = Sim.Numerics.Search.PartialSort;

namespace Sim.Numerics.Sparse;

/// <summary>
/// The largest positive products of a whole batch. A few more than the average of each row are found first; the smallest of the best among them is a bound from below. A row whose last
/// found product reaches the bound may hold more, so it is searched for more, until no such row is left.
/// </summary>
internal sealed class BatchSearch
{
    private readonly Tape _tape;
    private readonly InnerProductIndex _index;
    private readonly Tensor _queries;
    private readonly Tensor? _bias;
    private readonly long _total;
    private readonly Found[] _found;

    public BatchSearch(Tape tape, InnerProductIndex index, Tensor queries, Tensor? bias, long total)
    {
        (_tape, _index, _queries, _bias, _total) = (tape, index, queries, bias, total);
        _found = new Found[queries.Rows];
    }

    public (int[] Starts, int[] Columns, Tensor Values) Run()
    {
        int rows = _queries.Rows, features = _index.Rows.Rows;
        int each = (int)Math.Min(features, (2 * ((_total + rows - 1) / rows)) + 8);
        int[] open = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            open[row] = row;
        }

        float bound = 0;
        while (open.Length > 0)
        {
            Search(open, each);
            bound = Bound();
            open = [.. Enumerable.Range(0, rows).Where(row => _found[row].Count < features && _found[row].Last > 0 && _found[row].Last >= bound)];
            each = (int)Math.Min(features, 4L * each);
        }

        return Collect(bound);
    }

    private void Search(int[] rows, int each)
    {
        Tensor queries = _queries;
        if (rows.Length < _queries.Rows)
        {
            queries = _tape.New(rows.Length, _queries.Columns);
            for (int i = 0; i < rows.Length; i++)
            {
                _queries.Row(rows[i]).CopyTo(queries.Row(i));
            }
        }

        int[] columns = SparseBatchOps.Integers(_tape, checked(rows.Length * each));
        Tensor values = _tape.New(rows.Length, each);
        _index.Find(queries, _bias, each, columns, values.Memory);
        for (int i = 0; i < rows.Length; i++)
        {
            _found[rows[i]] = new Found(columns, values, i * each, each);
        }
    }

    // The smallest of the best that were found so far; 0 where there are not as many positive ones.
    private float Bound()
    {
        int count = 0;
        foreach (Found row in _found)
        {
            count += row.Positive();
        }

        if (count <= _total)
        {
            return 0;
        }

        Span<float> all = _tape.New(count).Values;
        int next = 0;
        foreach (Found row in _found)
        {
            ReadOnlySpan<float> values = row.Values.Values.Slice(row.First, row.Positive());
            values.CopyTo(all[next..]);
            next += values.Length;
        }

        return PartialSort.KthLargest(all, (int)_total);
    }

    private (int[] Starts, int[] Columns, Tensor Values) Collect(float bound)
    {
        long greater = 0;
        foreach (Found row in _found)
        {
            greater += row.Above(bound);
        }

        long ties = bound > 0 ? _total - greater : 0;
        int[] starts = new int[_found.Length + 1];
        for (int row = 0; row < _found.Length; row++)
        {
            Found found = _found[row];
            int taken = found.Above(bound);
            while (ties > 0 && taken < found.Count && found.Values.Values[found.First + taken] == bound)
            {
                taken++;
                ties--;
            }

            starts[row + 1] = starts[row] + taken;
        }

        int[] columns = SparseBatchOps.Integers(_tape, starts[^1]);
        Tensor values = _tape.New(starts[^1]);
        for (int row = 0; row < _found.Length; row++)
        {
            int count = starts[row + 1] - starts[row];
            _found[row].Columns.AsSpan(_found[row].First, count).CopyTo(columns.AsSpan(starts[row]));
            _found[row].Values.Values.Slice(_found[row].First, count).CopyTo(values.Values[starts[row]..]);
        }

        return (starts, columns, values);
    }

    // A row's largest products, falling.
    private readonly record struct Found(int[] Columns, Tensor Values, int First, int Count)
    {
        public float Last => Values.Values[First + Count - 1];

        public int Positive() => Above(0);

        public int Above(float bound)
        {
            ReadOnlySpan<float> values = Values.Values.Slice(First, Count);
            int low = 0, high = values.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = values[middle] > bound ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
