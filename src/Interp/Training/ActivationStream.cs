using Sim.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Training;

/// <summary>Batches of shuffled activations without end: blocks of rows in a random order go through a buffer that is filled, given out at random down to its half, and filled again (FAST's mixing buffer, arXiv 2506.07691).</summary>
/// <remarks>
/// The same shards, options and seed give the same batches, also across <see cref="Save"/> and <see cref="Restore"/>: the rows in the buffer are kept by number and read again. Not thread-safe.
/// </remarks>
public sealed class ActivationStream
{
    private readonly ActivationShards _shards;
    private readonly StreamOptions _options;
    private readonly RandomStream _random;
    private readonly float[] _buffer;
    private readonly long[] _rows;
    private readonly int[] _order;
    private int _held;
    private long _pass = -1;
    private long _block;
    private int _within;

    /// <summary>Makes a stream at its beginning.</summary>
    /// <param name="shards">Where rows come from.</param>
    /// <param name="options">How they are mixed.</param>
    public ActivationStream(ActivationShards shards, StreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_shards, _options, _random) = (shards, options, new RandomStream(options.Seed).Fork("draws"));
        _rows = new long[options.BufferRows];
        _buffer = new float[checked(options.BufferRows * shards.Width)];
        _order = new int[checked((int)((shards.Rows + options.BlockRows - 1) / options.BlockRows))];
        BeginPass(0);
    }

    /// <summary>How often all rows have been read.</summary>
    public long Pass => _pass;

    /// <summary>Fills a batch.</summary>
    /// <param name="batch">As many rows as a batch has × the width.</param>
    public void Read(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!batch.HasShape(_options.BatchRows, _shards.Width))
        {
            throw new ArgumentException($"a {batch} is no batch of {_options.BatchRows} × {_shards.Width}", nameof(batch));
        }

        int width = _shards.Width;
        for (int row = 0; row < batch.Rows; row++)
        {
            if (_held <= _options.BufferRows / 2)
            {
                Fill();
            }

            int drawn = _random.NextInt(_held);
            Span<float> place = _buffer.AsSpan(drawn * width, width);
            place.CopyTo(batch.Row(row));
            _held--;
            _buffer.AsSpan(_held * width, width).CopyTo(place);
            _rows[drawn] = _rows[_held];
        }
    }

    /// <summary>Adds where the stream stands.</summary>
    /// <param name="state">Where to add it.</param>
    public void Save(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Counters["stream.place"] = [_pass, _block, _within, unchecked((long)_random.Position)];
        state.Counters["stream.source"] = [_shards.Rows, _shards.Width, _options.BatchRows, _options.BufferRows, _options.BlockRows, unchecked((long)_options.Seed)];
        state.Counters["stream.rows"] = _rows.AsSpan(0, _held).ToArray();
    }

    /// <summary>Goes on where a stream over the same shards with the same options stood.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="InputException">The state is of other shards or options, or damaged.</exception>
    public void Restore(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] source = state.Counter("stream.source", 6);
        long[] mine = [_shards.Rows, _shards.Width, _options.BatchRows, _options.BufferRows, _options.BlockRows, unchecked((long)_options.Seed)];
        if (!source.AsSpan().SequenceEqual(mine))
        {
            throw new InputException($"the state was saved over other data or options (rows, width, batch, buffer, block, seed): {string.Join(", ", source)}, now {string.Join(", ", mine)}");
        }

        long[] place = state.Counter("stream.place", 4);
        if (!state.Counters.TryGetValue("stream.rows", out long[]? rows) || rows.Length > _rows.Length || rows.Any(r => r < 0 || r >= _shards.Rows)
            || place[0] < 0 || place[1] < 0 || place[1] > _order.Length || place[2] < 0 || place[2] >= _options.BlockRows)
        {
            throw new InputException("the place of the stream in the state is damaged");
        }

        BeginPass(place[0]);
        (_block, _within, _random.Position, _held) = (place[1], (int)place[2], unchecked((ulong)place[3]), rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            _rows[i] = rows[i];
            _shards.Copy(rows[i], _buffer.AsSpan(i * _shards.Width, _shards.Width));
        }
    }

    private void Fill()
    {
        int width = _shards.Width;
        while (_held < _options.BufferRows)
        {
            if (_block == _order.Length)
            {
                BeginPass(_pass + 1);
            }

            long begin = (long)_order[_block] * _options.BlockRows;
            long length = Math.Min(_options.BlockRows, _shards.Rows - begin);
            int count = (int)Math.Min(length - _within, _options.BufferRows - _held);
            _shards.Copy(begin + _within, _buffer.AsSpan(_held * width, count * width));
            for (int i = 0; i < count; i++)
            {
                _rows[_held + i] = begin + _within + i;
            }

            _held += count;
            _within += count;
            if (_within == length)
            {
                (_block, _within) = (_block + 1, 0);
            }
        }
    }

    private void BeginPass(long pass)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        new RandomStream(_options.Seed).Fork("pass", checked((int)pass)).Shuffle(_order.AsSpan());
        (_pass, _block, _within) = (pass, 0, 0);
    }
}
