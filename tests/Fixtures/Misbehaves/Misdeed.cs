using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sim.Fixtures;

/// <summary>The misdeeds.</summary>
internal static class Misdeed
{
    private static readonly List<byte[]> Leaked = [];
    private static volatile bool _armed;

    /// <summary>Does what a case's text says when it is meant for a place.</summary>
    /// <param name="text">"PLACE HOW" or "well".</param>
    /// <param name="place">generator, simulator, driver or assessor.</param>
    public static void Commit(string text, string place)
    {
        if (_armed && place == "generator")
        {
            text = "generator thread";
        }

        string[] words = text.Split(' ');
        if (words.Length != 2 || words[0] != place)
        {
            return;
        }

        switch (words[1])
        {
            case "throws":
                throw new ArithmeticException("it does not add up");
            case "refuses":
                throw new RefusedException("nothing moves in it", "log.xml");
            case "complains":
                throw new InputException("found 7, expected 8", "some.yaml", 3, 14);
            case "thread":
                Start(() => throw new InvalidOperationException("thrown on a thread of its own"));
                Thread.Sleep(Timeout.Infinite);
                break;
            case "late":
                // Comes to light in the next case of this process.
                _armed = true;
                break;
            case "overflow":
                Deeper(1);
                break;
            case "failfast":
                Environment.FailFast("enough is enough");
                break;
            case "segfault":
                Marshal.WriteByte(unchecked((nint)0x7123_4567_0000), 1);
                break;
            case "exits":
                Environment.Exit(0);
                break;
            case "hangs":
                while (true)
                {
                    Thread.SpinWait(1000);
                }

            case "leaks":
                while (true)
                {
                    byte[] block = new byte[8 << 20];
                    Array.Fill(block, (byte)1);
                    Leaked.Add(block);
                }

            case "floods":
                for (int i = 0; i < 200_000; i++)
                {
                    Console.Out.WriteLine("out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out, out");
                    Console.Error.WriteLine("error, error, error, error, error, error, error, error, error, error, error, error, error, error, error");
                }

                break;
            default:
                throw new InputException($"there is no misdeed '{words[1]}'");
        }
    }

    private static void Start(ThreadStart work) => new Thread(work) { IsBackground = true }.Start();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Deeper(int depth) => depth == 0 ? 0 : Deeper(depth + 1) + depth;
}
