using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Faults;

/// <summary>A case from the first call to the last.</summary>
internal static class FaultCase
{
    /// <summary>The recordings of a case and, after a reset, of the case again, as far as they were reached.</summary>
    /// <param name="open">Opens the session.</param>
    /// <param name="scenario">What is run, to its horizon.</param>
    /// <param name="driver">Who drives.</param>
    /// <param name="resets">True for twice.</param>
    /// <param name="timed">Does each call, and times it.</param>
    /// <param name="failure">Why the simulator failed, or null.</param>
    public static List<byte[]> Run(Func<ISimulatorSession> open, Scenario scenario, IDriver driver, bool resets, Action<Action> timed, out string? failure)
    {
        var episodes = new List<byte[]>();
        failure = null;
        try
        {
            ISimulatorSession? opened = null;
            timed(() => opened = open());
            using var session = opened!;
            timed(() => session.Load(scenario, 7, CancellationToken.None));
            for (int episode = 0; episode < (resets ? 2 : 1); episode++)
            {
                if (episode > 0)
                {
                    timed(session.Reset);
                }

                using var driving = driver.Start(session.Task with { Seed = 7 }, Setting.Empty, CancellationToken.None);
                while (!session.IsOver)
                {
                    var answer = driving.Decide(session.Observe(), CancellationToken.None);
                    timed(() => session.Step(answer, CancellationToken.None));
                }

                episodes.Add(JsonSerializer.SerializeToUtf8Bytes(session.Finish(), SimJson.Default.Recording));
            }
        }
        catch (ModuleFailedException e)
        {
            failure = e.Message;
        }

        return episodes;
    }
}
