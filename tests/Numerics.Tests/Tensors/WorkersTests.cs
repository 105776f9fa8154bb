using Sim.Numerics;
using Sim.Numerics.Tensors;
using Xunit;

namespace Sim.Tests.Tensors;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(1, 3, 2)]
    [InlineData(10, 3, 1)]
    [InlineData(10, 3, 2)]
    [InlineData(1000, 7, 5)]
    public void Every_item_is_done_once_in_blocks_that_the_threads_do_not_move(int count, int grain, int threads)
    {
        int[] seen = new int[count];
        using (Workers.Limit(threads))
        {
            Workers.For(count, grain, (first, end) =>
            {
                Assert.Equal(0, first % grain);
                Assert.Equal(Math.Min(first + grain, count), end);
                for (int i = first; i < end; i++)
                {
                    Interlocked.Increment(ref seen[i]);
                }
            });
        }

        Assert.All(seen, times => Assert.Equal(1, times));
    }

    [Fact]
    public void A_call_within_a_block_stays_on_its_thread()
    {
        int nested = 0;
        using (Workers.Limit(4))
        {
            Workers.For(8, 1, (_, _) =>
            {
                Assert.Equal(1, Workers.Threads);
                int thread = Environment.CurrentManagedThreadId;
                Workers.For(5, 1, (_, _) =>
                {
                    Assert.Equal(thread, Environment.CurrentManagedThreadId);
                    Interlocked.Increment(ref nested);
                });
            });
            Assert.Equal(4, Workers.Threads);
        }

        Assert.Equal(40, nested);
        Assert.Equal(Environment.ProcessorCount, Workers.Threads);
    }

    [Fact]
    public void What_a_block_throws_reaches_the_caller_after_all_blocks()
    {
        int done = 0;
        using (Workers.Limit(2))
        {
            AggregateException error = Assert.Throws<AggregateException>(() => Workers.For(10, 1, (first, _) =>
            {
                Interlocked.Increment(ref done);
                if (first == 3)
                {
                    throw new InvalidOperationException("three");
                }
            }));
            Assert.Equal("three", Assert.Single(error.InnerExceptions).Message);
        }

        Assert.Equal(10, done);
    }
}
