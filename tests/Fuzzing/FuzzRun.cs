using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sim.Tests.Fuzz;

/// <summary>
/// Gives a reader many damaged inputs and holds it to the promise of every reader: it reads, or it refuses with an <see cref="InputException"/>
/// that names the place, in bounded time and memory. <c>SIM_FUZZ</c> sets another number of inputs than 20,000.
/// </summary>
internal static class FuzzRun
{
    private const long MostAllocatedBytes = 512L << 20;

    // Far above what any input takes on a busy machine, far below a loop that grows with its input.
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(30);

    // An input that has not ended by then never will; the others are given up with it.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <summary>Number of inputs for each reader.</summary>
    public static int Inputs { get; } = int.TryParse(Environment.GetEnvironmentVariable("SIM_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n : 20_000;

    /// <summary>Runs.</summary>
    /// <param name="file">Name that every refusal must carry.</param>
    /// <param name="make">Makes input number i; any thread.</param>
    /// <param name="read">Reads an input; any thread.</param>
    /// <param name="lines">True for a text format: every refusal names a line.</param>
    /// <param name="most">What an input may allocate, bytes.</param>
    public static void Check(string file, Func<int, byte[]> make, Action<byte[]> read, bool lines, Func<byte[], long>? most = null)
    {
        int threads = Math.Max(1, Environment.ProcessorCount);
        var states = new State[threads];
        var workers = new Thread[threads];
        for (int t = 0; t < threads; t++)
        {
            var state = states[t] = new State { Next = t, Step = threads, Most = most };

            // A thread of its own with the stack that any program has: a reader that recurses without a limit ends the test process.
            workers[t] = new Thread(() => Work(state, file, make, read, lines)) { IsBackground = true };
            workers[t].Start();
        }

        foreach (var (worker, state) in workers.Zip(states))
        {
            int seen = -1;
            while (!worker.Join(Hang))
            {
                int now = Volatile.Read(ref state.Next);
                Assert.True(now != seen, $"{file}: input {now} has not ended after {Hang}:\n{Show(make(now))}");
                seen = now;
            }
        }

        foreach (var state in states)
        {
            Assert.True(state.Fault is null, state.Fault);
        }

        // Damage that is always noticed at the first byte, or never, would show nothing.
        int accepted = states.Sum(s => s.Accepted);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {accepted} of {Inputs} damaged inputs could be read"));
        Assert.InRange(accepted, Math.Max(1, Inputs / 100), Inputs - 1);
    }

    private static void Work(State state, string file, Func<int, byte[]> make, Action<byte[]> read, bool lines)
    {
        for (; state.Next < Inputs && state.Fault is null; Volatile.Write(ref state.Next, state.Next + state.Step))
        {
            byte[] input = make(state.Next);
            state.Fault = Fault(state, input, file, read, lines) is { } fault ? $"{file}: input {state.Next} {fault}\n{Show(input)}" : null;
        }
    }

    private static string? Fault(State state, byte[] input, string file, Action<byte[]> read, bool lines)
    {
        // Other work on the machine can slow one try, not three.
        TimeSpan took = TimeSpan.MaxValue;
        for (int tries = 0; tries < 3 && took > LongestInput; tries++)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            if (Outcome(input, file, read, lines) is { } fault)
            {
                if (fault.Length > 0)
                {
                    return fault;
                }
            }
            else if (tries == 0)
            {
                state.Accepted++;
            }

            took = Stopwatch.GetElapsedTime(start);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (bytes > (state.Most?.Invoke(input) ?? MostAllocatedBytes))
            {
                return string.Create(CultureInfo.InvariantCulture, $"allocates {bytes} bytes");
            }
        }

        return took > LongestInput ? $"takes {took}" : null;
    }

    // Null: read. Empty: refused as it should be. Else what is wrong.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Outcome(byte[] input, string file, Action<byte[]> read, bool lines)
    {
        try
        {
            read(input);
            return null;
        }
        catch (InputException e)
        {
            return !e.Message.Contains(file, StringComparison.Ordinal) ? $"is refused without the file's name: {e.Message}"
                : lines && e.Line < 1 ? $"is refused without a line: {e.Message}"
                : e.Detail.Length == 0 ? "is refused without a reason"
                : e.Message.Length > InputException.MaxLength + 200 ? $"is refused with {e.Message.Length} characters"
                : "";
        }
        catch (Exception e)
        {
            return $"ends in {e}";
        }
    }

    // The whole input lies in a file, for whoever looks into it.
    private static string Show(byte[] input)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("sim-fuzz-input-").FullName, "input");
        File.WriteAllBytes(path, input);
        return $"--- {input.Length} bytes, {path}\n{Encoding.UTF8.GetString(input.AsSpan(0, Math.Min(input.Length, 400)))}\n---";
    }

    private sealed class State
    {
        public int Next;
        public int Step;
        public int Accepted;
        public string? Fault;
        public Func<byte[], long>? Most;
    }
}
