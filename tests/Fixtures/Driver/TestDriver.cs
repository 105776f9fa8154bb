using System.Globalization;
using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>Brakes gently. At the step "at" of the scenarios whose name contains "in", it does what "mode" says.</summary>
internal sealed class TestDriver(string version, bool noisy = false) : IDriver
{
    public string Name => "test-driver";

    public string Description => "Brakes gently, most of the time.";

    /// <summary>What differs whenever it is run: its process, the time, a number at random.</summary>
    public static string Stamp => string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} at {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss.fffffff}, object at 0x{Random.Shared.NextInt64(1L << 40, 1L << 44):x}");

    public DriverInfo Info => new(Name, version, noisy ? Reproducibility.Statistical : Reproducibility.Bit);

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        bool meant = task.Scenario.Contains(options.Find("in")?.Text ?? "", StringComparison.Ordinal);
        Console.WriteLine($"case {task.Scenario}");
        return noisy ? new Noise() : new Session(meant ? options.Find("mode")?.Text ?? "good" : "good", int.Parse(options.Find("at")?.Text ?? "2", CultureInfo.InvariantCulture));
    }

    /// <summary>Never answers the same way twice.</summary>
    private sealed class Noise : IDriverSession
    {
        private readonly Random _random = new();

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) => DriverAnswer.FromControls(-_random.NextDouble(), 0.01 * (_random.NextDouble() - 0.5));

        public void Dispose()
        {
        }
    }

    private sealed class Session(string mode, int at) : IDriverSession
    {
        private readonly List<byte[]> _leak = [];

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            if (mode == "slow")
            {
                Thread.Sleep(30);
            }

            if (observation.Step == at)
            {
                Fail();
            }

            return DriverAnswer.FromControls(-0.5 - observation.Ego.SpeedMps / 100, 0.001 * observation.Step);
        }

        public void Dispose()
        {
        }

        private void Fail()
        {
            switch (mode)
            {
                case "throw":
                    throw new InvalidOperationException("the model is empty");
                case "crash":
                    Console.Error.WriteLine("Traceback:");
                    Console.Error.WriteLine("ValueError: no path");
                    Environment.Exit(7);
                    break;
                case "crash-stamped":
                    Console.Error.WriteLine($"{Stamp}: no path");
                    Environment.Exit(7);
                    break;
                case "kill":
                    System.Diagnostics.Process.GetCurrentProcess().Kill();
                    Thread.Sleep(Timeout.Infinite);
                    break;
                case "hang":
                    Thread.Sleep(Timeout.Infinite);
                    break;
                case "flood":
                    Flood();
                    break;
                case "leak":
                    for (int i = 0; i < 64; i++)
                    {
                        byte[] block = new byte[32 << 20];
                        block.AsSpan().Fill(1);
                        _leak.Add(block);
                        Thread.Sleep(10);
                    }

                    break;
            }
        }

        private static void Flood()
        {
            byte[] line = Encoding.ASCII.GetBytes(new string('x', 9_999) + "\n");
            using var output = Console.OpenStandardOutput();
            using var error = Console.OpenStandardError();
            for (int i = 0; i < 5_000; i++)
            {
                output.Write(line);
                error.Write(line);
            }
        }
    }
}
